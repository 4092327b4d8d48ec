"""All SQL about the site."""

from folkmoot.features.site.types import Emoji
from folkmoot.infra.db import Reader, Sql

_EMOJIS = Sql("select shortcode, image, image_static, category, visible from custom_emoji order by shortcode")


async def emojis(db: Reader) -> list[Emoji]:
    return [Emoji(*row[:4], bool(row[4])) for row in await db.all(_EMOJIS)]
