"""The command announcement, as an operator types it."""

from pathlib import Path

import pytest

from tests.interfaces.test_cli_site import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "data")
    shell.ok("init")
    return shell


def test_announcements_come_and_go(shell: Shell) -> None:
    assert shell.ok("announcement", "list") == "There are no announcements."
    number = shell.ok("announcement", "add", "Under the oaks", "--starts", "2027-05-01", "--ends", "2027-05-02T10:30")
    [listed] = shell.json("announcement", "list")
    assert listed == {
        "id": number, "text": "Under the oaks", "starts_at": "2027-05-01T00:00:00.000Z",
        "ends_at": "2027-05-02T10:30:00.000Z", "all_day": False,
    }  # fmt: skip
    shell.ok("announcement", "change", number, "In the hall", "--starts", "2027-05-01", "--all-day")
    assert shell.ok("announcement", "list") == f"{number}  In the hall"
    assert shell.json("announcement", "list")[0]["ends_at"] is None
    shell.ok("announcement", "remove", number)
    assert shell.json("announcement", "list") == []


def test_what_cannot_be_announced_is_one_sentence(shell: Shell) -> None:
    for words in (("add", " "), ("add", "a", "--starts", "2027-05-02", "--ends", "2027-05-01"), ("remove", "1")):
        result = shell.run("announcement", *words)
        assert result.exit_code == 1, result.output


def test_a_date_that_is_none_is_not_understood(shell: Shell) -> None:
    assert shell.run("announcement", "add", "a", "--ends", "tomorrow").exit_code == 2
