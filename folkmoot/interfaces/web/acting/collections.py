"""Forms about collections: made, changed, deleted; people put in and taken out, or leaving of their own accord."""

from msgspec.structs import replace

from folkmoot.features import collections
from folkmoot.features.collections import Collection, CollectionChange
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.finding.allowance import count_writing
from folkmoot.interfaces.web.finding.trending import key_of
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.reading.collections import collection_meant, edited, mine, own_meant

pages = Pages()


def _wanted(visit: Visit, old: Collection) -> Collection:
    """Return the collection as the form wants it, as it was typed."""
    given = visit.form
    return replace(
        old,
        name=given.get("name", "").strip(),
        description=given.get("description", "").strip(),
        tag=given.get("tag", "").strip(),
        sensitive="sensitive" in given,
        discoverable="discoverable" in given,
    )


def _fault(visit: Visit, wanted: Collection) -> str:
    if not wanted.name:
        return visit.text("Give the collection a name.")
    if len(wanted.name) > collections.NAME_LIMIT or len(wanted.description) > collections.DESCRIPTION_LIMIT:
        return visit.text(
            "The name has room for %(name)s characters, the description for %(description)s.",
            name=collections.NAME_LIMIT, description=collections.DESCRIPTION_LIMIT,
        )  # fmt: skip
    if wanted.tag and not key_of(wanted.tag):
        return visit.text("This cannot be a tag: a tag is one word of letters and digits.")
    return ""


def _change(wanted: Collection) -> CollectionChange:
    return CollectionChange(
        name=wanted.name,
        description=wanted.description,
        tag=key_of(wanted.tag),
        sensitive=wanted.sensitive,
        discoverable=wanted.discoverable,
    )


@pages.post("/collections", member=True)
async def make(visit: Visit) -> Response:
    count_writing(visit)
    member_id = current(visit).account_id
    wanted = _wanted(visit, Collection(0, member_id))
    fault = _fault(visit, wanted)
    if fault:
        return await mine(visit, wanted, 422, fault)
    try:
        async with visit.ground.work() as work:
            made = await collections.create(work, member_id, _change(wanted), [])
    except InvalidError:
        return await mine(visit, wanted, 422, visit.text("You have as many collections as one can. Delete one first."))
    return visit.go(f"/collections/{made.id}/edit")


@pages.post("/collections/{id}/edit", member=True)
async def change(visit: Visit) -> Response:
    count_writing(visit)
    found = await own_meant(visit)
    wanted = _wanted(visit, found.collection)
    fault = _fault(visit, wanted)
    if fault:
        return await edited(visit, found, wanted, 422, fault)
    async with visit.ground.work() as work:
        await collections.change(work, found.collection.account_id, found.collection.id, _change(wanted))
    return visit.go(f"/collections/{found.collection.id}")


@pages.post("/collections/{id}/add", member=True)
async def add(visit: Visit) -> Response:
    count_writing(visit)
    found = await own_meant(visit)
    account_id = parse_id(visit.form.get("account", "")) or 0
    if all(item.account_id != account_id for item in found.items):
        try:
            async with visit.ground.work() as work:
                await collections.add(work, found.collection.account_id, found.collection.id, account_id)
        except InvalidError:
            return await edited(visit, found, None, 422, _refusal(visit, len(found.items)))
    return visit.go(f"/collections/{found.collection.id}/edit#people")


def _refusal(visit: Visit, count: int) -> str:
    """Say why somebody cannot be added; nobody learns here who blocks whom."""
    if count >= collections.ITEMS_LIMIT:
        return visit.text("A collection has room for %(most)s people.", most=collections.ITEMS_LIMIT)
    return visit.text("This account does not let others put it into collections.")


@pages.post("/collections/{id}/remove", member=True)
async def remove(visit: Visit) -> Response:
    found = await own_meant(visit)
    item_id = parse_id(visit.form.get("item", "")) or 0
    if any(item.id == item_id for item in found.items):
        async with visit.ground.work() as work:
            await collections.remove(work, found.collection.account_id, found.collection.id, item_id)
    return visit.go(f"/collections/{found.collection.id}/edit#people")


@pages.post("/collections/{id}/leave", member=True)
async def leave(visit: Visit) -> Response:
    """Take the member out of somebody's collection, for good."""
    found, member_id = await collection_meant(visit), current(visit).account_id
    for item in found.items:
        if item.account_id == member_id:
            async with visit.ground.work() as work:
                await collections.revoke(work, member_id, found.collection.id, item.id)
    return visit.go("/collections")


@pages.post("/collections/{id}/delete", member=True)
async def delete(visit: Visit) -> Response:
    found = await own_meant(visit)
    async with visit.ground.work() as work:
        await collections.delete(work, found.collection.account_id, found.collection.id)
    return visit.go("/collections")
