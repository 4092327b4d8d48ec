"""/api/v2/search: accounts, tags and posts."""

import msgspec
from msgspec.json import encode

from folkmoot.features import accounts, auth, search, trends
from folkmoot.features.auth import BadTokenError, ScopeError
from folkmoot.features.search import AccountQuery, PostQuery
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon.call import Call, Reply
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import OffsetPage
from folkmoot.interfaces.mastodon.params import MalformedError
from folkmoot.interfaces.mastodon.routing import Routes, Who
from folkmoot.interfaces.mastodon.tagging import tags_shown

routes = Routes()

KINDS = ("accounts", "hashtags", "statuses")


class SearchParams(OffsetPage, frozen=True):
    q: str = ""
    kind: str = msgspec.field(name="type", default="")
    resolve: bool = False
    exclude_unreviewed: bool = False
    following: bool = False
    account_id: str = ""


class Found(msgspec.Struct, frozen=True):
    """The ids of accounts and posts and the keys of tags that a query finds."""

    accounts: list[int] = []
    posts: list[int] = []
    tags: list[str] = []


@routes.get("/api/v2/search", who=Who.ANYBODY, scope="read:search")
async def find(call: Call, params: SearchParams) -> Reply:
    _demand(call, params)
    if not params.q.strip():
        raise MalformedError("Parameter q is missing")
    found = await _at_address(call, params) or await _by_words(call, params)
    return await _reply(call, found)


def _demand(call: Call, params: SearchParams) -> None:
    """Hold a visitor to what visitors may ask, and a token to its scope."""
    if call.viewer_id is None:
        if params.resolve or params.skipped:
            raise BadTokenError
    elif call.caller is not None and not auth.allows(call.caller.scopes, "read:search"):
        raise ScopeError


async def _at_address(call: Call, params: SearchParams) -> Found | None:
    """Return the profile or post whose address was pasted; None for any other query."""
    place = search.locate(params.q, call.ground.one(Hydrate).links.base)
    if place is None:
        return None
    if place.post_id is not None:
        wanted = params.kind in {"", "statuses"} and call.viewer_id is not None
        return Found(posts=[place.post_id] if wanted else [])
    if params.kind not in {"", "accounts"}:
        return Found()
    db = await call.ground.read()
    named = await accounts.by_handles(db, [place.username], call.ground.config.site.domain)
    ids = [account.id for account in named.values() if account.suspended_at is None]
    unready = await auth.dormant(db, ids)
    return Found(accounts=[each for each in ids if each not in unready])


async def _by_words(call: Call, params: SearchParams) -> Found:
    kinds = [params.kind] if params.kind in KINDS else KINDS
    limit = params.bounds(20, 40)[2]
    offset = params.skipped if params.kind in KINDS else 0
    return Found(
        accounts=await _accounts(call, params, limit, offset) if "accounts" in kinds else [],
        posts=await _posts(call, params, limit, offset) if "statuses" in kinds else [],
        tags=await _tags(call, params, limit, offset) if "hashtags" in kinds else [],
    )


async def _accounts(call: Call, params: SearchParams, limit: int, offset: int) -> list[int]:
    if params.q.lstrip().startswith("#"):
        return []
    followed_by = call.viewer_id if params.following else None
    return await search.find_accounts(call.ground, call.viewer_id, AccountQuery(params.q, limit, offset, followed_by))


async def _posts(call: Call, params: SearchParams, limit: int, offset: int) -> list[int]:
    """Only members search posts."""
    if call.viewer_id is None:
        return []
    below, above, _, oldest_first = params.bounds()
    author_id = parse_id(params.account_id) or 0 if params.account_id else None
    query = PostQuery(params.q, limit, offset, author_id, below, above, oldest_first)
    return await search.find_posts(call.ground, call.viewer_id, query)


async def _tags(call: Call, params: SearchParams, limit: int, offset: int) -> list[str]:
    found = await search.find_tags(call.ground, params.q, limit, offset)
    if not params.exclude_unreviewed:
        return found
    reviewed = await trends.reviewed_tags(await call.ground.read(), found)
    return [tag for tag in found if tag in reviewed]


async def _reply(call: Call, found: Found) -> Reply:
    hydrate = call.ground.one(Hydrate)
    people = await hydrate.accounts(found.accounts, call.viewer_id)
    statuses = await hydrate.statuses(call.viewer_id, found.posts)
    tags = await tags_shown(call, found.tags)
    return Reply(
        b'{"accounts":[' + b",".join(people) + b'],"statuses":[' + b",".join(statuses)
        + b'],"hashtags":' + encode(tags) + b"}"
    )  # fmt: skip
