"""AV1 temporal units without metadata and padding: only what a decoder needs to show the picture.

AV1 specification, sections 5.3 (open bitstream units) and 6.7 (metadata).
"""

from collections.abc import Iterator
from typing import NamedTuple

_METADATA, _PADDING = 5, 15
_KEPT_METADATA = frozenset({1, 2, 3})
"""Light level, mastering display, scalability. Not: ITU-T T.35 (anything), time code, private numbers."""

_CONFIGURATION_FIELDS = 4
"""Bytes of an av1C record before its units."""


class Av1Error(ValueError):
    """The bytes are no sequence of open bitstream units."""


class Unit(NamedTuple):
    """One open bitstream unit: its type, its bytes with the header, and where its payload begins in them."""

    kind: int
    raw: bytes
    payload_at: int


def strip_packet(packet: bytes) -> bytes:
    """A temporal unit without metadata and padding; every other unit stays byte for byte."""
    return b"".join(unit.raw for unit in units(packet) if not _is_foreign(unit))


def strip_configuration(extradata: bytes) -> bytes:
    """An av1C record with its fixed fields and the sequence header only."""
    return extradata[:_CONFIGURATION_FIELDS] + strip_packet(extradata[_CONFIGURATION_FIELDS:])


def foreign_units(packet: bytes) -> list[str]:
    """Names of what `strip_packet` would take out."""
    return [f"unit of type {unit.kind}" for unit in units(packet) if _is_foreign(unit)]


def units(packet: bytes) -> Iterator[Unit]:
    """The units of a temporal unit; the last may go without a size."""
    at = 0
    while at < len(packet):
        header = packet[at]
        size_at = at + (2 if header & 4 else 1)
        size, payload = _leb128(packet, size_at) if header & 2 else (len(packet) - size_at, size_at)
        if header & 0x80 or size < 0 or payload + size > len(packet):
            raise Av1Error("an open bitstream unit is cut off")
        yield Unit((header >> 3) & 15, packet[at : payload + size], payload - at)
        at = payload + size


def _is_foreign(unit: Unit) -> bool:
    if unit.kind != _METADATA:
        return unit.kind == _PADDING
    try:
        kind, _ = _leb128(unit.raw, unit.payload_at)
    except Av1Error:
        return True
    return kind not in _KEPT_METADATA


def _leb128(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(8):
        if at + shift >= len(data):
            break
        value |= (data[at + shift] & 0x7F) << (7 * shift)
        if data[at + shift] < 0x80:
            return value, at + shift + 1
    raise Av1Error("a number is cut off")
