"""The process around a cleaning: limits, kills, crashes, and that nobody is left over."""

import asyncio
import subprocess
import sys
from asyncio.subprocess import Process
from pathlib import Path
from typing import Any

import pytest
import uvloop

from folkmoot.infra.cleaning import (
    Cleaned,
    Cleaner,
    Limits,
    MediaRefusedError,
    Purpose,
    Reason,
    process,
)
from tests.support import media_samples

ATTACHMENT = Purpose.ATTACHMENT


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "into"
    folder.mkdir()
    return folder


class Watch:
    """Sees every process that a cleaner starts, and can swap the program that it runs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.started: list[Process] = []
        self.environments: list[dict[str, str]] = []
        self.most_at_once = 0
        self.program: list[str] = []
        self.begun = asyncio.Event()
        self._start = asyncio.create_subprocess_exec
        monkeypatch.setattr(asyncio, "create_subprocess_exec", self._watched)

    async def _watched(self, *command: str, **options: Any) -> Process:
        child = await self._start(*(self.program or command), **options)
        self.started.append(child)
        self.environments.append(options["env"])
        self.most_at_once = max(self.most_at_once, sum(one.returncode is None for one in self.started))
        self.begun.set()
        return child

    def nobody_is_left(self) -> bool:
        return bool(self.started) and all(child.returncode is not None for child in self.started)


@pytest.fixture
async def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    return Watch(monkeypatch)


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def make_all(folders: list[Path]) -> None:
    for folder in folders:
        folder.mkdir()


def half(path: Path) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


async def reason(cleaner: Cleaner, source: Path, into: Path) -> Reason:
    with pytest.raises(MediaRefusedError) as refused:
        await cleaner.clean(source, into, ATTACHMENT)
    return refused.value.reason


@pytest.mark.parametrize("make", [media_samples.jpeg, media_samples.mp4])
async def test_a_file_is_cleaned_in_a_process_of_its_own(make: Any, into: Path, tmp_path: Path, watch: Watch) -> None:
    told = await Cleaner().clean(make(tmp_path / "upload"), into, ATTACHMENT)

    assert names_in(into) == {file.name for file in told.files}
    assert len(watch.started) == 1
    assert watch.nobody_is_left()


def test_it_works_on_the_loop_of_the_server(into: Path, tmp_path: Path) -> None:
    source = media_samples.png(tmp_path / "upload")

    told = uvloop.run(Cleaner().clean(source, into, ATTACHMENT))

    assert told.files[0].name == "original.png"


async def test_a_refusal_leaves_nothing(into: Path, tmp_path: Path) -> None:
    source = half(media_samples.mp4(tmp_path / "upload"))

    assert await reason(Cleaner(), source, into) is Reason.DAMAGED
    assert names_in(into) == set()


async def test_a_process_out_of_time_is_killed(into: Path, tmp_path: Path, watch: Watch) -> None:
    watch.program = python("import signal; signal.pause()")

    assert (
        await reason(Cleaner(Limits(wall_seconds=0.01)), media_samples.png(tmp_path / "upload"), into) is Reason.TIMEOUT
    )
    assert watch.nobody_is_left()


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", Reason.CRASHED),
        ("os.abort()", Reason.CRASHED),
        ("sys.exit(3)", Reason.CRASHED),
        ("os.kill(os.getpid(), signal.SIGKILL)", Reason.MEMORY),
        ("os.kill(os.getpid(), signal.SIGXCPU)", Reason.TIMEOUT),
        ("os.kill(os.getpid(), signal.SIGALRM)", Reason.TIMEOUT),
    ],
)
async def test_a_process_that_dies_is_a_refusal(
    ending: str, expected: Reason, into: Path, tmp_path: Path, watch: Watch
) -> None:
    half_written = f"open({str(into / 'original.png')!r}, 'w').write('half')"
    no_core = "import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0))"
    watch.program = python(f"import os, signal, sys; {no_core}; sys.stdin.read(); {half_written}; {ending}")

    assert await reason(Cleaner(), media_samples.png(tmp_path / "upload"), into) is expected
    assert names_in(into) == set()


async def test_an_answer_that_is_none_is_a_crash(into: Path, tmp_path: Path, watch: Watch) -> None:
    watch.program = python("import sys; sys.stdin.read(); print('hello')")

    assert await reason(Cleaner(), media_samples.png(tmp_path / "upload"), into) is Reason.CRASHED


@pytest.mark.parametrize("make", [media_samples.jpeg, media_samples.mp4])
async def test_memory_is_limited(make: Any, into: Path, tmp_path: Path) -> None:
    cleaner = Cleaner(Limits(memory_bytes=60 * 1024**2))

    assert await reason(cleaner, make(tmp_path / "upload"), into) in (Reason.MEMORY, Reason.CRASHED)
    assert names_in(into) == set()


async def test_what_is_written_is_limited(into: Path, tmp_path: Path) -> None:
    cleaner = Cleaner(Limits(output_bytes=10_000))

    assert await reason(cleaner, media_samples.large_jpeg(tmp_path / "upload"), into) in (
        Reason.TOO_LARGE,
        Reason.DAMAGED,
    )
    assert names_in(into) == set()


async def test_a_cancelled_cleaning_ends_at_once(into: Path, tmp_path: Path, watch: Watch) -> None:
    watch.program = python("import signal; signal.pause()")
    task = asyncio.create_task(Cleaner().clean(media_samples.png(tmp_path / "upload"), into, ATTACHMENT))
    await watch.begun.wait()

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert watch.nobody_is_left()


async def test_no_more_than_allowed_run_at_once(tmp_path: Path, watch: Watch) -> None:
    cleaner = Cleaner(at_once=2)
    folders = [tmp_path / str(number) for number in range(5)]
    make_all(folders)
    source = media_samples.png(tmp_path / "upload")

    told = await asyncio.gather(*(cleaner.clean(source, folder, ATTACHMENT) for folder in folders))

    assert len(watch.started) == 5
    assert watch.most_at_once <= 2
    assert all(isinstance(one, Cleaned) for one in told)


async def test_the_environment_of_the_server_stays_its_own(
    into: Path, tmp_path: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOLKMOOT_SECRET_KEY", "treasure")

    await Cleaner().clean(media_samples.png(tmp_path / "upload"), into, ATTACHMENT)

    assert "FOLKMOOT_SECRET_KEY" not in watch.environments[0]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_cleaning_dies_with_its_server() -> None:
    child = (
        "import os, signal, sys; from folkmoot.infra.cleaning.worker import end_with\n"
        "signal.signal(signal.SIGALRM, lambda *_: os.write(1, b'outlived it'))\n"
        "end_with(os.getppid()); os.write(1, b'ready'); signal.alarm(10); signal.pause()"
    )
    server = subprocess.Popen(
        python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=False)"),
        stdout=subprocess.PIPE,
        env=process.ENVIRONMENT,
    )
    assert server.stdout is not None
    with server.stdout as out:
        assert out.read(5) == b"ready"
        server.kill()
        server.wait()
        # The pipe ends when nobody is left who could write into it.
        assert out.read() == b""
