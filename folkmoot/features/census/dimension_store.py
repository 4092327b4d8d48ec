"""All SQL about dimensions: what there is most of, from `$1` until before `$2` (ms since 1970), at most `$3`."""

from folkmoot.features.census.types import Share
from folkmoot.infra.db import Reader, Sql

_SPAN = "p.id >= cast($1 as bigint) << 21 and p.id < cast($2 as bigint) << 21"
_POSTS = f"from post p join account a on a.id = p.account_id where {_SPAN}"
_TAGGED = f"""from post_tag t join post p on p.id = t.post_id join account a on a.id = p.account_id
where t.tag = $4 and p.visibility = 0 and {_SPAN}"""
_MOST = "group by 1, 2 order by 3 desc, 1 limit $3"

_LANGUAGE = "case p.language when '' then 'und' else p.language end"
_SHARES = {
    "languages": f"select {_LANGUAGE}, '', count(*) {_POSTS} and a.domain = '' and p.reblog_of_id is null {_MOST}",
    "sources": f"""
    select cast(c.id as text), c.name, count(*) from post p join app c on c.id = p.app_id where {_SPAN} {_MOST}
    """,
    "servers": f"select a.domain, a.domain, count(*) {_POSTS} and a.domain <> '' {_MOST}",
    "tag_servers": f"select a.domain, a.domain, count(*) {_TAGGED} {_MOST}",
    "tag_languages": f"select {_LANGUAGE}, '', count(*) {_TAGGED} {_MOST}",
    "instance_languages": f"select {_LANGUAGE}, '', count(*) {_POSTS} and a.domain = $4 {_MOST}",
    "instance_accounts": f"""
    select a.username, a.username, count(*) from account a join follow f on f.target_id = a.id
    where a.domain = $4 and f.id >= cast($1 as bigint) << 21 and f.id < cast($2 as bigint) << 21 {_MOST}
    """,
}
KEYS = tuple(_SHARES)
_SQL = {key: Sql(text) for key, text in _SHARES.items()}

_MEDIA = Sql("select cast(coalesce(sum(bytes), 0) as bigint) from media")
_DATABASE = Sql(
    "select pg_database_size(current_database())",
    sqlite="select c.page_count * s.page_size from pragma_page_count() c, pragma_page_size() s",
)
_VERSION = Sql("select current_setting('server_version')", sqlite="select sqlite_version()")
_TAGS = Sql("select distinct tag from post_tag where post_id >= cast($1 as bigint) << 21 limit $2")


async def shares(db: Reader, key: str, since: int, until: int, limit: int, subject: str) -> list[Share]:
    asked = (subject,) if key.startswith(("tag_", "instance_")) else ()
    return [Share(*row) for row in await db.all(_SQL[key], since, until, limit, *asked)]


async def sizes(db: Reader) -> tuple[int, int]:
    """Return the bytes of the database and of stored media."""
    return int(await db.value(_DATABASE)), int(await db.value(_MEDIA))


async def version(db: Reader) -> str:
    return str(await db.value(_VERSION))


async def tags(db: Reader, since: int, limit: int) -> list[str]:
    return [row[0] for row in await db.all(_TAGS, since, limit)]
