"""All SQL about filters; every question is asked for one account, so that nobody reaches another's."""

from collections import defaultdict
from collections.abc import Sequence

from folkmoot.features.filters.types import Filter, Keyword, Mark
from folkmoot.infra.db import Reader, Sql, Writer

_OF_ACCOUNT = Sql("""
select id, account_id, title, contexts, action, expires_at from content_filter where account_id = $1 order by id
""")
_KEYWORDS = Sql("""
select k.filter_id, k.id, k.keyword, k.whole_word from filter_keyword k
join content_filter f on f.id = k.filter_id where f.account_id = $1 order by k.id
""")
_STATUSES = Sql("""
select s.filter_id, s.id, s.post_id from filter_status s
join content_filter f on f.id = s.filter_id where f.account_id = $1 order by s.id
""")
_HOLDERS = Sql("select distinct account_id from content_filter where account_id = any($1)")
_LOCK = Sql("select 1 from local_user where account_id = $1 for update")
_INSERT = Sql("""
insert into content_filter (id, account_id, title, contexts, action, expires_at) values ($1, $2, $3, $4, $5, $6)
""")
_UPDATE = Sql("update content_filter set title = $2, contexts = $3, action = $4, expires_at = $5 where id = $1")
_DELETE = Sql("delete from content_filter where id = $1")
_INSERT_KEYWORD = Sql("insert into filter_keyword (id, filter_id, keyword, whole_word) values ($1, $2, $3, $4)")
_UPDATE_KEYWORD = Sql("update filter_keyword set keyword = $2, whole_word = $3 where id = $1")
_DELETE_KEYWORDS = Sql("delete from filter_keyword where id = any($1)")
_INSERT_STATUS = Sql("""
insert into filter_status (id, filter_id, post_id) values ($1, $2, $3) on conflict do nothing
""")
_DELETE_STATUS = Sql("delete from filter_status where id = $1")


async def of_account(db: Reader, account_id: int) -> list[Filter]:
    """Return an account's filters, oldest first, with all that is in them. One query where it has none."""
    rows = await db.all(_OF_ACCOUNT, account_id)
    if not rows:
        return []
    keywords: defaultdict[int, list[Keyword]] = defaultdict(list)
    for filter_id, keyword_id, keyword, whole_word in await db.all(_KEYWORDS, account_id):
        keywords[filter_id].append(Keyword(keyword_id, keyword, bool(whole_word)))
    statuses: defaultdict[int, list[Mark]] = defaultdict(list)
    for filter_id, mark_id, post_id in await db.all(_STATUSES, account_id):
        statuses[filter_id].append(Mark(mark_id, post_id))
    return [
        Filter(row[0], row[1], row[2], row[3].split(), row[4], row[5], keywords[row[0]], statuses[row[0]])
        for row in rows
    ]


async def holders(db: Reader, account_ids: list[int]) -> set[int]:
    """Return those of `account_ids` that have any filter."""
    return {row[0] for row in await db.all(_HOLDERS, account_ids)}


async def lock(db: Writer, account_id: int) -> None:
    """Let one change of a member's filters wait for another, so that their limits hold."""
    await db.value(_LOCK, account_id)


async def insert(db: Writer, item: Filter) -> None:
    await db.run(
        _INSERT, item.id, item.account_id, item.title, " ".join(item.contexts), item.action, item.expires_at
    )  # fmt: skip


async def update(db: Writer, item: Filter) -> None:
    await db.run(_UPDATE, item.id, item.title, " ".join(item.contexts), item.action, item.expires_at)


async def delete(db: Writer, filter_id: int) -> None:
    await db.run(_DELETE, filter_id)


async def insert_keywords(db: Writer, filter_id: int, keywords: Sequence[Keyword]) -> None:
    await db.many(_INSERT_KEYWORD, [(item.id, filter_id, item.keyword, item.whole_word) for item in keywords])


async def update_keyword(db: Writer, keyword: Keyword) -> None:
    await db.run(_UPDATE_KEYWORD, *keyword)


async def delete_keywords(db: Writer, ids: Sequence[int]) -> None:
    await db.run(_DELETE_KEYWORDS, list(ids))


async def insert_status(db: Writer, filter_id: int, mark: Mark) -> None:
    await db.run(_INSERT_STATUS, mark.id, filter_id, mark.post_id)


async def delete_status(db: Writer, mark_id: int) -> None:
    await db.run(_DELETE_STATUS, mark_id)
