"""The command line as an operator types it: real folders, real servers, honest exit codes."""

import io
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import httpx2
import pytest

from folkmoot.command import main
from tests.conformance.entities import check

CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")}


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


class Shell:
    """Types commands about one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**CLEAN, "FOLKMOOT_DATA": str(folder)}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "folkmoot.command", *words]

    def run(self, *words: str, stdin: str = "") -> Done:
        """Run what the process runs, inside this one: starting Python a hundred times would take a minute."""
        said, complained = io.StringIO(), io.StringIO()
        with (
            patch.dict(os.environ, self.environment, clear=True),
            patch.object(sys, "argv", ["folkmoot", *words]),
            patch.object(sys, "stdin", io.StringIO(stdin)),
            redirect_stdout(said),
            redirect_stderr(complained),
            pytest.raises(SystemExit) as ended,
        ):
            main()
        assert isinstance(ended.value.code, int)
        return Done(ended.value.code, said.getvalue(), complained.getvalue())

    def ok(self, *words: str, stdin: str = "") -> str:
        done = self.run(*words, stdin=stdin)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout.strip()

    def json(self, *words: str, stdin: str = "") -> Any:
        return json.loads(self.ok(*words, "--json", stdin=stdin))

    def refused(self, *words: str, stdin: str = "", code: int = 1) -> str:
        """Run a command that must fail with one sentence and no trace."""
        done = self.run(*words, stdin=stdin)
        assert done.returncode == code, (words, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        if code == 1:
            assert done.stderr.startswith("folkmoot: ")
            assert done.stderr.count("\n") == 1
        return done.stderr.removeprefix("folkmoot: ").strip()

    @contextmanager
    def served(self, *words: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
        """Serve on a free port; yields the address and the process, which is ended with SIGTERM if it still runs."""
        command = self.command("serve", "--port", "0", *words)
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            found = re.search(r"from ([\d.]+:\d+)", line)
            assert found, line
            yield f"http://{found[1]}", process
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(20)
            process.stdout.close()


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A community with one owner."""
    shell = Shell(tmp_path_factory.mktemp("cli") / "data")
    shell.ok("init", "--url", "https://moot.example")
    shell.ok("account", "create", "anna", "--email", "anna@moot.example", "--password-stdin", "--role", "owner",
             stdin="correct horse battery\n")  # fmt: skip
    return shell


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_init_makes_a_folder_that_only_its_owner_reads(shell: Shell) -> None:
    assert mode_of(shell.folder) == 0o700
    assert mode_of(shell.folder / "secrets.toml") == 0o600
    assert 'url = "https://moot.example"' in (shell.folder / "folkmoot.toml").read_text(encoding="utf-8")


def test_init_keeps_what_is_there(shell: Shell) -> None:
    before = (shell.folder / "secrets.toml").read_text(encoding="utf-8")
    assert shell.json("init")["url"] == "https://moot.example"
    assert (shell.folder / "secrets.toml").read_text(encoding="utf-8") == before
    assert shell.json("migrate") == {"applied": []}


@pytest.mark.parametrize(
    "url", ["moot.example", "https://moot.example/", "https://moot.example/path", "ftp://moot", "https://"]
)
def test_an_address_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    assert "is not an address" in Shell(tmp_path / "data").refused("init", "--url", url)
    assert not (tmp_path / "data").exists()


def test_a_member_is_created_once(shell: Shell) -> None:
    made = shell.json(
        "account", "create", "berta", "--email", "b@moot.example", "--password-stdin", stdin="password of berta"
    )
    assert made["username"] == "berta"
    taken = ("account", "create", "Berta", "--email", "other@moot.example", "--password-stdin")
    assert "already been taken" in shell.refused(*taken, stdin="password of berta")
    assert "8 to 256" in shell.refused(
        "account", "create", "c", "--email", "c@moot.example", "--password-stdin", stdin="short"
    )
    assert "--password-stdin" in shell.refused("account", "create", "c", "--email", "c@moot.example", code=2)
    listed = {member["username"]: member for member in shell.json("account", "list")}
    assert listed["anna"]["role"] == "owner"
    assert listed["berta"]["id"] == made["id"]
    assert listed["berta"]["role"] is None


def test_a_role_comes_and_goes(shell: Shell) -> None:
    shell.ok("account", "create", "clara", "--email", "c@moot.example", "--password-stdin", stdin="password of clara")

    def role() -> str | None:
        found: str | None = next(one for one in shell.json("account", "list") if one["username"] == "clara")["role"]
        return found

    assert shell.json("account", "role", "clara", "moderator") == {"username": "clara", "role": "moderator"}
    assert role() == "moderator"
    shell.ok("account", "role", "@clara", "none")
    assert role() is None
    assert "not a member" in shell.refused("account", "role", "nobody", "owner")
    shell.refused("account", "role", "clara", "king", code=2)


def test_a_token_is_printed_alone_and_works(shell: Shell) -> None:
    secret = shell.ok("token", "create", "anna", "--scopes", "read write")
    assert re.fullmatch(r"\S{20,}", secret)
    assert "Unknown scope" in shell.refused("token", "create", "anna", "--scopes", "everything")
    assert "not a member" in shell.refused("token", "create", "nobody")
    with shell.served() as (url, _):
        answer = httpx2.get(f"{url}/api/v1/accounts/verify_credentials", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 200
        assert check(answer.json(), "CredentialAccount") == []


@pytest.mark.parametrize(("number", "workers"), [(signal.SIGTERM, "2"), (signal.SIGINT, "1")])
def test_a_signal_ends_the_server_in_order(shell: Shell, number: signal.Signals, workers: str) -> None:
    with shell.served("--workers", workers) as (url, process):
        assert httpx2.get(f"{url}/api/v2/instance").status_code == 200
        process.send_signal(number)
        assert process.wait(20) == 0


def test_a_worker_ends_in_order(shell: Shell) -> None:
    process = subprocess.Popen(
        [*shell.command("worker")],
        env={**shell.environment, "PYTHONUNBUFFERED": "1"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert "jobs are carried out" in process.stderr.readline()
    process.terminate()
    _, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in said


def test_a_busy_port_is_one_sentence(shell: Shell, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        assert "already in use" in shell.refused("serve", "--port", port)
        new = Shell(tmp_path / "data")
        assert "already in use" in new.refused("demo", "--serve", "--port", port)
        assert not new.folder.exists()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert "is a file" in Shell(tmp_path / "file").refused("init")
    assert "Not a directory" in Shell(tmp_path / "file" / "data").refused("init")
    assert "Cannot write" in Shell(Path("/proc/folkmoot")).refused("demo")


def test_the_demo_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    assert "holds other files" in Shell(tmp_path).refused("demo")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_broken_folder_is_one_sentence(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "data")
    assert "No folkmoot.toml" in shell.refused("serve")
    shell.ok("init")
    settings = shell.folder / "folkmoot.toml"
    good = settings.read_text(encoding="utf-8")
    settings.write_text(good + "[server", encoding="utf-8")
    assert "not valid TOML" in shell.refused("serve", "--port", "0")
    settings.write_text(good.replace("[server]", "[server]\nport = 'many'"), encoding="utf-8")
    assert "port" in shell.refused("serve", "--port", "0")
    settings.write_text(good, encoding="utf-8")
    (shell.folder / "secrets.toml").rename(shell.folder / "elsewhere")
    assert "No secrets.toml" in shell.refused("serve", "--port", "0")
    (shell.folder / "elsewhere").rename(shell.folder / "secrets.toml")
    for path in shell.folder.glob("folkmoot.db*"):
        path.unlink()
    (shell.folder / "folkmoot.db").write_text("this is no database " * 100, encoding="utf-8")
    assert "not a database" in shell.refused("serve", "--port", "0")
    done = shell.run("check", "--json")
    assert done.returncode == 1
    assert {found["name"]: found["verdict"] for found in json.loads(done.stdout)}["database"] == "fail"


def test_a_command_is_a_process_with_an_exit_code(shell: Shell) -> None:
    def typed(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(shell.command(*words), env=shell.environment, capture_output=True, text=True, check=False)

    listed = typed("account", "list", "--json")
    assert listed.returncode == 0
    assert "anna" in {member["username"] for member in json.loads(listed.stdout)}
    refused = typed("account", "role", "nobody", "owner")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("folkmoot: @nobody is not a member")


def test_check_gives_a_verdict_each(shell: Shell) -> None:
    verdicts = {found["name"]: found["verdict"] for found in shell.json("check")}
    assert verdicts.keys() == {"configuration", "secrets", "storage", "disk", "mail", "database", "clock", "jobs"}
    assert "fail" not in verdicts.values()
    (shell.folder / "secrets.toml").chmod(0o644)
    done = shell.run("check")
    (shell.folder / "secrets.toml").chmod(0o600)
    assert done.returncode == 1
    assert re.search(r"^fail +secrets +.*chmod 600", done.stdout, re.MULTILINE)


def test_jobs_are_listed_and_only_dead_ones_are_retried(shell: Shell) -> None:
    assert shell.json("jobs", "list", "--dead") == []
    assert shell.json("jobs", "retry", "--all") == {"retried": 0}
    shell.refused("jobs", "retry", code=2)
    assert "not dead letters" in shell.run("jobs", "retry", "17").stderr
    assert shell.run("jobs", "retry", "17").returncode == 1


COMMANDS = (
    "account", "account create", "account list", "account role", "check", "demo", "emoji", "init", "jobs", "jobs list",
    "jobs retry", "migrate", "rule", "serve", "site", "token", "token create", "worker",
)  # fmt: skip


def test_every_command_helps_with_an_example() -> None:
    from click import Command, Context, Group

    from folkmoot.interfaces.cli import folkmoot

    def walk(command: Command, name: str) -> Iterator[tuple[str, Command]]:
        yield name, command
        if isinstance(command, Group):
            for child, inner in command.commands.items():
                yield from walk(inner, f"{name} {child}".strip())

    found = dict(walk(folkmoot, ""))
    assert set(COMMANDS) <= set(found)
    for name, command in found.items():
        words = command.get_help(Context(command, info_name=f"folkmoot {name}"))
        assert re.search(r"Example: .*folkmoot", words), name
