"""How members stand to each other: the entity Relationship, and the account that a path means."""

from typing import Any

from folkmoot.features import accounts, auth, relations
from folkmoot.features.accounts import Account, UnknownAccountError
from folkmoot.features.relations import Relationship
from folkmoot.infra.clock import iso
from folkmoot.interfaces.mastodon.call import Call, Reply, json, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first


async def account_meant(call: Call) -> Account:
    """Return the account whose id stands in the path; UnknownAccountError when there is none, or not yet."""
    db = await call.ground.read()
    account = await accounts.get(db, call.id)
    if await auth.dormant(db, [account.id]):
        raise UnknownAccountError
    return account


async def is_blocked_by(call: Call, account_id: int) -> bool:
    """Say whether this account blocks the one who looks at it."""
    if call.viewer_id is None:
        return False
    return account_id in (await relations.audience(call.ground, call.viewer_id)).blocked_by


async def without_hidden(call: Call, ids: list[int]) -> list[int]:
    """Leave out the suspended, and those who block the caller."""
    found = await accounts.by_ids(await call.ground.read(), ids)
    blocked_by: frozenset[int] = frozenset()
    if call.viewer_id is not None:
        blocked_by = (await relations.audience(call.ground, call.viewer_id)).blocked_by
    return [i for i in ids if i in found and found[i].suspended_at is None and i not in blocked_by]


async def endorsed_page(call: Call, account_id: int, params: Page) -> Reply:
    """Reply with a page of those whom an account endorses."""
    bounds = params.bounds(40, 80)
    rows = newest_first(await relations.endorsed(await call.ground.read(), account_id, bounds), bounds)
    shown = await call.ground.one(Hydrate).accounts(
        await without_hidden(call, [row.account_id for row in rows]), call.viewer_id
    )
    return listing(shown, link(call, [row.row_id for row in rows], bounds, previous="since_id"))


async def reply_standing(call: Call, target_id: int) -> Reply:
    """Reply with how the member who calls now stands to another account."""
    db = await call.ground.read()
    found = await relations.between(db, call.member_id, [target_id], call.ground.clock())
    return json(relationship(found[0]))


def relationship(item: Relationship) -> dict[str, Any]:
    """Return the entity Relationship."""
    return {
        "id": str(item.target_id),
        "following": item.following,
        "showing_reblogs": item.show_reblogs,
        "notifying": item.notifying,
        "languages": item.languages or None,
        "followed_by": item.followed_by,
        "blocking": item.blocking,
        "blocked_by": item.blocked_by,
        "muting": item.muting,
        "muting_notifications": item.muting_notifications,
        "muting_expires_at": None if item.muting_expires_at is None else iso(item.muting_expires_at),
        "requested": item.requested,
        "requested_by": item.requested_by,
        "domain_blocking": item.domain_blocking,
        "endorsed": item.endorsed,
        "note": item.note,
    }
