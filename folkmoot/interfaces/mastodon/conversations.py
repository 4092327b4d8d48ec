"""/api/v1/conversations: what was said to the member alone, and what the member said to few."""

from folkmoot.features import conversations, posts, relations
from folkmoot.features.conversations import Conversation
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


async def shown(call: Call, items: list[Conversation]) -> list[bytes]:
    """Return the entity Conversation of each whose last post the member may see and does not block the author of."""
    hydrate, db = call.ground.one(Hydrate), await call.ground.read()
    ids = [item.last_id for item in items]
    statuses = await hydrate.statuses_by_id(call.member_id, ids)
    written, mentioned = await posts.by_ids(db, ids), await posts.mentions_of(db, ids)
    people = {
        post.id: dict.fromkeys([post.account_id, *sorted(mentioned.get(post.id, []))]) for post in written.values()
    }
    faces = await hydrate.account_json({person for each in people.values() for person in each}, call.member_id)
    reader = await relations.audience(call.ground, call.member_id)
    authors = {post.account_id for post in written.values()}
    hidden = reader.blocking | await relations.of_blocked_domains(call.ground, reader, authors)
    shown = []
    for item in items:
        last = written.get(item.last_id)
        if last is not None and last.id in statuses and last.account_id not in hidden:
            others = [faces[i] for i in people[last.id] if i != call.member_id and i in faces]
            head = b'{"id":"%d","unread":%s,"accounts":[' % (item.thread_id, b"true" if item.unread else b"false")
            shown.append(head + b",".join(others) + b'],"last_status":' + statuses[item.last_id] + b"}")
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
