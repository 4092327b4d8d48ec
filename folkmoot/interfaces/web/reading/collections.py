"""/collections: people whom members recommend to others, shown only where they agree."""

from folkmoot.features import accounts, collections, search
from folkmoot.features.collections import Collection, Shown, UnknownCollectionError
from folkmoot.features.search import AccountQuery
from folkmoot.infra.errors import ForbiddenError, MissingError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.finding.persons import persons
from folkmoot.interfaces.web.frame import paths
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.faces import Faces

pages = Pages()

PAGE = 40
LOOKED_AT, FOUND = 40, 10
"""People who are found by words, and of those the first who are offered for a collection."""


async def collection_meant(visit: Visit) -> Shown:
    """Return the collection that the address names; MissingError for any that the visitor may not see."""
    try:
        return await collections.get(visit.ground, visit.member_id, parse_id(visit.places["id"]) or 0)
    except UnknownCollectionError:
        raise MissingError("There is no such collection.") from None


async def own_meant(visit: Visit) -> Shown:
    """Return the collection that the address names, which is the member's; ForbiddenError for any other."""
    found = await collection_meant(visit)
    if found.collection.account_id != current(visit).account_id:
        raise ForbiddenError("This collection is somebody else's.")
    return found


@pages.get("/collections", member=True)
async def every(visit: Visit) -> Response:
    return await mine(visit)


async def mine(visit: Visit, wanted: Collection | None = None, status: int = 200, fault: str = "") -> Response:
    """Answer with the collections of the member, and those that the member is in."""
    db, member_id = await visit.ground.read(), current(visit).account_id
    own = await collections.of_owner(db, member_id, PAGE, 0, hidden=True)
    others = await collections.featuring(db, member_id, PAGE, 0)
    shown = await collections.shown(visit.ground, member_id, [*own, *others])
    return await placed(
        visit, "collections.html", status,
        own=[each for each in shown if each.collection.account_id == member_id],
        others=[each for each in shown if each.collection.account_id != member_id],
        owners=await visit.ground.one(Faces).of({each.account_id for each in others}),
        wanted=wanted or Collection(0, member_id),
        name_limit=collections.NAME_LIMIT,
        description_limit=collections.DESCRIPTION_LIMIT,
        fault=fault,
    )  # fmt: skip


@pages.get("/collections/{id}")
async def one(visit: Visit) -> Response:
    found = await collection_meant(visit)
    owner_id = found.collection.account_id
    items = {item.account_id: item for item in found.items}
    rows = {person.id: person for person in await persons(visit, [owner_id, *items])}
    if owner_id not in rows:
        raise MissingError("There is no such collection.")
    return await placed(
        visit, "collection.html",
        collection=found.collection,
        tag_path=paths.tag(found.collection.tag),
        owner=rows[owner_id],
        own=owner_id == visit.member_id,
        people=[(rows[i], item) for i, item in items.items() if i in rows],
    )  # fmt: skip


@pages.get("/collections/{id}/edit", member=True)
async def edit(visit: Visit) -> Response:
    return await edited(visit, await own_meant(visit))


async def edited(
    visit: Visit, found: Shown, wanted: Collection | None = None, status: int = 200, fault: str = ""
) -> Response:
    """Answer with the page on which a collection is changed; `wanted` is what stands in the form."""
    items = {item.account_id: item for item in found.items}
    words = visit.query.get("q", "").strip()
    offered = await _offered(visit, words) if words else []
    shown = {person.id: person for person in await persons(visit, [*items, *offered])}
    return await placed(
        visit, "collection_edit.html", status,
        collection=found.collection,
        wanted=wanted or found.collection,
        people=[(shown[i], item) for i, item in items.items() if i in shown],
        words=words,
        offered=[shown[i] for i in offered if i in shown and i not in items],
        most=collections.ITEMS_LIMIT,
        name_limit=collections.NAME_LIMIT,
        description_limit=collections.DESCRIPTION_LIMIT,
        fault=fault,
    )  # fmt: skip


async def _offered(visit: Visit, words: str) -> list[int]:
    """Return whom these words find and who lets others put them into collections."""
    found = await search.find_accounts(visit.ground, visit.member_id, AccountQuery(words, LOOKED_AT))
    known = await accounts.by_ids(await visit.ground.read(), found)
    return [i for i in found if i in known and collections.may_be_featured(known[i])][:FOUND]


@pages.get("/collections/{id}/delete", member=True)
async def ask_delete(visit: Visit) -> Response:
    return visit.page("collection_delete.html", collection=(await own_meant(visit)).collection)
