"""`python -m bench`: seed, drive, print, save."""

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec
from rich.console import Console

from bench import community, inside, load, scenarios, server, table
from bench.community import Community
from bench.server import BenchError
from bench.table import Result

_KNOWN = "community.json"
console = Console()


def _tell(what: str) -> None:
    console.print(f"[dim]{what}[/dim]", highlight=False)


@contextlib.contextmanager
def _database(kind: str) -> Iterator[str]:
    """Yield the URL of an empty database; '' for the data folder's own SQLite."""
    if kind == "sqlite":
        yield ""
        return
    from tests.support import postgres

    try:
        with postgres.running(durable=True) as url:
            yield url
    except postgres.NoPostgresError as error:
        raise BenchError(f"no PostgreSQL here: {error}") from error


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
    figures.append(scenarios.start_figure(settings))
    facts = table.machine_facts() | {
        "database": kind,
        "workers": str(settings.workers),
        "seconds a scenario": f"{settings.seconds:.0f}",
        "a home page": f"{count} statuses of {size:,.0f} bytes on average",
    }
    return Result(facts, figures)


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--database", "kind", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Web processes.")
@click.option("--quick", is_flag=True, help="Three seconds a scenario instead of ten; not saved unless --name is given.")
@click.option("--data", metavar="FOLDER", help="Keep the seeded data here and use it again next time (SQLite).")
@click.option("--name", help="Name of the saved result (default: date and database).")
@click.option("--compare", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="An earlier result.")
@click.option("--profile", type=click.Choice([*inside.NAMES, "all"]), help="Show where one call's time goes instead.")
def main(  # noqa: PLR0913 - the options of a command
    kind: str, workers: int, quick: bool, data: str | None, name: str | None, compare: Path | None, profile: str | None  # noqa: FBT001
) -> None:  # fmt: skip
    """Measure a real server with a seeded community.

    Example: python -m bench --quick --compare bench/results/OLD.json
    """
    if not profile:
        load.find_wrk()
    with _database(kind) as database, _folder(data) as folder:
        if profile:
            people = asyncio.run(_community(folder, database, workers))
            inside.show(folder, people, inside.NAMES if profile == "all" else [profile])
            return
        settings = scenarios.Settings(folder, workers, *((3, 3, 40) if quick else (10, 5, 200)), _tell)
        result = asyncio.run(_measure(settings, kind, database))
    table.show(result, console)
    if name or not quick:
        path = table.save(result, name or f"{datetime.now(UTC):%Y-%m-%d-%H%M}-{kind}")
        console.print(f"Saved {path}")
    if compare:
        table.compare(table.load(compare), result, console)


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
