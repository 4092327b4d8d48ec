"""Entities of the client API as JSON bytes; pure: everything they need was fetched before.

A status is cut where it holds what changes on its own: its account, its boosted and its quoted post, and what is the
viewer's.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from msgspec.json import encode

from folkmoot.features.accounts import Account
from folkmoot.features.auth import Role
from folkmoot.features.collections import may_be_featured
from folkmoot.features.media import Media
from folkmoot.features.posts import Edit, Flags, QuotePolicy, Visibility
from folkmoot.features.site import Emoji
from folkmoot.formats import text as text_format
from folkmoot.gathering import Links, Source, as_html
from folkmoot.infra.clock import DAY, iso, iso_date
from folkmoot.interfaces.mastodon import present_quote

_SHORTCODE = re.compile(r":([a-zA-Z0-9_]{2,}):")

_NO_FEATURING = {"automatic": [], "manual": [], "current_user": "denied"}
_FEATURING = {"automatic": ["public"], "manual": [], "current_user": "automatic"}
_FEATURED, _UNFEATURED = (
    b'"feature_approval":' + encode(policy) for policy in (_FEATURING, _FEATURING | {"current_user": "denied"})
)


def emojis(texts: Iterable[str], known: Mapping[str, Emoji], links: Links) -> list[dict[str, Any]]:
    """Return the custom emoji used in `texts`, each once."""
    if not known:
        return []
    used = dict.fromkeys(code for text in texts for code in _SHORTCODE.findall(text))
    return [emoji(known[code], links) for code in used if code in known]


def emoji(item: Emoji, links: Links) -> dict[str, Any]:
    return {
        "shortcode": item.shortcode,
        "url": links.media(item.image),
        "static_url": links.media(item.image_static),
        "visible_in_picker": item.visible,
        "category": item.category or None,
    }


def _plain_html(text: str, links: Links) -> str:
    return text_format.to_html(text, links.resolve_plain, links.tag_base)


def account_fields(
    account: Account, known: Mapping[str, Emoji], links: Links, role: Role | None = None
) -> dict[str, Any]:
    """Return the entity Account as a dictionary."""
    hidden = account.suspended_at is not None
    texts = [] if hidden else [account.display_name, account.note, *(field.value for field in account.fields)]
    entity: dict[str, Any] = {
        "id": str(account.id),
        "username": account.username,
        "acct": account.acct,
        "display_name": "" if hidden else account.display_name,
        "locked": account.locked,
        "bot": account.bot,
        "discoverable": account.discoverable,
        "indexable": account.indexable,
        "group": False,
        "created_at": iso(account.created_at - account.created_at % DAY),
        "note": "" if hidden else _plain_html(account.note, links),
        "url": links.profile(account),
        "uri": links.actor(account),
        **_pictures(account, links, hidden=hidden),
        "followers_count": 0 if hidden else account.followers_count,
        "following_count": 0 if hidden else account.following_count,
        "statuses_count": 0 if hidden else account.statuses_count,
        "last_status_at": None if hidden or account.last_status_at is None else iso_date(account.last_status_at),
        "hide_collections": account.hide_collections,
        "show_media": account.show_media,
        "show_media_replies": account.show_media_replies,
        "show_featured": account.show_featured,
        "feature_approval": _FEATURING if may_be_featured(account) else _NO_FEATURING,
        "emojis": emojis(texts, known, links),
        "fields": [] if hidden else _fields(account, links),
        "roles": _roles(role),
    }
    if account.local:
        entity["noindex"] = not account.indexable
    if hidden:
        entity["suspended"] = True
    if account.silenced_at is not None:
        entity["limited"] = True
    return entity


def unfeatured(face: bytes) -> bytes:
    """Return the entity Account for who may not put it into a collection: nobody in particular, and who is blocked."""
    return face.replace(_FEATURED, _UNFEATURED, 1)


def _pictures(account: Account, links: Links, *, hidden: bool) -> dict[str, str]:
    def picture(key: str, otherwise: str) -> str:
        return links.static(otherwise) if hidden or not key else links.media(key)

    return {
        "avatar": picture(account.avatar, "avatar.png"),
        "avatar_static": picture(account.avatar_static or account.avatar, "avatar.png"),
        "avatar_description": "" if hidden else account.avatar_description,
        "header": picture(account.header, "header.png"),
        "header_static": picture(account.header_static or account.header, "header.png"),
        "header_description": "" if hidden else account.header_description,
    }


def _fields(account: Account, links: Links) -> list[dict[str, Any]]:
    return [
        {
            "name": field.name,
            "value": _plain_html(field.value, links).removeprefix("<p>").removesuffix("</p>"),
            "verified_at": None if field.verified_at is None else iso(field.verified_at),
        }
        for field in account.fields
    ]


def _roles(role: Role | None) -> list[dict[str, str]]:
    if role is None or not role.highlighted:
        return []
    return [{"id": str(role.id), "name": role.name, "color": role.color}]


def role(item: Role) -> dict[str, Any]:
    """Return the entity Role."""
    return {
        "id": str(item.id),
        "name": item.name,
        "permissions": str(item.permissions),
        "color": item.color,
        "highlighted": item.highlighted,
        "collection_limit": item.collection_limit,
    }


def attachment(item: Media, links: Links) -> dict[str, Any]:
    """Return the entity MediaAttachment."""
    meta = dict(item.meta)
    if item.focus_x is not None and item.focus_y is not None:
        meta["focus"] = {"x": item.focus_x, "y": item.focus_y}
    return {
        "id": str(item.id),
        "type": item.kind,
        "url": links.media(item.original) if item.original else None,
        "preview_url": links.media(item.small or item.original) if item.original else None,
        "remote_url": None,
        "preview_remote_url": None,
        "meta": meta or None,
        "description": item.description or None,
        "blurhash": item.blurhash or None,
    }


class Cut(NamedTuple):
    """A status up to its account, and from there to its poll; and where it is read."""

    head: bytes
    tail: bytes
    url: str


def status(source: Source, page: dict[str, Any] | None, known: Mapping[str, Emoji], links: Links) -> Cut:
    """Return the entity Status without account, poll, reblog, quote and flags, cut where the account belongs.

    `page` is the entity PreviewCard of the page it links to.
    """
    post, author = source.post, source.author
    first: dict[str, Any] = {
        "id": str(post.id),
        "created_at": iso(post.created_at),
        "in_reply_to_id": _id(post.in_reply_to_id),
        "in_reply_to_account_id": _id(post.in_reply_to_account_id),
        "sensitive": source.sensitive,
        "spoiler_text": post.spoiler_text,
        "visibility": Visibility(post.visibility).word,
        "language": post.language or None,
        "uri": links.activity(post, author),
        "url": links.post(post, author),
        "replies_count": max(0, post.replies_count),
        "reblogs_count": max(0, post.reblogs_count),
        "favourites_count": max(0, post.favourites_count),
        "quotes_count": max(0, post.quotes_count),
        "edited_at": None if post.edited_at is None else iso(post.edited_at),
        "content": as_html(post.text, source.mentioned, links),
    }
    if source.app is not None:
        first["application"] = {"name": source.app.name, "website": source.app.website or None}
    last = {
        "media_attachments": [attachment(item, links) for item in source.media],
        "mentions": [mention(account, links) for account in source.mentioned],
        "tags": [{"name": tag.key, "url": links.tag(tag.key)} for tag in source.tags],
        "emojis": emojis((post.text, post.spoiler_text), known, links),
        "card": page,
        "tagged_collections": [],
    }
    return Cut(encode(first)[:-1] + b',"account":', b"," + encode(last)[1:-1], first["url"])


def mention(account: Account, links: Links) -> dict[str, str]:
    """Return the entity Status::Mention."""
    return {
        "id": str(account.id),
        "username": account.username,
        "url": links.profile(account),
        "acct": account.acct,
    }


def _id(value: int | None) -> str | None:
    return None if value is None else str(value)


def _flag_bytes(bits: int, policy: QuotePolicy, *, own: bool, may_quote: bool) -> bytes:
    flags: dict[str, Any] = {
        "quote_approval": present_quote.approval(policy, may=may_quote),
        "favourited": bool(bits & Flags.FAVOURITED),
        "reblogged": bool(bits & Flags.REBLOGGED),
        "muted": bool(bits & Flags.MUTED),
        "bookmarked": bool(bits & Flags.BOOKMARKED),
        "filtered": [],
    }
    if own:
        flags["pinned"] = bool(bits & Flags.PINNED)
    return b"," + encode(flags)[1:-1]


FLAGS = {
    (bits, own, int(policy), may): _flag_bytes(bits, policy, own=own, may_quote=may)
    for bits in range(32)
    for own in (False, True)
    for policy in QuotePolicy
    for may in (False, True)
}
"""The viewer's part of a status, ready for every combination of (bits, may be pinned, quote policy, may quote)."""

ANYBODYS = {
    int(policy): b"," + encode({"quote_approval": present_quote.approval(policy, may=False)})[1:-1]
    for policy in QuotePolicy
}
"""That part for who is nobody in particular, by quote policy."""

UNFILTERED = b'"filtered":[]'
"""What stands in that part for a post that falls under none of the viewer's filters."""


def version(
    edit: Edit, author: bytes, mentioned: list[Account], files: Mapping[int, Media], links: Links, quote: bytes
) -> bytes:
    """Return the entity StatusEdit."""
    entity = {
        "content": as_html(edit.text, mentioned, links),
        "spoiler_text": edit.spoiler_text,
        "sensitive": edit.sensitive,
        "created_at": iso(edit.created_at),
        "media_attachments": [attachment(files[i], links) for i in edit.media if i in files],
        "emojis": [],
    }
    if edit.poll:
        entity["poll"] = {"options": [{"title": option} for option in edit.poll]}
    return encode(entity)[:-1] + b',"account":' + author + b',"quote":' + quote + b"}"
