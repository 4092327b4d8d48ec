"""Commands about those who wait for an answer: application list, application accept."""

import click

from folkmoot.features import accounts, auth
from folkmoot.features.accounts import Account
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import iso, iso_date
from folkmoot.infra.errors import OperatorError
from folkmoot.interfaces.cli.common import as_json_option, echo_json, on_ground

SHOWN = 1_000


@click.group()
def application() -> None:
    """Applications of those who want to join a community that answers each.

    Example: folkmoot application list
    """


@application.command("list")
@as_json_option
@click.pass_context
def list_applications(context: click.Context, as_json: bool) -> None:
    """List who has confirmed an address and waits, with what they wrote.

    Example: folkmoot application list --json
    """

    async def act(ground: Ground) -> list[tuple[Account, str]]:
        db = await ground.read()
        waiting = await auth.waiting_for_approval(db, SHOWN)
        found = await accounts.by_ids(db, waiting)
        users = [(found[account_id], await auth.user_of(db, account_id)) for account_id in waiting]
        return [(account, user.reason if user else "") for account, user in users]

    rows = on_ground(context, act)
    if as_json:
        echo_json(
            [
                {"id": str(a.id), "username": a.username, "created_at": iso(a.created_at), "reason": reason}
                for a, reason in rows
            ]
        )
        return
    for account, reason in rows:
        click.echo(f"@{account.username:<30} since {iso_date(account.created_at)}  {' '.join(reason.split())}")


@application.command("accept")
@click.argument("name")
@click.pass_context
def accept(context: click.Context, name: str) -> None:
    """Let somebody in; they are told by mail.

    Example: folkmoot application accept anna
    """

    async def act(ground: Ground) -> bool:
        found = await accounts.by_handle(await ground.read(), name, ground.config.site.domain)
        async with ground.work() as work:
            return await auth.approve_user(work, found.id)

    if not on_ground(context, act):
        raise OperatorError(f"@{name} does not wait for an answer.")
    click.echo(f"Accepted @{name}.")


COMMANDS = (application,)
