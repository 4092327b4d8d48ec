"""All SQL about polls.

The row of a poll is locked by whoever changes it or adds an answer, so that the tallies are those of the ballots.
"""

from collections.abc import Sequence

import msgspec

from folkmoot.features.polls.types import Poll
from folkmoot.infra.db import Reader, Row, Sql, Writer

COLUMNS = "post_id, account_id, options, multiple, hide_totals, expires_at, tallies, voters_count"

_OF_POSTS = Sql(f"select {COLUMNS} from poll where post_id = any($1)")
_LOCK = Sql(f"select {COLUMNS} from poll where post_id = $1 for update")
_INSERT = Sql(f"insert into poll ({COLUMNS}, ended) values ($1, $2, $3, $4, $5, $6, $7, $8, false)")
_UPDATE = Sql("""
update poll set options = $2, multiple = $3, hide_totals = $4, expires_at = $5, tallies = $6, voters_count = $7,
ended = false where post_id = $1
""")
_COUNT = Sql("update poll set tallies = $2, voters_count = $3 where post_id = $1")
_DELETE = Sql("delete from poll where post_id = $1")
_DUE = Sql("""
select post_id, expires_at from poll where not ended and expires_at <= $1
order by expires_at limit $2 for update skip locked
""")
_END = Sql("update poll set ended = true where post_id = any($1)")

_CAST = Sql("insert into ballot (post_id, account_id, choices) values ($1, $2, $3) on conflict do nothing")
_CHOICES = Sql("select post_id, choices from ballot where account_id = $1 and post_id = any($2)")
_VOTERS = Sql("select account_id from ballot where post_id = $1 and account_id > $2 order by account_id limit $3")
_VOTED_IN = Sql("select post_id from ballot where account_id = $1 order by post_id limit $2")
_TAKE_BACK = Sql("delete from ballot where post_id = $1 and account_id = $2 returning choices")
_DROP_BALLOTS = Sql("delete from ballot where post_id = $1")


def _json(value: Sequence[object]) -> str:
    return msgspec.json.encode(value).decode()


def _numbers(text: str) -> list[int]:
    return msgspec.json.decode(text, type=list[int])


def _poll(row: Row) -> Poll:
    options = msgspec.json.decode(row[2], type=list[str])
    return Poll(row[0], row[1], options, bool(row[3]), bool(row[4]), row[5], _numbers(row[6]), row[7])


async def of_posts(db: Reader, post_ids: Sequence[int]) -> list[Poll]:
    return [_poll(row) for row in await db.all(_OF_POSTS, list(post_ids))]


async def lock(db: Writer, post_id: int) -> Poll | None:
    """Return the poll of a post, which nobody else changes or answers until this transaction ends."""
    row = await db.one(_LOCK, post_id)
    return None if row is None else _poll(row)


async def insert(db: Writer, poll: Poll) -> None:
    await db.run(
        _INSERT, poll.post_id, poll.account_id, _json(poll.options), poll.multiple, poll.hide_totals, poll.expires_at,
        _json(poll.tallies), poll.voters_count,
    )  # fmt: skip


async def update(db: Writer, poll: Poll) -> None:
    """Write a poll anew; it is open until its time."""
    await db.run(
        _UPDATE, poll.post_id, _json(poll.options), poll.multiple, poll.hide_totals, poll.expires_at,
        _json(poll.tallies), poll.voters_count,
    )  # fmt: skip


async def count(db: Writer, post_id: int, tallies: list[int], voters_count: int) -> None:
    await db.run(_COUNT, post_id, _json(tallies), voters_count)


async def delete(db: Writer, post_id: int) -> None:
    await db.run(_DELETE, post_id)


async def end(db: Writer, now: int, limit: int) -> list[tuple[int, int]]:
    """Note the end of polls whose time has come, the earliest first; returns their (post id, time)."""
    due = [(row[0], row[1]) for row in await db.all(_DUE, now, limit)]
    if due:
        await db.run(_END, [post_id for post_id, _ in due])
    return due


async def cast(db: Writer, post_id: int, account_id: int, choices: list[int]) -> bool:
    """Write an account's answers down; False when it has answered before."""
    return bool(await db.run(_CAST, post_id, account_id, _json(choices)))


async def ballots(db: Reader, account_id: int, post_ids: Sequence[int]) -> dict[int, list[int]]:
    return {row[0]: _numbers(row[1]) for row in await db.all(_CHOICES, account_id, list(post_ids))}


async def voters(db: Reader, post_id: int, after: int, limit: int) -> list[int]:
    return [row[0] for row in await db.all(_VOTERS, post_id, after, limit)]


async def voted_in(db: Reader, account_id: int, limit: int) -> list[int]:
    return [row[0] for row in await db.all(_VOTED_IN, account_id, limit)]


async def take_back(db: Writer, post_id: int, account_id: int) -> list[int] | None:
    """Remove an account's answers and return them; None when there are none."""
    row = await db.one(_TAKE_BACK, post_id, account_id)
    return None if row is None else _numbers(row[0])


async def drop_ballots(db: Writer, post_id: int) -> None:
    await db.run(_DROP_BALLOTS, post_id)
