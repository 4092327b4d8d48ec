"""What a query for posts says: its words, phrases and operators, and what is a word although it looks like more."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec

from folkmoot.features.search.rules import TEXT_LIMIT
from folkmoot.formats import terms
from folkmoot.formats.text import tag_key
from folkmoot.infra.ids import MAX_ID, first_id_at

TERMS_LIMIT = 16
"""Words, phrases and operators of a query that are read; what comes after is left out."""
PROPERTIES = frozenset(("audio", "embed", "image", "link", "media", "poll", "reply", "sensitive", "video"))
SCOPES = frozenset(("all", "library", "public"))

_TERM = re.compile(
    r"(?P<sign>[+-])?+(?:(?P<operator>[a-z]+):(?:\"(?P<quoted>[^\"]*)\"|(?P<value>[^\s\"]+))"
    r"|\"(?P<phrase>[^\"]*)\"?|(?P<word>[^\s\"]+))",
    re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)


class Clause(NamedTuple):
    """Something that must hold, or must not: one of `terms` is in the index, or `phrase` is said."""

    terms: frozenset[str]
    phrase: str = ""


class Operand(NamedTuple):
    """What stands after the colon of an operator; not `wanted` where a - stands before it."""

    value: str
    wanted: bool


class Author(NamedTuple):
    """An account whose posts are wanted, or are not."""

    handle: str
    wanted: bool


class Asked(msgspec.Struct):
    """A query, understood. Posts lie between the ids `above` and `below`, and outside the spans of ids `without`."""

    every: list[Clause] = []
    none: list[Clause] = []
    authors: list[Author] = []
    scope: str = "all"
    above: int = 0
    below: int = MAX_ID
    without: list[tuple[int, int]] = []

    @property
    def is_empty(self) -> bool:
        return self == Asked()


def understood(text: str, languages: list[str]) -> Asked:
    """Return what `text` asks for; words are looked for by their stems in `languages`."""
    asked = Asked()
    for number, match in enumerate(_TERM.finditer(text[:TEXT_LIMIT].replace("\u201c", '"').replace("\u201d", '"'))):
        if number == TERMS_LIMIT:
            break
        wanted = match["sign"] != "-"
        if match["operator"]:
            value = match["value"] or match["quoted"] or ""
            act = _OPERATORS.get(match["operator"].lower())
            if act is None or not act(asked, Operand(value, wanted)):
                _ask(asked, _looked_for(f"{match['operator']} {value}", languages), wanted=wanted)
        elif match["phrase"] is not None:
            _ask(asked, _said(match["phrase"]), wanted=wanted)
        else:
            _ask(asked, _looked_for(match["word"], languages), wanted=wanted)
    return asked


def _ask(asked: Asked, clauses: list[Clause], *, wanted: bool) -> None:
    if wanted:
        asked.every += clauses
    elif clauses:
        phrase = next((clause for clause in clauses if clause.phrase), None)
        asked.none += [phrase] if phrase else clauses


def _looked_for(text: str, languages: list[str]) -> list[Clause]:
    """Return what one word asks for: it, its stems, the tag; what signs tie together (`re-read`) stands together."""
    if text.startswith("#") and (key := tag_key(text[1:])) and not re.search(r"\s", key):
        return [Clause(frozenset((f"#{key}",)))]
    found = terms.words(text)
    if len(found) != 1 or found[0].is_dense:
        return _said(text)
    return [Clause(frozenset((found[0].plain, *terms.forms(found[0], languages))))]


def _said(text: str) -> list[Clause]:
    """Return what a phrase asks for: each of its words, and all of them in this order."""
    found = terms.words(text)
    said = terms.spoken(found)
    needed = dict.fromkeys(key for word in found for key in terms.keys(word))
    clauses = [Clause(frozenset((key,))) for key in needed]
    if len(said) > 1:
        clauses.append(Clause(frozenset(), f" {' '.join(said)} "))
    return clauses


def _has(asked: Asked, operand: Operand) -> bool:
    if operand.value.lower() not in PROPERTIES:
        return False
    _ask(asked, [Clause(frozenset((f":{operand.value.lower()}",)))], wanted=operand.wanted)
    return True


def _language(asked: Asked, operand: Operand) -> bool:
    code = operand.value.lower().replace("_", "-").partition("-")[0]
    if not _LANGUAGE.fullmatch(code):
        return False
    _ask(asked, [Clause(frozenset((f":in-{code}",)))], wanted=operand.wanted)
    return True


def _from(asked: Asked, operand: Operand) -> bool:
    handle = operand.value.removeprefix("@")
    if handle:
        asked.authors.append(Author(handle, operand.wanted))
    return bool(handle)


def _in(asked: Asked, operand: Operand) -> bool:
    if operand.value.lower() not in SCOPES:
        return False
    opposite = {"library": "public", "public": "library", "all": "all"}
    asked.scope = operand.value.lower() if operand.wanted else opposite[operand.value.lower()]
    return True


def _before(asked: Asked, operand: Operand) -> bool:
    return _limit(asked, operand.value, (None, 0) if operand.wanted else (0, None))


def _after(asked: Asked, operand: Operand) -> bool:
    return _limit(asked, operand.value, (1, None) if operand.wanted else (None, 1))


def _during(asked: Asked, operand: Operand) -> bool:
    if operand.wanted:
        return _limit(asked, operand.value, (0, 1))
    span = _span(operand.value)
    if span is not None:
        asked.without.append(span)
    return span is not None


def _limit(asked: Asked, value: str, ends: tuple[int | None, int | None]) -> bool:
    """Narrow the ids to those from one end (0: beginning, 1: end) of the time that `value` names to another."""
    span = _span(value)
    if span is None:
        return False
    first, last = ends
    if first is not None:
        asked.above = max(asked.above, span[first] - 1)
    if last is not None:
        asked.below = min(asked.below, span[last])
    return True


def _span(value: str) -> tuple[int, int] | None:
    """Return the first id of the year, month, day or moment that `value` names, and the first after it."""
    try:
        start, end = _times(value)
    except (ValueError, OverflowError):
        return None
    return _id_at(start), _id_at(end)


def _times(value: str) -> tuple[datetime, datetime]:
    match = _DATE.fullmatch(value)
    if match is None:
        moment = datetime.fromisoformat(value)
        start = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return start, start + timedelta(milliseconds=1)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    start = datetime(year, month or 1, day or 1, tzinfo=UTC)
    if day:
        return start, start + timedelta(days=1)
    return start, _next_month(start) if month else start.replace(year=year + 1)


def _next_month(start: datetime) -> datetime:
    return (start.replace(day=1) + timedelta(days=31)).replace(day=1)


def _id_at(moment: datetime) -> int:
    return min(MAX_ID, first_id_at(max(0, int(moment.timestamp() * 1000))))


_OPERATORS: dict[str, Callable[[Asked, Operand], bool]] = {
    "after": _after,
    "before": _before,
    "during": _during,
    "from": _from,
    "has": _has,
    "in": _in,
    "is": _has,
    "language": _language,
}
"""Each returns False where its value means nothing: then it is a word like any other."""
