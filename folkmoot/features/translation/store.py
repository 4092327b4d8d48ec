"""All SQL about translations."""

import msgspec

from folkmoot.features.translation.types import Translated
from folkmoot.infra.db import Reader, Sql, Writer

_GET = Sql("select content from translation where post_id = $1 and language = $2 and version = $3")
_PUT = Sql("""
insert into translation (post_id, language, version, content, created_at)
select id, cast($2 as text), cast($3 as bigint), cast($4 as text), cast($5 as bigint) from post where id = $1
on conflict (post_id, language) do update
set version = excluded.version, content = excluded.content, created_at = excluded.created_at
""")
_FORGET = Sql("delete from translation where created_at < $1")


async def get(db: Reader, post_id: int, language: str, version: int) -> Translated | None:
    content = await db.value(_GET, post_id, language, version)
    return None if content is None else msgspec.json.decode(content, type=Translated)


async def put(db: Writer, key: tuple[int, str, int], translated: Translated, at: int) -> None:
    """Keep a translation under (post, language, version), instead of the one before; nothing where the post is gone."""
    await db.run(_PUT, *key, msgspec.json.encode(translated).decode(), at)


async def forget(db: Writer, before: int) -> None:
    await db.run(_FORGET, before)
