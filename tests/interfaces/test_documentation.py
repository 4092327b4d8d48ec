"""The documentation is true: its examples run, its tables are complete, the commented settings are the real ones."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest
from click import Group

from folkmoot.infra.config import Config
from folkmoot.interfaces.cli import folkmoot
from folkmoot.interfaces.cli.template import folkmoot_toml
from tests.interfaces.test_command_line import Shell

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
EXECUTED = re.compile(r"<!-- executed by the suite -->\n```sh\n(.*?)```", re.DOTALL)
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
def test_the_tutorial_works_as_written(tmp_path: Path) -> None:
    blocks = EXECUTED.findall((DOCS / "tutorial" / "first-steps.md").read_text(encoding="utf-8"))
    assert len(blocks) >= 3
    shell = Shell(tmp_path / "data")
    shell.ok("init")
    shell.ok("account", "create", "member", "--email", "m@demo.example", "--password-stdin", stdin="long enough here")
    with shell.served() as (url, _):
        script = "\n".join(["set -eu", *blocks]).replace("http://localhost:8000", url)
        script = script.replace(".venv/bin/folkmoot", f"{sys.executable} -m folkmoot.command")
        environment = {**shell.environment, "NO_PROXY": "*"}
        done = subprocess.run(["sh", "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "commandline" in done.stdout
    assert "@tove is moderator now." in done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def commands() -> set[str]:
    found = set()
    for name, command in folkmoot.commands.items():
        found |= {f"{name} {child}" for child in command.commands} if isinstance(command, Group) else {name}
    return found


def test_every_command_stands_in_the_reference() -> None:
    page = (DOCS / "reference" / "command-line.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z]+(?: [a-z]+)?)`", "\n".join(re.findall(r"^\| `.*?\|", page, re.MULTILINE))))
    assert {name for name in named if not name.startswith("make ")} == commands()


def test_every_make_target_stands_in_the_reference() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    page = (DOCS / "reference" / "command-line.md").read_text(encoding="utf-8")
    assert targets - {"help"} == set(re.findall(r"^\| `make ([a-z]+)`", page, re.MULTILINE))


def test_every_setting_stands_in_the_reference_with_its_default() -> None:
    page = (DOCS / "reference" / "configuration.md").read_text(encoding="utf-8")
    for section in msgspec.structs.fields(Config):
        table = re.search(rf"## \[{section.name}\]\n(.*?)(?=\n## |\Z)", page, re.DOTALL)
        assert table, section.name
        documented = dict(re.findall(r"^\| `(\w+)` \| `(.*?)` \|", table[1], re.MULTILINE))
        defaults = {
            field.name: msgspec.json.encode(field.default).decode() for field in msgspec.structs.fields(section.type)
        }
        assert {name: value.replace(", ", ",") for name, value in documented.items()} == defaults


def test_the_commented_settings_are_the_defaults() -> None:
    text = folkmoot_toml("http://localhost:8000", "sqlite:///folkmoot.db")
    uncommented = re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)
    assert uncommented.count(" = ") > text.replace("# ", "#").count("\n# ")
    assert msgspec.convert(tomllib.loads(uncommented), Config) == Config()
    assert msgspec.convert(tomllib.loads(text), Config) == Config()


def test_lock_files_name_hashes_and_no_registry() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-tools.lock"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if "://" in line or "--index" in line or "--find-links" in line]
        packages = [line for line in lines if re.match(r"[A-Za-z0-9]", line)]
        assert packages
        assert all(line.endswith("\\") for line in packages)


def set_up(tmp_path: Path, python: str) -> "subprocess.CompletedProcess[str]":
    """Run the set-up in a copy that has nothing but what it reads."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "set-up", tmp_path / "scripts")
    packages = "folkmoot/interfaces/web/packages/package-lock.json"
    (tmp_path / packages).parent.mkdir(parents=True)
    for path in (*ROOT.glob("requirements*.lock"), ROOT / "pyproject.toml", ROOT / packages):
        shutil.copy(path, tmp_path / path.relative_to(ROOT))
    environment = {**os.environ, "PYTHON": python}
    command = [str(tmp_path / "scripts" / "set-up"), "run"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_set_up_says_which_python_it_needs(tmp_path: Path) -> None:
    done = set_up(tmp_path, "/bin/false")
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert "Python 3.11 to 3.14 is needed" in done.stderr


def test_set_up_says_which_package_carries_venv(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\ncase "$2" in *"import venv"*) exit 1 ;; esac\nexit 0\n', encoding="utf-8")
    python.chmod(0o755)
    done = set_up(tmp_path, str(python))
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert "apt install python3-venv" in done.stderr
    assert not (tmp_path / ".venv").exists()
