"""The words of the mails that tell of notifications: who did what, and never a word of any post."""

from collections.abc import Sequence
from typing import NamedTuple

from folkmoot.features.notifications.types import KINDS

ENGLISH = "en"
LINES = 20
"""Notifications that one mail names; of the others it gives the number."""

_FRAME = {
    "en": (
        "Hello {name},\n\nthis happened at {site}:\n\n{lines}\n\nRead more: {url}\n\n"
        "Choose what we tell you of by mail: {settings}\nNo more of these mails: {stop}\n"
    ),
    "de": (
        "Hallo {name},\n\ndas ist bei {site} geschehen:\n\n{lines}\n\nMehr dazu: {url}\n\n"
        "Wähle, wovon wir dir per Mail erzählen: {settings}\nKeine solchen Mails mehr: {stop}\n"
    ),
}
_SUBJECT = {"en": "News for you at {site}", "de": "Neues für dich bei {site}"}
_MORE = {"en": "… and {more} more", "de": "… und {more} weitere"}
_LINES: dict[str, dict[str, str]] = {
    "mention": {"en": "{who} mentioned you", "de": "{who} hat dich erwähnt"},
    "follow": {"en": "{who} follows you", "de": "{who} folgt dir"},
    "follow_request": {"en": "{who} asks to follow you", "de": "{who} möchte dir folgen"},
    "favourite": {"en": "{who} likes a post of yours", "de": "{who} mag einen Beitrag von dir"},
    "reblog": {"en": "{who} boosted a post of yours", "de": "{who} hat einen Beitrag von dir geteilt"},
    "status": {"en": "{who} posted something", "de": "{who} hat etwas geschrieben"},
    "update": {"en": "{who} changed a post", "de": "{who} hat einen Beitrag geändert"},
    "quote": {"en": "{who} quoted a post of yours", "de": "{who} hat einen Beitrag von dir zitiert"},
    "poll": {"en": "A poll of {who} has ended", "de": "Eine Umfrage von {who} ist zu Ende"},
}
MAILED_KINDS = tuple(kind for kind in _LINES if kind in KINDS)
"""What a member may want to be mailed of."""


class Letter(NamedTuple):
    subject: str
    text: str


class Addresses(NamedTuple):
    """Where the links of a letter lead: the community, the settings, and the end of all mails."""

    url: str
    settings: str
    stop: str


def write(locale: str, name: str, site: str, told: Sequence[tuple[str, str]], links: Addresses) -> Letter:
    """Return a letter to @`name` about what was `told`, as pairs (kind, handle of whom), in the member's language."""
    language = locale.partition("-")[0].partition("_")[0].lower()
    if language not in _FRAME:
        language = ENGLISH
    lines = [f"* {_LINES[kind][language].format(who=f'@{acct}')}" for kind, acct in told[:LINES]]
    if len(told) > LINES:
        lines.append(_MORE[language].format(more=len(told) - LINES))
    text = _FRAME[language].format(name=name, site=site, lines="\n".join(lines), **links._asdict())
    return Letter(_SUBJECT[language].format(site=site), text)
