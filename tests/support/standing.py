"""Accounts that are not like the others: suspended, or not approved yet."""

from folkmoot.features import accounts, auth
from folkmoot.infra.db import Sql
from tests.support.moot import HASH, Member, Moot

_SUSPEND = Sql("update account set suspended_at = $2 where id = $1")


async def suspend(moot: Moot, member: Member) -> None:
    async with moot.ground.work() as work:
        await work.db.run(_SUSPEND, member.id, work.now)
        work.touch("account", member.id)
        work.touch("outbox", member.id)
        work.touch("public", 0)


async def unapproved(moot: Moot, name: str) -> int:
    """Open an account that waits for approval; returns its id."""
    async with moot.ground.work() as work:
        account = await accounts.open_account(work, name)
        await auth.open_user(work, account.id, email=f"{name}@example.org", password_hash=HASH, confirmed=True)
    return account.id
