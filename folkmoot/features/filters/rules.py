"""What a filter may be; each refusal names all that is wrong."""

from collections.abc import Sequence

from folkmoot.features.filters.types import Change, Filter
from folkmoot.infra.clock import SECOND
from folkmoot.infra.errors import InvalidError

CONTEXTS = ("home", "notifications", "public", "thread", "account")
ACTIONS = ("warn", "hide", "blur")
FILTERS_LIMIT = 200
KEYWORDS_LIMIT = 100
ALL_KEYWORDS_LIMIT = 1_000
"""Keywords in all of a member's filters together: each is looked for in each post that they are shown."""
STATUSES_LIMIT = 200
TITLE_LENGTH = 200
KEYWORD_LENGTH = 100
LONGEST = 100 * 365 * 86_400
"""Seconds for which a filter can be set to last."""


def check(change: Change, *, new: bool) -> None:
    """Refuse what no filter may be; a new one needs a title and a context."""
    wrong = [*_wrong_title(change.title, new=new), *_wrong_contexts(change.contexts, new=new)]
    if change.action is not None and change.action not in ACTIONS:
        wrong.append("Action is not included in the list")
    if isinstance(change.expires_in, int) and not 0 <= change.expires_in <= LONGEST:
        wrong.append("Expiry is out of range")
    if wrong:
        raise InvalidError(f"Validation failed: {', '.join(wrong)}")


def _wrong_title(title: str | None, *, new: bool) -> list[str]:
    if title is None:
        return ["Title can't be blank"] if new else []
    if not title.strip():
        return ["Title can't be blank"]
    return ["Title is too long"] if len(title) > TITLE_LENGTH else []


def _wrong_contexts(contexts: list[str] | None, *, new: bool) -> list[str]:
    if contexts is None and not new:
        return []
    if not contexts:
        return ["Context can't be blank", "Context None or invalid context supplied"]
    unknown = not set(contexts) <= set(CONTEXTS)
    return ["Context None or invalid context supplied"] if unknown else []


def check_keyword(keyword: str) -> None:
    """Refuse a keyword that is empty or too long."""
    if not keyword.strip():
        raise InvalidError("Validation failed: Keyword can't be blank")
    if len(keyword) > KEYWORD_LENGTH:
        raise InvalidError(f"Validation failed: Keyword is too long (maximum is {KEYWORD_LENGTH} characters)")


def check_keyword_count(mine: Sequence[Filter], in_filter: int, added: int) -> None:
    """Refuse `added` more keywords for a filter that is left with `in_filter` where that is more than there may be."""
    if not added:
        return
    if in_filter + added > KEYWORDS_LIMIT:
        raise InvalidError(f"Validation failed: Cannot have more than {KEYWORDS_LIMIT} keywords in a filter")
    if sum(len(item.keywords) for item in mine) + added > ALL_KEYWORDS_LIMIT:
        raise InvalidError(f"Validation failed: Cannot have more than {ALL_KEYWORDS_LIMIT} keywords in all filters")


def end(expires_in: int | None, now: int) -> int | None:
    """Return the moment (ms since 1970) `expires_in` seconds from `now`; None for never."""
    return None if expires_in is None else now + expires_in * SECOND
