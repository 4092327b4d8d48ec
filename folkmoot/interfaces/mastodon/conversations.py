"""/api/v1/conversations: what was said to the member alone, and what the member said to few."""

from folkmoot.features import conversations
from folkmoot.features.conversations import Conversation
from folkmoot.gathering import talks
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


async def shown(call: Call, items: list[Conversation]) -> list[bytes]:
    """Return the entity Conversation of each whose last post the member may see and does not block the author of."""
    hydrate = call.ground.one(Hydrate)
    statuses = await hydrate.statuses_by_id(call.member_id, [item.last_id for item in items])
    found = await talks(call.ground, call.member_id, items)
    faces = await hydrate.account_json({person for talk in found for person in talk.others}, call.member_id)
    shown = []
    for item, last, people in found:
        if last.id in statuses:
            others = [faces[person] for person in people if person in faces]
            head = b'{"id":"%d","unread":%s,"accounts":[' % (item.thread_id, b"true" if item.unread else b"false")
            shown.append(head + b",".join(others) + b'],"last_status":' + statuses[last.id] + b"}")
    return shown


@routes.get("/api/v1/conversations", scope="read:statuses")
async def listed(call: Call, params: Page) -> Reply:
    bounds = params.bounds()
    found = await conversations.of_account(await call.ground.read(), call.member_id, bounds)
    items = newest_first(found, bounds)
    return listing(await shown(call, items), link(call, [item.last_id for item in items], bounds))


@routes.post("/api/v1/conversations/{id}/read", scope="write:conversations")
async def read(call: Call) -> Reply:
    async with call.ground.work() as work:
        await conversations.read(work, call.member_id, call.id)
    item = await conversations.get(await call.ground.read(), call.member_id, call.id)
    found = await shown(call, [item])
    if not found:
        raise conversations.UnknownConversationError
    return Reply(found[0])


@routes.delete("/api/v1/conversations/{id}", scope="write:conversations")
async def remove(call: Call) -> Reply:
    async with call.ground.work() as work:
        await conversations.remove(work, call.member_id, call.id)
    return EMPTY
