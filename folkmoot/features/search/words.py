"""Finding posts by their words, among those that the searcher may see."""

import time
from typing import NamedTuple

from folkmoot.features import accounts, posts, relations
from folkmoot.features.posts import Visibility
from folkmoot.features.search import index_store
from folkmoot.features.search.asking import Asked, Clause, understood
from folkmoot.features.search.content import by
from folkmoot.features.search.errors import SearchTooSlowError
from folkmoot.features.search.languages import Languages
from folkmoot.features.search.matching import looking, matching
from folkmoot.features.search.rules import OFFSET_LIMIT
from folkmoot.features.search.turns import Turns
from folkmoot.features.search.types import PostQuery
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Bounds, Lane, TooSlowError

LANE = Lane("search", seconds=1.0, by_index=True)
MARGIN = 10
"""Posts looked for beyond the page, because some will turn out hidden."""
ROUNDS = 8
"""How often more is looked for where much turns out hidden."""
WINDOW = {"sqlite": (400,), "postgres": (500, 4_000)}
"""Posts of a library that are looked at in the first question and those after it.

PostgreSQL looks at more of them where that promises to fill the page: its index is dear where much matches.
"""
WINDOWS = 40
SCANNED = (500, 10_000)
"""Posts that PostgreSQL looks through before it asks the index: few for what many hold, more for what some do."""
SECONDS = 2.0
"""How long is looked for more; what was found by then is the answer."""

_OPEN = Clause(frozenset((":open",)))


class Haul(NamedTuple):
    """Ids that match, in order; of those in `library` nobody asks whether their authors want to be found."""

    ids: list[int]
    library: frozenset[int]


async def find_posts(ground: Ground, searcher_id: int, query: PostQuery) -> list[int]:
    """Return the ids of posts that match the query, newest first.

    Looked through are the searcher's library (own posts, those they boosted, favourited or bookmarked, those that
    mention them) and the open posts of authors who want to be found. SearchTooSlowError when that takes too long.
    """
    if query.offset > OFFSET_LIMIT or not query.text.strip():
        return []
    asked = understood(query.text, await ground.one(Languages).in_use())
    if asked.is_empty or not await _settle_authors(ground, searcher_id, query, asked):
        return []
    wanted = query.offset + query.limit
    async with ground.one(Turns).of(searcher_id):
        hunt = Hunt(ground, searcher_id, asked, oldest_first=query.oldest_first)
        found = await hunt.found(max(asked.above, query.above), min(asked.below, query.below), wanted)
    page = found[query.offset : wanted]
    return page[::-1] if query.oldest_first else page


async def _settle_authors(ground: Ground, searcher_id: int, query: PostQuery, asked: Asked) -> bool:
    """Turn the authors of the query into marks of the index; False when one is wanted whom nobody knows."""
    if query.author_id is not None:
        asked.every.append(Clause(frozenset((by(query.author_id),))))
    handles = [author.handle for author in asked.authors]
    known = await accounts.by_handles(await ground.read(), handles, ground.config.site.domain)
    ids = {handle: account.id for handle, account in known.items()} | {
        handle: searcher_id for handle in handles if handle.lower() == "me"
    }
    for author in asked.authors:
        if author.handle in ids:
            clause = Clause(frozenset((by(ids[author.handle]),)))
            (asked.every if author.wanted else asked.none).append(clause)
        elif author.wanted:
            return False
    return True


class Hunt:
    """One search: candidates from the index and the library, judged, until there are enough."""

    def __init__(self, ground: Ground, searcher_id: int, asked: Asked, *, oldest_first: bool) -> None:
        self._kind = kind = ground.db.kind
        self._db = ground.db.aside(LANE)
        self._until = time.monotonic() + SECONDS
        self._ground = ground
        self._searcher_id = searcher_id
        self._asked = asked
        self._oldest_first = oldest_first
        self._among_all = matching(kind, [*asked.every, _OPEN], asked.none)
        self._among_own = looking(kind, asked.every, asked.none)
        self._has_terms = any(clause.terms for clause in asked.every)
        self._by_index = matching(kind, asked.every, asked.none)

    async def found(self, above: int, below: int, wanted: int) -> list[int]:
        """Return the first ids between two that the searcher may find, in order; fewer where time runs out."""
        found: list[int] = []
        size = wanted + MARGIN
        for _ in range(ROUNDS):
            try:
                haul = await self._candidates((below, above, size, self._oldest_first))
            except TooSlowError:
                if found:
                    break
                raise SearchTooSlowError from None
            found += await self._judged(haul)
            if len(found) >= wanted or len(haul.ids) < size or self._is_late:
                break
            above, below = (haul.ids[-1], below) if self._oldest_first else (above, haul.ids[-1])
            size = min(size * 2, 500)
        return found[:wanted]

    async def _candidates(self, bounds: Bounds) -> Haul:
        """Ask the index first: where it fills the page, of the library only what comes before its last is wanted."""
        below, above, limit, oldest_first = bounds
        scope = self._asked.scope
        everywhere = await self._indexed(bounds) if scope != "library" else []
        filled = len(everywhere) == limit
        if filled:
            below, above = (everywhere[-1], above) if oldest_first else (below, everywhere[-1])
        own = [] if scope == "public" else await self._own((below, above, limit, oldest_first), short=filled)
        merged = sorted({*everywhere, *own}, reverse=not oldest_first)
        return Haul(merged[:limit], frozenset(own))

    async def _indexed(self, bounds: Bounds) -> list[int]:
        """Ask the index; PostgreSQL would sort all that match, so there the first posts of all are looked at before."""
        for among in SCANNED if self._kind != "sqlite" else ():
            near = await index_store.scanned(self._db, self._among_all, bounds, among)
            if len(near) == bounds[2]:
                return near
            if not near:
                break
        return await index_store.indexed(self._db, self._among_all, bounds)

    async def _own(self, bounds: Bounds, *, short: bool) -> list[int]:
        """Where the index filled no page, few posts match: it tells the library's at little cost.

        Where it did, it does so on SQLite, which looks only at the span that is left. If that is `short`, PostgreSQL
        rather looks at the posts of the library there.
        """
        among_few = self._kind == "sqlite" or not short
        if self._asked.scope == "all" and self._has_terms and among_few:
            return await index_store.kept(self._db, self._searcher_id, self._by_index, bounds, few=True)
        return await self._library(bounds)

    async def _library(self, bounds: Bounds) -> list[int]:
        """Look at the first posts of the library; where too few of them match, ask the index for the others."""
        below, above, limit, oldest_first = bounds
        db, sizes = self._db, WINDOW[self._kind]
        found: list[int] = []
        for place in range(WINDOWS):
            page = (below, above, limit - len(found), oldest_first)
            window = sizes[min(place, len(sizes) - 1)]
            ids, last = await index_store.library(db, self._searcher_id, self._among_own, page, window)
            found += ids
            if last is None or len(found) >= limit or self._is_late:
                break
            below, above = (below, last) if oldest_first else (last, above)
            if self._has_terms and (place == len(sizes) - 1 or len(ids) * sizes[-1] < limit * window):
                rest = (below, above, limit - len(found), oldest_first)
                return found + await index_store.kept(db, self._searcher_id, self._by_index, rest, few=not found)
        return found

    async def _judged(self, haul: Haul) -> list[int]:
        """Keep what may be seen, of authors not shunned who, outside the library, want to be found."""
        db = await self._ground.read()
        known = await posts.by_ids(db, haul.ids)
        standing = [known[post_id] for post_id in haul.ids if post_id in known and not self._is_left_out(post_id)]
        seen = await posts.visible_to(self._ground, self._searcher_id, standing)
        foreign = {post.account_id for post in seen if post.id not in haul.library}
        authors = await accounts.by_ids(db, list(foreign))
        listed = {account.id for account in authors.values() if account.indexable and account.suspended_at is None}
        reader = await relations.audience(self._ground, self._searcher_id)
        far = await relations.of_blocked_domains(self._ground, reader, {post.account_id for post in seen})
        now = self._ground.clock()
        return [
            post.id for post in seen
            if post.account_id not in far and not reader.shuns(post.account_id, now)
            and (post.id in haul.library or (post.visibility == Visibility.PUBLIC and post.account_id in listed))
        ]  # fmt: skip

    @property
    def _is_late(self) -> bool:
        return time.monotonic() > self._until

    def _is_left_out(self, post_id: int) -> bool:
        return any(first <= post_id < end for first, end in self._asked.without)
