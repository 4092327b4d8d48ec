"""Residue in JPEG, PNG, GIF and WebP files."""

import struct
import zlib

_JPEG_HARMLESS = frozenset({0xC4, 0xDB, 0xDD, *(set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC})})
"""Huffman and quantisation tables, restart interval, start of frame."""

_JPEG_NAMES = (
    (b"Exif\0", "EXIF"),
    (b"http://ns.adobe.com/x", "XMP"),
    (b"Photoshop 3.0", "IPTC"),
    (b"ICC_PROFILE", "ICC profile"),
    (b"MPF\0", "further pictures (MPF)"),
    (b"JP", "C2PA"),
)
_PNG_HARMLESS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"pHYs", b"sBIT", b"sRGB", b"gAMA", b"bKGD"})
_WEBP_HARMLESS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH"})
_WEBP_METADATA_FLAGS = 0x20 | 0x08 | 0x04
"""Flags in VP8X that promise an ICC profile, EXIF or XMP."""

_GIF_IMAGE, _GIF_EXTENSION, _GIF_END = 0x2C, 0x21, 0x3B
_GIF_CONTROL, _GIF_APPLICATION = 0xF9, 0xFF
_GIF_LOOP = b"NETSCAPE2.0"


def in_jpeg(view: memoryview) -> list[str]:
    """Markers other than those that hold the picture, and bytes behind its end."""
    data = bytes(view)
    found: list[str] = []
    if data[:2] != b"\xff\xd8":
        raise ValueError("no start of image")
    at = 2
    while True:
        marker = _marker(data, at)
        if marker == 0xD9:
            return found + (["bytes behind the end"] if at + 2 != len(data) else [])
        (size,) = struct.unpack_from(">H", data, at + 2)
        body = data[at + 4 : at + 2 + size]
        found += _in_segment(marker, body)
        at += 2 + size
        if marker == 0xDA:
            at = _behind_scan(data, at)


def _marker(data: bytes, at: int) -> int:
    if at + 2 > len(data) or data[at] != 0xFF:
        raise ValueError("a marker is missing")
    return data[at + 1]


def _in_segment(marker: int, body: bytes) -> list[str]:
    if marker in _JPEG_HARMLESS or marker == 0xDA:
        return []
    if marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) == 14:
        return []
    if marker == 0xEE and body.startswith(b"Adobe") and len(body) == 12:
        return []
    if marker == 0xFE:
        return ["comment"]
    return [next((name for start, name in _JPEG_NAMES if body.startswith(start)), f"segment {marker:02X}")]


def _behind_scan(data: bytes, at: int) -> int:
    """The next marker behind entropy-coded bytes, in which FF is followed by 00 or a restart number."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise ValueError("the picture has no end")
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


def in_png(data: memoryview) -> list[str]:
    """Chunks other than those that hold the picture, and bytes behind its end."""
    if bytes(data[:8]) != b"\x89PNG\r\n\x1a\n":
        raise ValueError("no signature")
    found = []
    at = 8
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + size
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise ValueError("a chunk is cut off or altered")
        if kind not in _PNG_HARMLESS:
            found.append(f"chunk {kind.decode('latin-1')}")
        at = end
        if kind == b"IEND":
            return found + (["bytes behind the end"] if at != len(data) else [])
    raise ValueError("the picture has no end")


def in_webp(data: memoryview) -> list[str]:
    """Chunks other than those that hold the picture, flags that promise them, and bytes behind the end."""
    magic, size, form = struct.unpack_from("<4sI4s", data, 0)
    if magic != b"RIFF" or form != b"WEBP":
        raise ValueError("no signature")
    found = ["bytes behind the end"] if size + 8 != len(data) else []
    return found + _in_chunks(data, 12, len(data))


def _in_chunks(data: memoryview, at: int, end: int) -> list[str]:
    found = []
    while at < end:
        kind, size = struct.unpack_from("<4sI", data, at)
        if at + 8 + size > end:
            raise ValueError("a chunk is cut off")
        if kind not in _WEBP_HARMLESS:
            found.append(f"chunk {kind.decode('latin-1').strip()}")
        if kind == b"VP8X" and data[at + 8] & _WEBP_METADATA_FLAGS:
            found.append("a promise of metadata")
        if kind == b"ANMF":
            found += _in_chunks(data, at + 8 + 16, at + 8 + size)
        at += 8 + size + size % 2
    return found


def in_gif(data: memoryview) -> list[str]:
    """Extensions other than frame control and loop count, and bytes behind the end."""
    if bytes(data[:6]) not in (b"GIF87a", b"GIF89a"):
        raise ValueError("no signature")
    found: list[str] = []
    at = 13 + _palette_size(data[10])
    while True:
        block = data[at]
        if block == _GIF_END:
            return found + (["bytes behind the end"] if at + 1 != len(data) else [])
        if block == _GIF_EXTENSION:
            found += _in_extension(data, at)
            at = _behind_blocks(data, at + 2)
        elif block == _GIF_IMAGE:
            at = _behind_blocks(data, at + 11 + _palette_size(data[at + 9]))
        else:
            raise ValueError("an unknown block")


def _in_extension(data: memoryview, at: int) -> list[str]:
    label, size = data[at + 1], data[at + 2]
    if label == _GIF_CONTROL:
        return []
    if label == _GIF_APPLICATION and bytes(data[at + 3 : at + 3 + size]) == _GIF_LOOP and data[at + 14] == 3:
        return [] if data[at + 18] == 0 else ["bytes behind the loop count"]
    return [f"extension {label:02X}"]


def _palette_size(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _behind_blocks(data: memoryview, at: int) -> int:
    while data[at]:
        at += 1 + data[at]
    return at + 1
