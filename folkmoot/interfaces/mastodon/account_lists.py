"""/api/v1/accounts/{id}/followers, /following, /identity_proofs, and the member's /lists that the account is on."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from folkmoot.features import lists, relations
from folkmoot.features.accounts import Account
from folkmoot.infra.db import Bounds
from folkmoot.interfaces.mastodon.call import Call, Reply, json, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.present_list import user_list
from folkmoot.interfaces.mastodon.routing import Routes, Who
from folkmoot.interfaces.mastodon.standing import account_meant, without_hidden

routes = Routes()

List = Callable[[Any, int, Bounds], Awaitable[Sequence[relations.Listed]]]


@routes.get("/api/v1/accounts/{id}/followers", who=Who.ANYBODY)
async def followers(call: Call, params: Page) -> Reply:
    return await _network(call, params, relations.followers)


@routes.get("/api/v1/accounts/{id}/following", who=Who.ANYBODY)
async def following(call: Call, params: Page) -> Reply:
    return await _network(call, params, relations.following)


@routes.get("/api/v1/accounts/{id}/lists", scope="read:lists")
async def lists_with(call: Call) -> Reply:
    account = await account_meant(call)
    found = await lists.containing(await call.ground.read(), call.member_id, account.id)
    return json([user_list(item) for item in found])


@routes.get("/api/v1/accounts/{id}/identity_proofs")
async def identity_proofs(call: Call) -> Reply:
    """Tell of none: nobody keeps them any more, but clients of that time still ask."""
    await account_meant(call)
    return json([])


async def _network(call: Call, params: Page, read: List) -> Reply:
    account = await account_meant(call)
    if not await _is_shown(call, account):
        return listing([])
    bounds = params.bounds(40, 80)
    rows = newest_first(list(await read(await call.ground.read(), account.id, bounds)), bounds)
    ids = await without_hidden(call, [row.account_id for row in rows])
    shown = await call.ground.one(Hydrate).accounts(ids, call.viewer_id)
    return listing(shown, link(call, [row.row_id for row in rows], bounds, previous="since_id"))


async def _is_shown(call: Call, account: Account) -> bool:
    """Say whether the caller may know whom this account follows and who follows it."""
    if call.viewer_id == account.id:
        return True
    if account.suspended_at is not None or account.hide_collections:
        return False
    if call.viewer_id is None:
        return True
    return account.id not in (await relations.audience(call.ground, call.viewer_id)).blocked_by
