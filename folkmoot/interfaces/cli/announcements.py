"""Commands about announcements: what those who run the community say to everybody."""

from datetime import UTC, datetime

import click

from folkmoot.features import announcements
from folkmoot.features.announcements import Announcement, Words
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import iso
from folkmoot.interfaces.cli.common import as_json_option, echo_json, on_ground

moment = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
starts_option = click.option("--starts", type=moment, metavar="MOMENT", help="From when it is shown, UTC.")
ends_option = click.option("--ends", type=moment, metavar="MOMENT", help="Until when it is shown, UTC.")
all_day_option = click.option("--all-day", is_flag=True, help="Whole days are meant; apps leave the hours out.")


@click.group("announcement")
def announcement_group() -> None:
    """What everybody is told: shown in the apps for a time, and answered there with emoji.

    Example: folkmoot announcement add "The moot meets on Friday under the oaks." --ends 2027-05-01
    """


def _ms(given: datetime | None) -> int | None:
    return None if given is None else round(given.replace(tzinfo=UTC).timestamp() * 1000)


@announcement_group.command("add")
@click.argument("text")
@starts_option
@ends_option
@all_day_option
@as_json_option
@click.pass_context
def add(
    context: click.Context, text: str, starts: datetime | None, ends: datetime | None, all_day: bool, as_json: bool
) -> None:
    """Announce something; prints its number.

    Example: folkmoot announcement add "We move to a new machine tonight." --ends 2027-05-01T06:00
    """
    words = Words(text, _ms(starts), _ms(ends), all_day)

    async def act(ground: Ground) -> int:
        async with ground.work() as work:
            return await announcements.publish(work, words)

    made_id = on_ground(context, act)
    if as_json:
        echo_json({"id": str(made_id)})
    else:
        click.echo(str(made_id))


@announcement_group.command("change")
@click.argument("number", type=int)
@click.argument("text")
@starts_option
@ends_option
@all_day_option
@click.pass_context
def change(
    context: click.Context, number: int, text: str, starts: datetime | None, ends: datetime | None, all_day: bool
) -> None:
    """Say something else instead, from when to when included.

    Example: folkmoot announcement change 3752961405291724801 "We moved. Welcome home."
    """
    words = Words(text, _ms(starts), _ms(ends), all_day)

    async def act(ground: Ground) -> None:
        async with ground.work() as work:
            await announcements.rewrite(work, number, words)

    on_ground(context, act)
    click.echo("The announcement is changed.")


@announcement_group.command("remove")
@click.argument("number", type=int)
@click.pass_context
def remove(context: click.Context, number: int) -> None:
    """Take an announcement back, with all reactions to it.

    Example: folkmoot announcement remove 3752961405291724801
    """

    async def act(ground: Ground) -> None:
        async with ground.work() as work:
            await announcements.withdraw(work, number)

    on_ground(context, act)
    click.echo("The announcement is gone.")


@announcement_group.command("list")
@as_json_option
@click.pass_context
def listed(context: click.Context, as_json: bool) -> None:
    """List the newest announcements, past and coming ones too.

    Example: folkmoot announcement list --json
    """

    async def act(ground: Ground) -> list[Announcement]:
        return await announcements.everything(await ground.read())

    found = on_ground(context, act)
    if as_json:
        echo_json([_shown(item) for item in found])
        return
    for item in found:
        click.echo(f"{item.id}  {item.text}")
    if not found:
        click.echo("There are no announcements.")


def _shown(item: Announcement) -> dict[str, object]:
    return {
        "id": str(item.id),
        "text": item.text,
        "starts_at": None if item.starts_at is None else iso(item.starts_at),
        "ends_at": None if item.ends_at is None else iso(item.ends_at),
        "all_day": item.all_day,
    }


COMMANDS = (announcement_group,)
