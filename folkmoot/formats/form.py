"""Form fields as Mastodon's clients send them: `a[]=1`, `a[b]=2`, `a[0][c]=3`, nested into lists and maps."""

import re
from collections.abc import Iterable
from typing import Any

DEPTH = 6
FIELDS = 1_000
POSITION_DIGITS = 6

_PART = re.compile(r"\[([^\[\]]*)\]")


class FormError(ValueError):
    """The fields contradict each other, or there are too many or too deep ones."""


def nest(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Nest name-value pairs; maps whose keys are all numbers become lists in the order of the numbers.

    The last of two plain fields of one name wins. FormError for `a=1&a[b]=2` and for anything over the limits.
    """
    root: dict[str, Any] = {}
    for number, (name, value) in enumerate(pairs):
        if number >= FIELDS:
            raise FormError(f"more than {FIELDS} fields")
        if name:
            _place(root, _path(name), value)
    return {name: _lists(below) for name, below in root.items()}


def _path(name: str) -> list[str]:
    head, bracket, _ = name.partition("[")
    if not bracket or not head:
        return [name]
    parts = _PART.findall(name[len(head) :])
    # Mastodon.py writes `a[][]=1` where it means `a[]=1`; nothing in the API is a list of lists.
    parts = [part for at, part in enumerate(parts) if part or at == 0 or parts[at - 1]]
    if len(parts) > DEPTH:
        raise FormError(f"fields nested deeper than {DEPTH}")
    return [head, *parts]


def _place(here: dict[str, Any], path: list[str], value: Any) -> None:
    key, rest = path[0] or _element(here, path[1:]), path[1:]
    if not rest:
        if isinstance(here.get(key), dict):
            raise FormError(f"field {key!r} is both a value and a list")
        here[key] = value
        return
    below = here.setdefault(key, {})
    if not isinstance(below, dict):
        raise FormError(f"field {key!r} is both a value and a list")
    _place(below, rest, value)


def _element(here: dict[str, Any], rest: list[str]) -> str:
    """Return the place of `[]`: in `a[][b]=1&a[][c]=2&a[][b]=3` a field seen before opens the next element."""
    newest = here.get(str(len(here) - 1))
    if rest and isinstance(newest, dict) and rest[0] and rest[0] not in newest:
        return str(len(here) - 1)
    free = len(here)
    while str(free) in here:
        free += 1
    return str(free)


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    changed = {key: _lists(below) for key, below in value.items()}
    if changed and all(key.isascii() and key.isdigit() and len(key) <= POSITION_DIGITS for key in changed):
        return [changed[key] for key in sorted(changed, key=int)]
    return changed
