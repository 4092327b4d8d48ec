"""All SQL about push subscriptions."""

from collections.abc import Sequence

import msgspec

from folkmoot.features.push.types import Holder, Subscription
from folkmoot.infra.db import Reader, Row, Sql, Writer

COLUMNS = """id, token_id, session_id, account_id, endpoint, public_key, auth_secret, standard, alerts, policy,
sealed_token"""
_HOLDERS = ("token", "session")

_DELETE_OF = {kind: Sql(f"delete from push_subscription where {kind}_id = $1") for kind in _HOLDERS}
_INSERT = Sql(f"insert into push_subscription ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
_TRIM = Sql("""
delete from push_subscription where account_id = $1 and id not in (
  select id from push_subscription where account_id = $1 order by id desc limit $2)
""")
_CHANGE = {
    kind: Sql(f"update push_subscription set alerts = $2, policy = $3 where {kind}_id = $1") for kind in _HOLDERS
}
_DELETE = Sql("delete from push_subscription where id = $1")
_OF = {kind: Sql(f"select {COLUMNS} from push_subscription where {kind}_id = $1") for kind in _HOLDERS}
_BY_ID = Sql(f"select {COLUMNS} from push_subscription where id = $1")
_WANTED = Sql("""
select s.id, s.alerts, s.policy, n.id, n.account_id, n.kind, n.from_account_id
from notification n join push_subscription s on s.account_id = n.account_id
where n.id = any($1) order by n.id
""")


def _subscription(row: Row) -> Subscription:
    alerts = msgspec.json.decode(row[8], type=list[str])
    return Subscription(
        row[0], row[1], row[2], row[3], row[4], row[5], row[6], bool(row[7]), alerts, row[9], row[10]
    )  # fmt: skip


async def insert(db: Writer, holder: Holder, item: Subscription, most: int) -> None:
    """Insert a subscription in place of what its holder had; its member keeps the newest `most`."""
    await delete_of(db, holder)
    await db.run(
        _INSERT, item.id, item.token_id, item.session_id, item.account_id, item.endpoint, item.public_key,
        item.auth_secret, item.standard, msgspec.json.encode(item.alerts).decode(), item.policy, item.sealed_token,
    )  # fmt: skip
    await db.run(_TRIM, item.account_id, most)


async def change(db: Writer, holder: Holder, alerts: Sequence[str], policy: str) -> None:
    await db.run(_CHANGE[holder.kind], holder.id, msgspec.json.encode(list(alerts)).decode(), policy)


async def delete_of(db: Writer, holder: Holder) -> None:
    await db.run(_DELETE_OF[holder.kind], holder.id)


async def delete(db: Writer, subscription_id: int) -> None:
    await db.run(_DELETE, subscription_id)


async def held_by(db: Reader, holder: Holder) -> Subscription | None:
    row = await db.one(_OF[holder.kind], holder.id)
    return None if row is None else _subscription(row)


async def by_id(db: Reader, subscription_id: int) -> Subscription | None:
    row = await db.one(_BY_ID, subscription_id)
    return None if row is None else _subscription(row)


async def candidates(db: Reader, ids: Sequence[int]) -> list[tuple[int, list[str], str, int, int, str, int]]:
    """Return (subscription, its alerts and policy, notification, its account, kind and sender) of notifications."""
    rows = await db.all(_WANTED, list(ids))
    return [(row[0], msgspec.json.decode(row[1], type=list[str]), *row[2:]) for row in rows]
