"""The entity List."""

from typing import Any

from folkmoot.features.lists import List


def user_list(item: List) -> dict[str, Any]:
    """Return the entity List."""
    return {
        "id": str(item.id),
        "title": item.title,
        "replies_policy": item.replies_policy.value,
        "exclusive": item.exclusive,
    }
