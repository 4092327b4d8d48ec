"""All SQL about discovering people."""

from folkmoot.infra.db import Reader, Sql, Writer

FRIENDS = 200
"""Newest follows of a member, and of each of their friends, that are looked through."""

_SHOWN = """a.discoverable and a.moved_to_id is null and a.suspended_at is null and a.silenced_at is null
and not exists (
  select 1 from local_user u where u.account_id = a.id and (u.confirmed_at is null or u.approved_at is null))"""
_WELCOME = """not exists (select 1 from block b where b.account_id = $1 and b.target_id = a.id)
and not exists (select 1 from block b where b.account_id = a.id and b.target_id = $1)
and not exists (select 1 from account_domain_block d where d.account_id = $1 and d.domain = a.domain)
and not exists (select 1 from mute m where m.account_id = $1 and m.target_id = a.id
  and (m.expires_at is null or m.expires_at > $2))"""
_NEW = """a.id <> $1 and not exists (select 1 from follow f where f.account_id = $1 and f.target_id = a.id)
and not exists (select 1 from follow_request r where r.account_id = $1 and r.target_id = a.id)
and not exists (select 1 from dismissed_suggestion d where d.account_id = $1 and d.target_id = a.id)"""
_ORDERS = {"active": "coalesce(a.last_status_at, 0) desc, a.id desc", "new": "a.id desc"}

_DIRECTORY = {
    (order, local): Sql(f"""
    select a.id from account a where {_SHOWN} and {_WELCOME} {"and a.domain = ''" if local else ""}
    order by {_ORDERS[order]} limit $3 offset $4
    """)
    for order in _ORDERS
    for local in (False, True)
}
_FRIENDS_OF_FRIENDS = Sql(f"""
select a.id from (select target_id from follow where account_id = $1 order by id desc limit {FRIENDS}) mine
join account friend on friend.id = mine.target_id and not friend.hide_collections and friend.suspended_at is null
join follow theirs on theirs.account_id = friend.id and theirs.id >= coalesce((
  select x.id from follow x where x.account_id = friend.id order by x.id desc limit 1 offset {FRIENDS - 1}), 0)
join account a on a.id = theirs.target_id
where {_SHOWN} and {_WELCOME} and {_NEW}
group by a.id, a.followers_count order by count(*) desc, a.followers_count desc, a.id limit $3
""")
_MOST_FOLLOWED = Sql(f"""
select a.id from account a where {_SHOWN} and {_WELCOME} and {_NEW} and a.followers_count > 0
order by a.followers_count desc, a.id limit $3
""")
_DISMISS = Sql("""
insert into dismissed_suggestion (account_id, target_id) select cast($1 as bigint), id from account where id = $2
on conflict do nothing
""")
_FAMILIAR = Sql("""
select target_id, account_id from (
  select theirs.target_id, theirs.account_id,
    row_number() over (partition by theirs.target_id order by theirs.id desc) as place
  from follow theirs join follow mine on mine.account_id = $1 and mine.target_id = theirs.account_id
  join account friend on friend.id = theirs.account_id and not friend.hide_collections
    and friend.suspended_at is null
  join account target on target.id = theirs.target_id and not target.hide_collections
    and target.suspended_at is null
  where theirs.target_id = any($2)
  and not exists (select 1 from block b where b.account_id = theirs.target_id and b.target_id = $1)
) familiar where place <= $3 order by target_id, place
""")


async def directory(db: Reader, who: tuple[int, int], order: str, span: tuple[int, int], *, local: bool) -> list[int]:
    """Return accounts for the directory; `who` is (viewer, now), `span` is (at most, left out before)."""
    return [row[0] for row in await db.all(_DIRECTORY[order, local], *who, *span)]


async def friends_of_friends(db: Reader, account_id: int, now: int, limit: int) -> list[int]:
    """Return whom the most of an account's friends follow."""
    return [row[0] for row in await db.all(_FRIENDS_OF_FRIENDS, account_id, now, limit)]


async def most_followed(db: Reader, account_id: int, now: int, limit: int) -> list[int]:
    return [row[0] for row in await db.all(_MOST_FOLLOWED, account_id, now, limit)]


async def dismiss(db: Writer, account_id: int, target_id: int) -> None:
    await db.run(_DISMISS, account_id, target_id)


async def familiar(db: Reader, account_id: int, target_ids: list[int], most: int) -> list[tuple[int, int]]:
    """Return rows (target, follower of the target whom the account follows), the newest `most` of each target."""
    return [(row[0], row[1]) for row in await db.all(_FAMILIAR, account_id, target_ids, most)]
