"""/api/oembed: one of our open posts, for other sites that want to show it."""

import re
from html import escape
from typing import Any
from urllib.parse import urlsplit

import msgspec

from folkmoot.features import accounts, posts
from folkmoot.features.accounts import Account
from folkmoot.features.posts import Post
from folkmoot.gathering import Links, as_html
from folkmoot.infra.clock import DAY, SECOND, iso_date
from folkmoot.infra.errors import MissingError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.routing import Routes, Who

routes = Routes()

WIDTH, WIDEST = 400, 2_000
_PATHS = (
    re.compile(r"/@(?P<name>[A-Za-z0-9_.-]+)/(?P<id>\d+)/?"),
    re.compile(r"/users/(?P<name>[A-Za-z0-9_.-]+)/statuses/(?P<id>\d+)/?"),
)


class OEmbedParams(msgspec.Struct, frozen=True, kw_only=True):
    """`maxheight` is taken for its form alone: a quotation is as high as its words."""

    url: str
    maxwidth: int | None = None
    maxheight: int | None = None
    format: str = "json"


@routes.get("/api/oembed", who=Who.ANYBODY)
async def oembed(call: Call, params: OEmbedParams) -> Reply:
    links = call.ground.one(Hydrate).links
    name, post_id = _meant(params.url, links)
    if params.format != "json":
        raise MissingError("Record not found")
    post = await posts.get_visible(call.ground, None, post_id)
    db = await call.ground.read()
    author = await accounts.get(db, post.account_id)
    if post.reblog_of_id is not None or not author.local or author.username.lower() != name.lower():
        raise posts.UnknownPostError
    mentioned = await accounts.by_ids(db, (await posts.mentions_of(db, [post.id])).get(post.id, []))
    content = as_html(post.text, mentioned.values(), links)
    return json(_entity(post, author, content, links, params))


def _meant(url: str, links: Links) -> tuple[str, int]:
    """Return the author's name and the post's id that one of our addresses names; MissingError for any other."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise MissingError("Record not found") from error
    if f"{parts.scheme}://{parts.netloc}" == links.base:
        for path in _PATHS:
            match = path.fullmatch(parts.path)
            post_id = parse_id(match["id"]) if match else None
            if match and post_id is not None:
                return match["name"], post_id
    raise MissingError("Record not found")


def _entity(post: Post, author: Account, content: str, links: Links, params: OEmbedParams) -> dict[str, Any]:
    name = author.display_name or author.username
    width = min(max(1, params.maxwidth or WIDTH), WIDEST)
    return {
        "type": "rich",
        "version": "1.0",
        "title": f"New status by {name}",
        "author_name": name,
        "author_url": links.profile(author),
        "provider_name": links.domain,
        "provider_url": f"{links.base}/",
        "cache_age": DAY // SECOND,
        "html": _quotation(post, author, content, links, width),
        "width": width,
        "height": None,
    }


def _quotation(post: Post, author: Account, content: str, links: Links, width: int) -> str:
    """Return the post as a quotation without script; one with a warning shows the warning alone."""
    address = escape(links.post(post, author))
    words = f"<p>{escape(post.spoiler_text)}</p>" if post.spoiler_text else content
    language = f' lang="{escape(post.language)}"' if post.language else ""
    name = escape(author.display_name or author.username)
    return (
        f'<blockquote class="folkmoot-embed" cite="{address}"{language} style="max-width: {width}px">{words}'
        f"<p>{name} (@{escape(author.username)}@{escape(links.domain)}), "
        f'<a href="{address}">{iso_date(post.created_at)}</a></p></blockquote>'
    )
