"""The words in which the owner of an account is told what staff decided, in the languages that the pages speak."""

from collections.abc import Sequence
from typing import NamedTuple

from folkmoot.features.moderation.types import REMOVAL, BrokenRule, Strike

ENGLISH = "en"
LOCKED_OUT = ("disable", "suspend")
"""After these nobody signs in, so that the letter is all there is."""


class Place(NamedTuple):
    """Where the letter comes from: name and address of the community, and whom to write to ('' when unknown)."""

    title: str
    url: str
    contact: str


class _Words(NamedTuple):
    subject: str
    hello: str
    done: dict[str, str]
    reason: str
    posts: str
    rules: str
    appeal: str
    answer: str


_LANGUAGES = {
    "en": _Words(
        "A message from the moderators of {site}",
        "Hello {name},",
        {
            "none": "the moderators of {site} want to tell you something about @{name}.",
            "disable": "the moderators of {site} stopped your sign-in as @{name}. Your account is still there.",
            "sensitive": "the moderators of {site} put a cover over the media of @{name}: who wants to see them has"
            " to ask for it.",
            "silence": "the moderators of {site} limited @{name}: only those who follow you see your posts without"
            " looking for them.",
            "suspend": "the moderators of {site} suspended @{name}. Nobody sees the account or its posts, and you"
            " cannot sign in.",
            REMOVAL: "the moderators of {site} removed a post of @{name}.",
        },
        "They wrote:\n\n{text}",
        "It is about:\n\n{posts}",
        "It broke this rule:\n\n{rules}",
        "If you see it differently, you can say so here within six months:\n\n{url}",
        "If you think this is a mistake, write to {contact}.",
    ),
    "de": _Words(
        "Eine Nachricht der Moderation von {site}",
        "Hallo {name},",
        {
            "none": "die Moderation von {site} möchte dir etwas zu @{name} sagen.",
            "disable": "die Moderation von {site} hat deine Anmeldung als @{name} gesperrt. Dein Konto gibt es weiter.",
            "sensitive": "die Moderation von {site} hat die Medien von @{name} verdeckt: Wer sie sehen will, muss"
            " danach fragen.",
            "silence": "die Moderation von {site} hat @{name} eingeschränkt: Nur wer dir folgt, sieht deine Beiträge,"
            " ohne danach zu suchen.",
            "suspend": "die Moderation von {site} hat @{name} gesperrt. Niemand sieht das Konto und seine Beiträge,"
            " und du kannst dich nicht anmelden.",
            REMOVAL: "die Moderation von {site} hat einen Beitrag von @{name} entfernt.",
        },
        "Sie schreibt:\n\n{text}",
        "Es geht um:\n\n{posts}",
        "Er verstößt gegen diese Regel:\n\n{rules}",
        "Wenn du das anders siehst, kannst du hier sechs Monate lang Einspruch einlegen:\n\n{url}",
        "Wenn du das für einen Irrtum hältst, schreib an {contact}.",
    ),
}


def write(strike: Strike, locale: str, name: str, place: Place, rules: Sequence[BrokenRule] = ()) -> tuple[str, str]:
    """Return (subject, text) of the letter to the member `name`, English where we do not speak their language.

    `rules` are those for which a post was removed.
    """
    language = locale.replace("_", "-").partition("-")[0].lower()
    words = _LANGUAGES.get(language, _LANGUAGES[ENGLISH])
    parts = [words.hello.format(name=name), words.done[strike.action].format(site=place.title, name=name)]
    if rules:
        broken = "\n".join(rule.translations.get(language, rule.text) for rule in rules)
        parts.append(words.rules.format(rules=broken))
    if strike.text:
        parts.append(words.reason.format(text=strike.text))
    if strike.post_ids:
        links = "\n".join(f"{place.url}/@{name}/{post_id}" for post_id in strike.post_ids)
        parts.append(words.posts.format(posts=links))
    if strike.action not in LOCKED_OUT:
        parts.append(words.appeal.format(url=f"{place.url}/strikes"))
    if place.contact:
        parts.append(words.answer.format(contact=place.contact))
    parts.append(f"{place.title}\n{place.url}\n")
    return words.subject.format(site=place.title), "\n\n".join(parts)
