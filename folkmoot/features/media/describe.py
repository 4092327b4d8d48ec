"""Describing a file: alternative text and the point that a crop should keep."""

from math import isfinite

from msgspec.structs import replace

from folkmoot.features.media import store
from folkmoot.features.media.errors import UnknownMediaError
from folkmoot.features.media.types import Media
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError

DESCRIPTION_LIMIT = 1_500


def parse_focus(text: str) -> tuple[float, float]:
    """Return (x, y) of "x,y", each drawn into -1 to 1; InvalidError when it is not two numbers."""
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError as error:
        raise InvalidError("Validation failed: Focus must be two numbers from -1.0 to 1.0") from error
    if not (isfinite(x) and isfinite(y)):
        raise InvalidError("Validation failed: Focus must be two numbers from -1.0 to 1.0")
    return max(-1.0, min(1.0, x)), max(-1.0, min(1.0, y))


def check_description(text: str) -> str:
    """Return the alternative text; InvalidError when it is too long."""
    if len(text) > DESCRIPTION_LIMIT:
        raise InvalidError(f"Validation failed: Description is too long (maximum is {DESCRIPTION_LIMIT} characters)")
    return text


async def describe(work: Work, account_id: int, media_id: int, *, description: str | None, focus: str | None) -> Media:
    """Change a file of the account; None leaves a thing as it is. UnknownMediaError when it is not the account's."""
    found = await store.by_ids(work.db, [media_id])
    if not found or found[0].account_id != account_id:
        raise UnknownMediaError
    item = found[0]
    if description is not None:
        item = replace(item, description=check_description(str(description)))
    if focus:
        x, y = parse_focus(str(focus))
        item = replace(item, focus_x=x, focus_y=y)
    await store.describe(work.db, item)
    if item.post_id is not None:
        work.touch("post", item.post_id)
    return item
