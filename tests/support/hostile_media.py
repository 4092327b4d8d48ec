"""Files that were made to break, exhaust or deceive a reader, each with the reasons for which it may be refused."""

import random
import struct
from collections.abc import Callable
from pathlib import Path

from tests.support import media_samples
from tests.support.media_samples import png_chunk

Make = Callable[[Path], Path]


def _written(data: bytes) -> Make:
    def make(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return make


def _cut(make: Make, part: float) -> Make:
    def make_cut(path: Path) -> Path:
        data = make(path).read_bytes()
        path.write_bytes(data[: int(len(data) * part)])
        return path

    return make_cut


def _png_of(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", b"\0") + png_chunk(b"IEND", b"")


def _jpeg_of(width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    scan = b"\xff\xda\0\x08\1\1\0\0\x3f\0"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + scan + b"\0\xff\xd9"


def _gif_of(width: int, height: int, frames: int) -> bytes:
    """Frames of one pixel each on a large canvas: few bytes, much to draw."""
    canvas = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x21\xf9\x04\x04\x01\0\0\0" + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\2\2\x44\1\0"
    return canvas + frame * frames + b";"


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _matryoshka(depth: int) -> bytes:
    body = b""
    for _ in range(depth):
        body = _box(b"moov", body)
    return _box(b"ftyp", b"isom\0\0\2\0isom") + body


_FTYP = _box(b"ftyp", b"isom\0\0\2\0isom")
_NOISE = random.Random(7).randbytes(20_000)

HOSTILE: dict[str, tuple[Make, frozenset[str]]] = {
    "zero bytes": (_written(b""), frozenset({"empty"})),
    "one byte": (_written(b"\xff"), frozenset({"unsupported_type"})),
    "noise": (_written(_NOISE), frozenset({"unsupported_type"})),
    "text": (_written(b"#!/bin/sh\necho hello\n"), frozenset({"unsupported_type"})),
    "svg": (_written(b'<svg xmlns="http://www.w3.org/2000/svg"/>'), frozenset({"unsupported_type"})),
    "playlist": (_written(b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"), frozenset({"unsupported_type"})),
    "jpeg start, then noise": (_written(b"\xff\xd8\xff\xe0" + _NOISE), frozenset({"damaged"})),
    "png start, then noise": (_written(b"\x89PNG\r\n\x1a\n" + _NOISE), frozenset({"damaged"})),
    "gif start, then noise": (
        _written(b"GIF89a" + _NOISE),
        frozenset({"damaged", "too_many_pixels", "too_many_frames"}),
    ),
    "webp start, then noise": (_written(b"RIFF\x20\x4e\0\0WEBPVP8 " + _NOISE), frozenset({"damaged"})),
    "heic start, then noise": (_written(_box(b"ftyp", b"heic\0\0\0\0heic") + _NOISE), frozenset({"damaged"})),
    "avif start, then noise": (_written(_box(b"ftyp", b"avif\0\0\0\0avif") + _NOISE), frozenset({"damaged"})),
    "mp4 start, then noise": (_written(_FTYP + _NOISE), frozenset({"damaged", "unsupported_codec"})),
    "webm start, then noise": (
        _written(b"\x1aE\xdf\xa3" + _NOISE),
        frozenset({"damaged", "unsupported_codec"}),
    ),
    "ogg start, then noise": (_written(b"OggS" + _NOISE), frozenset({"damaged", "unsupported_codec"})),
    "flac start, then noise": (_written(b"fLaC" + _NOISE), frozenset({"damaged", "unsupported_codec"})),
    "id3 start, then noise": (
        _written(b"ID3\3\0\0\0\0\0\0" + bytes(20_000)),
        frozenset({"damaged", "unsupported_codec"}),
    ),
    "png of 900 megapixels": (_written(_png_of(30_000, 30_000)), frozenset({"too_many_pixels"})),
    "png of no pixels": (_written(_png_of(0, 0)), frozenset({"damaged"})),
    "jpeg of 4000 megapixels": (_written(_jpeg_of(65_500, 65_500)), frozenset({"too_many_pixels"})),
    "gif of 20000 frames": (_written(_gif_of(10, 10, 20_000)), frozenset({"too_many_frames"})),
    "gif with a large canvas, often": (_written(_gif_of(2_000, 2_000, 500)), frozenset({"too_many_frames"})),
    "half a jpeg": (_cut(media_samples.large_jpeg, 0.5), frozenset({"damaged"})),
    "half a png": (_cut(media_samples.large_png, 0.5), frozenset({"damaged"})),
    "half a webp": (_cut(media_samples.webp, 0.3), frozenset({"damaged"})),
    "half a heic": (_cut(media_samples.heic, 0.5), frozenset({"damaged"})),
    "half an avif": (_cut(media_samples.avif, 0.5), frozenset({"damaged"})),
    "half an mp4": (_cut(media_samples.mp4, 0.5), frozenset({"damaged"})),
    "boxes in boxes": (_written(_matryoshka(5_000)), frozenset({"damaged", "unsupported_codec"})),
    "a box without size": (
        _written(_FTYP + struct.pack(">I4s", 7, b"moov") * 400),
        frozenset({"damaged", "unsupported_codec"}),
    ),
    "a box beyond the end": (
        _written(_FTYP + struct.pack(">I4sQ", 1, b"moov", 2**63 - 1)),
        frozenset({"damaged", "unsupported_codec"}),
    ),
    "an mp4 without tracks": (
        _written(_FTYP + _box(b"moov", b"") + _box(b"mdat", _NOISE)),
        frozenset({"damaged", "unsupported_codec"}),
    ),
}
"""By name: how the file is made, and the codes that may answer it."""

POLYGLOTS: dict[str, Make] = {
    "a jpeg with an archive behind it": lambda path: _with_tail(media_samples.jpeg(path), b"PK\3\4" + b"evil" * 9),
    "a gif with a page behind it": lambda path: _with_tail(media_samples.gif(path), b"<script>evil</script>"),
    "a png with a page behind it": lambda path: _with_tail(media_samples.png(path), b"<script>evil</script>"),
    "an mp4 with a page behind it": lambda path: _with_tail(media_samples.mp4(path), _box(b"free", b"<script>evil")),
}
"""Files that are something else as well; they may be cleaned, but only of it."""


def _with_tail(path: Path, tail: bytes) -> Path:
    path.write_bytes(path.read_bytes() + tail)
    return path
