"""H.264 and H.265 access units without what their maker wrote beside the picture.

An encoder may put anything into supplemental enhancement information (SEI): its settings, a camera's place
and clock, captions. Only the messages a player needs to show the picture rightly are let through.
ISO/IEC 14496-10 annex D, 23008-2 annex D, and 14496-15 for units with a length before them.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

Codec = Literal["h264", "hevc"]

_KEPT_MESSAGES: dict[Codec, frozenset[int]] = {
    # Not picture timing (1): in H.264 it may hold the clock of the recording; the container times frames.
    "h264": frozenset({0, 6, 47, 137, 144, 147}),
    "hevc": frozenset({0, 1, 6, 47, 129, 130, 137, 144, 147}),
}
"""Buffering period, (H.265) picture timing, recovery point, display orientation, active parameter sets,
decoding unit, mastering display, content light level, alternative transfer."""

_LONGEST_MESSAGE = 64
"""No kept message needs more; a longer one carries something else under its number."""

_H264_SEI, _H264_FILLER, _H264_UNSPECIFIED = 6, 12, 24
_HEVC_SEI, _HEVC_FILLER, _HEVC_UNSPECIFIED = (39, 40), 38, 48

_START_CODE = re.compile(rb"\x00\x00\x01")
_ESCAPE = re.compile(rb"\x00\x00\x03")
_ESCAPED = re.compile(rb"\x00\x00(?=[\x00-\x03])")


class H26xError(ValueError):
    """The bytes are no access unit or no decoder configuration."""


class Message(NamedTuple):
    """One supplemental message: its number, and its bytes with the header."""

    kind: int
    raw: bytes


def strip_packet(packet: bytes, codec: Codec, length_size: int) -> bytes:
    """One access unit without foreign units; `length_size` bytes precede each unit, 0 means start codes."""
    if length_size == 0:
        kept = (_stripped(unit, codec) for unit in split_start_codes(packet))
        return b"".join(b"\x00\x00\x00\x01" + unit for unit in kept if unit)
    units = list(split_lengths(packet, length_size))
    kept_units = [_stripped(unit, codec) for unit in units]
    if kept_units == units:
        return packet
    return b"".join(len(unit).to_bytes(length_size, "big") + unit for unit in kept_units if unit)


def strip_configuration(extradata: bytes, codec: Codec) -> bytes:
    """The decoder configuration (avcC, hvcC, or bare units behind start codes) with parameter sets only."""
    if not extradata or extradata[0] != 1:
        return strip_packet(extradata, codec, 0)
    return _avcc(extradata) if codec == "h264" else _hvcc(extradata)


def length_size(extradata: bytes, codec: Codec) -> int:
    """How many bytes stand before each unit according to the configuration; 0 where start codes part them."""
    at = 4 if codec == "h264" else 21
    if not extradata or extradata[0] != 1:
        return 0
    if len(extradata) <= at:
        raise H26xError("the decoder configuration is cut off")
    return (extradata[at] & 3) + 1


def foreign_units(packet: bytes, codec: Codec, length_size: int) -> list[str]:
    """Names of what `strip_packet` would take out of an access unit, for a second look at a cleaned file."""
    units = split_lengths(packet, length_size) if length_size else split_start_codes(packet)
    return [f"unit of type {_kind(unit, codec)}" for unit in units if _stripped(unit, codec) != unit]


def split_lengths(packet: bytes, length_size: int) -> Iterator[bytes]:
    """The units of a packet in which each stands behind its length."""
    at = 0
    while at < len(packet):
        begin = at + length_size
        end = begin + int.from_bytes(packet[at:begin], "big")
        if begin > len(packet) or end > len(packet):
            raise H26xError("a unit is longer than its packet")
        if end > begin:
            yield packet[begin:end]
        at = end


def split_start_codes(stream: bytes) -> Iterator[bytes]:
    """The units of a byte stream in which each stands behind a start code."""
    marks = [found.start() for found in _START_CODE.finditer(stream)]
    for mark, following in pairwise([*marks, len(stream)]):
        # Zeros before the next start code belong to the stream, not to the unit.
        unit = stream[mark + 3 : following].rstrip(b"\x00")
        if unit:
            yield unit


def messages(unit: bytes, codec: Codec) -> list[Message]:
    """The supplemental messages of a SEI unit; raises `H26xError` where they do not fill it."""
    payload = _ESCAPE.sub(b"\x00\x00", unit[_header_size(codec) :]).rstrip(b"\x00")
    if not payload.endswith(b"\x80"):
        raise H26xError("a supplemental unit has no end mark")
    found = []
    at = 0
    while at < len(payload) - 1:
        kind, after_kind = _sum_of_bytes(payload, at)
        size, body = _sum_of_bytes(payload, after_kind)
        if body + size >= len(payload):
            raise H26xError("a supplemental message is longer than its unit")
        found.append(Message(kind, payload[at : body + size]))
        at = body + size
    return found


def _sum_of_bytes(payload: bytes, at: int) -> tuple[int, int]:
    total = 0
    while at < len(payload):
        total += payload[at]
        at += 1
        if payload[at - 1] != 0xFF:
            return total, at
    raise H26xError("a supplemental message is cut off")


def _stripped(unit: bytes, codec: Codec) -> bytes:
    """The unit as it was, a SEI unit with the kept messages only, or nothing."""
    kind = _kind(unit, codec)
    if codec == "h264":
        sei, foreign = kind == _H264_SEI, kind in (0, _H264_FILLER) or kind >= _H264_UNSPECIFIED
    else:
        sei, foreign = kind in _HEVC_SEI, kind == _HEVC_FILLER or kind >= _HEVC_UNSPECIFIED
    if foreign:
        return b""
    return _stripped_sei(unit, codec) if sei else unit


def _stripped_sei(unit: bytes, codec: Codec) -> bytes:
    try:
        found = messages(unit, codec)
    except H26xError:
        # No player needs a message that cannot be read.
        return b""
    kept = [message for message in found if _is_kept(message, codec)]
    if not kept:
        return b""
    payload = b"".join(message.raw for message in kept) + b"\x80"
    return unit[: _header_size(codec)] + _ESCAPED.sub(b"\x00\x00\x03", payload)


def _is_kept(message: Message, codec: Codec) -> bool:
    return message.kind in _KEPT_MESSAGES[codec] and len(message.raw) <= _LONGEST_MESSAGE


def _kind(unit: bytes, codec: Codec) -> int:
    return unit[0] & 0x1F if codec == "h264" else (unit[0] >> 1) & 0x3F


def _header_size(codec: Codec) -> int:
    return 1 if codec == "h264" else 2


def _avcc(extradata: bytes) -> bytes:
    """Fixed fields, sequence and picture parameter sets, and the four bytes high profiles add."""
    sequence_sets, at = _sets(extradata, 6, extradata[5:6], 0x1F)
    picture_sets, at = _sets(extradata, at + 1, extradata[at : at + 1], 0xFF)
    sequence_sets = [unit for unit in sequence_sets if _kind(unit, "h264") == 7]
    picture_sets = [unit for unit in picture_sets if _kind(unit, "h264") == 8]
    high = extradata[at : at + 3]
    return b"".join(
        (
            extradata[:5],
            bytes((0xE0 | len(sequence_sets),)),
            *map(_with_length, sequence_sets),
            bytes((len(picture_sets),)),
            *map(_with_length, picture_sets),
            high + b"\x00" if len(high) == 3 else b"",
        )
    )


def _hvcc(extradata: bytes) -> bytes:
    """Fixed fields and the arrays of video, sequence and picture parameter sets (32 to 34)."""
    if len(extradata) < 23:
        raise H26xError("the decoder configuration is cut off")
    arrays = []
    at = 23
    for _ in range(extradata[22]):
        kind = extradata[at : at + 1]
        units, at = _sets(extradata, at + 3, extradata[at + 1 : at + 3], 0xFFFF)
        if kind and kind[0] & 0x3F in (32, 33, 34):
            kept = [unit for unit in units if _kind(unit, "hevc") == kind[0] & 0x3F]
            arrays.append(kind + len(kept).to_bytes(2, "big") + b"".join(map(_with_length, kept)))
    return extradata[:22] + bytes((len(arrays),)) + b"".join(arrays)


def _sets(extradata: bytes, at: int, count: bytes, mask: int) -> tuple[list[bytes], int]:
    if not count:
        raise H26xError("the decoder configuration is cut off")
    found = []
    for _ in range(int.from_bytes(count, "big") & mask):
        begin = at + 2
        end = begin + int.from_bytes(extradata[at:begin], "big")
        if begin > len(extradata) or end > len(extradata) or end == begin:
            raise H26xError("a parameter set is cut off")
        found.append(extradata[begin:end])
        at = end
    return found, at


def _with_length(unit: bytes) -> bytes:
    return len(unit).to_bytes(2, "big") + unit
