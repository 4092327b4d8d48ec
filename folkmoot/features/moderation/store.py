"""All SQL about moderation."""

from collections.abc import Sequence

import msgspec

from folkmoot.features.moderation.types import Report
from folkmoot.infra.db import Reader, Row, Sql, Writer

COLUMNS = """id, account_id, target_account_id, category, comment, post_ids, rule_ids, forward, created_at,
action_taken_at"""

_INSERT = Sql("""
insert into report (id, account_id, target_account_id, category, comment, post_ids, rule_ids, forward, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
""")
_BY_IDS = Sql(f"select {COLUMNS} from report where id = any($1)")

_IDS = msgspec.json.Decoder(list[int])


def _report(row: Row) -> Report:
    ids = (_IDS.decode(row[5]), _IDS.decode(row[6]))
    return Report(row[0], row[1], row[2], row[3], row[4], *ids, bool(row[7]), row[8], row[9])


async def insert(db: Writer, report: Report) -> None:
    post_ids, rule_ids = (msgspec.json.encode(ids).decode() for ids in (report.post_ids, report.rule_ids))
    await db.run(
        _INSERT, report.id, report.account_id, report.target_account_id, report.category, report.comment,
        post_ids, rule_ids, report.forward, report.created_at,
    )  # fmt: skip


async def by_ids(db: Reader, ids: Sequence[int]) -> list[Report]:
    return [_report(row) for row in await db.all(_BY_IDS, list(ids))]
