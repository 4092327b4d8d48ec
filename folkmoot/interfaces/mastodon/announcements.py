"""/api/v1/announcements: what the community is told, and how it reacts."""

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.features import accounts, announcements, posts, site
from folkmoot.features.accounts import Account
from folkmoot.features.announcements import Announcement, Reaction
from folkmoot.features.site import Emoji
from folkmoot.formats import text as text_format
from folkmoot.gathering import Links, as_html
from folkmoot.infra.clock import iso
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon import present
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


@routes.get("/api/v1/announcements", scope="")
async def current(call: Call) -> Reply:
    db = await call.ground.read()
    found = await announcements.current(db, call.member_id, call.ground.clock())
    reacted = await announcements.reactions(db, [item.id for item in found], call.member_id)
    return json(await entities(call, found, reacted))


async def entities(
    call: Call, found: Sequence[Announcement], reacted: Mapping[int, list[Reaction]]
) -> list[dict[str, Any]]:
    """Return the entity Announcement of each; what they name is fetched for all of them together."""
    db = call.ground.db.reader
    links = call.ground.one(Hydrate).links
    known = await site.emojis(call.ground)
    handles = {handle for item in found for handle in text_format.mentions(item.text)}
    people = await accounts.by_handles(db, sorted(handles), links.domain) if handles else {}
    linked = {item.id: _linked(item.text, links) for item in found}
    stand = await posts.by_ids(db, [post_id for ids in linked.values() for post_id in ids])
    seen = {post.id for post in await posts.visible_to(call.ground, None, list(stand.values()))}
    authors = await accounts.by_ids(db, [stand[post_id].account_id for post_id in seen])
    return [
        {
            "id": str(item.id),
            "content": as_html(item.text, people.values(), links),
            "starts_at": None if item.starts_at is None else iso(item.starts_at),
            "ends_at": None if item.ends_at is None else iso(item.ends_at),
            "all_day": item.all_day,
            "published_at": iso(item.published_at),
            "updated_at": iso(item.updated_at),
            "read": item.read,
            "mentions": [present.mention(account, links) for account in _named(item, people, links)],
            "statuses": [
                {"id": str(post_id), "url": links.post(stand[post_id], authors[stand[post_id].account_id])}
                for post_id in linked[item.id]
                if post_id in seen
            ],
            "tags": [{"name": key, "url": links.tag(key)} for key in text_format.tags(item.text)],
            "emojis": present.emojis((item.text,), known, links),
            "reactions": [_reaction(reaction, known, links) for reaction in reacted.get(item.id, ())],
        }
        for item in found
    ]


def _named(item: Announcement, people: Mapping[str, Account], links: Links) -> list[Account]:
    by_name = {account.acct.lower(): account for account in people.values()}
    handles = (links.own(handle).lower() for handle in text_format.mentions(item.text))
    return [by_name[handle] for handle in dict.fromkeys(handles) if handle in by_name]


def _linked(text: str, links: Links) -> list[int]:
    """Return the ids of our own posts whose addresses stand in a text."""
    words = (word.strip("<>().,") for word in text.split() if word.lstrip("<(").startswith(f"{links.base}/@"))
    ids = (parse_id(word.rpartition("/")[2]) for word in words)
    return list(dict.fromkeys(post_id for post_id in ids if post_id is not None))


def _reaction(item: Reaction, known: Mapping[str, Emoji], links: Links) -> dict[str, Any]:
    entity: dict[str, Any] = {"name": item.name, "count": item.count, "me": item.me}
    if item.name in known:
        custom = present.emoji(known[item.name], links)
        entity |= {"url": custom["url"], "static_url": custom["static_url"]}
    return entity


@routes.post("/api/v1/announcements/{id}/dismiss", scope="write:accounts")
async def dismiss(call: Call) -> Reply:
    async with call.ground.work() as work:
        await announcements.dismiss(work, call.id, call.member_id)
    return EMPTY


@routes.put("/api/v1/announcements/{id}/reactions/{name}", scope="write:favourites")
async def react(call: Call) -> Reply:
    await call.ground.read()
    known = await site.emojis(call.ground)
    async with call.ground.work() as work:
        await announcements.react(work, call.id, call.member_id, call.parts[1], known)
    return EMPTY


@routes.delete("/api/v1/announcements/{id}/reactions/{name}", scope="write:favourites")
async def take_back(call: Call) -> Reply:
    async with call.ground.work() as work:
        await announcements.take_back(work, call.id, call.member_id, call.parts[1])
    return EMPTY
