"""Filters as the client API shows them: in groups (v2), one keyword each (v1), and what a post falls under."""

from collections.abc import Sequence
from typing import Any

from msgspec.json import encode

from folkmoot.features.filters import Filter, Keyword, Mark, Match
from folkmoot.infra.clock import iso


def _frame(item: Filter) -> dict[str, Any]:
    return {
        "id": str(item.id),
        "title": item.title,
        "context": item.contexts,
        "expires_at": None if item.expires_at is None else iso(item.expires_at),
        "filter_action": item.action,
    }


def group(item: Filter) -> dict[str, Any]:
    """Return the entity Filter with all that is in it."""
    return {
        **_frame(item),
        "keywords": [keyword(each) for each in item.keywords],
        "statuses": [mark(each) for each in item.statuses],
    }


def keyword(item: Keyword) -> dict[str, Any]:
    """Return the entity FilterKeyword."""
    return {"id": str(item.id), "keyword": item.keyword, "whole_word": item.whole_word}


def mark(item: Mark) -> dict[str, str]:
    """Return the entity FilterStatus."""
    return {"id": str(item.id), "status_id": str(item.post_id)}


def phrase(item: Filter, word: Keyword) -> dict[str, Any]:
    """Return the entity V1::Filter: one keyword, with what its filter says of it."""
    frame = _frame(item)
    return {
        "id": str(word.id),
        "phrase": word.keyword,
        "context": frame["context"],
        "whole_word": word.whole_word,
        "expires_at": frame["expires_at"],
        "irreversible": item.action == "hide",
    }


def results(matches: Sequence[Match]) -> bytes:
    """Return the list of FilterResult that a status carries, as JSON."""
    return encode([
        {
            "filter": _frame(match.filter),
            "keyword_matches": match.keywords or None,
            "status_matches": [str(post_id) for post_id in match.post_ids] or None,
        }
        for match in matches
    ])  # fmt: skip
