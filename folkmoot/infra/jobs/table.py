"""All SQL about jobs: the table that a change and its consequences share."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from folkmoot.infra.db import Database, Reader, Row, Sql, Writer
from folkmoot.infra.ids import new_id

_INSERT = Sql("""
insert into job (id, name, payload, run_at, dedupe_key, created_at, attempts, dead)
values ($1, $2, $3, $4, $5, $6, 0, false) on conflict (dedupe_key) do nothing
""")
_LANE = {False: "not (name = any({names}))", True: "name = any({names})"}
_CLAIM = {
    slow: Sql(f"""
    update job set run_at = $1, attempts = attempts + 1 where id in (
      select id from job where not dead and run_at <= $2 and {lane.format(names="$4")}
      order by run_at limit $3 for update skip locked)
    returning id, name, payload, attempts
    """)
    for slow, lane in _LANE.items()
}
_NEXT = {
    slow: Sql(f"select run_at from job where not dead and {lane.format(names='$1')} order by run_at limit 1")
    for slow, lane in _LANE.items()
}
_DONE = Sql("delete from job where id = any($1)")
_AGAIN = Sql("update job set run_at = $1, attempts = 0, last_error = null where id = $2")
_FAILED = Sql("update job set run_at = $1, last_error = $2, dead = $3 where id = $4")
_PUT_BACK = Sql("update job set run_at = $1, attempts = attempts - 1 where id = any($2)")
_RENEW = Sql("update job set run_at = $1 where run_at < $1 and id = any($2)")
_LIST = Sql("""
select id, name, payload, run_at, attempts, last_error, dead from job
where dead = $1 order by run_at limit $2
""")
_COUNT = Sql("""
select count(*), coalesce(sum(case when dead then 1 else 0 end), 0), min(case when dead then null else run_at end)
from job
""")
_FORGET_DEAD = Sql("delete from job where dead and run_at < $1 and name = any($2)")
_REVIVE = Sql("update job set dead = false, attempts = 0, run_at = $1 where dead and id = any($2)")
_REVIVE_ALL = Sql("update job set dead = false, attempts = 0, run_at = $1 where dead")


class Job(msgspec.Struct, frozen=True):
    """A row of the job table, as an operator sees it. Times in ms since 1970."""

    id: int
    name: str
    payload: str
    run_at: int
    attempts: int
    last_error: str | None
    dead: bool


class Failure(NamedTuple):
    """A job that did not work out: when to try again, why it failed, and whether it is given up."""

    job_id: int
    run_at: int
    reason: str
    dead: bool


async def enqueue(
    db: Writer, name: str, payload: object, now: int, *, run_at: int | None = None, dedupe_key: str | None = None
) -> None:
    """Put a job into the table inside the caller's transaction; a second one with the same dedupe key is dropped."""
    body = msgspec.json.encode(payload).decode()
    await db.run(_INSERT, new_id(now), name, body, now if run_at is None else run_at, dedupe_key, now)


async def claim(db: Writer, lane: tuple[bool, list[str]], now: int, until: int, most: int) -> Sequence[Row]:
    """Hide due jobs of a lane from others until `until`; returns rows (id, name, payload, attempts).

    `lane` is (whether it takes the jobs of these names or all others, the names).
    """
    slow, names = lane
    return await db.all(_CLAIM[slow], until, now, most, names)


async def next_due(db: Reader, lane: tuple[bool, list[str]]) -> int | None:
    """Return when the next job of a lane is due (ms since 1970), None when there is none."""
    slow, names = lane
    found: int | None = await db.value(_NEXT[slow], names)
    return found


async def settle(db: Writer, done: list[int], again: list[tuple[int, int]], failed: list[Failure]) -> None:
    """Write down how jobs ended: gone, due `again` at (run_at, job id), or failed."""
    if done:
        await db.run(_DONE, done)
    for run_at, job_id in again:
        await db.run(_AGAIN, run_at, job_id)
    for failure in failed:
        await db.run(_FAILED, failure.run_at, failure.reason, failure.dead, failure.job_id)


async def put_back(db: Writer, ids: list[int], now: int) -> None:
    """Give up claims: these jobs are due at once, and the attempt does not count."""
    await db.run(_PUT_BACK, now, ids)


async def renew(db: Writer, ids: list[int], until: int) -> None:
    """Hide claimed jobs until `until`; one that was settled meanwhile and waits longer is left alone."""
    await db.run(_RENEW, until, ids)


async def listed(database: Database, *, dead: bool, limit: int = 100) -> list[Job]:
    """Return jobs that wait, or the dead letters, oldest due first."""
    rows = await database.reader.all(_LIST, dead, limit)
    return [Job(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6])) for row in rows]


async def counts(database: Database) -> dict[str, int | None]:
    """Return how many jobs there are, how many are dead, and when the next is due (ms since 1970)."""
    row = await database.reader.one(_COUNT)
    assert row is not None
    return {"total": row[0], "dead": int(row[1]), "next_at": row[2]}


async def revive(database: Database, now: int, ids: list[int] | None = None) -> int:
    """Let dead letters run again, all or those named; returns how many."""
    async with database.transaction() as db:
        if ids is None:
            return await db.run(_REVIVE_ALL, now)
        return await db.run(_REVIVE, now, ids)


async def forget_dead(db: Writer, before: int, names: list[str]) -> None:
    """Drop dead letters of these names that gave up before `before` (ms since 1970)."""
    await db.run(_FORGET_DEAD, before, names)
