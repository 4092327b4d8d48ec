"""folkmoot.toml: what is written is taken, what is wrong is said in one sentence that names the place."""

import os
from pathlib import Path

import pytest

from folkmoot.infra import config
from folkmoot.infra.config import CONFIG_FILE, SECRETS_FILE, Config, load, write_secrets
from folkmoot.infra.errors import OperatorError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_secrets(tmp_path)
    return tmp_path


def _write(folder: Path, text: str | bytes) -> None:
    (folder / CONFIG_FILE).write_bytes(text.encode() if isinstance(text, str) else text)


def test_nothing_written_is_every_default(folder: Path) -> None:
    _write(folder, "")
    place = load(folder)
    assert place.config == Config()
    assert place.database_url == f"sqlite:///{folder / 'folkmoot.db'}"


def test_what_is_written_is_taken(folder: Path) -> None:
    _write(folder, '[site]\nurl = "https://moot.example"\nlanguages = ["de"]\n[server]\nport = 3000\n')
    read = load(folder).config
    assert (read.site.domain, read.site.languages, read.server.port) == ("moot.example", ("de",), 3000)
    assert read.server.workers == 1


WRONG = {
    "[site\n": "TOML",
    b"\xff\xfe": "TOML",
    "[sight]\n": "sight",
    "[site]\ncolour = 1\n": "colour",
    '[server]\nport = "many"\n': r"server\.port",
    "[server]\nport = 70000\n": r"server\.port",
    "[server]\nworkers = 0\n": r"server\.workers",
    "[media]\nimage_bytes = -1\n": r"media\.image_bytes",
    '[site]\nregistrations = "sometimes"\n': r"site\.registrations",
    "site = 3\n": "site",
}


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_named(folder: Path, text: str | bytes) -> None:
    _write(folder, text)
    with pytest.raises(OperatorError, match=WRONG[text]) as caught:
        load(folder)
    assert CONFIG_FILE in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_environment_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(folder, "[server]\nport = 3000\n")
    for name, value in (
        ("SERVER_PORT", "4000"),
        ("SITE_LANGUAGES", "de,fr"),
        ("LIMITS_ENABLED", "false"),
        ("SITE_TITLE", "7"),
    ):
        monkeypatch.setenv(f"FOLKMOOT_{name}", value)
    read = load(folder).config
    assert (read.server.port, read.site.languages, read.limits.enabled) == (4000, ("de", "fr"), False)
    assert read.site.title == "7"


@pytest.mark.parametrize(
    ("name", "value"), [("SERVER_PORT", "x"), ("LIMITS_ENABLED", "perhaps"), ("SERVER_WORKERS", "-1")]
)
def test_a_wrong_variable_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    _write(folder, "")
    monkeypatch.setenv(f"FOLKMOOT_{name}", value)
    with pytest.raises(OperatorError, match=f"FOLKMOOT_{name}"):
        load(folder)


def test_missing_files_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"folkmoot --data .* init"):
        load(tmp_path)
    _write(tmp_path, "")
    with pytest.raises(OperatorError, match="folkmoot init"):
        load(tmp_path)
    (tmp_path / SECRETS_FILE).mkdir()
    with pytest.raises(OperatorError, match=SECRETS_FILE):
        load(tmp_path)


@pytest.mark.parametrize(
    "text", ["", 'session_key = "short"\notp_key = "short"\n', "x", 'session_key = "' + "zz" * 32 + '"']
)
def test_secrets_that_are_none_are_refused_without_showing_them(tmp_path: Path, text: str) -> None:
    _write(tmp_path, "")
    (tmp_path / SECRETS_FILE).write_text(text)
    with pytest.raises(OperatorError, match=SECRETS_FILE) as caught:
        load(tmp_path)
    assert "zz" not in str(caught.value)


def test_secrets_are_new_each_time_and_nobody_elses(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_secrets(tmp_path / name)
        _write(tmp_path / name, "")
        found.append(load(tmp_path / name).secrets)
        assert (tmp_path / name / SECRETS_FILE).stat().st_mode & 0o777 == 0o600
    keys = {found[0].session_key, found[0].otp_key, found[1].session_key, found[1].otp_key}
    assert len(keys) == 4
    with pytest.raises(FileExistsError):
        write_secrets(tmp_path / "one")


def test_the_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOLKMOOT_DATA", raising=False)
    monkeypatch.setattr(config, "POINTER_FILE", tmp_path / "pointer")
    monkeypatch.chdir(tmp_path)
    assert config.find_folder(None) == tmp_path / "data"
    (tmp_path / "pointer").write_text(f"{tmp_path / 'served'}\n")
    assert config.find_folder(None) == tmp_path / "served"
    monkeypatch.setenv("FOLKMOOT_DATA", str(tmp_path / "env"))
    assert config.find_folder(None) == tmp_path / "env"
    assert config.find_folder("given") == tmp_path / "given"


def test_a_database_elsewhere_stays_where_it_is(folder: Path) -> None:
    _write(folder, '[database]\nurl = "postgresql://u:p@h/n"\n')
    assert load(folder).database_url == "postgresql://u:p@h/n"
    _write(folder, f'[database]\nurl = "sqlite:///{os.sep}srv/x.db"\n')
    assert load(folder).database_url == "sqlite:////srv/x.db"
