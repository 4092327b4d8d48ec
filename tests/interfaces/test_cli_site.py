"""The commands emoji, rule and site, as an operator types them."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from folkmoot.infra.boot import Ground
from folkmoot.interfaces.cli import folkmoot
from folkmoot.wiring import CONSEQUENCES


class Shell:
    """Types commands about one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str) -> Result:
        async def no_jobs(_: Ground) -> None:
            raise AssertionError("these commands carry out no jobs")

        return CliRunner().invoke(folkmoot, ["--data", str(self.folder), *words], obj=(CONSEQUENCES, no_jobs))

    def ok(self, *words: str) -> str:
        result = self.run(*words)
        assert result.exit_code == 0, (words, result.output, result.exception)
        return result.output.strip()

    def json(self, *words: str) -> Any:
        return msgspec.json.decode(self.ok(*words, "--json"))


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "data")
    shell.ok("init")
    return shell


def test_emoji_come_and_go(shell: Shell, tmp_path: Path) -> None:
    picture = tmp_path / "blob.png"
    Image.new("RGBA", (32, 32), (200, 10, 10, 128)).save(picture)
    assert shell.ok("emoji", "list") == "There are no custom emoji."
    assert shell.ok("emoji", "add", ":blob:", str(picture), "--category", "cats", "--hidden") == "Added :blob:."
    [listed] = shell.json("emoji", "list")
    assert (listed["shortcode"], listed["category"], listed["visible"]) == ("blob", "cats", False)
    assert shell.run("emoji", "add", "blob", str(picture)).exit_code == 1
    assert shell.json("emoji", "remove", "blob") == listed
    assert shell.run("emoji", "remove", "blob").exit_code == 1
    erased = [job for job in shell.json("jobs", "list") if job["name"] == "erase media objects"]
    assert len(erased) == 2  # that of the refused one, and that of the removed one


def test_what_is_no_picture_becomes_no_emoji(shell: Shell, tmp_path: Path) -> None:
    picture = tmp_path / "blob.png"
    picture.write_text("no picture", encoding="utf-8")
    assert shell.run("emoji", "add", "blob", str(picture)).exit_code == 1
    assert shell.json("emoji", "list") == []


def test_rules(shell: Shell) -> None:
    number = shell.ok("rule", "add", "Be kind", "--hint", "always")
    second = shell.json("rule", "add", "No spam")
    shell.ok("rule", "translate", number, "de", "Sei freundlich")
    assert shell.json("rule", "list") == [
        {"id": number, "text": "Be kind", "hint": "always"},
        {"id": second["id"], "text": "No spam", "hint": ""},
    ]
    shell.ok("rule", "remove", number)
    assert shell.ok("rule", "list") == f"{second['id']}  No spam"
    assert shell.run("rule", "remove", number).exit_code == 1
    assert shell.run("rule", "add", " ").exit_code == 1


def test_words_about_the_site(shell: Shell, tmp_path: Path) -> None:
    text = tmp_path / "privacy.txt"
    text.write_text("We keep little.", encoding="utf-8")
    shell.ok("site", "set", "title", "Plum Village")
    for document in ("privacy_policy", "extended_description", "terms_of_service"):
        assert shell.ok("site", "write", document, str(text)) == "Published."
    assert shell.run("site", "write", "terms_of_service", str(text), "--from", "soon").exit_code == 1
    assert shell.run("site", "set", "contact_email", "nobody").exit_code == 1
    assert shell.run("site", "set", "motto", "x").exit_code == 2
