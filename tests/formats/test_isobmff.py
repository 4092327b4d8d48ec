"""Boxes are walked in order, samples are found, and nothing but the own error is raised on anything else."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.formats import isobmff
from folkmoot.formats.isobmff import Box, IsobmffError, Span


def box(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def walked(data: bytes) -> list[Box]:
    return list(isobmff.walk(memoryview(data)))


def test_parents_come_before_children_in_the_order_of_the_file() -> None:
    data = box(b"ftyp", b"isom") + box(b"moov", box(b"trak", box(b"tkhd", b"abc")) + box(b"udta"))

    assert [b"/".join(one.path) for one in walked(data)] == [
        b"ftyp",
        b"moov",
        b"moov/trak",
        b"moov/trak/tkhd",
        b"moov/udta",
    ]
    header = walked(data)[3]
    assert data[header.body : header.end] == b"abc"


def test_long_sizes_and_a_last_box_without_size() -> None:
    long = struct.pack(">I4sQ", 1, b"free", 16 + 3) + b"abc"
    rest = struct.pack(">I4s", 0, b"mdat") + b"everything behind"

    assert [(one.kind, one.end - one.body) for one in walked(long + rest)] == [(b"free", 3), (b"mdat", 17)]


def test_a_sound_entry_of_quicktime_is_longer() -> None:
    entry = bytes(8) + b"\0\1" + bytes(34) + box(b"wave", b"x")
    data = box(b"stsd", bytes(8) + box(b"mp4a", entry))

    assert walked(data)[-1].kind == b"wave"


@pytest.mark.parametrize(
    "data",
    [
        b"\0\0\0\7moov",
        b"\0\0\0\x09moov",
        struct.pack(">I4sQ", 1, b"moov", 8),
        struct.pack(">I4s", 1, b"moov"),
        box(b"moov", b"\0\0\0\0trak"),
    ],
)
def test_a_box_that_does_not_fit_is_an_error(data: bytes) -> None:
    with pytest.raises(IsobmffError):
        walked(data)


def test_boxes_nested_without_end_are_an_error() -> None:
    data = b""
    for _ in range(100):
        data = box(b"moov", data)

    with pytest.raises(IsobmffError, match="deeply"):
        walked(data)


def table(**rows: bytes) -> tuple[memoryview, dict[bytes, Box]]:
    data = memoryview(b"".join(box(kind.encode(), body) for kind, body in rows.items()))
    return data, {one.kind: one for one in isobmff.walk(data)}


def test_samples_are_found_through_runs_of_chunks() -> None:
    data, boxes = table(
        stsz=struct.pack(">IIIIIIII", 0, 0, 5, 10, 20, 30, 40, 50),
        stco=struct.pack(">IIIII", 0, 3, 1000, 2000, 3000),
        stsc=struct.pack(">IIIIIIII", 0, 2, 1, 2, 1, 3, 1, 1),
    )

    assert list(isobmff.sample_spans(data, boxes)) == [
        Span(1000, 10),
        Span(1010, 20),
        Span(2000, 30),
        Span(2030, 40),
        Span(3000, 50),
    ]


def test_a_vast_count_without_a_table_ends() -> None:
    data, boxes = table(
        stsz=struct.pack(">III", 0, 7, 0xFFFFFFFF),
        co64=struct.pack(">IIQ", 0, 1, 1 << 40),
        stsc=struct.pack(">IIIII", 0, 1, 1, 0xFFFFFFFF, 1),
    )

    assert len(list(isobmff.sample_spans(data, boxes))) <= len(data) // 7


@given(data=st.binary(max_size=300))
def test_bytes_that_are_no_boxes_raise_only_the_own_error(data: bytes) -> None:
    try:
        boxes = walked(data)
    except IsobmffError:
        return
    assert all(0 <= one.start < one.body <= one.end <= len(data) for one in boxes)


@given(
    rows=st.fixed_dictionaries(
        {"stsz": st.binary(max_size=40), "stco": st.binary(max_size=40), "stsc": st.binary(max_size=40)}
    )
)
def test_tables_that_are_none_raise_only_the_own_error(rows: dict[str, bytes]) -> None:
    data, boxes = table(**rows)
    try:
        spans = list(isobmff.sample_spans(data, boxes))
    except IsobmffError:
        return
    assert len(spans) <= len(data)
