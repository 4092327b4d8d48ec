"""All SQL about groups of notifications: a page of them is one question for their newest, one for what is in them."""

import re

from folkmoot.features.notifications.store import CAUSE_STANDS, COLUMNS, PAGED, SHOWN, WELCOME
from folkmoot.features.notifications.types import Group, Notification, Wanted
from folkmoot.infra.db import Bounds, Reader, Sql, Writer

SENDERS = 8
"""Those who caused the newest notifications of a group, named with it."""


def _of_later(condition: str) -> str:
    """Return a condition about a notification `n` by an account `a` as one about `later` by `b`."""
    return re.sub(r"\ba\.", "b.", re.sub(r"\bn\.", "later.", condition))


_NEWEST = f"""{PAGED} and (n.group_key is null or not (n.kind = any($9)) or not exists (
select 1 from notification later join account b on b.id = later.from_account_id
where later.account_id = n.account_id and later.group_key = n.group_key and later.id > n.id
and b.suspended_at is null and {_of_later(CAUSE_STANDS)} and {_of_later(WELCOME)}
and (cast($6 as bigint) is null or later.from_account_id = $6) and (cast($7 as boolean) or not later.filtered)))"""
_PAGE = {
    ascending: Sql(f"select {COLUMNS} {_NEWEST} order by n.id {'asc' if ascending else 'desc'} limit $8")
    for ascending in (True, False)
}
_COUNT = Sql(f"select count(*) from (select 1 {_NEWEST} limit $8) as counted")
_OVER = "over (partition by n.group_key)"
_MEMBERS = Sql(f"""
select * from (
  select {COLUMNS}, count(*) {_OVER} as many, min(case when n.id >= $6 then n.id end) {_OVER} as oldest,
  row_number() over (partition by n.group_key order by n.id desc) as place
  {SHOWN} and n.group_key = any($4) and (cast($5 as bigint) is null or n.from_account_id = $5)
  and (cast($7 as boolean) or not n.filtered)
) as member where place <= $8 order by place
""")
_SENDERS = Sql(f"""
select n.from_account_id, max(n.id) as newest {SHOWN} and n.group_key = $4
group by n.from_account_id order by newest desc limit $5
""")
_DISMISS = Sql("delete from notification where account_id = $1 and group_key = $2")
_OPEN = Sql("""
select distinct account_id, group_key from notification where account_id = any($1) and group_key = any($2)
""")


async def newest(db: Reader, account_id: int, wanted: Wanted, bounds: Bounds, now: int) -> list[Notification]:
    """Return the newest notification of each group on a page, and those that are shown alone."""
    below, above, limit, ascending = bounds
    rows = await db.all(
        _PAGE[ascending],
        account_id, now, wanted.kinds, below, above, wanted.from_id, wanted.aside, limit, wanted.grouped,
    )  # fmt: skip
    return [Notification(*row) for row in rows]


async def count(db: Reader, account_id: int, wanted: Wanted, bounds: Bounds, now: int) -> int:
    below, above, limit, _ = bounds
    return int(
        await db.value(
            _COUNT, account_id, now, wanted.kinds, below, above, wanted.from_id, wanted.aside, limit, wanted.grouped
        )
    )


async def groups(
    db: Reader, account_id: int, wanted: Wanted, keys: list[str], now: int, oldest_id: int = 0
) -> dict[str, Group]:
    """Return groups by key, those that show something; of what is older than `oldest_id` only the number counts."""
    rows = await db.all(_MEMBERS, account_id, now, wanted.kinds, keys, wanted.from_id, oldest_id, wanted.aside, SENDERS)
    found: dict[str, Group] = {}
    for *columns, many, oldest, _ in rows:
        item = Notification(*columns)
        group = found.setdefault(item.group_key, Group(item.group_key, item, many, oldest or item.id, []))
        if item.from_id not in group.senders:
            group.senders.append(item.from_id)
    return found


async def senders(db: Reader, account_id: int, wanted: Wanted, key: str, now: int, limit: int) -> list[int]:
    return [row[0] for row in await db.all(_SENDERS, account_id, now, wanted.kinds, key, limit)]


async def dismiss(db: Writer, account_id: int, key: str) -> int:
    return await db.run(_DISMISS, account_id, key)


async def existing(db: Reader, account_ids: list[int], keys: list[str]) -> set[tuple[int, str]]:
    """Return the pairs (account, key) of groups that something was written into."""
    return {(row[0], row[1]) for row in await db.all(_OPEN, account_ids, keys)}
