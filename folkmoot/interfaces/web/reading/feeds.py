"""/@name.rss, /tags/{tag}.rss, /local.rss, and each as .atom: public posts for feed readers."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256

from folkmoot.features import posts, timelines
from folkmoot.features.posts import Filter
from folkmoot.features.timelines import Public, Tagged
from folkmoot.formats import syndication
from folkmoot.formats.syndication import Channel, Item
from folkmoot.infra.clock import SECOND
from folkmoot.infra.db import Bounds
from folkmoot.infra.errors import MissingError
from folkmoot.interfaces.web.frame import paths
from folkmoot.interfaces.web.frame.files import url_of
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.posts.feed_items import FeedItems
from folkmoot.interfaces.web.reading import profile, tags

pages = Pages()

ITEMS = 20
_NEWEST: Bounds = (timelines.NEWEST, 0, ITEMS, False)

Codec = Callable[[Channel, Sequence[Item]], bytes]

FORMATS: dict[str, tuple[str, Codec]] = {
    "rss": ("application/rss+xml; charset=utf-8", syndication.rss),
    "atom": ("application/atom+xml; charset=utf-8", syndication.atom),
}
"""By the end of the address."""


def _offer(form: str) -> None:
    """Let every feed be had in one format."""

    @pages.get(f"/@{{name}}.{form}")
    async def of_account(visit: Visit) -> Response:
        head = await profile.meant(visit)
        account = head.account
        if not account.local or head.is_gone:
            raise MissingError("There is a feed of the people of this community alone.")
        wanted = Filter(exclude_replies=True, exclude_reblogs=True)
        ids = await posts.on_profile(visit.ground, None, account.id, wanted, _NEWEST)
        about = Channel(
            visit.text("Posts by %(name)s", name=head.face.plain_name), _base(visit) + head.face.path, "", head.summary,
            _base(visit) + head.face.avatar,
        )  # fmt: skip
        return await _answer(visit, form, about, ids)

    @pages.get(f"/tags/{{tag}}.{form}")
    async def of_tag(visit: Visit) -> Response:
        key = tags.meant(visit)
        ids = await timelines.tagged(visit.ground, None, Tagged([key]), _NEWEST)
        site = visit.ground.config.site.title
        told = visit.text("Public posts about %(tag)s on %(site)s", tag=f"#{key}", site=site)
        return await _answer(visit, form, Channel(f"#{key}", _base(visit) + paths.tag(key), "", told), ids)

    @pages.get(f"/local.{form}")
    async def of_place(visit: Visit) -> Response:
        ids = await timelines.public(visit.ground, None, Public("local"), _NEWEST)
        site = visit.ground.config.site
        told = visit.text("Public posts on %(site)s", site=site.title)
        about = Channel(site.title, f"{_base(visit)}/local", "", told, _base(visit) + url_of("favicon.png"))
        return await _answer(visit, form, about, ids)


for _form in FORMATS:
    _offer(_form)


def _base(visit: Visit) -> str:
    return visit.ground.config.site.url.rstrip("/")


async def _answer(visit: Visit, form: str, about: Channel, ids: Sequence[int]) -> Response:
    """Answer with the feed, or that what the reader has is still the newest (RFC 9110, section 13)."""
    items = await visit.ground.one(FeedItems).of(ids)
    kind, write = FORMATS[form]
    body = write(about._replace(address=f"{about.url}.{form}", language=visit.language), items)
    changed = datetime.fromtimestamp(syndication.newest(items) // SECOND, UTC)
    headers = {
        "etag": f'W/"{sha256(body).hexdigest()[:32]}"',
        "last-modified": format_datetime(changed, usegmt=True),
        "x-robots-tag": "noindex",
        "content-language": visit.language,
    }
    if _is_known(visit, headers["etag"], changed):
        return Response(status_code=304, headers=headers)
    return Response(body, headers={**headers, "content-type": kind})


def _is_known(visit: Visit, etag: str, changed: datetime) -> bool:
    """Say whether the reader has this already; where it names what it has, times do not count."""
    named = visit.asked.headers.get("if-none-match")
    if named is not None:
        return named.strip() == "*" or etag in [each.strip() for each in named.split(",")]
    try:
        since = parsedate_to_datetime(visit.asked.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return changed == (since if since.tzinfo else since.replace(tzinfo=UTC))
