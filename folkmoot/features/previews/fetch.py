"""Looking at a page: its HTML, its oEmbed where it has one, and its picture."""

import asyncio
import logging
import tempfile
from pathlib import Path

from msgspec.structs import replace

from folkmoot.features import media
from folkmoot.features.previews.types import Preview
from folkmoot.formats import oembed, opengraph
from folkmoot.formats.oembed import Embed
from folkmoot.formats.opengraph import Page
from folkmoot.formats.weburl import host_of
from folkmoot.infra.boot import Ground
from folkmoot.infra.http import Bounds, Outbound, OutboundError, Wanted

log = logging.getLogger(__name__)

_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_JSON = frozenset(("application/json", "application/json+oembed", "text/json", "text/javascript"))
_PICTURES = frozenset(("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/heic", "image/heif"))
_OEMBED = Bounds(body=200_000, total=10.0)
_PICTURE = Bounds(body=8 << 20, total=30.0)


async def look(ground: Ground, preview_id: int, url: str) -> tuple[Preview, str]:
    """Return what the page at `url` says, its picture stored, and the handle it names as its author.

    OutboundError when it cannot be had. A page that says nothing has no title.
    """
    outbound = ground.one(Outbound)
    answer = await outbound.ask(Wanted(url, headers={"Accept": "text/html"}, types=_PAGES, cut=True))
    if not answer.ok:
        raise OutboundError.of_status(answer.status)
    said = await asyncio.to_thread(opengraph.read, answer.body, answer.headers.get("content-type", ""), answer.url)
    embed = await _embed(outbound, said.oembed) if said.oembed else None
    found = _joined(preview_id, url, said, embed or Embed("link"))
    source = said.image or (embed.thumbnail or embed.photo if embed else "")
    picture = await _picture(ground, outbound, source) if source and found.title else None
    if picture is None:
        return found, said.creator
    return _with_picture(found, picture), said.creator


async def _embed(outbound: Outbound, url: str) -> Embed | None:
    """Return what a page's oEmbed says; None where it cannot be had, for the page said enough itself."""
    try:
        answer = await outbound.ask(Wanted(url, headers={"Accept": "application/json"}, types=_JSON, bounds=_OEMBED))
    except OutboundError as error:
        log.info("oEmbed of a page could not be had: %s", error.trouble.value)
        return None
    return oembed.read(answer.body) if answer.ok else None


def _joined(preview_id: int, url: str, said: Page, embed: Embed) -> Preview:
    kind, html, width, height = embed.kind, embed.html, embed.width, embed.height
    if kind == "link":
        html, width, height = "", 0, 0
        if said.player:
            kind, width, height = "video", said.width, said.height
            html = oembed.written_frame(said.player, width, height)
    return Preview(
        id=preview_id,
        url=url,
        kind=kind,
        title=said.title or embed.title,
        description=said.description,
        language=said.language,
        author_name=embed.author_name or said.author_name,
        author_url=embed.author_url or said.author_url,
        provider_name=said.provider_name or embed.provider_name or host_of(url),
        provider_url=embed.provider_url,
        html=html,
        width=width,
        height=height,
        published_at=said.published_at,
        image_description=said.image_description,
    )


def _with_picture(found: Preview, picture: media.Thumbnail) -> Preview:
    width, height = (found.width, found.height) if found.html else (picture.width, picture.height)
    return replace(found, image=picture.key, blurhash=picture.blurhash, width=width, height=height)


async def _picture(ground: Ground, outbound: Outbound, url: str) -> media.Thumbnail | None:
    """Return a page's picture, cleaned and stored; None where it cannot be had or is none that we take."""
    try:
        answer = await outbound.ask(Wanted(url, headers={"Accept": "image/*"}, types=_PICTURES, bounds=_PICTURE))
        if not answer.ok:
            return None
        with tempfile.TemporaryDirectory(prefix="folkmoot-preview-") as folder:
            path = Path(folder) / "picture"
            await asyncio.to_thread(path.write_bytes, answer.body)
            return await media.store_thumbnail(ground, path)
    except OutboundError as error:
        log.info("the picture of a page could not be had: %s", error.trouble.value)
    except media.FileRefusedError as error:
        log.info("the picture of a page was refused: %s", error.sentence)
    return None
