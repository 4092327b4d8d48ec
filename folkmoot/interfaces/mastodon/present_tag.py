"""The entities Tag and FeaturedTag: a tag and how often it was used, by everybody of late or by one member."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import quote

from folkmoot.features import search, trends
from folkmoot.features.accounts import Account
from folkmoot.features.search import Day
from folkmoot.features.showcase import FeaturedTag
from folkmoot.gathering import Links
from folkmoot.infra.clock import SECOND, iso_date


class Standing(NamedTuple):
    """Which tags the member who looks follows, and shows on their profile."""

    following: set[str]
    featuring: set[str]


def tag(key: str, history: list[Day], links: Links, standing: Standing | None) -> dict[str, Any]:
    """Return the entity Tag; `standing` is None where nobody in particular looks."""
    entity: dict[str, Any] = {
        "id": tag_id(key),
        "name": key,
        "url": links.tag(key),
        "history": days(history),
    }
    if standing is not None:
        entity["following"] = key in standing.following
        entity["featuring"] = key in standing.featuring
    return entity


def days(history: Iterable[search.Day | trends.Day]) -> list[dict[str, str]]:
    """Return the entity History of each day."""
    return [{"day": str(day.start // SECOND), "uses": str(day.uses), "accounts": str(day.accounts)} for day in history]


def tag_id(key: str) -> str:
    return str(trends.number_of(key))


def featured_tag(item: FeaturedTag, account: Account, links: Links) -> dict[str, Any]:
    """Return the entity FeaturedTag."""
    return {
        "id": str(item.id),
        "name": item.tag,
        "url": f"{links.profile(account)}/tagged/{quote(item.tag)}",
        "statuses_count": str(item.posts),
        "last_status_at": None if item.last_post_at is None else iso_date(item.last_post_at),
    }
