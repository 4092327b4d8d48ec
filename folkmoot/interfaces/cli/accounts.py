"""Commands about members and their tokens: account create, account list, account role, token create."""

import sys
from typing import Any

import click

from folkmoot.features import accounts, auth
from folkmoot.features.accounts import Account, UnknownAccountError
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import iso, iso_date
from folkmoot.infra.errors import OperatorError
from folkmoot.interfaces.cli.common import as_json_option, echo_json, on_ground

ROLES = ("owner", "admin", "moderator")


@click.group()
def account() -> None:
    """Members of the community.

    Example: folkmoot account create anna --email anna@moot.example --password-stdin
    """


@account.command("create")
@click.argument("name")
@click.option("--email", required=True, help="Where mail reaches the member.")
@click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password from standard input, so that no list of processes shows it.",
)
@click.option("--role", type=click.Choice(ROLES), help="What the member may do.")
@as_json_option
@click.pass_context
def create_account(
    context: click.Context, name: str, email: str, password_stdin: bool, role: str | None, as_json: bool
) -> None:
    """Create a confirmed member.

    Example: echo "$PASSWORD" | folkmoot account create anna --email anna@moot.example --password-stdin --role owner
    """
    password = _password(password_stdin)

    async def act(ground: Ground) -> int:
        hashed = await auth.hash_password(password)
        async with ground.work() as work:
            made = await accounts.open_account(work, name)
            await auth.open_user(work, made.id, email=email, password_hash=hashed, confirmed=True, approved=True)
            if role:
                await auth.grant_role(work, made.id, role, by=None)
        return made.id

    account_id = on_ground(context, act)
    if as_json:
        echo_json({"id": str(account_id), "username": name, "role": role})
    else:
        click.echo(f"Created @{name}.")


def _password(from_stdin: bool) -> str:
    """Read the new password: a line of standard input, or asked for at the terminal."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise click.UsageError("Say --password-stdin and write the password to standard input.")
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer


@account.command("list")
@click.option("--limit", type=click.IntRange(1, 100_000), default=100, show_default=True, help="At most so many.")
@as_json_option
@click.pass_context
def list_accounts(context: click.Context, limit: int, as_json: bool) -> None:
    """List members, those who joined last first.

    Example: folkmoot account list --json
    """

    async def act(ground: Ground) -> tuple[list[Account], dict[int, str]]:
        db = await ground.read()
        found = await accounts.newest_local(db, limit)
        held = await auth.roles_of(db, [member.id for member in found])
        return found, {account_id: role.name for account_id, role in held.items()}

    found, held = on_ground(context, act)
    if as_json:
        echo_json([_row(member, held.get(member.id)) for member in found])
        return
    for member in found:
        posts = f"{member.statuses_count} posts"
        click.echo(f"@{member.username:<30} {held.get(member.id, ''):<10} since {iso_date(member.created_at)}  {posts}")


def _row(member: Account, role: str | None) -> dict[str, Any]:
    return {
        "id": str(member.id),
        "username": member.username,
        "display_name": member.display_name,
        "role": role,
        "created_at": iso(member.created_at),
        "followers": member.followers_count,
        "following": member.following_count,
        "posts": member.statuses_count,
    }


@account.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice([*ROLES, "none"]))
@as_json_option
@click.pass_context
def give_role(context: click.Context, name: str, role: str, as_json: bool) -> None:
    """Give a member a role, or take it away with `none`; it is written into the staff's log.

    Example: folkmoot account role anna moderator
    """

    async def act(ground: Ground) -> None:
        member = await _member(ground, name)
        async with ground.work() as work:
            await auth.grant_role(work, member.id, "" if role == "none" else role, by=None)

    on_ground(context, act)
    if as_json:
        echo_json({"username": name, "role": None if role == "none" else role})
    else:
        click.echo(f"@{name} has no role now." if role == "none" else f"@{name} is {role} now.")


async def _member(ground: Ground, name: str) -> Account:
    """Return the member called `name`; OperatorError when this server has no such member."""
    try:
        found = await accounts.by_handle(await ground.read(), name, ground.config.site.domain)
    except UnknownAccountError:
        found = None
    if found is None or not found.local:
        raise OperatorError(f"@{name.lstrip('@')} is not a member of this server. See: folkmoot account list")
    return found


@click.group()
def token() -> None:
    """Tokens for programs.

    Example: folkmoot token create anna --scopes "read write"
    """


@token.command("create")
@click.argument("name")
@click.option("--scopes", default="read", show_default=True, help="Space-separated OAuth scopes.")
@as_json_option
@click.pass_context
def create_token(context: click.Context, name: str, scopes: str, as_json: bool) -> None:
    """Print a bearer token of a member, and nothing else.

    Example: TOKEN=$(folkmoot token create anna --scopes "read write follow push")
    """
    if not auth.parse_scopes(scopes):
        raise OperatorError(f"Unknown scope in {scopes!r}. Known are read, write, follow, push, profile and admin:...")

    async def act(ground: Ground) -> str:
        member = await _member(ground, name)
        async with ground.work() as work:
            _, secret = await auth.issue_token(work, app_id=None, account_id=member.id, scopes=scopes)
        return secret

    secret = on_ground(context, act)
    if as_json:
        echo_json({"access_token": secret, "token_type": "Bearer", "scope": scopes})
    else:
        click.echo(secret)


COMMANDS = (account, token)
