"""Which codecs are carried on, and what is taken out of their packets and configurations."""

from collections.abc import Callable
from functools import partial

from folkmoot.formats import av1, h26x, xiph

CARRIED = {
    "mp4": (frozenset({"h264", "hevc", "av1", "vp9"}), frozenset({"aac", "mp3", "opus", "alac", "flac"})),
    "webm": (frozenset({"vp8", "vp9", "av1"}), frozenset({"opus", "vorbis"})),
    "m4a": (frozenset[str](), frozenset({"aac", "alac"})),
    "mp3": (frozenset[str](), frozenset({"mp3"})),
    "ogg": (frozenset[str](), frozenset({"opus", "vorbis"})),
    "flac": (frozenset[str](), frozenset({"flac"})),
}
"""By extension: the video and sound codecs that a file of ours may hold."""

_TRANSCODED = frozenset({"vorbis", "amr_nb", "amr_wb", "mp2", "ac3", "eac3", "adpcm_ima_qt", "adpcm_ms"})
"""Sound that is decoded and written anew as AAC where its codec cannot be carried; PCM besides."""

_OPUS_HEAD_BYTES = 19
_FLAC_STREAMINFO_BYTES = 34

Strip = Callable[[bytes], bytes]


def can_be_transcoded(codec: str) -> bool:
    """Whether sound of this codec may be written anew as AAC."""
    return codec in _TRANSCODED or codec.startswith("pcm_")


def packet_filter(codec: str, extradata: bytes) -> Strip | None:
    """What takes foreign data out of each packet of a stream; None where a codec has no room for any."""
    if codec == "h264":
        return partial(h26x.strip_packet, codec="h264", length_size=h26x.length_size(extradata, "h264"))
    if codec == "hevc":
        return partial(h26x.strip_packet, codec="hevc", length_size=h26x.length_size(extradata, "hevc"))
    return av1.strip_packet if codec == "av1" else None


def configuration(codec: str, extradata: bytes) -> bytes:
    """A stream's extradata with what its decoder needs, and no more."""
    clean = _CONFIGURATIONS.get(codec)
    return clean(extradata) if clean and extradata else extradata


def _opus_head(extradata: bytes) -> bytes:
    mapped = len(extradata) >= _OPUS_HEAD_BYTES and extradata[18] != 0
    return extradata[: _OPUS_HEAD_BYTES + (2 + extradata[9] if mapped else 0)]


_CONFIGURATIONS: dict[str, Strip] = {
    "h264": partial(h26x.strip_configuration, codec="h264"),
    "hevc": partial(h26x.strip_configuration, codec="hevc"),
    "av1": av1.strip_configuration,
    "vorbis": xiph.without_comments,
    "opus": _opus_head,
    "flac": lambda extradata: extradata[:_FLAC_STREAMINFO_BYTES],
}


def has_written_channels(codec: str, extradata: bytes) -> bool:
    """Whether AAC describes its channels in free form, with room for a comment, instead of by number."""
    if codec != "aac" or len(extradata) < 2:
        return False
    bits = int.from_bytes(extradata[:5].ljust(5, b"\0"), "big")
    frequency = (bits >> 31) & 15
    return (bits >> (3 if frequency == 15 else 27)) & 15 == 0
