"""All SQL about accounts."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from folkmoot.features.accounts.types import Account, Field
from folkmoot.infra.db import Reader, Row, Sql, Writer

COLUMNS = """id, username, domain, uri, url, display_name, note, fields, avatar, avatar_static, header,
header_static, locked, bot, discoverable, indexable, hide_collections, created_at, followers_count,
following_count, statuses_count, last_status_at, suspended_at, silenced_at"""

_BY_IDS = Sql(f"select {COLUMNS} from account where id = any($1)")
_BY_NAMES = Sql(f"select {COLUMNS} from account where username_key = any($1)")
_INSERT = Sql("""
insert into account (id, username, username_key, display_name, locked, bot, discoverable, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (username_key, domain) do nothing
""")
_UPDATE = Sql("""
update account set display_name = $2, note = $3, fields = $4, avatar = $5, avatar_static = $6, header = $7,
header_static = $8, locked = $9, bot = $10, discoverable = $11, indexable = $12, hide_collections = $13
where id = $1
""")
_COUNT = Sql("""
update account set followers_count = followers_count + $2, following_count = following_count + $3,
statuses_count = statuses_count + $4, last_status_at = coalesce($5, last_status_at) where id = $1
""")
_MATCHING = Sql(f"""
select {COLUMNS} from account where suspended_at is null
and (username_key like $1 escape '!' or lower(display_name) like $2 escape '!')
order by followers_count desc, id limit $3 offset $4
""")
_NEWEST_LOCAL = Sql(f"""
select {COLUMNS} from account where domain = '' and suspended_at is null order by id desc limit $1
""")
_TOTALS = Sql("select count(*), coalesce(sum(statuses_count), 0) from account where domain = ''")
_DOMAINS = Sql("select count(distinct domain) from account where domain <> ''")

_BOOLEANS = range(12, 17)
_FIELDS = msgspec.json.Decoder(list[Field])


def _account(row: Row) -> Account:
    values: list[Any] = list(row)
    values[7] = _FIELDS.decode(values[7])
    for position in _BOOLEANS:
        values[position] = bool(values[position])
    return Account(*values)


async def by_ids(db: Reader, ids: Sequence[int]) -> list[Account]:
    return [_account(row) for row in await db.all(_BY_IDS, list(ids))]


async def by_names(db: Reader, names: Iterable[str]) -> list[Account]:
    return [_account(row) for row in await db.all(_BY_NAMES, list(names))]


async def insert(db: Writer, account: Account) -> bool:
    """Insert a local account; False when the name is taken."""
    name = account.username
    return bool(
        await db.run(
            _INSERT, account.id, name, name.lower(), account.display_name, account.locked, account.bot,
            account.discoverable, account.created_at,
        )
    )  # fmt: skip


async def update(db: Writer, account: Account) -> None:
    await db.run(
        _UPDATE, account.id, account.display_name, account.note, msgspec.json.encode(account.fields).decode(),
        account.avatar, account.avatar_static, account.header, account.header_static, account.locked, account.bot,
        account.discoverable, account.indexable, account.hide_collections,
    )  # fmt: skip


async def add_counts(db: Writer, account_id: int, counts: Sequence[int], last_status_at: int | None) -> None:
    await db.run(_COUNT, account_id, *counts, last_status_at)


async def matching(db: Reader, text: str, limit: int, offset: int) -> list[Account]:
    pattern = text.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return [_account(row) for row in await db.all(_MATCHING, f"{pattern}%", f"%{pattern}%", limit, offset)]


async def newest_local(db: Reader, limit: int) -> list[Account]:
    return [_account(row) for row in await db.all(_NEWEST_LOCAL, limit)]


async def totals(db: Reader) -> tuple[int, int, int]:
    row = await db.one(_TOTALS)
    assert row is not None
    return row[0], int(row[1]), await db.value(_DOMAINS)
