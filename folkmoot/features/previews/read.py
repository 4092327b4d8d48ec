"""What others may ask about previews, always for many at once."""

from collections.abc import Sequence

from folkmoot.features.previews import store
from folkmoot.features.previews.types import Preview
from folkmoot.formats.weburl import canonical
from folkmoot.infra.db import Reader


async def by_ids(db: Reader, ids: Sequence[int]) -> dict[int, Preview]:
    """Return previews by id; unknown ids are left out. One query."""
    return {preview.id: preview for preview in await store.by_ids(db, ids)} if ids else {}


async def of_posts(db: Reader, post_ids: Sequence[int]) -> dict[int, Preview]:
    """Return the preview of each post that has one to show. One query."""
    return await store.of_posts(db, post_ids)


async def of_url(db: Reader, url: str) -> int | None:
    """Return the id of the preview of an address in any spelling; None where no post carried it. One query."""
    written = canonical(url)
    return await store.id_of(db, written) if written else None
