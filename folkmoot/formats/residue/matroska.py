"""Residue in WebM files, down to the packets of AV1."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from folkmoot.formats import av1, xiph
from folkmoot.formats.ebml import elements

_PARENTS = {
    0x1A45DFA3: "EBML",
    0x18538067: "Segment",
    0x1549A966: "Info",
    0x1654AE6B: "Tracks",
    0xAE: "TrackEntry",
    0x1F43B675: "Cluster",
    0xA0: "BlockGroup",
    0xE0: "Video",
    0xE1: "Audio",
    0x55B0: "Colour",
    0x55D0: "MasteringMetadata",
    0x1254C367: "Tags",
    0x7373: "Tag",
    0x63C0: "Targets",
    0x67C8: "SimpleTag",
}
_NAMES = {
    0x1941A469: "Attachments",
    0x1043A770: "Chapters",
    0x4461: "DateUTC",
    0x73A4: "SegmentUUID",
    0x7BA9: "Title",
    0x536E: "track name",
    0x75A1: "BlockAdditions",
}
"""Names for what is often found."""

_HARMLESS = frozenset(
    (
        *(
            0x4286,
            0x42F7,
            0x42F2,
            0x42F3,
            0x4282,
            0x4287,
            0x4285,
        ),  # EBML header: versions, sizes, document type
        *(0x114D9B74, 0x1C53BB6B, 0xBF),  # seek head, cues, checksum
        *(0x2AD7B1, 0x4489),  # timestamp scale, duration
        *(0xD7, 0x73C5, 0x83, 0x9C, 0x88, 0x55AA, 0xB9, 0x86, 0x56AA, 0x56BB, 0x23E383, 0x55EE),  # track
        *(0xB0, 0xBA, 0x9A, 0x9D, 0x54B0, 0x54BA, 0x54B2, 0x54AA, 0x54BB, 0x54CC, 0x54DD),  # video
        *(0x55B1, 0x55B2, 0x55B3, 0x55B4, 0x55B5, 0x55B6, 0x55B7, 0x55B8, 0x55B9, 0x55BA, 0x55BB),  # colour
        *(0x55BC, 0x55BD, *range(0x55D1, 0x55DB)),  # light levels, mastering display
        *(0x63C5, 0x68CA),  # which track a tag belongs to
        *(0xB5, 0x9F, 0x6264, 0x78B5),  # sound
        *(0xE7, 0xA7, 0xAB, 0xA3, 0xA1, 0x9B, 0xFB, 0x75A2),  # cluster
    )
)
_VOID, _MUXING_APP, _WRITING_APP, _LANGUAGE, _CODEC_PRIVATE = 0xEC, 0x4D80, 0x5741, 0x22B59C, 0x63A2
_CODEC_ID, _TRACK_NUMBER, _SIMPLE_BLOCK, _BLOCK, _TRACK = 0x86, 0xD7, 0xA3, 0xA1, 0xAE

_TAG_NAME, _TAG_VALUE = 0x45A3, 0x4487
_CLOCK = re.compile(rb"\d\d:\d\d:\d\d\.\d+\0*")
"""The only tag that our own library writes: how long a track is."""

_LONGEST_OPUS_HEAD = 21 + 255
_DEEPEST = 8
_BLOCK_HEADER_BEHIND_TRACK = 3
_LACED = 0x06


class Node(NamedTuple):
    """One element with its content, or without it for a parent."""

    id: int
    content: memoryview


def in_webm(data: memoryview) -> list[str]:
    """Elements that play nothing, fields that tell something, foreign units in AV1 packets."""
    found: list[str] = []
    track: dict[int, bytes] = {}
    av1_tracks: set[int] = set()
    for node in _nodes(data, 0, len(data)):
        found += _in_node(node)
        if node.id == _TRACK:
            track = {}
        elif node.id in (_TRACK_NUMBER, _CODEC_ID, _CODEC_PRIVATE):
            track[node.id] = bytes(node.content)
            found += _in_track(track, av1_tracks)
        elif node.id in (_SIMPLE_BLOCK, _BLOCK):
            found += _in_block(bytes(node.content), av1_tracks)
    if not track:
        raise ValueError("no track")
    return found


def _nodes(data: memoryview, at: int, end: int, depth: int = 0) -> Iterator[Node]:
    if depth > _DEEPEST:
        raise ValueError("elements are nested too deeply")
    for element in elements(data, at, end):
        if element.id in _PARENTS:
            yield Node(element.id, data[:0])
            yield from _nodes(data, element.body, element.end, depth + 1)
        else:
            yield Node(element.id, data[element.body : element.end])


def _in_node(node: Node) -> list[str]:
    says_nothing = _CHECKS.get(node.id)
    if says_nothing is not None:
        return [] if says_nothing(bytes(node.content)) else [f"words in element {node.id:X}"]
    if node.id in _PARENTS or node.id in _HARMLESS:
        return []
    return [_NAMES.get(node.id, f"element {node.id:X}")]


_CHECKS: dict[int, Callable[[bytes], bool]] = {
    _VOID: lambda content: not content.strip(b"\0"),
    _MUXING_APP: lambda content: content == b"Lavf",
    _WRITING_APP: lambda content: content == b"Lavf",
    _TAG_NAME: lambda content: content == b"DURATION",
    _TAG_VALUE: lambda content: _CLOCK.fullmatch(content) is not None,
    _LANGUAGE: lambda content: content == b"und",
    _CODEC_PRIVATE: lambda _: True,
}
"""Elements that may stand there only with this content; the codec's own is looked at with its track."""


def _in_track(track: dict[int, bytes], av1_tracks: set[int]) -> list[str]:
    """What the parts of a track entry seen so far say together; they come in any order."""
    codec, private = track.get(_CODEC_ID), track.get(_CODEC_PRIVATE)
    if codec == b"V_AV1" and _TRACK_NUMBER in track:
        av1_tracks.add(int.from_bytes(track[_TRACK_NUMBER], "big"))
    if codec is None or private is None:
        return []
    if codec == b"V_AV1":
        return [] if av1.strip_configuration(private) == private else ["metadata in the AV1 configuration"]
    if codec == b"A_VORBIS":
        return [] if xiph.unlaced(private)[1] == xiph.EMPTY_VORBIS_COMMENT else ["Vorbis comments"]
    if codec == b"A_OPUS":
        return [] if len(private) <= _LONGEST_OPUS_HEAD else ["bytes behind the Opus header"]
    return [] if codec == b"V_VP9" and len(private) <= 12 else ["a private field of the codec"]


def _in_block(block: bytes, av1_tracks: set[int]) -> list[str]:
    if not block or block[0] & 0x7F not in av1_tracks:
        return []
    if block[_BLOCK_HEADER_BEHIND_TRACK] & _LACED:
        raise ValueError("laced blocks of AV1")
    return av1.foreign_units(block[_BLOCK_HEADER_BEHIND_TRACK + 1 :])
