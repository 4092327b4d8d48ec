"""The words of a pushed message, in the languages that the pages speak."""

ENGLISH = "en"
BODY_LIMIT = 140

_TITLES = {
    "en": {
        "mention": "{name} mentioned you",
        "status": "{name} just posted",
        "reblog": "{name} boosted your post",
        "favourite": "{name} favourited your post",
        "follow": "{name} is now following you",
        "follow_request": "{name} wants to follow you",
        "poll": "A poll by {name} has ended",
        "update": "{name} edited a post",
        "quote": "{name} quoted your post",
        "quoted_update": "{name} edited a post that you quoted",
        "moderation_warning": "The moderators sent you a message",
        "severed_relationships": "You lost connections to another server",
        "added_to_collection": "{name} added you to a collection",
        "collection_update": "{name} changed a collection that you are in",
        "admin.sign_up": "{name} signed up",
        "admin.report": "{name} sent a report",
        "": "There is something new for you",
    },
    "de": {
        "mention": "{name} hat dich erwähnt",
        "status": "{name} hat etwas veröffentlicht",
        "reblog": "{name} hat deinen Beitrag geteilt",
        "favourite": "{name} mag deinen Beitrag",
        "follow": "{name} folgt dir jetzt",
        "follow_request": "{name} möchte dir folgen",
        "poll": "Eine Umfrage von {name} ist beendet",
        "update": "{name} hat einen Beitrag bearbeitet",
        "quote": "{name} hat deinen Beitrag zitiert",
        "quoted_update": "{name} hat einen Beitrag bearbeitet, den du zitiert hast",
        "moderation_warning": "Die Moderation hat dir geschrieben",
        "severed_relationships": "Du hast Verbindungen zu einem anderen Server verloren",
        "added_to_collection": "{name} hat dich in eine Sammlung aufgenommen",
        "collection_update": "{name} hat eine Sammlung geändert, in der du bist",
        "admin.sign_up": "{name} hat sich registriert",
        "admin.report": "{name} hat etwas gemeldet",
        "": "Es gibt etwas Neues für dich",
    },
}


def title(kind: str, locale: str, name: str) -> str:
    """Return one line that says what happened, in English where we have no other language."""
    language = locale.partition("-")[0].partition("_")[0].lower()
    titles = _TITLES.get(language, _TITLES[ENGLISH])
    return titles.get(kind, titles[""]).format(name=name)


def body(text: str) -> str:
    """Return the beginning of a text."""
    line = " ".join(text.split())
    return line if len(line) <= BODY_LIMIT else f"{line[: BODY_LIMIT - 1].rstrip()}…"
