"""Who among the members has arrived, and who holds a role."""

from folkmoot.features.auth import presence_store
from folkmoot.infra.db import Reader


async def dormant(db: Reader, account_ids: list[int]) -> set[int]:
    """Return those local accounts whose address is not confirmed or whose sign-up is not approved yet. One query."""
    return await presence_store.dormant(db, account_ids) if account_ids else set()


async def holders(db: Reader, role_name: str) -> list[int]:
    """Return the account ids of those who hold a role, the longest-standing member first."""
    return await presence_store.holders(db, role_name)


async def holders_among(db: Reader, role_ids: list[int]) -> list[tuple[int, int]]:
    """Return (role id, account id) of all who hold one of these roles, the longest-standing first. One query."""
    return await presence_store.holders_among(db, role_ids)
