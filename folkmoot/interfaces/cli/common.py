"""What every command needs: the data folder, a running ground, and an honest end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, TypeVar

import click

from folkmoot.infra import config
from folkmoot.infra.boot import Consequences, Ground
from folkmoot.infra.config import Place
from folkmoot.infra.db import pending
from folkmoot.infra.errors import OperatorError

T = TypeVar("T")


class Invocation(NamedTuple):
    """What every command was started with: the folder asked for, and what follows what."""

    data: str | None
    consequences: Consequences


class Failure(Exception):
    """A command that did not succeed; the sentence says what to do."""


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
            missing = await pending(ground.db)
            if missing:
                raise OperatorError("The database is older than this program. Run: folkmoot migrate")
            return await act(ground)
        finally:
            await ground.stop()

    return asyncio.run(run())


def echo_json(value: Any) -> None:
    import msgspec

    click.echo(msgspec.json.encode(value).decode())
