"""What others may ask about accounts, always for many at once."""

from collections.abc import Sequence

from folkmoot.features.accounts import store
from folkmoot.features.accounts.errors import UnknownAccountError
from folkmoot.features.accounts.rules import parse_handle
from folkmoot.features.accounts.types import Account
from folkmoot.infra.db import Reader


async def by_ids(db: Reader, ids: Sequence[int]) -> dict[int, Account]:
    """Return the accounts with these ids, by id; unknown ids are left out. One query."""
    return {account.id: account for account in await store.by_ids(db, ids)} if ids else {}


async def get(db: Reader, account_id: int) -> Account:
    """Return one account; UnknownAccountError when there is none."""
    found = await store.by_ids(db, [account_id])
    if not found:
        raise UnknownAccountError
    return found[0]


async def by_handles(db: Reader, handles: Sequence[str], own_domain: str) -> dict[str, Account]:
    """Return the accounts that `handles` (`name`, `@name`, `name@domain`) mean, by the handle given. One query."""
    wanted = {handle: parse_handle(handle, own_domain) for handle in handles}
    names = {name[0] for name in wanted.values() if name}
    if not names:
        return {}
    found = {(a.username.lower(), a.domain): a for a in await store.by_names(db, names)}
    return {handle: found[name] for handle, name in wanted.items() if name in found}


async def by_handle(db: Reader, handle: str, own_domain: str) -> Account:
    """Return the account that `handle` means; UnknownAccountError when there is none."""
    found = await by_handles(db, [handle], own_domain)
    if handle not in found:
        raise UnknownAccountError
    return found[handle]


async def newest_local(db: Reader, limit: int) -> list[Account]:
    """Return the members who joined last."""
    return await store.newest_local(db, limit)


async def local_totals(db: Reader) -> tuple[int, int, int]:
    """Return (local accounts, posts by them, other servers known)."""
    return await store.totals(db)


async def domains(db: Reader) -> list[str]:
    """Return the names of the other servers from which accounts are known."""
    return await store.domains(db)
