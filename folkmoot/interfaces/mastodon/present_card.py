"""The entity PreviewCard of the client API; pure."""

from typing import Any

import msgspec

from folkmoot.features.previews import Preview
from folkmoot.gathering import Links
from folkmoot.infra.clock import iso


def preview_card(page: Preview, author: bytes | None, links: Links) -> dict[str, Any]:
    """Return the entity PreviewCard; `author` is the Account of its author as JSON, where that is known.

    Its picture is always our own copy: who reads a post tells the linked site nothing.
    """
    image = links.media(page.image) if page.image else None
    name = page.author_name or ("" if author is None else _name(author))
    return {
        "url": page.url,
        "title": page.title,
        "description": page.description,
        "language": page.language or None,
        "type": page.kind,
        "authors": _authors(page, name, author),
        "author_name": name,
        "author_url": page.author_url,
        "provider_name": page.provider_name,
        "provider_url": page.provider_url,
        "html": page.html,
        "width": page.width,
        "height": page.height,
        "image": image,
        "image_description": page.image_description,
        "embed_url": image or "" if page.kind == "photo" else "",
        "blurhash": page.blurhash or None,
        "missing_attribution": None,
        "published_at": None if page.published_at is None else iso(page.published_at),
    }


class _Named(msgspec.Struct):
    """The entity Account, as far as it says what somebody is called."""

    username: str
    display_name: str


def _name(author: bytes) -> str:
    face = msgspec.json.decode(author, type=_Named)
    return face.display_name or face.username


def _authors(page: Preview, name: str, author: bytes | None) -> list[dict[str, Any]]:
    if author is None and not name:
        return []
    face = None if author is None else msgspec.Raw(author)
    return [{"name": name, "url": page.author_url, "account": face}]
