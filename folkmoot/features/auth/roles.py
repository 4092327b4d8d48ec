"""Roles: named sets of permission flags. Only staff who may, with a fresh second factor, grant them."""

from folkmoot.features.auth import session_store, staff_store, store
from folkmoot.features.auth.factors import require_fresh
from folkmoot.features.auth.session_store import Session
from folkmoot.features.auth.sessions import IDLE_LIFE
from folkmoot.features.auth.types import Permission, Role
from folkmoot.infra.boot import Work
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import ForbiddenError, MissingError

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


async def grant_role(work: Work, account_id: int, name: str, *, by: Session | None) -> None:
    """Give a member a role by name ('' takes theirs away) and write it into the log of the staff.

    `by` is the web session of the member who grants, so that no token alone can; None is the command line.
    ForbiddenError when they may not, StaleFactorError when they showed no second factor in the last ten minutes,
    MissingError when there is no such role or member.
    """
    known = await roles(work.db)
    role = next((role for role in known.values() if role.name == name), EVERYONE)
    if role is EVERYONE and name:
        raise MissingError(f"There is no role {name!r}")
    if by is not None:
        await _check_granter(work, by, account_id, role)
    if role in BUILT_IN:
        await store.ensure_role(work.db, role)
    if not await store.set_role(work.db, account_id, None if role is EVERYONE else role.id):
        raise MissingError("There is no such member")
    granter = None if by is None else by.account_id
    act = staff_store.Act(work.new_id(), granter, f"role:{name}", f"account:{account_id}", "", work.now)
    await staff_store.insert_act(work.db, act)
    for key in await store.token_keys(work.db, account_id):
        work.touch("token", key)
    work.touch("account", account_id)


async def _check_granter(work: Work, by: Session, account_id: int, wanted: Role) -> None:
    """Judge by what stands in the database now: the session given may be older than a change of roles."""
    session = await session_store.by_id(work.db, by.id, work.now - IDLE_LIFE)
    if session is None or session.account_id != by.account_id:
        raise ForbiddenError("That session is over.")
    held = await roles_of(work.db, [session.account_id, account_id])
    granter = held.get(session.account_id, EVERYONE)
    if account_id == session.account_id or not may_grant(granter, held.get(account_id, EVERYONE), wanted):
        raise ForbiddenError("Your role does not allow you to do that.")
    require_fresh(session, work.now)


def may_grant(granter: Role, held: Role, wanted: Role) -> bool:
    """Say whether `granter` may change a member's role from `held` to `wanted`.

    It takes the permission to manage roles, a rank above both, and every permission that is given away.
    """
    missing = wanted.permissions & ~(granter.permissions | EVERYONE.permissions)
    return (
        granter.may(Permission.MANAGE_ROLES)
        and granter.position > max(held.position, wanted.position)
        and (granter.may(Permission.ADMINISTRATOR) or not missing)
    )
