"""Video and sound, packed anew: the first video and the first sound stream, and nothing beside them."""

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from folkmoot.formats.isobmff import walk
from folkmoot.infra.cleaning.errors import MediaRefusedError, Reason
from folkmoot.infra.cleaning.pictures import blurhash_of, write_preview
from folkmoot.infra.cleaning.pixels import refuse_excess
from folkmoot.infra.cleaning.poster import poster_of
from folkmoot.infra.cleaning.sniff import Content
from folkmoot.infra.cleaning.streams import CARRIED, can_be_transcoded, has_written_channels
from folkmoot.infra.cleaning.tracks import Copier, Track, Transcoder
from folkmoot.infra.cleaning.types import Draft, Limits, MediaKind, Role, Sketch

_DEMUXERS = {
    Content.MP4: "mov",
    Content.MATROSKA: "matroska",
    Content.MP3: "mp3",
    Content.OGG: "ogg",
    Content.FLAC: "flac",
    Content.WAV: "wav",
    Content.ADTS: "aac",
}
_MUXERS = {"mp4": "mp4", "m4a": "ipod", "webm": "webm", "mp3": "mp3", "ogg": "ogg", "flac": "flac"}

_MUXER_OPTIONS = {
    "mp4": {"movflags": "+faststart", "write_tmcd": "0"},
    "m4a": {"movflags": "+faststart", "write_tmcd": "0"},
    "webm": {"cues_to_front": "1"},
    "mp3": {"id3v2_version": "0", "write_id3v1": "0"},
    "ogg": {},
    "flac": {},
}

_REOPENED = {"mp4": "mov", "m4a": "mov", "webm": "matroska", "mp3": "mp3", "ogg": "ogg", "flac": "flac"}
"""The demuxer for each extension of ours."""

_COVER_ART = Disposition.attached_pic | Disposition.timed_thumbnails

_MICROSECONDS = 1_000_000


class Plan(NamedTuple):
    """What is taken from a file, and what it becomes."""

    extension: str
    video: VideoStream | None
    audio: AudioStream | None
    transcode: bool


def clean_av(source: Path, into: Path, content: Content, limits: Limits) -> Sketch:
    """Pack a video or sound anew, with a still preview for a video."""
    with opened(source, _DEMUXERS[content]) as media:
        plan = _plan(media)
        _refuse_excess(media, plan, limits)
        target = into / Draft(role=Role.ORIGINAL, extension=plan.extension).name
        _pack(media, plan, target, limits)
    if plan.extension in ("mp4", "m4a"):
        _drop_tag_list(target)
    return _sketch(into, target, plan)


@contextmanager
def opened(source: Path, demuxer: str) -> Iterator[InputContainer]:
    """A file behind the one demuxer that its content asks for, which may open no other file."""
    options = {"protocol_whitelist": "file"}
    with av.open(str(source), format=demuxer, options=options, metadata_errors="replace") as media:
        yield media


def _plan(media: InputContainer) -> Plan:
    video = next((stream for stream in media.streams.video if _is_film(stream)), None)
    audio = next((stream for stream in media.streams.audio if _is_known(stream)), None)
    if video is None and audio is None:
        raise MediaRefusedError(Reason.UNSUPPORTED_CODEC, "neither video nor sound")
    extension = _video_extension(media, video, audio) if video else _audio_extension(_codec(audio))
    transcode = audio is not None and not _is_carried(audio, extension)
    if transcode and not (extension in ("mp4", "m4a") and _can_be_transcoded(audio)):
        raise MediaRefusedError(Reason.UNSUPPORTED_CODEC, _codec(audio))
    return Plan(extension, video, audio, transcode)


def _is_film(stream: VideoStream) -> bool:
    return _is_known(stream) and not stream.disposition & _COVER_ART


def _is_known(stream: Stream) -> bool:
    """Whether the stream is of a codec that the library has a name for; it promises more than it keeps."""
    return getattr(stream, "codec_context", None) is not None


def _video_extension(media: InputContainer, video: VideoStream, audio: AudioStream | None) -> str:
    web_video, web_audio = CARRIED["webm"]
    is_web = _codec(video) in web_video and (audio is None or _codec(audio) in web_audio)
    if is_web and media.format.name.startswith("matroska"):
        return "webm"
    if _codec(video) not in CARRIED["mp4"][0]:
        raise MediaRefusedError(Reason.UNSUPPORTED_CODEC, _codec(video))
    return "mp4"


def _audio_extension(codec: str) -> str:
    return next((name for name in ("mp3", "ogg", "flac") if codec in CARRIED[name][1]), "m4a")


def _is_carried(audio: AudioStream, extension: str) -> bool:
    free_form = has_written_channels(_codec(audio), audio.codec_context.extradata or b"")
    return _codec(audio) in CARRIED[extension][1] and not free_form


def _can_be_transcoded(audio: AudioStream | None) -> bool:
    return _codec(audio) == "aac" or can_be_transcoded(_codec(audio))


def _codec(stream: VideoStream | AudioStream | None) -> str:
    return stream.codec_context.codec.canonical_name if stream else ""


def _refuse_excess(media: InputContainer, plan: Plan, limits: Limits) -> None:
    if plan.video:
        refuse_excess(plan.video.codec_context.width, plan.video.codec_context.height, limits)
    if media.duration:
        _refuse_length(media.duration / _MICROSECONDS, limits)


def _refuse_length(seconds: float, limits: Limits) -> None:
    if seconds > limits.seconds:
        raise MediaRefusedError(Reason.TOO_LONG, f"{seconds:.0f} s")


def _pack(media: InputContainer, plan: Plan, target: Path, limits: Limits) -> None:
    options = {"fflags": "+bitexact", **_MUXER_OPTIONS[plan.extension]}
    with av.open(str(target), "w", format=_MUXERS[plan.extension], container_options=options) as out:
        tracks: dict[int, Track] = {}
        if plan.video:
            tracks[plan.video.index] = Copier(plan.video, out)
        if plan.audio:
            tracks[plan.audio.index] = (Transcoder if plan.transcode else Copier)(plan.audio, out)
        for packet in media.demux([stream for stream in (plan.video, plan.audio) if stream]):
            # The demuxer ends with an empty packet for each stream.
            if packet.size:
                _refuse_packet(packet, limits)
                out.mux(tracks[packet.stream_index].packets(packet))
        for track in tracks.values():
            out.mux(track.rest())


def _drop_tag_list(target: Path) -> None:
    """Turn the empty list of tags, which the muxer writes in the name of a vendor, into free space."""
    with target.open("r+b") as file, mmap.mmap(file.fileno(), 0) as data, memoryview(data) as view:
        for box in list(walk(view)):
            if box.kind == b"udta":
                view[box.start + 4 : box.end] = b"free".ljust(box.end - box.start - 4, b"\0")


def _refuse_packet(packet: "Packet[Stream]", limits: Limits) -> None:
    if packet.is_corrupt:
        raise MediaRefusedError(Reason.DAMAGED, "a packet is cut off")
    if packet.pts is not None:
        start = packet.stream.start_time or 0
        _refuse_length(float((packet.pts - start) * packet.time_base), limits)


def _sketch(into: Path, target: Path, plan: Plan) -> Sketch:
    with opened(target, _REOPENED[plan.extension]) as media:
        duration = media.duration / _MICROSECONDS if media.duration else None
        if not plan.video:
            draft = Draft(role=Role.ORIGINAL, extension=plan.extension)
            return Sketch(kind=MediaKind.AUDIO, drafts=(draft,), duration=duration)
        rate = media.streams.video[0].average_rate
        poster = poster_of(media)
    original = Draft(role=Role.ORIGINAL, extension=plan.extension, width=poster.width, height=poster.height)
    return Sketch(
        kind=MediaKind.VIDEO if plan.audio else MediaKind.GIFV,
        drafts=(original, write_preview(poster, into)),
        blurhash=blurhash_of(poster),
        frame_rate=f"{rate.numerator}/{rate.denominator}" if rate else None,
        duration=duration,
    )
