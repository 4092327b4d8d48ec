"""ActivityStreams 2.0 as the social web writes it: people, notes, polls and what is done with them. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
CONTEXT: list[Any] = [
    "https://www.w3.org/ns/activitystreams",
    "https://w3id.org/security/v1",
    {
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "alsoKnownAs": {"@id": "as:alsoKnownAs", "@type": "@id"},
        "movedTo": {"@id": "as:movedTo", "@type": "@id"},
        "sensitive": "as:sensitive",
        "Hashtag": "as:Hashtag",
        "schema": "http://schema.org#",
        "PropertyValue": "schema:PropertyValue",
        "value": "schema:value",
        "toot": "http://joinmastodon.org/ns#",
        "Emoji": "toot:Emoji",
        "blurhash": "toot:blurhash",
        "focalPoint": {"@container": "@list", "@id": "toot:focalPoint"},
        "discoverable": "toot:discoverable",
        "indexable": "toot:indexable",
        "votersCount": "toot:votersCount",
        "quote": {"@id": "https://w3id.org/fep/044f#quote", "@type": "@id"},
    },
]


class Actor(NamedTuple):
    """Who is described; `note` is HTML, `fields` pairs of plain name and HTML value, times in ms since 1970.

    `icon` and `image` are (media type, URL) or None; `collections` maps outbox, likes and the like to their ids.
    """

    id: str
    username: str
    name: str
    note: str
    url: str
    fields: Sequence[tuple[str, str]]
    published: int
    locked: bool
    bot: bool
    discoverable: bool
    indexable: bool
    icon: tuple[str, str] | None
    image: tuple[str, str] | None
    also_known_as: Sequence[str]
    moved_to: str
    collections: dict[str, str]


class Attachment(NamedTuple):
    """A file of a note; `focus` are x and y from -1 to 1."""

    media_type: str
    url: str
    description: str
    blurhash: str
    width: int | None
    height: int | None
    focus: tuple[float, float] | None


class Question(NamedTuple):
    """The poll of a note: (option, votes) pairs; `ends_at` in ms since 1970."""

    options: Sequence[tuple[str, int]]
    multiple: bool
    ends_at: int
    voters: int
    ended: bool


class Note(NamedTuple):
    """What is said; `content` is HTML. `mentions` pairs of actor id and `@name@domain`, `tags` of URL and name.

    `visibility` is public, unlisted, private or direct; `actor` is its author's id.
    """

    id: str
    actor: str
    url: str
    content: str
    summary: str
    sensitive: bool
    language: str
    visibility: str
    published: int
    updated: int | None
    in_reply_to: str
    quote: str
    mentions: Sequence[tuple[str, str]]
    tags: Sequence[tuple[str, str]]
    emojis: Sequence[tuple[str, str]]
    attachments: Sequence[Attachment]
    question: Question | None


def actor_id(base: str, username: str) -> str:
    """Return the id of a local actor; `base` is the community's address without a slash at its end."""
    return f"{base}/users/{username}"


def note_id(base: str, username: str, post_id: int) -> str:
    """Return the id of a local note."""
    return f"{base}/users/{username}/statuses/{post_id}"


def moment(at: int) -> str:
    """Return a time (ms since 1970) as xsd:dateTime in whole seconds."""
    return f"{datetime.fromtimestamp(at // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"


def audience(visibility: str, followers: str, mentioned: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return to whom something is addressed, and who gets a copy."""
    if visibility == "public":
        return [PUBLIC], [followers, *mentioned]
    if visibility == "unlisted":
        return [followers], [PUBLIC, *mentioned]
    if visibility == "private":
        return [followers], list(mentioned)
    return list(mentioned), []


def actor(who: Actor) -> dict[str, Any]:
    """Return a Person or (a bot) a Service, with its context."""
    made: dict[str, Any] = {
        "@context": CONTEXT,
        "id": who.id,
        "type": "Service" if who.bot else "Person",
        "preferredUsername": who.username,
        "name": who.name,
        "summary": who.note,
        "url": who.url,
        "published": moment(who.published),
        "manuallyApprovesFollowers": who.locked,
        "discoverable": who.discoverable,
        "indexable": who.indexable,
        "alsoKnownAs": list(who.also_known_as),
        "attachment": [{"type": "PropertyValue", "name": name, "value": value} for name, value in who.fields],
        "tag": [],
        **who.collections,
    }
    if who.moved_to:
        made["movedTo"] = who.moved_to
    for key, picture in (("icon", who.icon), ("image", who.image)):
        if picture is not None:
            made[key] = {"type": "Image", "mediaType": picture[0], "url": picture[1]}
    return made


def note(said: Note) -> dict[str, Any]:
    """Return a Note or, with a poll, a Question, without context."""
    to, cc = audience(said.visibility, f"{said.actor}/followers", [mentioned for mentioned, _ in said.mentions])
    made: dict[str, Any] = {
        "id": said.id,
        "type": "Note" if said.question is None else "Question",
        "attributedTo": said.actor,
        "to": to,
        "cc": cc,
        "published": moment(said.published),
        "url": said.url,
        "inReplyTo": said.in_reply_to or None,
        "summary": said.summary or None,
        "sensitive": said.sensitive,
        "content": said.content,
        "attachment": [_attachment(item) for item in said.attachments],
        "tag": [*_tags(said)],
    }
    if said.language:
        made["contentMap"] = {said.language: said.content}
    if said.updated is not None:
        made["updated"] = moment(said.updated)
    if said.quote:
        made["quote"] = said.quote
    if said.question is not None:
        made |= _question(said.question)
    return made


def create(said: Note) -> dict[str, Any]:
    """Return the activity that published a note."""
    made = note(said)
    return {
        "id": f"{said.id}/activity",
        "type": "Create",
        "actor": said.actor,
        "published": made["published"],
        "to": made["to"],
        "cc": made["cc"],
        "object": made,
    }


def announce(activity_id: str, by: str, visibility: str, published: int, said_id: str) -> dict[str, Any]:
    """Return the activity that boosted the note with this id."""
    to, cc = audience(visibility, f"{by}/followers", [])
    return {
        "id": activity_id,
        "type": "Announce",
        "actor": by,
        "published": moment(published),
        "to": to,
        "cc": cc,
        "object": said_id,
    }


def collection(collection_id: str, items: Sequence[Any]) -> dict[str, Any]:
    """Return an OrderedCollection of all `items`, with its context."""
    return {
        "@context": CONTEXT[0],
        "id": collection_id,
        "type": "OrderedCollection",
        "totalItems": len(items),
        "orderedItems": list(items),
    }


def _tags(said: Note) -> Iterable[dict[str, Any]]:
    for href, name in said.mentions:
        yield {"type": "Mention", "href": href, "name": name}
    for href, name in said.tags:
        yield {"type": "Hashtag", "href": href, "name": f"#{name}"}
    for shortcode, url in said.emojis:
        yield {"type": "Emoji", "name": f":{shortcode}:", "icon": {"type": "Image", "url": url}}


def _attachment(item: Attachment) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "Document",
        "mediaType": item.media_type,
        "url": item.url,
        "name": item.description or None,
        "blurhash": item.blurhash or None,
        "width": item.width,
        "height": item.height,
    }
    if item.focus is not None:
        made["focalPoint"] = list(item.focus)
    return made


def _question(asked: Question) -> dict[str, Any]:
    options = [
        {"type": "Note", "name": option, "replies": {"type": "Collection", "totalItems": votes}}
        for option, votes in asked.options
    ]
    made: dict[str, Any] = {
        "anyOf" if asked.multiple else "oneOf": options,
        "endTime": moment(asked.ends_at),
        "votersCount": asked.voters,
    }
    if asked.ended:
        made["closed"] = moment(asked.ends_at)
    return made
