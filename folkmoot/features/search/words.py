"""Finding posts by their words, among those that the searcher may see."""

from folkmoot.features import posts, relations
from folkmoot.features.search import store
from folkmoot.features.search.rules import OFFSET_LIMIT, holds_all, is_open, pattern, words_of
from folkmoot.features.search.types import PostQuery
from folkmoot.infra.boot import Ground

MARGIN = 40
"""Rows read beyond the page, because some will turn out hidden."""
OPEN_ROWS = 2_000
"""Rows looked through where a pattern lets through more than its word."""


async def find_posts(ground: Ground, searcher_id: int, query: PostQuery) -> list[int]:
    """Return the ids of posts that hold every word of the query, newest first.

    Looked through are the searcher's own posts, those they favourited, bookmarked or were mentioned in, and the
    newest open posts of authors who want to be found.
    """
    words = words_of(query.text)
    if not words or query.offset > OFFSET_LIMIT:
        return []
    patterns = [f"%{pattern(word)}%" for word in words]
    wanted = query.offset + query.limit
    limit = OPEN_ROWS if any(is_open(word) for word in words) else wanted * 2 + MARGIN
    rows = await store.posts(await ground.read(), searcher_id, query, patterns, limit)
    holding = [row[0] for row in rows if holds_all(f"{row[1]} {row[2]}", words)]
    found = await _visible(ground, searcher_id, holding)
    page = found[query.offset : wanted]
    return page[::-1] if query.oldest_first else page


async def _visible(ground: Ground, searcher_id: int, ids: list[int]) -> list[int]:
    found = await posts.by_ids(ground.db.reader, ids)
    seen = await posts.visible_to(ground, searcher_id, [found[post_id] for post_id in ids if post_id in found])
    reader = await relations.audience(ground, searcher_id)
    far = await relations.of_blocked_domains(ground, reader, {post.account_id for post in seen})
    now = ground.clock()
    return [post.id for post in seen if post.account_id not in far and not reader.shuns(post.account_id, now)]
