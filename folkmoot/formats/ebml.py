"""EBML, the tree of elements in which Matroska and WebM files are written (RFC 8794)."""

from collections.abc import Iterator
from typing import NamedTuple


class EbmlError(ValueError):
    """The bytes are not a well-formed tree of elements."""


class Element(NamedTuple):
    """One element: its number with the length mark, and where its content begins and ends."""

    id: int
    body: int
    end: int


def elements(data: memoryview, at: int, end: int) -> Iterator[Element]:
    """The elements between two places, without their children; an element of unknown size runs to `end`."""
    while at < end:
        number, size_at = _number(data, at, end, keep_mark=True)
        size, body = _number(data, size_at, end, keep_mark=False)
        unknown = size == (1 << (7 * (body - size_at))) - 1
        if unknown:
            size = end - body
        if body + size > end:
            raise EbmlError(f"element {number:X} does not fit into its parent")
        yield Element(number, body, body + size)
        at = body + size


def _number(data: memoryview, at: int, end: int, *, keep_mark: bool) -> tuple[int, int]:
    if at >= end or data[at] == 0:
        raise EbmlError("a number is cut off or too long")
    length = 9 - data[at].bit_length()
    if at + length > end:
        raise EbmlError("a number is cut off")
    value = int.from_bytes(data[at : at + length], "big")
    return value if keep_mark else value & ~(1 << (7 * length)), at + length
