"""Roles: named sets of permission flags. Only staff who may, with a fresh second factor, grant them."""

from folkmoot.features.auth import store
from folkmoot.features.auth.types import Permission, Role
from folkmoot.infra.boot import Work
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import MissingError


EVERYONE = Role(-99, "", int(Permission.INVITE_USERS), -1, "", highlighted=False)
_MODERATOR = (
    Permission.VIEW_DASHBOARD | Permission.VIEW_AUDIT_LOG | Permission.MANAGE_USERS | Permission.MANAGE_REPORTS
    | Permission.MANAGE_TAXONOMIES | Permission.INVITE_USERS
)  # fmt: skip
_ADMIN = Permission(0xFFFFE) & ~Permission.DEVOPS
BUILT_IN = (
    Role(1, "moderator", int(_MODERATOR), 10, "", highlighted=True),
    Role(2, "admin", int(_ADMIN), 100, "", highlighted=True),
    Role(3, "owner", int(Permission.ADMINISTRATOR), 1000, "", highlighted=True),
)


async def roles(db: Reader) -> dict[int, Role]:
    """Return every role by id, the built-in ones among them."""
    return {role.id: role for role in BUILT_IN} | await store.roles(db)


async def role_of(db: Reader, role_id: int | None) -> Role:
    """Return a role; the role of everyone for None."""
    return EVERYONE if role_id is None else (await roles(db)).get(role_id, EVERYONE)


async def roles_of(db: Reader, account_ids: list[int]) -> dict[int, Role]:
    """Return the role of each of these members who has one. Two queries at most."""
    held = await store.roles_held(db, account_ids) if account_ids else {}
    if not held:
        return {}
    known = await roles(db)
    return {account_id: known[role_id] for account_id, role_id in held.items() if role_id in known}


async def grant_role(work: Work, account_id: int, name: str, *, by: int | None) -> None:
    """Give a member a role by name ('' takes it away) and log it; `by` is None for the command line.

    The caller has checked that `by` outranks the role and has just shown a second factor.
    """
    role = next((role for role in (await roles(work.db)).values() if role.name == name), None)
    if role is None and name:
        raise MissingError(f"There is no role {name!r}")
    if role is not None and role in BUILT_IN:
        await store.ensure_role(work.db, role)
    await store.set_role(work.db, account_id, None if role is None else role.id)
    await store.log(work.db, work.new_id(), by, f"role:{name}", f"account:{account_id}", work.now)
    for key in await store.token_keys(work.db, account_id):
        work.touch("token", key)
    work.touch("account", account_id)
