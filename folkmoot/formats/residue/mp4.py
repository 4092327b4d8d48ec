"""Residue in MP4 and M4A files, down to the packets of the picture."""

import struct
from collections.abc import Callable, Iterator
from functools import partial

from folkmoot.formats import av1, h26x
from folkmoot.formats.isobmff import Box, Span, sample_spans, walk

_HARMLESS = frozenset(
    (
        *(b"ftyp", b"moov", b"mvhd", b"trak", b"tkhd", b"edts", b"elst", b"mdia", b"mdhd", b"hdlr", b"minf"),
        *(b"vmhd", b"smhd", b"dinf", b"dref", b"url ", b"stbl", b"stsd", b"stts", b"stss", b"ctts", b"stsc"),
        *(b"stsz", b"stco", b"co64", b"sgpd", b"sbgp", b"sdtp", b"mdat", b"free"),
        *(b"avc1", b"avcC", b"hvc1", b"hvcC", b"av01", b"av1C", b"vp09", b"vpcC", b"pasp", b"colr", b"fiel"),
        *(b"clli", b"mdcv", b"clap", b"mp4a", b"esds", b"Opus", b"dOps", b"fLaC", b"dfLa", b"alac", b"chan"),
        *(b"btrt", b"chnl"),
    )
)
_TRACK_NAMES = {b"vide": b"VideoHandler", b"soun": b"SoundHandler"}
"""The kinds of track that play, and the neutral name that each may state."""

_FLAC_ONLY_STREAMINFO = 4 + 4 + 34
_URL_INSIDE_THIS_FILE = 4
_ENTRY_BLANKS = ((0, 6), (8, 24), (42, 74))
"""Reserved fields of a video's sample entry, and the name of its compressor."""

Check = Callable[[memoryview], bool]


def in_mp4(data: memoryview) -> list[str]:
    """Boxes that play nothing, fields that tell, foreign units in packets, bytes that no track needs."""
    boxes = list(walk(data))
    found = [name for box in boxes for name in _in_box(data, box)]
    if not any(box.kind == b"trak" for box in boxes):
        raise ValueError("no track")
    spans: list[Span] = []
    for track in _tracks(boxes):
        here = list(sample_spans(data, track))
        spans += here
        found += _in_packets(data, track, here)
    return found + _unclaimed(boxes, spans)


def _in_box(data: memoryview, box: Box) -> list[str]:
    name = box.kind.decode("latin-1")
    if box.kind not in _HARMLESS:
        return [f"box {name}"]
    says_nothing = _CHECKS.get(box.kind)
    return [] if says_nothing is None or says_nothing(data[box.body : box.end]) else [f"words in box {name}"]


def _tracks(boxes: list[Box]) -> Iterator[dict[bytes, Box]]:
    """The boxes of each track by kind."""
    track: dict[bytes, Box] = {}
    for box in boxes:
        if box.kind == b"trak":
            if track:
                yield track
            track = {}
        elif b"trak" in box.path:
            track[box.kind] = box
    if track:
        yield track


def _in_packets(data: memoryview, track: dict[bytes, Box], spans: list[Span]) -> list[str]:
    look = _look(data, track)
    found: set[str] = set()
    for start, size in spans if look else ():
        found.update(look(bytes(data[start : start + size])) if look else ())
    return sorted(found)


def _look(data: memoryview, track: dict[bytes, Box]) -> Callable[[bytes], list[str]] | None:
    if box := track.get(b"avcC"):
        size = h26x.length_size(bytes(data[box.body : box.end]), "h264")
        return partial(h26x.foreign_units, codec="h264", length_size=size)
    if box := track.get(b"hvcC"):
        size = h26x.length_size(bytes(data[box.body : box.end]), "hevc")
        return partial(h26x.foreign_units, codec="hevc", length_size=size)
    return av1.foreign_units if b"av1C" in track else None


def _unclaimed(boxes: list[Box], spans: list[Span]) -> list[str]:
    """Whether the media data hold anything between the packets of the tracks, where no player looks."""
    held = sorted((box.body, box.end) for box in boxes if box.kind == b"mdat")
    at = iter(held)
    reach, end = 0, 0
    for start, size in sorted(spans):
        if start >= end and reach == end:
            reach, end = next(at, (start, -1))
        if start != reach:
            return ["media data of no track"]
        reach += size
    return [] if reach == end and next(at, None) is None else ["media data of no track"]


def _times_are_zero(body: memoryview) -> bool:
    return not any(body[4 : 20 if body[0] == 1 else 12])


def _handler_is_neutral(body: memoryview) -> bool:
    kind, name = bytes(body[8:12]), bytes(body[24:]).rstrip(b"\0")
    return kind in _TRACK_NAMES and name in (b"", _TRACK_NAMES[kind])


def _entry_is_blank(body: memoryview) -> bool:
    return not any(any(body[begin:end]) for begin, end in _ENTRY_BLANKS)


def _colour_is_by_number(body: memoryview) -> bool:
    return bytes(body[:4]) == b"nclx" and len(body) == struct.calcsize(">4sHHHB")


def _is_stripped(body: memoryview, strip: Callable[[bytes], bytes]) -> bool:
    return strip(bytes(body)) == bytes(body)


_CHECKS: dict[bytes, Check] = {
    **dict.fromkeys((b"mvhd", b"tkhd", b"mdhd"), _times_are_zero),
    **dict.fromkeys((b"avc1", b"hvc1", b"av01", b"vp09"), _entry_is_blank),
    b"hdlr": _handler_is_neutral,
    b"colr": _colour_is_by_number,
    b"free": lambda body: not any(body),
    b"url ": lambda body: len(body) == _URL_INSIDE_THIS_FILE,
    b"dfLa": lambda body: len(body) == _FLAC_ONLY_STREAMINFO,
    b"avcC": partial(_is_stripped, strip=partial(h26x.strip_configuration, codec="h264")),
    b"hvcC": partial(_is_stripped, strip=partial(h26x.strip_configuration, codec="hevc")),
    b"av1C": partial(_is_stripped, strip=av1.strip_configuration),
}
