"""/tags/{tag}: what everybody may read under a tag, and how much it is used."""

from typing import NamedTuple

from folkmoot.features import relations, search, showcase, timelines
from folkmoot.features.search import Day
from folkmoot.features.timelines import Tagged
from folkmoot.formats.text import named_tag
from folkmoot.infra.errors import MissingError
from folkmoot.interfaces.web.frame import paths
from folkmoot.interfaces.web.frame.paging import bounds_of
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.reading.timelines import timeline

pages = Pages()

HEIGHT = 24
"""Of the drawing of a tag's use; a bar of it is never lower than 1, so that a day without use can be seen too."""


class Bar(NamedTuple):
    """One day in the drawing; `none` says that nobody used the tag."""

    x: int
    y: int
    height: int
    none: bool


class Use(NamedTuple):
    """How open posts used a tag in the last seven days: bars from the oldest on, and the sums."""

    bars: list[Bar]
    uses: int
    people: int


class Standing(NamedTuple):
    """Whether the member follows the tag, and features it on their profile."""

    followed: bool
    featured: bool


def meant(visit: Visit) -> str:
    """Return the key of the tag in the address; MissingError where that cannot be one."""
    key = named_tag(visit.places["tag"])
    if not key:
        raise MissingError("This cannot be a tag.")
    return key


@pages.get("/tags/{tag}")
async def tag(visit: Visit) -> Response:
    key = meant(visit)
    if visit.places["tag"] != key:
        return visit.go(visit.here().replace(visit.asked.path, paths.tag(key), 1))
    bounds = bounds_of(visit)
    ids = await timelines.tagged(visit.ground, visit.member_id, Tagged([key]), bounds)
    history = [] if visit.is_partial else (await search.tag_history(visit.ground, [key]))[key]
    standing = None if visit.is_partial else await standing_of(visit, key)
    return await timeline(
        visit, "tag.html", ids, bounds, context="public", title=f"#{key}", key=key, use=use_of(history),
        standing=standing,
    )  # fmt: skip


async def standing_of(visit: Visit, key: str) -> Standing | None:
    """Return how the member stands to a tag; None for visitors."""
    if visit.member_id is None:
        return None
    db = await visit.ground.read()
    followed = await relations.tags_followed_among(db, visit.member_id, [key])
    featured = await showcase.featured_among(db, visit.member_id, [key])
    return Standing(key in followed, key in featured)


def use_of(history: list[Day]) -> Use:
    """Return what a history (newest first) looks like."""
    most = max((day.accounts for day in history), default=0)
    bars = []
    for place, day in enumerate(reversed(history)):
        height = max(1, round(HEIGHT * day.accounts / most)) if most else 1
        bars.append(Bar(14 * place, HEIGHT - height, height, not day.accounts))
    return Use(bars, sum(day.uses for day in history), sum(day.accounts for day in history))
