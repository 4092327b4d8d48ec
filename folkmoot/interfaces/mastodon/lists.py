"""/api/v1/lists: the member's lists and who is on them."""

import msgspec

from folkmoot.features import lists
from folkmoot.features.lists import ListChange, RepliesPolicy
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import MAX_ID, parse_id
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.present_list import user_list
from folkmoot.interfaces.mastodon.routing import Routes
from folkmoot.interfaces.mastodon.standing import without_hidden

routes = Routes()

READ, WRITE = "read:lists", "write:lists"


class ListParams(msgspec.Struct, frozen=True):
    title: str = ""
    replies_policy: str = ""
    exclusive: bool | None = None

    def change(self) -> ListChange:
        """Return what is wanted; InvalidError for a policy that is none."""
        if not self.replies_policy:
            return ListChange(self.title, None, self.exclusive)
        try:
            policy = RepliesPolicy(self.replies_policy)
        except ValueError:
            raise InvalidError(f"'{self.replies_policy[:50]}' is not a valid replies_policy") from None
        return ListChange(self.title, policy, self.exclusive)


class MembersParams(msgspec.Struct, frozen=True):
    account_ids: list[str] = []

    def ids(self) -> list[int]:
        """Return the ids; one that is none of ours becomes 0, which no account has."""
        return [parse_id(text) or 0 for text in self.account_ids]


@routes.get("/api/v1/lists", scope=READ)
async def every(call: Call) -> Reply:
    return json([user_list(item) for item in await lists.of_account(await call.ground.read(), call.member_id)])


@routes.post("/api/v1/lists", scope=WRITE)
async def create(call: Call, params: ListParams) -> Reply:
    async with call.ground.work() as work:
        made = await lists.create(work, call.member_id, params.change())
    return json(user_list(made))


@routes.get("/api/v1/lists/{id}", scope=READ)
async def get(call: Call) -> Reply:
    return json(user_list(await lists.get(await call.ground.read(), call.member_id, call.id)))


@routes.put("/api/v1/lists/{id}", scope=WRITE)
async def change(call: Call, params: ListParams) -> Reply:
    async with call.ground.work() as work:
        changed = await lists.change(work, call.member_id, call.id, params.change())
    return json(user_list(changed))


@routes.delete("/api/v1/lists/{id}", scope=WRITE)
async def delete(call: Call) -> Reply:
    async with call.ground.work() as work:
        await lists.delete(work, call.member_id, call.id)
    return EMPTY


@routes.get("/api/v1/lists/{id}/accounts", scope=READ)
async def members(call: Call, params: Page) -> Reply:
    """Show who is on a list, a page of them, or all when the limit is 0."""
    db = await call.ground.read()
    found = await lists.get(db, call.member_id, call.id)
    unpaged = params.limit == "0"
    bounds = (MAX_ID, 0, MAX_ID, False) if unpaged else params.bounds(40, 80)
    rows = newest_first(await lists.members(db, found.id, bounds), bounds)
    ids = await without_hidden(call, [row.account_id for row in rows])
    shown = await call.ground.one(Hydrate).accounts(ids, call.member_id)
    return listing(shown, () if unpaged else link(call, [row.row_id for row in rows], bounds, previous="since_id"))


@routes.post("/api/v1/lists/{id}/accounts", scope=WRITE)
async def add(call: Call, params: MembersParams) -> Reply:
    async with call.ground.work() as work:
        await lists.add(work, call.member_id, call.id, params.ids())
    return EMPTY


@routes.delete("/api/v1/lists/{id}/accounts", scope=WRITE)
async def remove(call: Call, params: MembersParams) -> Reply:
    async with call.ground.work() as work:
        await lists.remove(work, call.member_id, call.id, params.ids())
    return EMPTY
