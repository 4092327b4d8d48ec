"""All SQL about accounts."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from folkmoot.features.accounts.types import Account, Field
from folkmoot.infra.db import Reader, Row, Sql, Writer

COLUMNS = """id, username, domain, uri, url, display_name, note, fields, avatar, avatar_static, header,
header_static, locked, bot, discoverable, indexable, hide_collections, created_at, followers_count,
following_count, statuses_count, last_status_at, suspended_at, silenced_at,
avatar_description, header_description, show_media, show_media_replies, show_featured, attribution_domains,
sensitized_at, moved_to_id"""

_BY_IDS = Sql(f"select {COLUMNS} from account where id = any($1)")
_BY_NAMES = Sql(f"select {COLUMNS} from account where username_key = any($1)")
_INSERT = Sql("""
insert into account (id, username, username_key, display_name, locked, bot, discoverable, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (username_key, domain) do nothing
""")
_UPDATE = Sql("""
update account set display_name = $2, note = $3, fields = $4, avatar = $5, avatar_static = $6, header = $7,
header_static = $8, locked = $9, bot = $10, discoverable = $11, indexable = $12, hide_collections = $13,
avatar_description = $14, header_description = $15, show_media = $16, show_media_replies = $17, show_featured = $18,
attribution_domains = $19 where id = $1
""")
_COUNT = Sql("""
update account set followers_count = followers_count + $2, following_count = following_count + $3,
statuses_count = statuses_count + $4, last_status_at = coalesce($5, last_status_at) where id = $1
""")
_EMPTY = Sql("""
update account set display_name = '', note = '', fields = '[]', avatar = '', avatar_static = '', header = '',
header_static = '', avatar_description = '', header_description = '', attribution_domains = '[]',
discoverable = false, indexable = false, hide_collections = true, suspended_at = $2 where id = $1
""")
_REDIRECT = Sql("update account set moved_to_id = cast($2 as bigint) where id = $1")
_POINTING = Sql("select id from account where moved_to_id = $1")
_MOVED = Sql("select moved_to_id from account where id = $1")
_RESTRICT = {
    name: Sql(f"update account set {name} = $2 where id = $1")
    for name in ("suspended_at", "silenced_at", "sensitized_at")
}
_OF_SERVER = {
    name: Sql(f"""
    select id from account where domain <> '' and (domain = $1 or domain like $2)
    and coalesce({name}, 0) = $3 order by id limit $4
    """)
    for name in _RESTRICT
}
_ERASE = Sql("delete from account where id = $1")
_RESERVE = Sql("insert into reserved_name (name_hash) values ($1) on conflict do nothing")
_RESERVED = Sql("select 1 from reserved_name where name_hash = $1")
_NEWEST_LOCAL = Sql(f"""
select {COLUMNS} from account where domain = '' and suspended_at is null order by id desc limit $1
""")
_TOTALS = Sql("select count(*), coalesce(sum(statuses_count), 0) from account where domain = ''")
_DOMAINS = Sql("select distinct domain from account where domain <> '' order by domain")

_BOOLEANS = (*range(12, 17), *range(26, 29))
_FIELDS = msgspec.json.Decoder(list[Field])
_DOMAINS_OF = msgspec.json.Decoder(list[str])


def _account(row: Row) -> Account:
    values: list[Any] = list(row)
    values[7] = _FIELDS.decode(values[7])
    values[29] = _DOMAINS_OF.decode(values[29])
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
        account.discoverable, account.indexable, account.hide_collections, account.avatar_description,
        account.header_description, account.show_media, account.show_media_replies, account.show_featured,
        msgspec.json.encode(account.attribution_domains).decode(),
    )  # fmt: skip


async def empty(db: Writer, account_id: int, suspended_at: int) -> None:
    await db.run(_EMPTY, account_id, suspended_at)


async def redirect(db: Writer, account_id: int, target_id: int | None) -> None:
    await db.run(_REDIRECT, account_id, target_id)


async def moved_to(db: Reader, account_id: int) -> int | None:
    found: int | None = await db.value(_MOVED, account_id)
    return found


async def pointing_at(db: Reader, account_id: int) -> list[int]:
    return [row[0] for row in await db.all(_POINTING, account_id)]


async def restrict(db: Writer, account_id: int, column: str, at: int | None) -> None:
    await db.run(_RESTRICT[column], account_id, at)


async def of_server(db: Reader, domain: str, column: str, held: int | None, limit: int) -> list[int]:
    return [row[0] for row in await db.all(_OF_SERVER[column], domain, f"%.{domain}", held or 0, limit)]


async def erase(db: Writer, account_id: int) -> None:
    await db.run(_ERASE, account_id)


async def reserve(db: Writer, name_hash: bytes) -> None:
    await db.run(_RESERVE, name_hash)


async def is_reserved(db: Reader, name_hash: bytes) -> bool:
    return await db.value(_RESERVED, name_hash) is not None


async def add_counts(db: Writer, account_id: int, counts: Sequence[int], last_status_at: int | None) -> None:
    await db.run(_COUNT, account_id, *counts, last_status_at)


async def newest_local(db: Reader, limit: int) -> list[Account]:
    return [_account(row) for row in await db.all(_NEWEST_LOCAL, limit)]


async def totals(db: Reader) -> tuple[int, int, int]:
    row = await db.one(_TOTALS)
    assert row is not None
    return row[0], int(row[1]), len(await domains(db))


async def domains(db: Reader) -> list[str]:
    return [row[0] for row in await db.all(_DOMAINS)]
