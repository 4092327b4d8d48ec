"""Commands about members: account create, token create."""

import sys

import click

from folkmoot.features import accounts, auth
from folkmoot.infra.boot import Ground
from folkmoot.infra.errors import OperatorError
from folkmoot.interfaces.cli.common import echo_json, on_ground


@click.group()
def account() -> None:
    """Members of the community.

    Example: folkmoot account create anna --email anna@moot.example --password-stdin
    """


@account.command("create")
@click.argument("name")
@click.option("--email", required=True, help="Where mail reaches the member.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password from standard input.")
@click.option("--role", type=click.Choice(["owner", "admin", "moderator"]), help="What the member may do.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.pass_context
def create_account(  # noqa: PLR0913 - the options of a command
    context: click.Context, name: str, email: str, password_stdin: bool, role: str | None, as_json: bool
) -> None:
    """Create a confirmed member.

    Example: echo "$PASSWORD" | folkmoot account create anna --email anna@moot.example --password-stdin --role owner
    """
    password = sys.stdin.readline().rstrip("\n") if password_stdin else ""

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


@click.group()
def token() -> None:
    """Tokens for programs.

    Example: folkmoot token create anna --scopes "read write"
    """


@token.command("create")
@click.argument("name")
@click.option("--scopes", default="read", show_default=True, help="Space-separated OAuth scopes.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.pass_context
def create_token(context: click.Context, name: str, scopes: str, as_json: bool) -> None:
    """Print a bearer token of a member, and nothing else.

    Example: TOKEN=$(folkmoot token create anna --scopes "read write follow push")
    """
    if auth.parse_scopes(scopes) is None:
        raise OperatorError(f"Unknown scope in {scopes!r}. Known are read, write, follow, push, profile and admin:...")

    async def act(ground: Ground) -> str:
        found = await accounts.by_handle(await ground.read(), name, ground.config.site.domain)
        if not found.local:
            raise OperatorError(f"@{name} is not a member of this server.")
        async with ground.work() as work:
            _, secret = await auth.issue_token(work, app_id=None, account_id=found.id, scopes=scopes)
        return secret

    secret = on_ground(context, act)
    if as_json:
        echo_json({"access_token": secret, "token_type": "Bearer", "scope": scopes})
    else:
        click.echo(secret)


COMMANDS = (account, token)
