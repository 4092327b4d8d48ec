"""The form of one filter: as it stands, as it was sent, and what it asks of the filter."""

from typing import NamedTuple

from msgspec import UNSET, UnsetType

from folkmoot.features.filters import Change, Filter, KeywordChange
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Visit

PLACES = {
    "home": marked("Home and lists"),
    "notifications": marked("Notifications"),
    "public": marked("Local, everywhere and hashtags"),
    "thread": marked("Threads"),
    "account": marked("Profiles"),
}
ACTIONS = {
    "warn": (marked("Warn"), marked("A line with the name of the filter stands there; you can open the post.")),
    "hide": (marked("Hide"), marked("As if the post did not exist.")),
    "blur": (marked("Blur media"), marked("The text stays, pictures and films are covered.")),
}
HOUR = 3_600
LASTING = {
    "": marked("For ever"),
    str(HOUR): marked("For an hour"),
    str(6 * HOUR): marked("For six hours"),
    str(24 * HOUR): marked("For a day"),
    str(7 * 24 * HOUR): marked("For a week"),
    str(30 * 24 * HOUR): marked("For a month"),
}
KEEP = "keep"
"""Stands in place of a time where a filter is to end when it would have."""
LINES = 3
"""Lines for keywords in a form that is new."""
LINES_LIMIT = 110


class Line(NamedTuple):
    """One keyword; `key` is its id, or a name of its own where it is new."""

    key: str
    words: str = ""
    whole: bool = True


class Form(NamedTuple):
    """What stands in the form."""

    title: str
    contexts: list[str]
    action: str
    lasts: str
    lines: list[Line]

    def change(self, item: Filter | None) -> Change:
        """Return what it asks of a filter, or of one that is to be made."""
        return Change(self.title.strip(), self.contexts, self.action, self._expires_in(), self._keywords(item))

    def _expires_in(self) -> int | UnsetType | None:
        if self.lasts == KEEP:
            return UNSET
        return int(self.lasts) if self.lasts else None

    def _keywords(self, item: Filter | None) -> list[KeywordChange]:
        """Return what becomes of each keyword: one that was emptied goes, as does one that the form left out."""
        known = {str(each.id): each for each in (item.keywords if item else [])}
        kept = {line.key: line for line in self.lines if line.words.strip()}
        ended = [KeywordChange(each.id, destroy=True) for key, each in known.items() if key not in kept]
        changed = [
            KeywordChange(known[key].id if key in known else None, line.words.strip(), line.whole)
            for key, line in kept.items()
        ]
        return ended + changed


def blank() -> Form:
    return Form("", ["home", "public"], "warn", "", [Line(f"new{index}") for index in range(LINES)])


def of(item: Filter) -> Form:
    """Return the form of a filter as it is, with a line for another keyword."""
    lines = [Line(str(each.id), each.keyword, each.whole_word) for each in item.keywords]
    lasts = KEEP if item.expires_at else ""
    return Form(item.title, item.contexts, item.action, lasts, [*lines, Line("new0")])


def sent(visit: Visit) -> Form:
    """Return the form as it was sent, with another line where one was asked for."""
    whole = set(visit.chosen("whole"))
    lines = [
        Line(name.removeprefix("keyword-"), words, name.removeprefix("keyword-") in whole)
        for name, words in visit.form.items()
        if name.startswith("keyword-")
    ][:LINES_LIMIT]
    if visit.form.get("do") == "more" and len(lines) < LINES_LIMIT:
        taken = {line.key for line in lines}
        lines.append(Line(next(key for key in map("new{}".format, range(LINES_LIMIT + 1)) if key not in taken)))
    action, lasts = visit.form.get("action", ""), visit.form.get("lasts", "")
    return Form(
        visit.form.get("title", ""),
        [place for place in visit.chosen("context") if place in PLACES],
        action if action in ACTIONS else "warn",
        lasts if lasts in (*LASTING, KEEP) else "",
        lines,
    )


def places(visit: Visit) -> dict[str, str]:
    return {name: visit.text(words) for name, words in PLACES.items()}


def actions(visit: Visit) -> dict[str, tuple[str, str]]:
    return {name: (visit.text(short), visit.text(long)) for name, (short, long) in ACTIONS.items()}


def lasting(visit: Visit) -> dict[str, str]:
    return {seconds: visit.text(words) for seconds, words in LASTING.items()}
