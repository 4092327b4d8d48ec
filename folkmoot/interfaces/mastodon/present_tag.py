"""The entity Tag: a tag and how often it was used of late."""

from hashlib import blake2b
from typing import Any

from folkmoot.features.search import Day
from folkmoot.infra.clock import SECOND
from folkmoot.interfaces.mastodon.links import Links


def tag(key: str, history: list[Day], links: Links, *, following: bool | None) -> dict[str, Any]:
    """Return the entity Tag; `following` is None where nobody in particular looks."""
    entity: dict[str, Any] = {
        "id": tag_id(key),
        "name": key,
        "url": links.tag(key),
        "history": [
            {"day": str(day.start // SECOND), "uses": str(day.uses), "accounts": str(day.accounts)} for day in history
        ],
    }
    if following is not None:
        entity["following"] = following
    return entity


def tag_id(key: str) -> str:
    """Return the id of a tag. Tags have no row of their own: 63 bits of a hash of the key stay the same everywhere."""
    return str(int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) >> 1)
