"""The entity Report, as its author gets it and as staff are told of it."""

from typing import Any

from msgspec.json import encode

from folkmoot.features.moderation import Report
from folkmoot.infra.clock import iso


def outline(item: Report) -> dict[str, Any]:
    """Return what a report says to whoever may read it: what the entities Report and Admin::Report have in common."""
    return {
        "id": str(item.id),
        "action_taken": item.action_taken_at is not None,
        "action_taken_at": None if item.action_taken_at is None else iso(item.action_taken_at),
        "category": item.category,
        "comment": item.comment,
        "forwarded": item.forward,
        "created_at": iso(item.created_at),
    }


def report(item: Report, target: bytes) -> bytes:
    """Return the entity Report; `target` is the entity Account of the account reported."""
    entity = outline(item) | {
        "status_ids": [str(post_id) for post_id in item.post_ids],
        "collection_ids": [str(collection_id) for collection_id in item.collection_ids],
        "rule_ids": [str(rule_id) for rule_id in item.rule_ids] or None,
    }
    return encode(entity)[:-1] + b',"target_account":' + target + b"}"
