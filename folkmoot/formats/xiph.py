"""Xiph headers: Ogg pages into packets, laced codec headers, and comment lists with nothing in them."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

EMPTY_VORBIS_COMMENT = b"\x03vorbis" + bytes(8) + b"\x01"
"""A comment header of Vorbis that names no maker and holds no comment."""

_NEUTRAL_VENDORS = (b"", b"ffmpeg")
"""The maker's name that a comment list must state: none, or the library's without its version."""

_PAGE_HEADER = struct.Struct("<4sBBQIIIB")


class XiphError(ValueError):
    """The bytes are no Ogg stream, no laced headers or no comment list."""


class OggPacket(NamedTuple):
    """One packet of a logical stream; `number` counts the packets of that stream from 0."""

    stream: int
    number: int
    data: bytes


def comments(body: bytes) -> tuple[bytes, list[bytes], int]:
    """The maker, the comments and the length of a comment list (Vorbis I, section 5)."""
    maker, at = _counted(body, 0)
    if at + 4 > len(body):
        raise XiphError("a comment list is cut off")
    (count,) = struct.unpack_from("<I", body, at)
    at += 4
    found = []
    for _ in range(count):
        comment, at = _counted(body, at)
        found.append(comment)
    return maker, found, at


def says_something(body: bytes) -> bool:
    """Whether a comment list holds comments, a picture, or the name of a maker other than the library's."""
    maker, found, _ = comments(body)
    return bool(found) or maker not in _NEUTRAL_VENDORS


def without_comments(headers: bytes) -> bytes:
    """The three laced headers of a Vorbis stream as Matroska holds them, the middle one emptied."""
    identification, _, setup = unlaced(headers)
    lengths = bytes((2, len(identification), len(EMPTY_VORBIS_COMMENT)))
    return lengths + identification + EMPTY_VORBIS_COMMENT + setup


def unlaced(headers: bytes) -> tuple[bytes, bytes, bytes]:
    """Three headers behind their lengths: all but the last are stated, in steps of 255."""
    if not headers or headers[0] != 2:
        raise XiphError("codec headers are not laced in three")
    first, at = _lacing(headers, 1)
    second, at = _lacing(headers, at)
    if at + first + second > len(headers) or first > 254:
        raise XiphError("codec headers are cut off")
    return headers[at : at + first], headers[at + first : at + first + second], headers[at + first + second :]


def ogg_packets(data: memoryview) -> Iterator[OggPacket]:
    """The packets of an Ogg file, page by page; raises `XiphError` on anything beside the pages."""
    pending: dict[int, bytes] = {}
    counted: dict[int, int] = {}
    at = 0
    while at < len(data):
        stream, pieces, at = _page(data, at)
        for piece, complete in pieces:
            whole = pending.pop(stream, b"") + piece
            if not complete:
                pending[stream] = whole
                continue
            yield OggPacket(stream, counted.get(stream, 0), whole)
            counted[stream] = counted.get(stream, 0) + 1


def _page(data: memoryview, at: int) -> tuple[int, list[tuple[bytes, bool]], int]:
    if at + _PAGE_HEADER.size > len(data):
        raise XiphError("a page is cut off")
    capture, version, _, _, stream, _, _, segments = _PAGE_HEADER.unpack_from(data, at)
    body = at + _PAGE_HEADER.size + segments
    if capture != b"OggS" or version != 0 or body > len(data):
        raise XiphError("a page does not begin where it should")
    pieces = []
    begin = body
    lacing = bytes(data[body - segments : body])
    for index, size in enumerate(lacing):
        body += size
        if size < 255 or index == segments - 1:
            pieces.append((bytes(data[begin:body]), size < 255))
            begin = body
    if body > len(data):
        raise XiphError("a page is cut off")
    return stream, pieces, body


def _lacing(headers: bytes, at: int) -> tuple[int, int]:
    total = 0
    while at < len(headers):
        total += headers[at]
        at += 1
        if headers[at - 1] < 255:
            return total, at
    raise XiphError("codec headers are cut off")


def _counted(body: bytes, at: int) -> tuple[bytes, int]:
    if at + 4 > len(body):
        raise XiphError("a comment list is cut off")
    (size,) = struct.unpack_from("<I", body, at)
    if at + 4 + size > len(body):
        raise XiphError("a comment is cut off")
    return body[at + 4 : at + 4 + size], at + 4 + size
