"""Exports: what a member follows, blocks, mutes, lists and bookmarks, page by page as CSV."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from typing import Protocol, TypeVar

from folkmoot.features import accounts, lists, posts, relations
from folkmoot.features.accounts import Account
from folkmoot.formats import takeout
from folkmoot.formats.activitystreams import note_id
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Bounds
from folkmoot.infra.ids import MAX_ID

PAGE = 200

Lines = AsyncIterator[list[list[str]]]


class _Row(Protocol):
    @property
    def row_id(self) -> int: ...


R = TypeVar("R", bound=_Row)


async def export(ground: Ground, account_id: int, name: str) -> AsyncIterator[str]:
    """Yield the parts of one of the files in EXPORTS; nothing is held but a page of it."""
    kind, lines = EXPORTS[name]
    header = True
    async for page in lines(ground, account_id):
        yield takeout.write(kind, page, header=header)
        header = False
    if header:
        yield takeout.write(kind, [])


async def pages(read: Callable[[Bounds], Awaitable[Sequence[R]]]) -> AsyncIterator[Sequence[R]]:
    """Yield a list page by page, oldest first."""
    above = 0
    while rows := await read((MAX_ID, above, PAGE, True)):
        yield rows
        above = rows[-1].row_id


def address(account: Account, domain: str) -> str:
    """Return the whole address of an account, with the domain of our own too."""
    return f"{account.username}@{account.domain or domain}"


async def _following(ground: Ground, account_id: int) -> Lines:
    async for page in pages(partial(relations.following, ground.db.reader, account_id)):
        ids = [row.account_id for row in page]
        options = await relations.follow_options(ground.db.reader, account_id, ids)
        people = await _addresses(ground, ids)
        yield [
            [people[i], _flag(options[i].show_reblogs), _flag(options[i].notify), ", ".join(options[i].languages)]
            for i in ids
            if i in people and i in options
        ]


async def _muted(ground: Ground, account_id: int) -> Lines:
    now = ground.clock()
    async for page in pages(partial(relations.muted, ground.db.reader, account_id, now=now)):
        ids = [row.account_id for row in page]
        people = await _addresses(ground, ids)
        standing = await relations.between(ground.db.reader, account_id, ids, now)
        yield [
            [people[each.target_id], _flag(each.muting_notifications)] for each in standing if each.target_id in people
        ]


async def _blocked(ground: Ground, account_id: int) -> Lines:
    async for page in pages(partial(relations.blocked, ground.db.reader, account_id)):
        yield [[found] for found in (await _addresses(ground, [row.account_id for row in page])).values()]


async def _followers(ground: Ground, account_id: int) -> Lines:
    async for page in pages(partial(relations.followers, ground.db.reader, account_id)):
        yield [[found] for found in (await _addresses(ground, [row.account_id for row in page])).values()]


async def _lists(ground: Ground, account_id: int) -> Lines:
    for made in await lists.of_account(ground.db.reader, account_id):
        async for page in pages(partial(lists.members, ground.db.reader, made.id)):
            people = await _addresses(ground, [row.account_id for row in page])
            yield [[made.title, found] for found in people.values()]


async def _domains(ground: Ground, account_id: int) -> Lines:
    async for page in pages(partial(relations.blocked_domains, ground.db.reader, account_id)):
        yield [[row.domain] for row in page]


async def _bookmarks(ground: Ground, account_id: int) -> Lines:
    async for page in pages(partial(posts.bookmarked, ground.db.reader, account_id)):
        yield [[uri] for uri in await uris_of(ground, account_id, [row.id for row in page])]


async def uris_of(ground: Ground, viewer_id: int, ids: Sequence[int]) -> list[str]:
    """Return the URIs of those of these posts that the viewer may still see, in their order."""
    found = await posts.by_ids(ground.db.reader, ids)
    seen = {post.id: post for post in await posts.visible_to(ground, viewer_id, list(found.values()))}
    authors = await accounts.by_ids(ground.db.reader, list({post.account_id for post in seen.values()}))
    return [uri_of(ground, seen[i], authors[seen[i].account_id]) for i in ids if i in seen]


def uri_of(ground: Ground, post: posts.Post, author: Account) -> str:
    """Return the URI of a post, local or not."""
    return post.uri if author.domain else note_id(ground.config.site.url.rstrip("/"), author.username, post.id)


async def _addresses(ground: Ground, ids: Sequence[int]) -> dict[int, str]:
    """Return the addresses of accounts in the order of `ids`, without those that are suspended."""
    found = await accounts.by_ids(ground.db.reader, ids)
    domain = ground.config.site.domain
    return {i: address(found[i], domain) for i in ids if i in found and found[i].suspended_at is None}


def _flag(value: bool) -> str:  # noqa: FBT001 - it is the one thing written
    return "true" if value else "false"


EXPORTS: dict[str, tuple[str, Callable[[Ground, int], Lines]]] = {
    "following_accounts.csv": ("following", _following),
    "followers.csv": ("followers", _followers),
    "lists.csv": ("lists", _lists),
    "blocked_accounts.csv": ("blocking", _blocked),
    "muted_accounts.csv": ("muting", _muted),
    "blocked_domains.csv": ("domain_blocking", _domains),
    "bookmarks.csv": ("bookmarks", _bookmarks),
}
"""Each file by its name: the kind of its lines, and what yields them."""
