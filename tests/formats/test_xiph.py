"""Ogg pages become packets, comment lists are read, and laced headers lose their comments."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.formats import xiph
from folkmoot.formats.xiph import XiphError


def comment_list(maker: bytes, *comments: bytes) -> bytes:
    counted = [struct.pack("<I", len(one)) + one for one in (maker, *comments)]
    return counted[0] + struct.pack("<I", len(comments)) + b"".join(counted[1:])


def page(stream: int, *packets: bytes, open_end: bool = False) -> bytes:
    lacing = b"".join(b"\xff" * (len(one) // 255) + bytes((len(one) % 255,)) for one in packets)
    lacing = lacing[:-1] if open_end else lacing
    header = struct.pack("<4sBBQIIIB", b"OggS", 0, 0, 0, stream, 0, 0, len(lacing))
    return header + lacing + b"".join(packets)


def laced(*headers: bytes) -> bytes:
    sizes = b"".join(b"\xff" * (len(one) // 255) + bytes((len(one) % 255,)) for one in headers[:2])
    return b"\2" + sizes + b"".join(headers)


def test_packets_are_put_together_across_pages_and_counted_by_stream() -> None:
    data = page(1, b"head") + page(2, b"other") + page(1, b"x" * 510, open_end=True) + page(1, b"rest")

    found = [(one.stream, one.number, one.data) for one in xiph.ogg_packets(memoryview(data))]

    assert found == [(1, 0, b"head"), (2, 0, b"other"), (1, 1, b"x" * 510 + b"rest")]


@pytest.mark.parametrize("data", [b"OggS", page(1, b"abc") + b"tail", page(1, b"abc")[:-1], b"x" + page(1, b"abc")])
def test_anything_beside_pages_is_an_error(data: bytes) -> None:
    with pytest.raises(XiphError):
        list(xiph.ogg_packets(memoryview(data)))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (comment_list(b""), False),
        (comment_list(b"ffmpeg"), False),
        (comment_list(b"Lavf62.1.100"), True),
        (comment_list(b"", b"ARTIST=Bob"), True),
    ],
)
def test_a_comment_list_says_something_or_not(body: bytes, says: bool) -> None:
    assert xiph.says_something(body) is says


@pytest.mark.parametrize("length", [7, 254, 255, 600])
def test_laced_headers_lose_their_comments_only(length: int) -> None:
    comments = b"\x03vorbis" + comment_list(b"maker", b"x" * length) + b"\1"

    stripped = xiph.without_comments(laced(b"\x01vorbis" + bytes(23), comments, b"\x05vorbis" + b"setup"))

    assert xiph.unlaced(stripped) == (
        b"\x01vorbis" + bytes(23),
        xiph.EMPTY_VORBIS_COMMENT,
        b"\x05vorbis" + b"setup",
    )
    assert not xiph.says_something(xiph.EMPTY_VORBIS_COMMENT[7:])


@given(data=st.binary(max_size=200) | st.binary(max_size=200).map(lambda raw: b"\2" + raw))
def test_bytes_that_are_nothing_raise_only_the_own_error(data: bytes) -> None:
    for read in (xiph.comments, xiph.says_something, xiph.without_comments):
        try:
            read(data)
        except XiphError:
            continue
    try:
        list(xiph.ogg_packets(memoryview(b"OggS\0\0" + data)))
    except XiphError:
        return
