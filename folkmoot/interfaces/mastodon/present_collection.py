"""The entities Collection and CollectionItem, as one viewer sees them."""

from html import escape
from typing import Any

from folkmoot.features.collections import Item, Shown
from folkmoot.gathering import Links
from folkmoot.infra.clock import iso


def collection(shown: Shown, links: Links) -> dict[str, Any]:
    """Return the entity Collection."""
    it = shown.collection
    url = links.collection(it.id)
    return {
        "id": str(it.id),
        "account_id": str(it.account_id),
        "uri": url,
        "url": url,
        "name": it.name,
        "description": escape(it.description, quote=False),
        "language": it.language or None,
        "local": True,
        "sensitive": it.sensitive,
        "discoverable": it.discoverable,
        "tag": {"name": it.tag, "url": links.tag(it.tag)} if it.tag else None,
        "item_count": len(shown.items),
        "items": [item(each) for each in shown.items],
        "created_at": iso(it.created_at),
        "updated_at": iso(it.updated_at),
    }


def item(it: Item) -> dict[str, Any]:
    """Return the entity CollectionItem; who does not want to be found at present waits, unseen by others."""
    return {
        "id": str(it.id),
        "account_id": str(it.account_id),
        "state": "accepted" if it.consenting else "pending",
        "created_at": iso(it.created_at),
    }
