"""/api/v1/accounts: looking at accounts and their posts."""

import msgspec

from folkmoot.features import accounts, auth, posts, search
from folkmoot.features.accounts import UnknownAccountError
from folkmoot.features.posts import Filter
from folkmoot.features.search import AccountQuery
from folkmoot.formats.text import tag_key
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon.call import Call, Reply, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import OffsetPage, Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes, Who
from folkmoot.interfaces.mastodon.standing import account_meant, is_blocked_by

routes = Routes()

MANY = 40
"""Accounts that one call may ask for by id."""


class ManyParams(msgspec.Struct, frozen=True):
    id: list[str] = []


class LookupParams(msgspec.Struct, frozen=True):
    acct: str = ""


class StatusesParams(Page, frozen=True):
    only_media: bool = False
    exclude_replies: bool = False
    exclude_reblogs: bool = False
    pinned: bool = False
    tagged: str = ""


class SearchParams(OffsetPage, frozen=True):
    q: str = ""
    following: bool = False


@routes.get("/api/v1/accounts", who=Who.ANYBODY)
async def many(call: Call, params: ManyParams) -> Reply:
    ids = list(dict.fromkeys(parse_id(text) or 0 for text in params.id))
    if len(ids) > MANY:
        raise InvalidError(f"Validation failed: Cannot ask for more than {MANY} accounts")
    unready = await auth.dormant(await call.ground.read(), ids)
    return listing(
        await call.ground.one(Hydrate).accounts([each for each in ids if each not in unready], call.viewer_id)
    )


@routes.get("/api/v1/accounts/{id}", who=Who.ANYBODY)
async def get(call: Call) -> Reply:
    return await _one(call, (await account_meant(call)).id)


@routes.get("/api/v1/accounts/lookup", who=Who.ANYBODY)
async def lookup(call: Call, params: LookupParams) -> Reply:
    db = await call.ground.read()
    account = await accounts.by_handle(db, params.acct, call.ground.config.site.domain)
    if await auth.dormant(db, [account.id]):
        raise UnknownAccountError
    return await _one(call, account.id)


async def _one(call: Call, account_id: int) -> Reply:
    found = await call.ground.one(Hydrate).accounts([account_id], call.viewer_id)
    if not found:
        raise UnknownAccountError
    return Reply(found[0])


@routes.get("/api/v1/accounts/{id}/statuses", who=Who.ANYBODY, scope="read:statuses")
async def statuses(call: Call, params: StatusesParams) -> Reply:
    account = await account_meant(call)
    if account.suspended_at is not None or await is_blocked_by(call, account.id):
        return listing([])
    wanted = Filter(
        only_media=params.only_media,
        exclude_replies=params.exclude_replies,
        exclude_reblogs=params.exclude_reblogs,
        pinned=params.pinned,
        tagged=tag_key(params.tagged.removeprefix("#")),
    )
    bounds = params.bounds()
    ids = newest_first(await posts.on_profile(call.ground, call.viewer_id, account.id, wanted, bounds), bounds)
    shown = await call.ground.one(Hydrate).statuses(call.viewer_id, ids)
    return listing(shown, link(call, ids, bounds))


@routes.get("/api/v1/accounts/search", scope="read:accounts")
async def find(call: Call, params: SearchParams) -> Reply:
    query = AccountQuery(
        text=params.q,
        limit=params.bounds(40, 80)[2],
        offset=params.skipped,
        followed_by=call.member_id if params.following else None,
    )
    ids = await search.find_accounts(call.ground, call.member_id, query)
    return listing(await call.ground.one(Hydrate).accounts(ids, call.viewer_id))
