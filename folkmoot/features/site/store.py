"""All SQL about the site."""

from itertools import zip_longest

import msgspec

from folkmoot.features.site.types import Document, Emoji, Rule, RuleText, Terms
from folkmoot.infra.db import Reader, Sql, Writer

_EMOJIS = Sql("select shortcode, image, image_static, category, visible from custom_emoji order by shortcode")
_ADD_EMOJI = Sql("""
insert into custom_emoji (shortcode, image, image_static, category, visible) values ($1, $2, $3, $4, $5)
on conflict (shortcode) do nothing
""")
_REMOVE_EMOJI = Sql("""
delete from custom_emoji where shortcode = $1 returning shortcode, image, image_static, category, visible
""")

_SETTINGS = Sql("select name, value from setting where name = any($1)")
_SET = Sql("insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value")

_RULES = Sql("select id, text, hint, translations from site_rule order by position, id")
_ADD_RULE = Sql("""
insert into site_rule (id, text, hint, translations, position)
select $1, $2, $3, $4, coalesce(max(position), 0) + 1 from site_rule
""")
_CHANGE_RULE = Sql("update site_rule set text = $2, hint = $3, translations = $4 where id = $1")
_REMOVE_RULE = Sql("delete from site_rule where id = $1")

_DOCUMENT = Sql("select text, updated_at from site_document where kind = $1")
_DOCUMENT_KINDS = Sql("select kind from site_document where text <> ''")
_WRITE_DOCUMENT = Sql("""
insert into site_document (kind, text, updated_at) values ($1, $2, $3)
on conflict (kind) do update set text = excluded.text, updated_at = excluded.updated_at
""")

_TERMS = Sql("select effective_date, text from site_terms order by effective_date")
_PUBLISH_TERMS = Sql("""
insert into site_terms (effective_date, text, created_at) values ($1, $2, $3)
on conflict (effective_date) do update set text = excluded.text
""")

_TRANSLATIONS = msgspec.json.Decoder(dict[str, RuleText])


async def emojis(db: Reader) -> list[Emoji]:
    return [Emoji(*(*row[:4], bool(row[4]))) for row in await db.all(_EMOJIS)]


async def add_emoji(db: Writer, item: Emoji) -> bool:
    """Insert an emoji; False when the shortcode is taken."""
    return bool(
        await db.run(
            _ADD_EMOJI, item.shortcode, item.image, item.image_static, item.category, item.visible
        )
    )  # fmt: skip


async def remove_emoji(db: Writer, shortcode: str) -> Emoji | None:
    """Delete an emoji and return what it was; None when there is none."""
    row = await db.one(_REMOVE_EMOJI, shortcode)
    return None if row is None else Emoji(*(*row[:4], bool(row[4])))


async def settings(db: Reader, names: list[str]) -> dict[str, str]:
    return {row[0]: row[1] for row in await db.all(_SETTINGS, names)}


async def set_one(db: Writer, name: str, value: str) -> None:
    await db.run(_SET, name, value)


async def rules(db: Reader) -> list[Rule]:
    return [Rule(row[0], row[1], row[2], _TRANSLATIONS.decode(row[3])) for row in await db.all(_RULES)]


def _rule_row(rule: Rule) -> tuple[object, ...]:
    return rule.id, rule.text, rule.hint, msgspec.json.encode(rule.translations).decode()


async def add_rule(db: Writer, rule: Rule) -> None:
    await db.run(_ADD_RULE, *_rule_row(rule))


async def change_rule(db: Writer, rule: Rule) -> None:
    await db.run(_CHANGE_RULE, *_rule_row(rule))


async def remove_rule(db: Writer, rule_id: int) -> bool:
    return bool(await db.run(_REMOVE_RULE, rule_id))


async def document(db: Reader, kind: str) -> Document:
    row = await db.one(_DOCUMENT, kind)
    return Document() if row is None else Document(row[0], row[1])


async def document_kinds(db: Reader) -> set[str]:
    """Return which documents have been written."""
    return {row[0] for row in await db.all(_DOCUMENT_KINDS)}


async def write_document(db: Writer, kind: str, text: str, at: int) -> None:
    await db.run(_WRITE_DOCUMENT, kind, text, at)


async def terms(db: Reader) -> list[Terms]:
    """Return every version of the terms, oldest first, each with the date of the next."""
    rows = await db.all(_TERMS)
    later = [row[0] for row in rows[1:]]
    return [Terms(row[0], row[1], successor) for row, successor in zip_longest(rows, later)]


async def publish_terms(db: Writer, effective_date: str, text: str, at: int) -> None:
    await db.run(_PUBLISH_TERMS, effective_date, text, at)
