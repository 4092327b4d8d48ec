"""The second look finds what is put into clean files, and vouches for nothing that it cannot read."""

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.formats import residue
from folkmoot.infra.cleaning import Limits, Purpose
from folkmoot.infra.cleaning.scrub import scrub
from folkmoot.infra.cleaning.types import Job
from tests.support import media_samples
from tests.support.media_samples import png_chunk

EXTENSIONS = ("jpg", "png", "gif", "webp", "mp4", "m4a", "webm", "mp3", "ogg", "flac")

FOUND_IN_SAMPLES = {
    "jpeg": ("jpg", {"EXIF", "XMP", "ICC profile", "comment", "bytes behind the end"}),
    "png": ("png", {"chunk tEXt", "chunk iTXt", "chunk eXIf", "bytes behind the end"}),
    "gif": ("gif", {"extension FE"}),
    "webp": ("webp", {"chunk EXIF", "chunk XMP", "a promise of metadata"}),
    "mp4": ("mp4", {"box loci", "box chpl", "box ©nam", "words in box hdlr", "unit of type 6", "box text"}),
    "hevc_mp4": ("mp4", {"unit of type 39", "unit of type 40"}),
    "webm": ("webm", {"Title", "track name", "words in element 4487"}),
    "mkv": ("webm", {"Title", "Chapters", "SegmentUUID"}),
    "mp3": ("mp3", {"ID3v2"}),
    "ogg": ("ogg", {"comments"}),
    "flac": ("flac", {"comments", "picture"}),
    "m4a": ("m4a", {"box ©nam", "box ilst"}),
}


@pytest.mark.parametrize("name", FOUND_IN_SAMPLES)
def test_what_a_sample_tells_is_named(name: str, tmp_path: Path) -> None:
    samples = {**media_samples.PICTURES, **media_samples.FILMS, **media_samples.SOUNDS}
    extension, expected = FOUND_IN_SAMPLES[name]

    assert expected <= set(residue.find(samples[name](tmp_path / "sample").read_bytes(), extension))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A cleaned file of each kind, by extension."""
    files = {}
    folder = tmp_path_factory.mktemp("clean")
    for make in ("jpeg", "png", "gif", "webp", "mp4", "webm", "mp3", "ogg", "flac", "m4a"):
        source = getattr(media_samples, make)(folder / make)
        into = folder / f"{make} into"
        into.mkdir()
        job = Job(source=str(source), into=str(into), purpose=Purpose.ATTACHMENT, limits=Limits(), parent=0)
        name = scrub(job).files[0].name
        files[name.rpartition(".")[2]] = (into / name).read_bytes()
    return files


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_bytes_behind_the_end_are_found(extension: str, clean: dict[str, bytes]) -> None:
    assert residue.find(clean[extension], extension) == ()
    # FLAC has no end of its own: what stands behind the last frame is a frame that cannot be decoded.
    if extension != "flac":
        assert residue.find(clean[extension] + b"told you so", extension) != ()


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes((marker,)) + struct.pack(">H", len(body) + 2) + body


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


@pytest.mark.parametrize(
    ("extension", "at", "put", "finding"),
    [
        ("jpg", 2, segment(0xE1, b"Exif\0\0MM"), "EXIF"),
        ("jpg", 2, segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"), "XMP"),
        ("jpg", 2, segment(0xED, b"Photoshop 3.0\x008BIM"), "IPTC"),
        ("jpg", 2, segment(0xE2, b"MPF\0"), "further pictures (MPF)"),
        ("jpg", 2, segment(0xEB, b"JP\0\1c2pa"), "C2PA"),
        ("jpg", 2, segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1rgb"), "segment E0"),
        ("jpg", 2, segment(0xFE, b"hello"), "comment"),
        ("png", 33, png_chunk(b"caBX", b"c2pa"), "chunk caBX"),
        ("png", 33, png_chunk(b"tIME", bytes(7)), "chunk tIME"),
        ("png", 33, png_chunk(b"iCCP", b"camera\0\0"), "chunk iCCP"),
        ("gif", 13, b"\x21\xfe\5hello\0", "extension FE"),
        ("gif", 13, b"\x21\xff\x0bXMP DataXMP\5hello\0", "extension FF"),
        ("webm", 0, b"\xec\x85hello", "words in element EC"),
        ("mp3", 0, b"ID3\3\0\0\0\0\0\0", "ID3v2"),
        ("mp4", -1, box(b"uuid", bytes(16) + b"hello"), "box uuid"),
        ("mp4", -1, box(b"free", b"hello"), "words in box free"),
    ],
)
def test_what_is_put_into_a_clean_file_is_found(
    extension: str, at: int, put: bytes, finding: str, clean: dict[str, bytes]
) -> None:
    data = clean[extension]
    at = len(data) if at < 0 else at
    if extension == "gif":
        at += 3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0

    assert finding in residue.find(data[:at] + put + data[at:], extension)


@pytest.mark.parametrize(
    ("kind", "offset", "value", "finding"),
    [
        (b"mvhd", 8, b"\xe1\0\0\0", "words in box mvhd"),
        (b"tkhd", 8, b"\xe1\0\0\0", "words in box tkhd"),
        (b"mdhd", 8, b"\xe1\0\0\0", "words in box mdhd"),
        (b"hdlr", 28, b"iPho", "words in box hdlr"),
        (b"avc1", 46, b"\x04Cam", "words in box avc1"),
    ],
)
def test_fields_that_tell_are_found(
    kind: bytes, offset: int, value: bytes, finding: str, clean: dict[str, bytes]
) -> None:
    data = bytearray(clean["mp4"])
    at = data.index(kind, 40) + offset
    data[at : at + len(value)] = value

    assert finding in residue.find(bytes(data), "mp4")


def test_media_data_that_no_track_claims_are_found(clean: dict[str, bytes]) -> None:
    assert "media data of no track" in residue.find(clean["mp4"] + box(b"mdat", b"hidden"), "mp4")


def test_a_message_in_a_packet_is_found(clean: dict[str, bytes]) -> None:
    data = bytearray(clean["mp4"])
    # The first unit of the first packet, in which the picture becomes a message.
    at = data.index(b"mdat") + 4 + 4
    data[at] = 0x06

    assert "unit of type 6" in residue.find(bytes(data), "mp4")


def test_an_unknown_extension_is_not_vouched_for() -> None:
    assert residue.find(b"MZ", "exe") == ("unknown extension exe",)


@pytest.mark.parametrize("extension", EXTENSIONS)
@given(data=st.binary(max_size=200))
def test_no_bytes_raise_and_none_pass(extension: str, data: bytes) -> None:
    assert residue.find(data, extension)


@pytest.mark.parametrize("extension", EXTENSIONS)
@given(data=st.data())
def test_a_damaged_file_never_raises(extension: str, clean: dict[str, bytes], data: st.DataObject) -> None:
    whole = bytearray(clean[extension])
    # The head, where the structure is.
    at = data.draw(st.integers(0, min(len(whole), 3000) - 1))
    whole[at] = data.draw(st.integers(0, 255))

    assert isinstance(residue.find(bytes(whole), extension), tuple)
