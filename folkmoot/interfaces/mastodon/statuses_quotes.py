"""/api/v1/statuses: who quotes a post, who may, and taking one's post out of another."""

import msgspec

from folkmoot.features import posts
from folkmoot.features.posts import Post, QuotePolicy
from folkmoot.infra.errors import InvalidError
from folkmoot.interfaces.mastodon.call import Call, Reply, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes
from folkmoot.interfaces.mastodon.statuses import one, original, own

routes = Routes()


class PolicyParams(msgspec.Struct, frozen=True):
    quote_approval_policy: str = ""


def quote_policy_of(word: str) -> QuotePolicy:
    try:
        return QuotePolicy[word.upper()]
    except KeyError as error:
        raise InvalidError("Validation failed: Quote approval policy is not included in the list") from error


@routes.get("/api/v1/statuses/{id}/quotes", scope="read:statuses")
async def quotes(call: Call, params: Page) -> Reply:
    post = await original(call, call.id)
    bounds = params.bounds()
    ids = newest_first(await posts.quotes_of(call.ground, call.member_id, post.id, bounds), bounds)
    shown = await call.ground.one(Hydrate).statuses(call.member_id, ids)
    return listing(shown, link(call, ids, bounds, previous="since_id"))


@routes.post("/api/v1/statuses/{id}/quotes/{quoting_status_id}/revoke", scope="write:statuses")
async def revoke(call: Call) -> Reply:
    post = await posts.get_visible(call.ground, call.member_id, call.id)
    quoting, viewer_id = await _quoting(call)
    async with call.ground.work() as work:
        await posts.revoke_quote(work, call.member_id, post, quoting)
    return Reply(await call.ground.one(Hydrate).status(viewer_id, quoting.id))


async def _quoting(call: Call) -> tuple[Post, int | None]:
    """Return the post that quotes, and as whom the member sees it.

    Who quotes somebody and blocks them afterwards must not keep their post by that: what anybody sees will do.
    """
    try:
        return await posts.get_visible(call.ground, call.member_id, call.id_at(1)), call.member_id
    except posts.UnknownPostError:
        return await posts.get_visible(call.ground, None, call.id_at(1)), None


@routes.put("/api/v1/statuses/{id}/interaction_policy", scope="write:statuses")
async def interaction_policy(call: Call, params: PolicyParams) -> Reply:
    post = await own(call)
    if post.reblog_of_id is not None:
        raise posts.UnknownPostError
    if params.quote_approval_policy:
        policy = quote_policy_of(params.quote_approval_policy)
        async with call.ground.work() as work:
            await posts.set_quote_policy(work, post, policy)
    return await one(call, post.id)
