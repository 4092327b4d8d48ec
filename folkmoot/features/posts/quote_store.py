"""All SQL about quotes; which post quotes which stands in the post that does."""

from folkmoot.features.posts import store
from folkmoot.features.posts.types import Post, QuotePolicy, QuoteState, Quoting
from folkmoot.infra.db import Bounds, Paged, Reader, Sql, Writer

_ACCEPTED = f"quote_state = {QuoteState.ACCEPTED:d}"

_QUOTING = Paged(f"select id, account_id from post where quoted_id = $1 and {_ACCEPTED}")
_LOCK = Sql("select id from post where id = $1 for update")
_COUNT = Sql("update post set quotes_count = quotes_count + $2 where id = $1")
_REVOKE = Sql(f"""
update post set quote_state = {QuoteState.REVOKED:d} where id = $1 and {_ACCEPTED} and quoted_id is not null
returning quoted_id
""")
_RELEASE = Sql("update post set quoted_id = null where quoted_id = $1 returning id")
_SET_POLICY = Sql("update post set quote_policy = $2 where id = $1")


async def lock(db: Writer, post_id: int) -> Post | None:
    """Return a post that nobody deletes or forbids to quote until this transaction ends."""
    await db.value(_LOCK, post_id)
    found = await store.by_ids(db, [post_id])
    return found[0] if found else None


async def quoting(db: Reader, post_id: int, bounds: Bounds) -> list[Quoting]:
    return [Quoting(row[0], row[1]) for row in await _QUOTING.rows(db, post_id, bounds)]


async def count(db: Writer, post_id: int, by: int) -> None:
    await db.run(_COUNT, post_id, by)


async def revoke(db: Writer, post_id: int) -> int | None:
    """End the accepted quote in a post; returns what it quoted, None where there is no such quote."""
    quoted_id: int | None = await db.value(_REVOKE, post_id)
    return quoted_id


async def release(db: Writer, post_id: int) -> list[int]:
    """Let every post that quotes this one quote nothing; returns their ids."""
    return [row[0] for row in await db.all(_RELEASE, post_id)]


async def set_policy(db: Writer, post_id: int, policy: QuotePolicy) -> None:
    await db.run(_SET_POLICY, post_id, int(policy))
