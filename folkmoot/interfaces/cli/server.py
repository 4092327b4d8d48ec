"""Commands that make and run a server: init, migrate, serve, worker."""

import asyncio
import os
from pathlib import Path

import click

from folkmoot.infra import config, observability
from folkmoot.infra.boot import Ground
from folkmoot.infra.config import Place
from folkmoot.infra.db import migrate, open_database
from folkmoot.infra.errors import OperatorError
from folkmoot.interfaces.cli.common import as_json_option, echo_json, invocation, on_ground, place_of


@click.command()
@click.option("--url", default="http://localhost:8000", show_default=True, help="The public address.")
@click.option("--database", default="sqlite:///folkmoot.db", show_default=True, help="The database's URL.")
@as_json_option
@click.pass_context
def init(context: click.Context, url: str, database: str, as_json: bool) -> None:
    """Make a data folder: a commented folkmoot.toml, secrets that only you can read, and the database.

    What is there already is kept.

    Example: folkmoot --data /srv/folkmoot init --url https://moot.example
    """
    folder = new_folder(invocation(context).data)
    make_folder(folder, url, database)
    if as_json:
        echo_json({"folder": str(folder), "url": config.load(folder).config.site.url})
    else:
        click.echo(f"Made {folder}. Next: folkmoot --data {folder} serve")


def new_folder(given: str | None) -> Path:
    """Return the folder to make: the one given, FOLKMOOT_DATA or ./data; never the one that was served last."""
    return Path(given or os.environ.get("FOLKMOOT_DATA") or "data").absolute()


def make_folder(folder: Path, url: str, database: str) -> None:
    """Make what is missing of a data folder and bring its database up to date."""
    from folkmoot.interfaces.cli.template import folkmoot_toml

    check_url(url)
    if folder.exists() and not folder.is_dir():
        raise OperatorError(f"{folder} is a file, not a folder. Choose another folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (folder / config.CONFIG_FILE).exists():
            (folder / config.CONFIG_FILE).write_text(folkmoot_toml(url, database), encoding="utf-8")
        if not (folder / config.SECRETS_FILE).exists():
            config.write_secrets(folder)
    except OSError as error:
        raise OperatorError(f"Cannot write to {folder}: {error.strerror}. Choose another folder.") from error
    asyncio.run(_migrate(config.load(folder).database_url))


def check_url(url: str) -> None:
    """Refuse what cannot be a public address: it stands in every link that is ever handed out."""
    scheme, _, host = url.partition("://")
    if scheme not in {"http", "https"} or not host or any(c in host for c in '/?#@"\\ '):
        raise OperatorError(f"{url!r} is not an address such as https://moot.example (no path, no closing slash).")


async def _migrate(url: str) -> list[str]:
    database = open_database(url)
    await database.start()
    try:
        return await migrate(database)
    finally:
        await database.stop()


@click.command("migrate")
@as_json_option
@click.pass_context
def migrate_command(context: click.Context, as_json: bool) -> None:
    """Bring the database to this program's schema. `serve` and `worker` do this by themselves.

    Example: folkmoot migrate
    """
    applied = asyncio.run(_migrate(place_of(context).database_url))
    if as_json:
        echo_json({"applied": applied})
    else:
        click.echo("\n".join(applied) if applied else "The database is up to date.")


@click.command()
@click.option("--host", help="Address to listen on (default: folkmoot.toml).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (default: folkmoot.toml).")
@click.option("--workers", type=click.IntRange(1, 64), help="Web processes (default: folkmoot.toml).")
@click.pass_context
def serve(context: click.Context, host: str | None, port: int | None, workers: int | None) -> None:
    """Serve the community.

    Example: folkmoot serve --port 3000 --workers 2
    """
    from folkmoot.interfaces.cli.serving import listen, run_server

    place = place_of(context)
    with listen(place.config.server, host, port) as listener:
        prepare(context, place)
        address, taken_port = listener.getsockname()[:2]
        words = f"Folkmoot serves {place.config.site.url} from {address}:{taken_port}. Stop it with Ctrl-C."
        run_server(place, listener, workers, lambda: click.echo(words))


def prepare(context: click.Context, place: Place) -> None:
    """Migrate, and start everything once, so that what is broken is one sentence before any process is made."""

    async def try_it() -> None:
        await _migrate(place.database_url)
        ground = Ground(place, invocation(context).consequences)
        await ground.start()
        await ground.stop()

    try:
        asyncio.run(try_it())
    except OSError as error:
        where = error.filename or place.folder
        raise OperatorError(f"The data folder cannot be used: {where}: {error.strerror}.") from error


@click.command()
@click.pass_context
def worker(context: click.Context) -> None:
    """Carry out jobs in a process of its own; set `jobs = false` under [server] to keep web processes free of them.

    Example: folkmoot worker
    """
    observability.start_logging()
    asyncio.run(_migrate(place_of(context).database_url))
    on_ground(context, invocation(context).work)


COMMANDS = (init, migrate_command, serve, worker)
