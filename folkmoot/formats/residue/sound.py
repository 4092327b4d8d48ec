"""Residue in MP3, Ogg and FLAC files."""

import struct

from folkmoot.formats import xiph

_MP3_KBITS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Bit rates of layer III by index, for MPEG 1 and for MPEG 2 and 2.5."""

_MP3_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}

_NEUTRAL_ENCODERS = (b"Lavf", b"Lavc", b"LAME")

_FLAC_STREAMINFO, _FLAC_PADDING, _FLAC_SEEKTABLE, _FLAC_COMMENTS = 0, 1, 3, 4
_FLAC_NAMES = {2: "application data", 5: "cue sheet", 6: "picture"}


def in_mp3(data: memoryview) -> list[str]:
    """Anything that is no MPEG frame: tags before, between and behind them."""
    at = 0
    while at < len(data):
        size = _frame_size(data, at)
        if size == 0:
            return [_tag_name(bytes(data[at : at + 8]))]
        at += size
    return [] if at else ["no frame"]


def _frame_size(data: memoryview, at: int) -> int:
    """The length of the layer III frame that begins at a place, or 0 where none does."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return 0
    version, kbits_index = (data[at + 1] >> 3) & 3, data[at + 2] >> 4
    rate_index, padding = (data[at + 2] >> 2) & 3, (data[at + 2] >> 1) & 1
    if version == 1 or kbits_index in (0, 15) or rate_index == 3:
        return 0
    kbits = _MP3_KBITS[3 if version == 3 else 2][kbits_index]
    rate = _MP3_RATES[version][rate_index]
    return (144 if version == 3 else 72) * kbits * 1000 // rate + padding


def _tag_name(start: bytes) -> str:
    for magic, name in (
        (b"ID3", "ID3v2"),
        (b"TAG", "ID3v1"),
        (b"APETAGEX", "APE tag"),
        (b"LYRICS", "lyrics"),
    ):
        if start.startswith(magic):
            return name
    return "bytes that are no frame"


def in_ogg(data: memoryview) -> list[str]:
    """Comments, pictures in them, a named maker, and streams other than Opus and Vorbis."""
    if not len(data):
        raise ValueError("no stream")
    found = []
    for packet in xiph.ogg_packets(data):
        if packet.number == 0 and not packet.data.startswith((b"OpusHead", b"\x01vorbis")):
            found.append("a stream that is neither Opus nor Vorbis")
        if packet.number == 1:
            found += _in_comment_header(packet.data)
    return found


def _in_comment_header(header: bytes) -> list[str]:
    magic = next((name for name in (b"OpusTags", b"\x03vorbis") if header.startswith(name)), None)
    if magic is None:
        return ["no comment header"]
    body = header[len(magic) :]
    _, _, end = xiph.comments(body)
    behind = body[end:].strip(b"\x00") not in (b"", b"\x01")
    return ["comments"] * xiph.says_something(body) + ["bytes behind the comments"] * behind


def in_flac(data: memoryview) -> list[str]:
    """Metadata blocks other than stream information, seek table, blank padding and an empty comment list."""
    if bytes(data[:4]) != b"fLaC":
        raise ValueError("no signature")
    found = []
    at, last = 4, False
    while not last:
        (header,) = struct.unpack_from(">I", data, at)
        last, kind, size = bool(header >> 31), (header >> 24) & 0x7F, header & 0xFFFFFF
        if at + 4 + size > len(data):
            raise ValueError("a block is cut off")
        found += _in_block(kind, bytes(data[at + 4 : at + 4 + size]))
        at += 4 + size
    frame = bytes(data[at : at + 2])
    return found if frame[:1] == b"\xff" and frame[1] & 0xFC == 0xF8 else [*found, "bytes before the first frame"]


def _in_block(kind: int, body: bytes) -> list[str]:
    if kind in (_FLAC_STREAMINFO, _FLAC_SEEKTABLE):
        return []
    if kind == _FLAC_PADDING:
        return ["bytes in the padding"] if body.strip(b"\0") else []
    if kind == _FLAC_COMMENTS:
        return ["comments"] if xiph.says_something(body) else []
    return [_FLAC_NAMES.get(kind, f"block {kind}")]
