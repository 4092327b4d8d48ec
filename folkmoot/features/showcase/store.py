"""All SQL about featured tags."""

from folkmoot.infra.db import Reader, Row, Sql, Writer

RECENT = 1_000
"""Newest posts of a member that are looked through for tags."""

_OPEN = "p.visibility <= 1 and p.reblog_of_id is null"
_INSERT = Sql("insert into featured_tag (id, account_id, tag) values ($1, $2, $3) on conflict do nothing")
_COUNT_OTHERS = Sql("select count(*) from featured_tag where account_id = $1 and tag <> $2")
_DELETE = Sql("delete from featured_tag where account_id = $1 and id = $2")
_DELETE_TAG = Sql("delete from featured_tag where account_id = $1 and tag = $2")
_NAMES = Sql("select tag from featured_tag where account_id = $1 order by id")
_AMONG = Sql("select tag from featured_tag where account_id = $1 and tag = any($2)")
_ALL = Sql(f"""
select f.id, f.tag, count(own.id), max(own.created_at) from featured_tag f left join (
  select t.tag, p.id, p.created_at from post p join post_tag t on t.post_id = p.id where p.account_id = $1 and {_OPEN}
) own on own.tag = f.tag
where f.account_id = $1 group by f.id, f.tag order by f.id
""")
_OWN = Sql(f"""
select t.tag from (select p.id from post p where p.account_id = $1 and {_OPEN} order by p.id desc limit {RECENT}) own
join post_tag t on t.post_id = own.id
where not exists (select 1 from featured_tag f where f.account_id = $1 and f.tag = t.tag)
group by t.tag order by count(*) desc, max(t.post_id) desc limit $2
""")


async def insert(db: Writer, row_id: int, account_id: int, tag: str) -> None:
    await db.run(_INSERT, row_id, account_id, tag)


async def count_others(db: Reader, account_id: int, tag: str) -> int:
    """Return how many tags beside this one the account features."""
    return int(await db.value(_COUNT_OTHERS, account_id, tag))


async def delete(db: Writer, account_id: int, row_id: int) -> bool:
    return bool(await db.run(_DELETE, account_id, row_id))


async def delete_tag(db: Writer, account_id: int, tag: str) -> None:
    await db.run(_DELETE_TAG, account_id, tag)


async def among(db: Reader, account_id: int, tags: list[str]) -> set[str]:
    return {row[0] for row in await db.all(_AMONG, account_id, tags)}


async def featured(db: Reader, account_id: int) -> list[Row]:
    """Return rows (id, tag, open posts, time of the last of them or None), the longest featured first."""
    return list(await db.all(_ALL, account_id))


async def names(db: Reader, account_id: int) -> list[str]:
    return [row[0] for row in await db.all(_NAMES, account_id)]


async def own_recent(db: Reader, account_id: int, limit: int) -> list[str]:
    """Return the tags used most in the newest open posts of an account, without those featured."""
    return [row[0] for row in await db.all(_OWN, account_id, limit)]
