"""The words of the mails about signing in, in the languages that the pages speak."""

from typing import NamedTuple

ENGLISH = "en"


class Letter(NamedTuple):
    """Subject and text; names in braces are blanks to fill in."""

    subject: str
    text: str


_FRAME = {
    "en": "Hello {name},\n\n{text}\n\n{site}\n{url}\n",
    "de": "Hallo {name},\n\n{text}\n\n{site}\n{url}\n",
}

_LETTERS: dict[str, dict[str, Letter]] = {
    "confirm": {
        "en": Letter(
            "Confirm your address for {site}",
            "somebody, most likely you, signed up at {site} as @{name}. Please confirm that this address is yours:"
            "\n\n{link}\n\nThe link is good for two days. If it was not you, do nothing: nobody can use the account.",
        ),
        "de": Letter(
            "Bestätige deine Adresse für {site}",
            "jemand, vermutlich du, hat sich bei {site} als @{name} angemeldet. Bitte bestätige, dass diese Adresse"
            " dir gehört:\n\n{link}\n\nDer Link gilt zwei Tage. Warst du es nicht, tu einfach nichts: Niemand kann"
            " das Konto benutzen.",
        ),
    },
    "reset": {
        "en": Letter(
            "A new password for {site}",
            "somebody asked for a new password for @{name}. You can choose it here:\n\n{link}\n\nThe link is good for"
            " one hour and for one use. It signs you out everywhere. If it was not you, do nothing: your password"
            " stays as it is.",
        ),
        "de": Letter(
            "Ein neues Passwort für {site}",
            "jemand hat ein neues Passwort für @{name} verlangt. Du kannst es hier wählen:\n\n{link}\n\nDer Link gilt"
            " eine Stunde und nur einmal. Du wirst damit überall abgemeldet. Warst du es nicht, tu einfach nichts:"
            " Dein Passwort bleibt, wie es ist.",
        ),
    },
    "changed": {
        "en": Letter(
            "Your password at {site} was changed",
            "the password of @{name} was changed just now. If it was not you, choose a new one at once:\n\n{link}",
        ),
        "de": Letter(
            "Dein Passwort bei {site} wurde geändert",
            "das Passwort von @{name} wurde gerade geändert. Warst du es nicht, wähle sofort ein neues:\n\n{link}",
        ),
    },
    "factors": {
        "en": Letter(
            "How you sign in at {site} was changed",
            "a second factor of @{name} (codes from an app, passkeys or recovery codes) was added, renewed or taken"
            " away just now. If it was not you, look at once who is signed in, and choose a new password:\n\n{link}",
        ),
        "de": Letter(
            "Wie du dich bei {site} anmeldest, wurde geändert",
            "ein zweiter Faktor von @{name} (Codes aus einer App, Passkeys oder Notfallcodes) wurde gerade"
            " hinzugefügt, erneuert oder entfernt. Warst du es nicht, sieh sofort nach, wer angemeldet ist, und wähle"
            " ein neues Passwort:\n\n{link}",
        ),
    },
    "approved": {
        "en": Letter("Welcome to {site}", "your application was accepted. You can sign in as @{name}:\n\n{link}"),
        "de": Letter(
            "Willkommen bei {site}",
            "deine Bewerbung wurde angenommen. Du kannst dich als @{name} anmelden:\n\n{link}",
        ),
    },
    "archive": {
        "en": Letter(
            "Your archive from {site} is ready",
            "the archive of @{name} that you asked for is ready. Sign in and download it within seven days:\n\n{link}"
            "\n\nIf it was not you who asked, choose a new password at once.",
        ),
        "de": Letter(
            "Dein Archiv von {site} ist fertig",
            "das Archiv von @{name}, um das du gebeten hast, ist fertig. Melde dich an und lade es innerhalb von sieben"
            " Tagen herunter:\n\n{link}\n\nHast nicht du darum gebeten, wähle sofort ein neues Passwort.",
        ),
    },
    "repeated": {
        "en": Letter(
            "You already have an account at {site}",
            "somebody, perhaps you, tried to sign up at {site} with this address. You are a member already: as"
            " @{name}.\n\nSign in, or choose a new password if you do not know it any more:\n\n{link}\n\nIf it was"
            " not you, do nothing.",
        ),
        "de": Letter(
            "Du hast schon ein Konto bei {site}",
            "jemand, vielleicht du, wollte sich bei {site} mit dieser Adresse anmelden. Du bist schon dabei: als"
            " @{name}.\n\nMelde dich an, oder wähle ein neues Passwort, falls du es nicht mehr weißt:\n\n{link}\n\n"
            "Warst du es nicht, tu einfach nichts.",
        ),
    },
}


def write(kind: str, locale: str, *, name: str, site: str, url: str, link: str) -> Letter:
    """Return a letter in the member's language, English where we have no other."""
    language = locale.partition("-")[0].partition("_")[0].lower()
    letter = _LETTERS[kind].get(language) or _LETTERS[kind][ENGLISH]
    blanks = {"name": name, "site": site, "url": url, "link": link}
    frame = _FRAME.get(language, _FRAME[ENGLISH])
    return Letter(letter.subject.format(**blanks), frame.format(text=letter.text.format(**blanks), **blanks))
