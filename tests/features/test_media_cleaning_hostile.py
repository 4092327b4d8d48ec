"""Files made to break, exhaust or deceive a reader end in a refusal with a reason."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.infra.cleaning import Limits, MediaRefusedError, Purpose, Reason
from folkmoot.infra.cleaning.errors import SENTENCES
from folkmoot.infra.cleaning.scrub import scrub
from folkmoot.infra.cleaning.sniff import Content, content_of
from folkmoot.infra.cleaning.types import Cleaned, Job
from tests.support import media_samples
from tests.support.hostile_media import HOSTILE, POLYGLOTS


def cleaned(source: Path, into: Path) -> Cleaned:
    into.mkdir()
    return scrub(Job(source=str(source), into=str(into), purpose=Purpose.ATTACHMENT, limits=Limits(), parent=0))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str, tmp_path: Path) -> None:
    make, reasons = HOSTILE[name]

    with pytest.raises(MediaRefusedError) as refused:
        cleaned(make(tmp_path / "upload"), tmp_path / "into")

    assert refused.value.reason in reasons


@pytest.mark.parametrize("name", POLYGLOTS)
def test_a_file_that_is_two_things_comes_out_as_one(name: str, tmp_path: Path) -> None:
    told = cleaned(POLYGLOTS[name](tmp_path / "upload"), tmp_path / "into")

    assert all(b"evil" not in (tmp_path / "into" / file.name).read_bytes() for file in told.files)


@pytest.mark.parametrize("name", ["holiday.txt", "holiday.mp4", "holiday.html", "holiday"])
def test_the_name_of_a_file_says_nothing(name: str, tmp_path: Path) -> None:
    told = cleaned(media_samples.png(tmp_path / name), tmp_path / "into")

    assert told.files[0].name == "original.png"
    assert told.files[0].mime == "image/png"


@pytest.mark.parametrize(
    ("head", "content"),
    [
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif", Content.AVIF),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heic", Content.HEIC),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Content.MP4),
        (b"\0\0\0\x08wide\0\0\0\0mdat", Content.MP4),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", None),
        (b"RIFF\0\0\0\0AVI LIST", None),
        (b"ID3\4\0\0\0\0\0\2xxfLaC", Content.FLAC),
        (b"ID3\4\0\0\0\0\0\2xx\xff\xf1\x50\x80", Content.ADTS),
        (b"ID3\4\0\0\0\0\7\x76APIC", Content.MP3),
        (b"\xff\xfb\x90\x64", Content.MP3),
        (b"\xff\xfb\xf0\x64", None),
    ],
)
def test_a_file_is_known_by_its_first_bytes(head: bytes, content: Content | None) -> None:
    assert content_of(head) is content


@given(head=st.binary(max_size=64))
def test_no_first_bytes_raise(head: bytes) -> None:
    assert isinstance(content_of(head), Content | None)


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Reason)
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())
