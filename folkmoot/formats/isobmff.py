"""ISO base media files (MP4, MOV, M4A) as a tree of boxes, and where each sample of a track lies."""

import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_DEEPEST = 16
"""Real files nest nine deep; a deeper one was made to exhaust its reader."""

_VIDEO_ENTRIES = (b"avc1", b"avc3", b"hvc1", b"hev1", b"av01", b"vp08", b"vp09")
_SOUND_ENTRIES = (b"mp4a", b"Opus", b"fLaC", b"alac")

_CHILDREN_AT = {
    **dict.fromkeys((b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"udta", b"ilst"), 0),
    b"meta": 4,
    b"stsd": 8,
    b"dref": 8,
    **dict.fromkeys(_VIDEO_ENTRIES, 78),
    **dict.fromkeys(_SOUND_ENTRIES, 28),
}
"""Which boxes hold boxes, and how many bytes of their own stand before the first child."""


class IsobmffError(ValueError):
    """The bytes are not a well-formed tree of boxes."""


class Box(NamedTuple):
    """One box: where its header starts, where its body begins, and where it ends."""

    path: tuple[bytes, ...]
    start: int
    body: int
    end: int

    @property
    def kind(self) -> bytes:
        return self.path[-1]


class Span(NamedTuple):
    """Where one sample lies in the file, in bytes."""

    start: int
    size: int


def walk(data: memoryview) -> Iterator[Box]:
    """Every box of a file, parents before children; raises `IsobmffError` where a box does not fit."""
    yield from _children(data, (), 0, len(data))


def _children(data: memoryview, path: tuple[bytes, ...], at: int, end: int) -> Iterator[Box]:
    if len(path) > _DEEPEST:
        raise IsobmffError("boxes are nested too deeply")
    while at < end:
        box = _box(data, path, at, end)
        yield box
        inset = _inset(data, box)
        if inset is not None and box.body + inset <= box.end:
            yield from _children(data, box.path, box.body + inset, box.end)
        at = box.end


def _inset(data: memoryview, box: Box) -> int | None:
    """How far behind its header a box holds boxes; QuickTime's are longer for sound, shorter for `meta`."""
    inset = _CHILDREN_AT.get(box.kind)
    if box.kind in _SOUND_ENTRIES and box.body + 10 <= box.end:
        return 28 + {1: 16, 2: 36}.get(data[box.body + 9], 0)
    if box.kind == b"meta" and bytes(data[box.body + 4 : box.body + 8]) == b"hdlr":
        return 0
    return inset


def _box(data: memoryview, path: tuple[bytes, ...], at: int, end: int) -> Box:
    if end - at < 8:
        raise IsobmffError("a box header is cut off")
    size, kind = struct.unpack_from(">I4s", data, at)
    header = 8
    if size == 1:
        if end - at < 16:
            raise IsobmffError("a long box header is cut off")
        (size,) = struct.unpack_from(">Q", data, at + 8)
        header = 16
    elif size == 0 and not path:
        size = end - at
    if size < header or at + size > end:
        raise IsobmffError(f"box {kind!r} does not fit into its parent")
    return Box((*path, kind), at, at + header, at + size)


def sample_spans(data: memoryview, table: dict[bytes, Box]) -> Iterator[Span]:
    """Where the samples of one track lie, in file order; `table` has the boxes of its sample table."""
    try:
        sizes = _sizes(data, table[b"stsz"])
        for offset, samples in zip(_offsets(data, table), _samples_per_chunk(data, table), strict=False):
            at = offset
            for _ in range(samples):
                size = next(sizes, None)
                if size is None:
                    return
                yield Span(at, size)
                at += size
    except (struct.error, KeyError) as error:
        raise IsobmffError("a sample table is cut off or missing") from error


def _sizes(data: memoryview, box: Box) -> Iterator[int]:
    same, count = struct.unpack_from(">II", data, box.body + 4)
    if same:
        # A count of samples without a table behind it may claim four thousand million of them.
        return iter([same] * min(count, len(data) // same))
    return (size for (size,) in struct.iter_unpack(">I", _rows(data, box, box.body + 12, count * 4)))


def _offsets(data: memoryview, table: dict[bytes, Box]) -> Iterator[int]:
    box = table.get(b"stco") or table[b"co64"]
    width, code = (4, ">I") if box.kind == b"stco" else (8, ">Q")
    (count,) = struct.unpack_from(">I", data, box.body + 4)
    return (at for (at,) in struct.iter_unpack(code, _rows(data, box, box.body + 8, count * width)))


def _samples_per_chunk(data: memoryview, table: dict[bytes, Box]) -> Iterator[int]:
    box = table[b"stsc"]
    (count,) = struct.unpack_from(">I", data, box.body + 4)
    runs = list(struct.iter_unpack(">III", _rows(data, box, box.body + 8, count * 12)))
    for (first, samples, _), (following, _, _) in pairwise(runs):
        for _ in range(first, following):
            yield samples
    while runs:
        yield runs[-1][1]


def _rows(data: memoryview, box: Box, start: int, size: int) -> memoryview:
    if start + size > box.end:
        raise IsobmffError(f"the table in {box.kind!r} is cut off")
    return data[start : start + size]
