"""Commands about trends: what would be one, and whether it may be shown."""

import click

from folkmoot.features import trends
from folkmoot.features.trends import Kind, State, Subject, Trend
from folkmoot.formats.text import tag_key
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.errors import OperatorError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.cli.common import as_json_option, echo_json, on_ground

kind_argument = click.argument("kind", type=click.Choice([str(kind) for kind in Kind]))


@click.group("trends")
def trends_group() -> None:
    """What many people turn to at the moment, and whether it is shown.

    Example: folkmoot trends list tag
    """


@trends_group.command("list")
@kind_argument
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@as_json_option
@click.pass_context
def list_trends(context: click.Context, kind: str, limit: int, as_json: bool) -> None:
    """List what would trend, the hottest first, with its state.

    Example: folkmoot trends list tag --json
    """

    async def act(ground: Ground) -> list[Trend]:
        return await trends.candidates(await ground.read(), Kind(kind), limit)

    found = on_ground(context, act)
    if as_json:
        echo_json([{"key": item.key, "voices": item.voices, "state": item.state} for item in found])
        return
    for item in found:
        click.echo(f"{item.state:<9}{item.voices:>6}  {item.key}")
    if not found:
        click.echo("There are none.")


@trends_group.command("allow")
@kind_argument
@click.argument("key")
@click.pass_context
def allow(context: click.Context, kind: str, key: str) -> None:
    """Let something be shown where it trends: a tag, or the id of a post or link, or a publisher's host.

    Example: folkmoot trends allow tag gardening
    """
    _review(context, Kind(kind), key, State.ALLOWED)
    click.echo(f"The {kind} {key} may trend.")


@trends_group.command("refuse")
@kind_argument
@click.argument("key")
@click.pass_context
def refuse(context: click.Context, kind: str, key: str) -> None:
    """Keep something from trending, whoever turns to it; posts with a refused tag do not trend either.

    Example: folkmoot trends refuse tag outrage
    """
    _review(context, Kind(kind), key, State.REFUSED)
    click.echo(f"The {kind} {key} will not trend.")


def _review(context: click.Context, kind: Kind, key: str, state: State) -> None:
    async def act(ground: Ground) -> None:
        async with ground.work() as work:
            await trends.review(work, await _meant(work, kind, key), state, None)

    on_ground(context, act)


async def _meant(work: Work, kind: Kind, key: str) -> Subject:
    """Return what the operator names; a tag or publisher may be judged before anybody speaks of it."""
    if kind is Kind.TAG and (tag := tag_key(key.removeprefix("#"))):
        return Subject(kind, tag, trends.number_of(tag))
    if kind is Kind.PUBLISHER and (host := key.lower().strip("/").removeprefix("www.")):
        return Subject(kind, host, trends.number_of(host))
    number = parse_id(key)
    if number is None:
        raise OperatorError(f"{key!r} cannot be a {kind}.")
    return await trends.find(work.db, kind, number)


COMMANDS = (trends_group,)
