"""Files made to break, exhaust or deceive a reader end in a refusal with a reason."""

from pathlib import Path

import pytest

from folkmoot.features.media.cleaning import Limits, MediaRefusedError, Purpose, Reason
from folkmoot.features.media.cleaning.errors import SENTENCES
from folkmoot.features.media.cleaning.scrub import scrub
from folkmoot.features.media.cleaning.types import Cleaned, Job
from tests.support import media_samples
from tests.support.hostile_media import HOSTILE, POLYGLOTS


def cleaned(source: Path, into: Path) -> Cleaned:
    into.mkdir()
    return scrub(
        Job(source=str(source), into=str(into), purpose=Purpose.ATTACHMENT, limits=Limits(), parent=0)
    )


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


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Reason)
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())
