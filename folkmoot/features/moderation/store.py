"""All SQL about reports."""

from collections.abc import Sequence

import msgspec

from folkmoot.features.moderation.types import Report, Wanted
from folkmoot.infra.db import Bounds, Paged, Reader, Row, Sql, Writer

COLUMNS = """id, account_id, target_account_id, category, comment, post_ids, rule_ids, forward, created_at,
action_taken_at, updated_at, assigned_account_id, action_taken_by_account_id, collection_ids, outcome, told_at"""

_INSERT = Sql("""
insert into report (id, account_id, target_account_id, category, comment, post_ids, rule_ids, forward, created_at,
updated_at, collection_ids) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)
""")
_BY_IDS = Sql(f"select {COLUMNS} from report where id = any($1)")

_PAGE = {
    ascending: Sql(f"""
    select {COLUMNS} from report where id < $1 and id > $2 and (action_taken_at is not null) = $4
    and (cast($5 as bigint) is null or account_id = $5) and (cast($6 as bigint) is null or target_account_id = $6)
    and target_account_id <> $7
    order by id {"asc" if ascending else "desc"} limit $3
    """)
    for ascending in (True, False)
}
_UPDATE = Sql("""
update report set category = $2, rule_ids = $3, updated_at = $4, assigned_account_id = $5, action_taken_at = $6,
action_taken_by_account_id = $7, outcome = $8, told_at = $9 where id = $1
""")
_RESOLVING = "update report set action_taken_at = $2, action_taken_by_account_id = $3, updated_at = $2, outcome = $4"
_RESOLVE = Sql(f"{_RESOLVING} where id = $1 and action_taken_at is null returning account_id")
_RESOLVE_ALL = Sql(f"{_RESOLVING} where target_account_id = $1 and action_taken_at is null returning account_id")
_RESOLVE_ABOUT = Sql(f"""
{_RESOLVING} where target_account_id = $1 and post_ids = $5 and collection_ids = '[]' and action_taken_at is null
returning account_id
""")

OWN = Paged(f"select {COLUMNS} from report where account_id = $1")
_UNTOLD = Sql("select count(*) from report where account_id = $1 and action_taken_at is not null and told_at is null")
_TOLD = Sql("""
update report set told_at = $2 where account_id = $1 and action_taken_at is not null and told_at is null
""")
_WAITS = Sql("""
select coalesce(action_taken_at, $2) - created_at, action_taken_at is not null from report where id >= $1
""")

_IDS = msgspec.json.Decoder(list[int])


def report_of(row: Row) -> Report:
    ids = (_IDS.decode(row[5]), _IDS.decode(row[6]))
    return Report(*(*row[:5], *ids, bool(row[7]), *row[8:13], _IDS.decode(row[13]), *row[14:]))


async def insert(db: Writer, report: Report) -> None:
    post_ids, rule_ids, collection_ids = (
        msgspec.json.encode(ids).decode() for ids in (report.post_ids, report.rule_ids, report.collection_ids)
    )
    await db.run(
        _INSERT, report.id, report.account_id, report.target_account_id, report.category, report.comment,
        post_ids, rule_ids, report.forward, report.created_at, collection_ids,
    )  # fmt: skip


async def by_ids(db: Reader, ids: Sequence[int]) -> list[Report]:
    return [report_of(row) for row in await db.all(_BY_IDS, list(ids))]


async def page(db: Reader, wanted: Wanted, bounds: Bounds) -> list[Report]:
    below, above, limit, ascending = bounds
    rows = await db.all(
        _PAGE[ascending],
        below, above, limit, wanted.resolved, wanted.account_id, wanted.target_account_id, wanted.reader_id,
    )  # fmt: skip
    return [report_of(row) for row in rows]


async def update(db: Writer, report: Report) -> None:
    await db.run(
        _UPDATE, report.id, report.category, msgspec.json.encode(report.rule_ids).decode(), report.updated_at,
        report.assigned_account_id, report.action_taken_at, report.action_taken_by_account_id, report.outcome,
        report.told_at,
    )  # fmt: skip


async def resolve(db: Writer, report_id: int, at: int, by_id: int, outcome: str) -> list[int]:
    """Mark a report as dealt with and return who wrote it; one that was stays as it is."""
    return [row[0] for row in await db.all(_RESOLVE, report_id, at, by_id, outcome)]


async def resolve_all(db: Writer, target_id: int, at: int, by_id: int, outcome: str) -> list[int]:
    """Mark every open report about an account as dealt with; returns who wrote them."""
    return [row[0] for row in await db.all(_RESOLVE_ALL, target_id, at, by_id, outcome)]


async def resolve_about(db: Writer, target_id: int, post_id: int, at: int, by_id: int, outcome: str) -> list[int]:
    """Mark every open report about this one post and nothing else as dealt with; returns who wrote them."""
    posts = msgspec.json.encode([post_id]).decode()
    return [row[0] for row in await db.all(_RESOLVE_ABOUT, target_id, at, by_id, outcome, posts)]


async def own(db: Reader, account_id: int, bounds: Bounds) -> list[Report]:
    return [report_of(row) for row in await OWN.rows(db, account_id, bounds)]


async def untold(db: Reader, account_id: int) -> int:
    """Count the decided reports of an account that it did not look at since."""
    return int(await db.value(_UNTOLD, account_id))


async def tell(db: Writer, account_id: int, at: int) -> None:
    """Note that an account looked at what came of its reports."""
    await db.run(_TOLD, account_id, at)


async def waits(db: Reader, since_id: int, now: int) -> list[tuple[int, bool]]:
    """Return of each report since then how long it waited (ms; an open one until now), and whether it was decided."""
    return [(row[0], bool(row[1])) for row in await db.all(_WAITS, since_id, now)]
