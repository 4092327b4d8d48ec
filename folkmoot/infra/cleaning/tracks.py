"""One stream on its way into a new file: packets copied without foreign data, or sound encoded anew."""

from typing import Protocol, TypeAlias, cast

from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from folkmoot.infra.cleaning.errors import MediaRefusedError, Reason
from folkmoot.infra.cleaning.streams import configuration, packet_filter

_HIGHEST_SAMPLE_RATE = 48_000
_BITS_PER_CHANNEL = 96_000

_MOST_LOST = 16
"""Frames: no more are coded out of order around a cut."""

AnyPacket: TypeAlias = "Packet[Stream]"


class Track(Protocol):
    """What becomes of the packets of one stream."""

    def packets(self, packet: AnyPacket) -> list[AnyPacket]:
        """The packets to write for one that was read."""

    def rest(self) -> list[AnyPacket]:
        """The packets to write when nothing more is read."""


class Edits:
    """Tells which packets of a cut recording are wanted: what its owner cut off must not come to light again.

    A cut in an MP4 file may only hide packets: the demuxer hands them on, marked to be discarded.
    """

    def __init__(self, *, needs_lead: bool) -> None:
        self._needs_lead = needs_lead
        self._hiding = False
        self._lost = 0

    def wants(self, packet: AnyPacket) -> bool:
        """Whether to carry a packet on; raises `MediaRefusedError` if too much that was shown would be lost."""
        if packet.is_discard:
            # Frames before the first that is shown are needed to decode it, and the new file hides them as well.
            if not self._hiding and packet.pts is not None and packet.pts < 0:
                return self._needs_lead
            self._hiding = True
            return False
        if self._hiding and not packet.is_keyframe:
            # It may be coded by the difference to a hidden frame.
            self._lost += 1
            if self._lost > _MOST_LOST:
                raise MediaRefusedError(Reason.HIDDEN_FRAMES)
            return False
        self._hiding = False
        return True


class Copier:
    """A stream whose packets are carried over as they are encoded."""

    def __init__(self, source: VideoStream | AudioStream, out: OutputContainer) -> None:
        codec = source.codec_context.codec.canonical_name
        extradata = source.codec_context.extradata or b""
        self._strip = packet_filter(codec, extradata)
        self._edits = Edits(needs_lead=source.type == "video")
        self._last_dts: int | None = None
        self._out: Stream = out.add_stream_from_template(source, opaque=True)
        if extradata:
            self._out.codec_context.extradata = configuration(codec, extradata)
        if codec == "hevc":
            # Apple's players know HEVC under this name only.
            self._out.codec_context.codec_tag = "hvc1"

    def packets(self, packet: AnyPacket) -> list[AnyPacket]:
        if not self._edits.wants(packet):
            return []
        data = bytes(packet)
        if self._strip:
            data = self._strip(data)
            if not data:
                return []
        fresh: AnyPacket = Packet(data)
        fresh.pts, fresh.dts = packet.pts, packet.dts
        gap = self._gap(packet)
        fresh.duration = packet.duration or gap
        fresh.time_base = packet.time_base
        fresh.is_keyframe = packet.is_keyframe
        if packet.has_sidedata("skip_samples"):
            # Without it the silence that an encoder adds would be heard.
            fresh.set_sidedata(packet.get_sidedata("skip_samples"))
        fresh.stream = self._out
        return [fresh]

    def rest(self) -> list[AnyPacket]:
        return []

    def _gap(self, packet: AnyPacket) -> int:
        """The time since the last packet: Matroska may not say, and MP4 hides a last frame of no length."""
        before, self._last_dts = self._last_dts, packet.dts
        return packet.dts - before if packet.dts is not None and before is not None else 0


class Transcoder:
    """Sound that is decoded and encoded anew as AAC."""

    def __init__(self, source: AudioStream, out: OutputContainer) -> None:
        rate = min(source.codec_context.sample_rate, _HIGHEST_SAMPLE_RATE)
        layout = "mono" if source.codec_context.channels == 1 else "stereo"
        self._out: AudioStream = out.add_stream("aac", rate=rate, layout=layout)
        self._out.codec_context.bit_rate = _BITS_PER_CHANNEL * (1 if layout == "mono" else 2)
        # Otherwise the encoder writes its version into the first packet.
        self._out.codec_context.flags |= Flags.bitexact
        self._resampler = AudioResampler(format="fltp", layout=layout, rate=rate)

    def packets(self, packet: AnyPacket) -> list[AnyPacket]:
        frames = cast("list[AudioFrame]", packet.decode())
        return [
            encoded
            for frame in frames
            for sound in self._resampler.resample(frame)
            for encoded in self._out.encode(sound)
        ]

    def rest(self) -> list[AnyPacket]:
        tail = [encoded for sound in self._resampler.resample(None) for encoded in self._out.encode(sound)]
        return [*tail, *self._out.encode(None)]
