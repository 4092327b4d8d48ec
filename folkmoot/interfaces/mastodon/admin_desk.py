"""What every operation of the staff needs: the permission, and accounts as staff see them."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from folkmoot.features import accounts, auth
from folkmoot.features.auth import Permission
from folkmoot.infra.db import Bounds, Reader
from folkmoot.infra.errors import ForbiddenError
from folkmoot.interfaces.mastodon import present_admin
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first


class Numbered(Protocol):
    """A row that pages are counted by."""

    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=Numbered)


def demand(call: Call, *permissions: Permission) -> int:
    """Return the member who calls; ForbiddenError unless their role has every one of these permissions."""
    if call.caller is None or not all(call.caller.may(permission) for permission in permissions):
        raise ForbiddenError("This action is not allowed")
    return call.member_id


async def admin_accounts(call: Call, ids: Iterable[int]) -> dict[int, bytes]:
    """Return the entity Admin::Account of each known id. Seven queries at most for any number."""
    wanted = list(dict.fromkeys(ids))
    db = await call.ground.read()
    found = await accounts.by_ids(db, wanted)
    dossiers = await auth.dossiers(db, [account.id for account in found.values() if account.local])
    roles = await auth.roles_of(db, list(dossiers))
    faces = await call.ground.one(Hydrate).account_json(found, call.viewer_id)
    return {
        account.id: present_admin.account(
            account, dossiers.get(account.id), roles.get(account.id, auth.EVERYONE), faces[account.id]
        )
        for account in found.values()
        if account.id in faces
    }


async def rows_page(
    call: Call,
    params: Page,
    permission: Permission,
    read: Callable[[Reader, Bounds], Awaitable[Sequence[R]]],
    present: Callable[[R], dict[str, Any]],
) -> Reply:
    """Reply with a page of rows that only holders of the permission see."""
    demand(call, permission)
    bounds = params.bounds(100, 200)
    rows = newest_first(list(await read(await call.ground.read(), bounds)), bounds)
    return json([present(row) for row in rows], 200, link(call, [row.id for row in rows], bounds, previous="since_id"))
