"""Aliases: other accounts of which an account says that they are its own, so that they may move to it."""

from typing import NamedTuple

from folkmoot.features.accounts import alias_store as store
from folkmoot.features.accounts.read import by_handles, get
from folkmoot.features.accounts.rules import parse_handle
from folkmoot.infra.boot import Work
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import InvalidError

ALIASES_LIMIT = 20
HANDLE_LIMIT = 320


class Alias(NamedTuple):
    """One alias: the id of an account that is known here, or the handle of one elsewhere that is not."""

    id: int
    target_id: int | None
    handle: str


async def add_alias(work: Work, account_id: int, handle: str, own_domain: str) -> None:
    """Let an account say that `handle` is its own too; again changes nothing. InvalidError says why not."""
    parsed = parse_handle(handle, own_domain)
    if parsed is None or len(handle) > HANDLE_LIMIT:
        raise InvalidError("That is no address of an account. It looks like name@server.example.")
    account = await get(work.db, account_id)
    if len(await store.of_account(work.db, account_id)) >= ALIASES_LIMIT:
        raise InvalidError("You cannot have more than 20 aliases.")
    found = (await by_handles(work.db, [handle], own_domain)).get(handle)
    if found is None and not parsed[1]:
        raise InvalidError("There is no such member here.")
    if found is not None and found.id == account.id:
        raise InvalidError("That is this account itself.")
    known = None if found is None else found.id
    await store.insert(work.db, work.new_id(), account_id, known, "" if found else f"{parsed[0]}@{parsed[1]}")


async def remove_alias(work: Work, account_id: int, alias_id: int) -> None:
    """Take an alias of this account away; nothing happens where it has none with this id."""
    await store.delete(work.db, account_id, alias_id)


async def aliases_of(db: Reader, account_id: int) -> list[Alias]:
    """Return the aliases of an account, oldest first. One query."""
    return [Alias(*row) for row in await store.of_account(db, account_id)]


async def is_alias(db: Reader, account_id: int, of_id: int) -> bool:
    """Say whether `account_id` names the account `of_id` among its aliases. One query."""
    return any(row[1] == of_id for row in await store.of_account(db, account_id))
