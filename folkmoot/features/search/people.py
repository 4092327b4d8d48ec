"""Finding accounts by handle, beginning of a name, or words of a display name."""

from folkmoot.features.search import store
from folkmoot.features.search.rules import OFFSET_LIMIT, TEXT_LIMIT, handle_of, is_open, pattern
from folkmoot.features.search.types import AccountQuery
from folkmoot.infra.boot import Ground

NOBODY = 0
OPEN_ROWS = 1_000
"""Rows looked through where the pattern lets through more than the query."""


async def find_accounts(ground: Ground, searcher_id: int | None, query: AccountQuery) -> list[int]:
    """Return the ids of accounts: the very name first, then those the searcher follows, then the most followed."""
    text = query.text[:TEXT_LIMIT].strip()
    name, domain = handle_of(text, ground.config.site.domain)
    if not name or query.offset > OFFSET_LIMIT:
        return []
    db = await ground.read()
    who = (searcher_id or NOBODY, query.followed_by is not None)
    limit = OPEN_ROWS if is_open(text) else query.offset + query.limit
    if domain is None:
        begins = pattern(name) + "%" if name.isascii() else ""
        patterns = (begins, f"%{pattern(name)}%")
        rows = await store.named(db, name, patterns, who, limit)
    else:
        rows = await store.handled(db, name, pattern(domain) + ("%" if domain else ""), who, limit)
    found = [row[0] for row in rows if row[1].startswith(name) or name.casefold() in row[2].casefold()]
    return found[query.offset : query.offset + query.limit]
