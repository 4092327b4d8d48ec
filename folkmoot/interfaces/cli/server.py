"""Commands that make and run a server: init, migrate, serve, worker."""

import asyncio
import os
from pathlib import Path

import click

from folkmoot.infra import config
from folkmoot.infra.db import migrate, open_database
from folkmoot.infra.errors import OperatorError
from folkmoot.interfaces.cli.common import invocation, place_of


@click.command()
@click.option("--url", default="http://localhost:8000", show_default=True, help="The public address.")
@click.option("--database", default="sqlite:///folkmoot.db", show_default=True, help="The database's URL.")
@click.pass_context
def init(context: click.Context, url: str, database: str) -> None:
    """Make a data folder: a commented folkmoot.toml, secrets that only you can read, and the database.

    Example: folkmoot --data /srv/folkmoot init --url https://moot.example
    """
    folder = Path(invocation(context).data or os.environ.get("FOLKMOOT_DATA") or "data").absolute()
    make_folder(folder, url, database)
    click.echo(f"Made {folder}. Next: folkmoot --data {folder} serve")


def make_folder(folder: Path, url: str, database: str) -> None:
    """Make what is missing of a data folder and bring its database up to date."""
    from folkmoot.interfaces.cli.template import folkmoot_toml

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (folder / config.CONFIG_FILE).exists():
            (folder / config.CONFIG_FILE).write_text(folkmoot_toml(url, database), encoding="utf-8")
        if not (folder / config.SECRETS_FILE).exists():
            config.write_secrets(folder)
    except OSError as error:
        raise OperatorError(f"Cannot write to {folder}: {error.strerror}. Choose another folder with --data.") from error
    asyncio.run(_migrate(config.load(folder).database_url))


async def _migrate(url: str) -> list[str]:
    database = open_database(url)
    await database.start()
    try:
        return await migrate(database)
    finally:
        await database.stop()


@click.command("migrate")
@click.pass_context
def migrate_command(context: click.Context) -> None:
    """Bring the database to this program's schema. `serve` and `worker` do this by themselves.

    Example: folkmoot migrate
    """
    applied = asyncio.run(_migrate(place_of(context).database_url))
    click.echo("\n".join(applied) if applied else "The database is up to date.")


@click.command()
@click.option("--host", help="Address to listen on (default: folkmoot.toml).")
@click.option("--port", type=int, help="Port to listen on (default: folkmoot.toml).")
@click.option("--workers", type=int, help="Web processes (default: folkmoot.toml).")
@click.pass_context
def serve(context: click.Context, host: str | None, port: int | None, workers: int | None) -> None:
    """Serve the community.

    Example: folkmoot serve --port 3000 --workers 2
    """
    from folkmoot.interfaces.cli.serving import run_server

    place = place_of(context)
    asyncio.run(_migrate(place.database_url))
    run_server(place, host=host, port=port, workers=workers)


COMMANDS = (init, migrate_command, serve)
