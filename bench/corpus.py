"""Very many posts with tags, links and marks, put straight into the tables: the client API would take hours."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Sql
from folkmoot.infra.ids import new_id

ACCOUNTS = 20_000
TAGS = 5_000
LINKS = 5_000
CHUNK = 20_000
USUAL = 4
"""One post of the week before for so many of the window."""
SEED = 11

_ACCOUNT = Sql("""
insert into account (id, username, username_key, domain, created_at, indexable)
values ($1, cast($2 as text), cast($2 as text), $3, $4, true)
""")
_POST = Sql("""
insert into post (id, account_id, text, visibility, thread_id, created_at, reblog_of_id, in_reply_to_id,
in_reply_to_account_id, favourites_count, reblogs_count) values ($1, $2, $3, 0, $1, $4, $5, $6, $7, $8, $9)
on conflict do nothing
""")
_TAG = Sql("insert into post_tag (tag, post_id, name) values ($1, $2, $1) on conflict do nothing")
_PREVIEW = Sql("""
insert into preview (id, url, state, title, next_fetch_at, used_at) values ($1, $2, 'ready', $3, $4, $4)
""")
_LINK = Sql("insert into post_preview (post_id, preview_id) values ($1, $2) on conflict do nothing")
_FAVOURITE = Sql("insert into favourite (account_id, post_id, id) values ($1, $2, $3) on conflict do nothing")

_WORDS = ("river", "bread", "library", "winter", "mending", "bicycles", "garden", "bridge", "rain", "coffee")


class Corpus:
    """`posts` of the last day, a quarter as many of the week before; a few tags, links and posts draw most."""

    def __init__(self, ground: Ground, posts: int) -> None:
        self._ground = ground
        self._posts = posts
        self._chance = random.Random(SEED)
        self._now = ground.clock()
        self.people = [new_id(self._now - 400 * DAY + place * 30_000) for place in range(ACCOUNTS)]
        self.pages = [new_id(self._now - 30 * DAY + place) for place in range(LINKS)]

    async def fill(self) -> None:
        """Write everything; some minutes for a million posts."""
        await self._write(_ACCOUNT, (self._account(*each) for each in enumerate(self.people)))
        pages = enumerate(self.pages)
        await self._write(
            _PREVIEW,
            ((page, f"https://news{place % 200}.example/{place}", f"News {place}", self._now) for place, page in pages),
        )
        await self._speak(self._posts // USUAL, self._now - 8 * DAY, 7 * DAY)
        await self._speak(self._posts, self._now - DAY, DAY)

    def _account(self, place: int, account_id: int) -> tuple[Any, ...]:
        """One of three is of another server; they were opened over the year before last week."""
        domain = "" if place % 3 else f"moot{place % 97}.example"
        return account_id, f"crowd{place}", domain, self._now - 370 * DAY + place * (360 * DAY // ACCOUNTS)

    async def _speak(self, count: int, start: int, length: int) -> None:
        for first in range(0, count, CHUNK):
            size = min(CHUNK, count - first)
            times = [start + length * (first + place) // count for place in range(size)]
            await self._batch([(new_id(at), self._chance.choice(self.people), at) for at in times])

    async def _batch(self, made: list[tuple[int, int, int]]) -> None:
        """Write some posts: one of five answers, six of ten carry a tag, one of seven a link."""
        chance = self._chance
        rows: list[tuple[Any, ...]] = []
        favourites: list[tuple[int, int, int]] = []
        for post_id, author, at in made:
            answered = chance.choice(rows) if rows and chance.random() < 0.2 else (None, None)
            likes = min(int(chance.paretovariate(1.1)) - 1, 60)
            favourites += [(chance.choice(self.people), post_id, new_id(at)) for _ in range(likes)]
            boosts = 1 if chance.random() < 0.125 else 0
            text = " ".join(chance.choices(_WORDS, k=12))
            rows.append((post_id, author, text, at, None, answered[0], answered[1], likes, boosts))
        await self._write(_POST, rows)
        await self._write(_POST, (self._boost(row[0], row[3]) for row in rows if row[8]))
        await self._write(_TAG, ((self._tag(), row[0]) for row in rows if chance.random() < 0.6))
        await self._write(_LINK, ((row[0], self._page()) for row in rows if chance.random() < 0.15))
        await self._write(_FAVOURITE, favourites)

    def _boost(self, post_id: int, at: int) -> tuple[Any, ...]:
        return new_id(at), self._chance.choice(self.people), "", at, post_id, None, None, 0, 0

    def _tag(self) -> str:
        return f"tag{min(int(self._chance.paretovariate(0.7)), TAGS)}"

    def _page(self) -> int:
        return self.pages[min(int(self._chance.paretovariate(0.7)), LINKS) - 1]

    async def _write(self, sql: Sql, rows: Sequence[Any] | Iterator[Any]) -> None:
        async with self._ground.work() as work:
            await work.db.many(sql, rows)
