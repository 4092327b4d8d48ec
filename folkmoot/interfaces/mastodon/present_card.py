"""The entity PreviewCard of the client API; pure."""

from typing import Any

import msgspec

from folkmoot.features.previews import Preview
from folkmoot.infra.clock import iso
from folkmoot.interfaces.mastodon.links import Links


def preview_card(page: Preview, author: bytes | None, links: Links) -> dict[str, Any]:
    """Return the entity PreviewCard; `author` is the Account of its author as JSON, where that is known.

    Its picture is always our own copy: who reads a post tells the linked site nothing.
    """
    image = links.media(page.image) if page.image else None
    return {
        "url": page.url,
        "title": page.title,
        "description": page.description,
        "language": page.language or None,
        "type": page.kind,
        "authors": _authors(page, author),
        "author_name": page.author_name,
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


def _authors(page: Preview, author: bytes | None) -> list[dict[str, Any]]:
    if author is None and not page.author_name:
        return []
    face = None if author is None else msgspec.Raw(author)
    return [{"name": page.author_name, "url": page.author_url, "account": face}]
