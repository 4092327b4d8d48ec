"""`python -m bench`: seed, drive, print, save."""

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec
from rich.console import Console

from bench import community, floor, inside, load, scenarios, search, server, streaming, table
from bench.community import Community
from bench.server import BenchError
from bench.table import Result

_KNOWN = "community.json"
_WIDTH = 150
"""Columns of the table where the output is no terminal."""
console = Console(width=None if sys.stdout.isatty() else _WIDTH)


def _tell(what: str) -> None:
    console.print(f"[dim]{what}[/dim]", highlight=False)


@contextlib.contextmanager
def _folder(given: str | None) -> Iterator[Path]:
    """Yield the folder of the run: the one given, which is kept, or one that is removed afterwards."""
    if given:
        Path(given).mkdir(parents=True, exist_ok=True)
        yield Path(given).absolute()
        return
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as made:
        yield Path(made)


async def _community(folder: Path, database: str, workers: int) -> Community:
    """Return the community in `folder`, seeding it where that was not done before."""
    known = folder / _KNOWN
    if known.exists():
        return msgspec.json.decode(known.read_bytes(), type=Community)
    _tell("seeding")
    server.make(folder, database)
    made = await community.open_members(folder)
    with server.running(folder, workers) as at:
        await community.seed(at.base, made, _tell)
    known.write_bytes(msgspec.json.encode(made))
    return made


async def _measure(settings: scenarios.Settings, kind: str, database: str) -> Result:
    people = await _community(settings.folder, database, settings.workers)
    with server.running(settings.folder, settings.workers) as at:
        count, size = await scenarios.sizes(at, people)
        figures = await scenarios.read_figures(at, people, settings)
        figures += await scenarios.post_figures(at, people, settings)
        figures += await scenarios.seen_figures(at, people, settings)
        figures.append(scenarios.memory_figure(at))
    figures += await streaming.figures(people, settings)
    figures.append(scenarios.start_figure(settings))
    facts = table.machine_facts() | {
        "floor": floor.version(),
        "database": kind,
        "workers": str(settings.workers),
        "seconds a scenario": f"{settings.seconds:.0f}",
        "a home page": f"{count} statuses of {size:,.0f} bytes on average",
    }
    return Result(facts, figures)


class Options(NamedTuple):
    """What the command line asked for; the words are those of `--help`."""

    kind: str
    workers: int
    quick: bool
    data: str | None
    name: str | None
    compare: Path | None
    profile: str | None
    only: str | None


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--database", "kind", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Web processes.")
@click.option("--quick", is_flag=True, help="3 seconds a scenario instead of 10; saved only with --name.")
@click.option("--data", metavar="FOLDER", help="Keep the seeded data here and use it again next time (SQLite only).")
@click.option("--name", help="Name of the saved result (default: date and database).")
@click.option("--compare", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="An earlier result.")
@click.option("--profile", type=click.Choice([*inside.NAMES, "all"]), help="Show where one call's time goes instead.")
@click.option("--only", type=click.Choice(["server", "search"]), help="One half: the server's calls, or search.")
def main(**options: Any) -> None:
    """Measure a real server with a seeded community.

    Example: python -m bench --quick --compare bench/results/OLD.json
    """
    asked = Options(**options)
    if asked.data and asked.kind != "sqlite":
        raise click.UsageError("--data keeps SQLite data only; PostgreSQL is started anew each time.")
    if not asked.profile and asked.only != "search":
        load.find_wrk()
    if asked.only == "search":
        _report(_search(asked), asked)
        return
    with server.database(asked.kind) as database, _folder(asked.data) as folder:
        if asked.profile:
            people = asyncio.run(_community(folder, database, asked.workers))
            inside.show(folder, people, inside.NAMES if asked.profile == "all" else [asked.profile])
            return
        lengths = (3, 3, 40) if asked.quick else (10, 5, 200)
        settings = scenarios.Settings(folder, asked.workers, *lengths, _tell)
        result = asyncio.run(_measure(settings, asked.kind, database))
    if asked.only is None:
        result = Result(result.facts, result.figures + _search(asked).figures)
    _report(result, asked)


def _search(asked: Options) -> Result:
    """Measure search on a database of its own, without a server."""
    _tell("search")
    with server.database(asked.kind) as database, _folder(None) as folder:
        figures = asyncio.run(search.measure(folder, database, quick=asked.quick, tell=_tell))
    return Result(table.machine_facts() | {"database": asked.kind}, figures)


def _report(result: Result, asked: Options) -> None:
    table.show(result, console)
    if asked.name or not asked.quick:
        what = asked.kind if asked.only is None else f"{asked.kind}-{asked.only}"
        path = table.save(result, asked.name or f"{datetime.now(UTC):%Y-%m-%d-%H%M}-{what}")
        console.print(f"Saved {path} and {path.with_suffix('.md').name}")
    if asked.compare:
        table.compare(table.load(asked.compare), result, console)


if __name__ == "__main__":
    try:
        main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        sys.exit(130)
    except BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        sys.exit(1)
