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

from bench import community, floor, inside, load, pages, scenarios, search, server, streaming, table, trends
from bench.community import Community
from bench.server import BenchError
from bench.table import Figure, Result

PARTS = ("server", "pages", "streaming", "search", "trends")
_ALONE = {"search": search.measure, "trends": trends.measure}
"""Parts that need no server, each with a database of its own."""
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


async def _served(asked: "Options", folder: Path, database: str) -> Result:
    """Measure the halves that need a server and its community: calls, and streams."""
    lengths = (3, 3, 40) if asked.quick else (10, 5, 200)
    settings = scenarios.Settings(folder, asked.workers, *lengths, _tell)
    people = await _community(folder, database, asked.workers)
    figures, facts = [], {"workers": str(asked.workers)}
    if "server" in asked.parts:
        with server.running(folder, asked.workers) as at:
            count, size = await scenarios.sizes(at, people)
            figures += await scenarios.read_figures(at, people, settings)
            figures += await scenarios.post_figures(at, people, settings)
            figures += await scenarios.seen_figures(at, people, settings)
            figures.append(scenarios.memory_figure(at))
        facts |= {"floor": floor.version(), "seconds a scenario": f"{settings.seconds:.0f}"}
        facts["a home page"] = f"{count} statuses of {size:,.0f} bytes on average"
    if "pages" in asked.parts:
        with server.running(folder, asked.workers) as at:
            figures += await pages.figures(at, people, settings)
    if "streaming" in asked.parts:
        figures += await streaming.figures(people, settings)
    if "server" in asked.parts:
        figures.append(scenarios.start_figure(settings))
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

    @property
    def parts(self) -> tuple[str, ...]:
        return (self.only,) if self.only else PARTS


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--database", "kind", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Web processes.")
@click.option("--quick", is_flag=True, help="3 seconds a scenario instead of 10; saved only with --name.")
@click.option("--data", metavar="FOLDER", help="Keep the seeded data here and use it again next time (SQLite only).")
@click.option("--name", help="Name of the saved result (default: date and database).")
@click.option("--compare", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="An earlier result.")
@click.option("--profile", type=click.Choice([*inside.NAMES, "all"]), help="Show where one call's time goes instead.")
@click.option("--only", type=click.Choice(PARTS), help="One part of it.")
def main(**options: Any) -> None:
    """Measure a real server with a seeded community, then search and trends of a million posts.

    Example: python -m bench --quick --compare bench/results/OLD.json
    """
    asked = Options(**options)
    if asked.data and asked.kind != "sqlite":
        raise click.UsageError("--data keeps SQLite data only; PostgreSQL is started anew each time.")
    if asked.profile:
        with server.database(asked.kind) as database, _folder(asked.data) as folder:
            people = asyncio.run(_community(folder, database, asked.workers))
            inside.show(folder, people, inside.NAMES if asked.profile == "all" else [asked.profile])
        return
    if {"server", "pages"} & set(asked.parts):
        load.find_wrk()
    facts = table.machine_facts() | {"database": asked.kind}
    figures: list[Figure] = []
    if {"server", "pages", "streaming"} & set(asked.parts):
        with server.database(asked.kind) as database, _folder(asked.data) as folder:
            served = asyncio.run(_served(asked, folder, database))
        facts, figures = facts | served.facts, served.figures
    for name, measure in _ALONE.items():
        if name in asked.parts:
            _tell(name)
            with server.database(asked.kind) as database, _folder(None) as folder:
                figures += asyncio.run(measure(folder, database, quick=asked.quick, tell=_tell))
    facts["load when it ended"] = table.load_average()
    _report(Result(facts, figures), asked)


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
