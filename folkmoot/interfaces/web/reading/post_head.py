"""What the head of a post's page tells other sites and search engines: Open Graph, oEmbed, robots."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from folkmoot.features import accounts, media
from folkmoot.features.accounts import Account
from folkmoot.features.media import Media
from folkmoot.features.posts import Post, Visibility
from folkmoot.gathering import Links
from folkmoot.infra.clock import iso
from folkmoot.interfaces.web.frame import paths
from folkmoot.interfaces.web.frame.files import url_of
from folkmoot.interfaces.web.frame.routing import Visit

DESCRIPTION, TITLE = 300, 60
"""Characters of what is told of a text."""


class Picture(NamedTuple):
    """A file for a card on another site; sizes in pixels, 0 where they are not known."""

    url: str
    width: int = 0
    height: int = 0
    description: str = ""
    film: str = ""


class Head(NamedTuple):
    """`words` are the beginning of what the post says to everybody: of one with a warning, the warning."""

    words: str
    address: str
    author: str
    handle: str
    open: bool
    indexable: bool
    description: str
    oembed: str
    published: str
    edited: str
    pictures: tuple[Picture, ...]
    portrait: str


async def head_of(visit: Visit, post: Post) -> Head:
    """Return what may be told of a post. What stands behind a warning is not. Two queries."""
    db = await visit.ground.read()
    author = await accounts.get(db, post.account_id)
    links = Links(visit.ground.config.site.url)
    closed = not post.readable_by_all or post.sensitive or bool(post.spoiler_text) or author.sensitized_at is not None
    files = [] if closed else (await media.of_posts(db, [post.id])).get(post.id, [])
    said = _line(post.spoiler_text or post.text or " ".join(item.description for item in files))
    address = links.post(post, author)
    telling = post.readable_by_all and author.local
    return Head(
        words=_cut(said, TITLE),
        address=address,
        author=author.display_name or author.username,
        handle=f"@{author.acct}" if author.domain else f"@{author.username}@{links.domain}",
        open=post.readable_by_all,
        indexable=telling and post.visibility == Visibility.PUBLIC and author.indexable,
        description=_cut(said, DESCRIPTION),
        oembed=f"{links.base}/api/oembed?format=json&url={quote(address, safe='')}" if telling else "",
        published=iso(post.created_at),
        edited="" if post.edited_at is None else iso(post.edited_at),
        pictures=_pictures(files, links),
        portrait=_portrait(author, links),
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, length: int) -> str:
    """Return the beginning of a line, up to the end of a word where one is near."""
    if len(text) <= length:
        return text
    kept = text[:length]
    whole = kept.rpartition(" ")[0]
    return f"{whole if len(whole) > length // 2 else kept}…"


def _pictures(files: Sequence[Media], links: Links) -> tuple[Picture, ...]:
    found = []
    for item in files:
        size = item.meta.get("small") or item.meta.get("original") or {}
        shown = item.small or (item.original if item.kind == "image" else "")
        if shown:
            film = links.media(item.original) if item.kind in {"video", "gifv"} else ""
            width, height = int(size.get("width") or 0), int(size.get("height") or 0)
            found.append(Picture(links.media(shown), width, height, item.description, film))
    return tuple(found)


def _portrait(author: Account, links: Links) -> str:
    return f"{links.base}{paths.media(author.avatar) if author.avatar else url_of('avatar.png')}"
