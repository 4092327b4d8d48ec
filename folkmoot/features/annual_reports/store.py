"""All SQL about annual reports. Ids tell the time: a year is a stretch of them."""

import msgspec

from folkmoot.features.annual_reports.types import Data, Report, TagCount, Year
from folkmoot.infra.db import Reader, Row, Sql, Writer

Stretch = tuple[int, int]
"""(first id, first id after it) of some time."""

_OWN = "from post p where p.account_id = $1 and p.id >= $2 and p.id < $3 and p.visibility < 3"
_OPEN = "p.visibility <= 1 and p.reblog_of_id is null"

_INSERT = Sql("""
insert into annual_report (account_id, year, asked_at) values ($1, $2, $3) on conflict (account_id, year) do nothing
""")
_FINISH = Sql("update annual_report set data = $3 where account_id = $1 and year = $2 and data = ''")
_READ = Sql("""
update annual_report set read_at = coalesce(read_at, $3) where account_id = $1 and year = $2 and data <> ''
""")
_ONE = Sql("select account_id, year, data from annual_report where account_id = $1 and year = $2")
_OF_ACCOUNT = Sql("""
select account_id, year, data from annual_report where account_id = $1 and data <> '' order by year desc
""")

_COUNT_UP_TO = Sql(f"select count(*) from (select 1 {_OWN} limit $4) as counted")
_COUNT = Sql(f"select count(*) {_OWN}")
_YEAR = Sql(f"""
select count(*), coalesce(sum(case when p.reblog_of_id is not null then 1 else 0 end), 0),
coalesce(sum(case when p.in_reply_to_account_id <> p.account_id then 1 else 0 end), 0),
coalesce(sum(case when exists (select 1 from poll q where q.post_id = p.id) then 1 else 0 end), 0) {_OWN}
""")
_FOLLOWERS = Sql("select count(*) from follow where target_id = $1 and id >= $2 and id < $3")
_TAG = Sql(f"""
select max(t.name), count(*) {_OWN.replace("where", "join post_tag t on t.post_id = p.id where")} and {_OPEN}
group by t.tag order by count(*) desc, max(t.post_id) desc limit 1
""")
_TOP = Sql(f"select p.id {_OWN} and {_OPEN} and p.reblogs_count > 0 order by p.reblogs_count desc, p.id desc limit 1")

_DATA = msgspec.json.Decoder(Data)


def _report(row: Row) -> Report:
    return Report(row[0], row[1], _DATA.decode(row[2]))


async def insert(db: Writer, account_id: int, year: int, at: int) -> bool:
    """Note that a report is wanted; False when it was before."""
    return bool(await db.run(_INSERT, account_id, year, at))


async def finish(db: Writer, account_id: int, year: int, data: Data) -> None:
    """Write down what a report says; one that stands, or that nobody waits for any more, is left alone."""
    await db.run(_FINISH, account_id, year, msgspec.json.encode(data).decode())


async def mark_read(db: Writer, account_id: int, year: int, at: int) -> bool:
    """Note when a report was read first; False when there is none."""
    return bool(await db.run(_READ, account_id, year, at))


async def one(db: Reader, account_id: int, year: int) -> tuple[bool, Report | None]:
    """Return whether a report was asked for, and the report if it is ready."""
    row = await db.one(_ONE, account_id, year)
    return row is not None, _report(row) if row is not None and row[2] else None


async def of_account(db: Reader, account_id: int) -> list[Report]:
    return [_report(row) for row in await db.all(_OF_ACCOUNT, account_id)]


async def count_up_to(db: Reader, account_id: int, stretch: Stretch, most: int) -> int:
    return int(await db.value(_COUNT_UP_TO, account_id, *stretch, most))


async def count(db: Reader, account_id: int, stretch: Stretch) -> tuple[int, int]:
    """Return (posts, followers gained)."""
    posts = int(await db.value(_COUNT, account_id, *stretch))
    return posts, int(await db.value(_FOLLOWERS, account_id, *stretch))


async def year(db: Reader, account_id: int, stretch: Stretch) -> Year:
    row = await db.one(_YEAR, account_id, *stretch)
    assert row is not None
    return Year(*map(int, row))


async def top_tags(db: Reader, account_id: int, stretch: Stretch) -> list[TagCount]:
    """Return the tag used most in open posts, or nothing."""
    return [TagCount(*row) for row in await db.all(_TAG, account_id, *stretch)]


async def top_post(db: Reader, account_id: int, stretch: Stretch) -> int | None:
    found: int | None = await db.value(_TOP, account_id, *stretch)
    return found
