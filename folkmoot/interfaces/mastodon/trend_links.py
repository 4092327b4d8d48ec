"""The entity Trends::Link: a linked page and how often it was used of late."""

from collections.abc import Sequence
from typing import Any

from folkmoot.features import previews, trends
from folkmoot.interfaces.mastodon.call import Call
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.present_card import preview_card
from folkmoot.interfaces.mastodon.present_tag import days


async def links_of(call: Call, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the entity of each of these previews, in their order. Three queries for any number."""
    db, hydrate = await call.ground.read(), call.ground.one(Hydrate)
    pages = await previews.by_ids(db, ids)
    history = await trends.link_history(db, list(pages), call.ground.clock())
    credited = {page.author_account_id for page in pages.values() if page.author_account_id is not None}
    faces = await hydrate.account_json(credited, call.viewer_id)
    return {
        i: preview_card(pages[i], faces.get(pages[i].author_account_id or 0), hydrate.links)
        | {"history": days(history[i])}
        for i in ids
        if i in pages
    }
