"""All SQL about policies, and about what they keep aside: requests, and the senders who were accepted."""

from collections.abc import Sequence

from folkmoot.features.notifications.store import HELD
from folkmoot.features.notifications.types import Pending, Policy
from folkmoot.infra.db import Bounds, Paged, Reader, Row, Sql, Writer

PENDING_LIMIT = 100

_POLICY_COLUMNS = "for_not_following, for_not_followers, for_new_accounts, for_private_mentions, for_limited_accounts"
_POLICIES = Sql(f"select account_id, {_POLICY_COLUMNS} from notification_policy where account_id = any($1)")
_SET_POLICY = Sql(f"""
insert into notification_policy (account_id, {_POLICY_COLUMNS}) values ($1, $2, $3, $4, $5, $6)
on conflict (account_id) do update set for_not_following = excluded.for_not_following,
for_not_followers = excluded.for_not_followers, for_new_accounts = excluded.for_new_accounts,
for_private_mentions = excluded.for_private_mentions, for_limited_accounts = excluded.for_limited_accounts
""")
_ACCEPTED = Sql("""
select account_id, from_account_id from notification_sender where account_id = any($1) and from_account_id = any($2)
""")
_ACCEPT = Sql("insert into notification_sender (account_id, from_account_id) values ($1, $2) on conflict do nothing")

_REQUEST = Sql("""
insert into notification_request (id, account_id, from_account_id, updated_at)
select $1, n.account_id, n.from_account_id, $3 from notification n where n.id = $2 and n.filtered
on conflict (account_id, from_account_id) do update set updated_at = excluded.updated_at
""")
_ASIDE = f"{HELD} and n.filtered"
_REQUEST_HEAD = f"""select r.id, r.from_account_id, r.updated_at from notification_request r
where r.account_id = $1 and exists (select 1 {_ASIDE.replace("$2", "$5")} and n.from_account_id = r.from_account_id)"""
REQUESTS = Paged(_REQUEST_HEAD)
_ONE = Sql(f"{_REQUEST_HEAD.replace('$5', '$2')} and r.id = $3")
_CONTENTS = Sql(f"""
select from_account_id, many, shown_id from (
  select n.from_account_id, coalesce(p.reblog_of_id, n.post_id) as shown_id,
  count(*) over (partition by n.from_account_id) as many,
  row_number() over (
    partition by n.from_account_id order by case when n.post_id is null then 1 else 0 end, n.id desc) as place
  {_ASIDE} and n.from_account_id = any($3)
) as held where place = 1
""")
_PENDING = Sql(f"""
select count(*) {_ASIDE} and exists (
  select 1 from notification_request r where r.account_id = $1 and r.from_account_id = n.from_account_id)
group by n.from_account_id limit {PENDING_LIMIT}
""")
_TAKE = Sql("delete from notification_request where account_id = $1 and id = any($2) returning from_account_id")
_FORGET = Sql("delete from notification_request where account_id = $1")
_DROP = Sql("delete from notification where account_id = $1 and from_account_id = any($2) and filtered")
_MERGE = Sql("""
update notification set filtered = false where id in (
  select id from notification where account_id = $1 and from_account_id = $2 and filtered order by id limit $3)
""")
_UNMERGED = Sql("""
select 1 from notification n join notification_sender s
on s.account_id = n.account_id and s.from_account_id = n.from_account_id
where n.account_id = $1 and n.filtered limit 1
""")
_STRETCH = Sql("""
select id, account_id, from_account_id from notification_request where id > $1 order by id limit $2
""")
_TRIM = Sql("""
delete from notification where account_id = $1 and from_account_id = $2 and filtered and id not in (
  select id from notification where account_id = $1 and from_account_id = $2 and filtered order by id desc limit $3)
""")
_EMPTY = Sql("""
delete from notification_request where id = $1 and not exists (select 1 from notification n
  where n.account_id = notification_request.account_id and n.from_account_id = notification_request.from_account_id
  and n.filtered)
""")


async def policies(db: Reader, account_ids: list[int]) -> dict[int, Policy]:
    return {row[0]: Policy(*row[1:]) for row in await db.all(_POLICIES, account_ids)}


async def set_policy(db: Writer, account_id: int, policy: Policy) -> None:
    words = [getattr(policy, name) for name in Policy.__struct_fields__]
    await db.run(_SET_POLICY, account_id, *words)


async def accepted(db: Reader, account_ids: list[int], from_ids: list[int]) -> set[tuple[int, int]]:
    """Return the pairs (member, sender) where the member accepted the sender."""
    return {(row[0], row[1]) for row in await db.all(_ACCEPTED, account_ids, from_ids)}


async def accept(db: Writer, account_id: int, from_id: int) -> None:
    await db.run(_ACCEPT, account_id, from_id)


async def note_request(db: Writer, request_id: int, notification_id: int, now: int) -> None:
    """Write the request that a notification kept aside belongs to, or its newer date."""
    await db.run(_REQUEST, request_id, notification_id, now)


async def requests(db: Reader, account_id: int, bounds: Bounds, now: int) -> Sequence[Row]:
    """Return rows (id, sender, updated at) of requests that hold something to show."""
    return await REQUESTS.rows(db, account_id, bounds, now)


async def request(db: Reader, account_id: int, request_id: int, now: int) -> Row | None:
    return await db.one(_ONE, account_id, now, request_id)


async def contents(db: Reader, account_id: int, from_ids: list[int], now: int) -> dict[int, tuple[int, int | None]]:
    """Return by sender how many notifications are kept aside, and the post of the newest that has one."""
    return {row[0]: (row[1], row[2]) for row in await db.all(_CONTENTS, account_id, now, from_ids)}


async def pending(db: Reader, account_id: int, now: int) -> Pending:
    counts = [row[0] for row in await db.all(_PENDING, account_id, now)]
    return Pending(len(counts), sum(counts))


async def take(db: Writer, account_id: int, ids: list[int]) -> list[int]:
    """Remove requests of the account; returns their senders."""
    return [row[0] for row in await db.all(_TAKE, account_id, ids)]


async def forget(db: Writer, account_id: int) -> None:
    await db.run(_FORGET, account_id)


async def drop(db: Writer, account_id: int, from_ids: list[int]) -> None:
    await db.run(_DROP, account_id, from_ids)


async def merge(db: Writer, account_id: int, from_id: int, limit: int) -> int:
    """Put up to `limit` notifications kept aside among the others; returns how many."""
    return await db.run(_MERGE, account_id, from_id, limit)


async def is_merged(db: Reader, account_id: int) -> bool:
    return await db.value(_UNMERGED, account_id) is None


async def stretch(db: Reader, after: int, limit: int) -> Sequence[Row]:
    """Return the next requests of all accounts as rows (id, account, sender), in order of id."""
    return await db.all(_STRETCH, after, limit)


async def trim(db: Writer, account_id: int, from_id: int, most: int) -> None:
    await db.run(_TRIM, account_id, from_id, most)


async def end_empty(db: Writer, request_id: int) -> None:
    await db.run(_EMPTY, request_id)
