"""What every command needs: the data folder, a running ground, and an honest end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, TypeVar

import click
import msgspec

from folkmoot.infra import config
from folkmoot.infra.boot import Consequences, Ground
from folkmoot.infra.config import Place
from folkmoot.infra.db import pending
from folkmoot.infra.errors import OperatorError

T = TypeVar("T")
Work = Callable[[Ground], Awaitable[None]]
"""Carries out jobs over a started ground until the process is told to stop."""

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")


class Invocation(NamedTuple):
    """What every command was started with: the folder asked for, what follows what, and how jobs are carried out."""

    data: str | None
    consequences: Consequences
    work: Work


def invocation(context: click.Context) -> Invocation:
    found = context.find_root().obj
    assert isinstance(found, Invocation)
    return found


def place_of(context: click.Context) -> Place:
    """Return the data folder that this command means, with its configuration."""
    return config.load(config.find_folder(invocation(context).data))


def on_ground(context: click.Context, act: Callable[[Ground], Awaitable[T]]) -> T:
    """Run `act` over the data of this installation; the schema must be up to date."""

    async def run() -> T:
        ground = Ground(place_of(context), invocation(context).consequences)
        await ground.start()
        try:
            if await pending(ground.db):
                raise OperatorError("The database is older than this program. Run: folkmoot migrate")
            return await act(ground)
        finally:
            await ground.stop()

    return asyncio.run(run())


def echo_json(value: Any) -> None:
    click.echo(msgspec.json.encode(value).decode())
