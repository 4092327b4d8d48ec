"""All SQL about timelines: ids and the few facts that decide who gets them, read from the posts."""

from folkmoot.features.timelines.types import Entry, Fresh, Tagged
from folkmoot.infra.db import Bounds, Reader, Sql

_COLUMNS = """p.id, p.account_id, p.visibility, p.in_reply_to_account_id, p.language, p.reblog_of_id,
o.account_id, o.visibility"""
_FROM = "from post p left join post o on o.id = p.reblog_of_id"

_EACH_TAIL = Sql(
    f"""
    select t.* from unnest($1::bigint[]) as followed (id) cross join lateral (
      select {_COLUMNS} {_FROM} where p.account_id = followed.id order by p.id desc limit $2) t order by 1 desc
    """,
    sqlite=f"""
    select {_COLUMNS} from json_each($1) followed join post p on p.id in (
      select id from post where account_id = followed.value order by id desc limit $2)
    left join post o on o.id = p.reblog_of_id order by p.id desc
    """,
)
_TAILS = {
    order: Sql(
        f"""
        select t.* from unnest($1::bigint[]) as followed (id) cross join lateral (
          select {_COLUMNS} {_FROM} where p.account_id = followed.id and p.id < $2 and p.id > $3
          order by p.id {order} limit $4) t order by 1 {order} limit $4
        """,
        sqlite=f"""
        select {_COLUMNS} from json_each($1) followed join post p on p.id in (
          select id from post where account_id = followed.value and id < $2 and id > $3 order by id {order} limit $4)
        left join post o on o.id = p.reblog_of_id order by p.id {order} limit $4
        """,
    )
    for order in ("desc", "asc")
}

_PUBLIC_COLUMNS = """p.id, p.account_id, p.visibility, p.in_reply_to_account_id, p.language, p.reblog_of_id,
null, null"""
_LISTED = "p.visibility = 0 and p.reblog_of_id is null and a.suspended_at is null and a.silenced_at is null"
_LOCAL = "a.domain = ''"
_PLACE = {"all": "", "local": f"and {_LOCAL}", "remote": f"and not {_LOCAL}"}
_HAS_MEDIA = "exists (select 1 from media m where m.post_id = p.id)"
_WITH_MEDIA = f"and {_HAS_MEDIA}"
_BEGINS = "(p.in_reply_to_id is null or p.in_reply_to_account_id = p.account_id)"

_PUBLIC = {
    (place, only_media, order): Sql(f"""
    select {_PUBLIC_COLUMNS} from post p join account a on a.id = p.account_id
    where {_LISTED} and p.id < $1 and p.id > $2
    and {_BEGINS}
    {_PLACE[place]} {_WITH_MEDIA if only_media else ""} order by p.id {order} limit $3
    """)
    for place in _PLACE
    for only_media in (False, True)
    for order in ("asc", "desc")
}
_TAGGED = {
    (place, only_media, order): Sql(f"""
    select {_PUBLIC_COLUMNS} from post p join account a on a.id = p.account_id
    where p.id in (select post_id from post_tag where tag = any($4) and post_id < $1 and post_id > $2)
    and {_LISTED} {_PLACE[place]} {_WITH_MEDIA if only_media else ""}
    and (select count(*) from post_tag t where t.post_id = p.id and t.tag = any($5)) = $6
    and not exists (select 1 from post_tag t where t.post_id = p.id and t.tag = any($7))
    order by p.id {order} limit $3
    """)
    for place in _PLACE
    for only_media in (False, True)
    for order in ("asc", "desc")
}

_FRESH = Sql(f"""
select {_COLUMNS}, {_LISTED}, {_BEGINS}, a.domain, {_HAS_MEDIA} {_FROM} join account a on a.id = p.account_id
where p.id = any($1)
""")

_BY_TAGS = {
    order: Sql(
        f"""
        select {_PUBLIC_COLUMNS}, true from post p where p.id in (
          select t.post_id from unnest($4::text[]) as followed (tag) cross join lateral (
            select m.post_id from post_tag m join post p on p.id = m.post_id join account a on a.id = p.account_id
            where m.tag = followed.tag and m.post_id < $1 and m.post_id > $2 and {_LISTED}
            order by m.post_id {order} limit $3) t)
        order by p.id {order} limit $3
        """,
        sqlite=f"""
        select {_PUBLIC_COLUMNS}, true from post p where p.id in (
          select newest.id from json_each($4) followed join post newest on newest.id in (
            select m.post_id from post_tag m join post p on p.id = m.post_id join account a on a.id = p.account_id
            where m.tag = followed.value and m.post_id < $1 and m.post_id > $2 and {_LISTED}
            order by m.post_id {order} limit $3))
        order by p.id {order} limit $3
        """,
    )
    for order in ("desc", "asc")
}
"""No tag is read any deeper than the page goes, however many posts use it."""


async def each_tail(db: Reader, account_ids: list[int], limit: int) -> dict[int, list[Entry]]:
    """Return the newest posts and boosts of each author, newest first. One query."""
    found: dict[int, list[Entry]] = {account_id: [] for account_id in account_ids}
    for row in await db.all(_EACH_TAIL, account_ids, limit):
        found[row[1]].append(Entry(*row))
    return found


async def tails(db: Reader, account_ids: list[int], bounds: Bounds) -> list[Entry]:
    """Return the newest (or oldest) posts and boosts of many authors, merged. One query."""
    below, above, limit, ascending = bounds
    sql = _TAILS["asc" if ascending else "desc"]
    return [Entry(*row) for row in await db.all(sql, account_ids, below, above, limit)]


async def public(db: Reader, place: str, *, only_media: bool, bounds: Bounds) -> list[Entry]:
    """Return public posts, all of them or only those of this server or of others."""
    below, above, limit, ascending = bounds
    sql = _PUBLIC[place, only_media, "asc" if ascending else "desc"]
    return [Entry(*row) for row in await db.all(sql, below, above, limit)]


async def tagged(db: Reader, wanted: Tagged, bounds: Bounds) -> list[Entry]:
    """Return public posts by their tags."""
    below, above, limit, ascending = bounds
    sql = _TAGGED[wanted.place, wanted.only_media, "asc" if ascending else "desc"]
    rows = await db.all(sql, below, above, limit, wanted.any_of, wanted.all_of, len(wanted.all_of), wanted.none_of)
    return [Entry(*row) for row in rows]


async def by_tags(db: Reader, tags: list[str], bounds: Bounds) -> list[Entry]:
    """Return the newest (or oldest) public posts that use any of `tags`. One query."""
    below, above, limit, ascending = bounds
    rows = await db.all(_BY_TAGS["asc" if ascending else "desc"], below, above, limit, tags)
    return [Entry(*row) for row in rows]


async def fresh(db: Reader, ids: list[int]) -> list[Fresh]:
    """Return what decides in which timelines each of these posts stands, without its tags. One query."""
    return [
        Fresh(Entry(*row[:8]), bool(row[8]), bool(row[9]), row[10], bool(row[11])) for row in await db.all(_FRESH, ids)
    ]
