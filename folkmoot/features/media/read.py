"""What others may ask about media, always for many at once."""

from collections.abc import Sequence

from folkmoot.features.media import store
from folkmoot.features.media.types import Media
from folkmoot.infra.db import Reader


async def by_ids(db: Reader, ids: Sequence[int]) -> dict[int, Media]:
    """Return files by id; unknown ids are left out. One query."""
    return {item.id: item for item in await store.by_ids(db, ids)} if ids else {}


async def of_posts(db: Reader, post_ids: Sequence[int]) -> dict[int, list[Media]]:
    """Return the files of each post, in their order. One query."""
    found: dict[int, list[Media]] = {}
    for item in await store.of_posts(db, post_ids):
        assert item.post_id is not None
        found.setdefault(item.post_id, []).append(item)
    return found


async def objects_of(db: Reader, post_ids: Sequence[int]) -> list[str]:
    """Return the keys of every stored file of these posts. One query."""
    return [key for item in await store.of_posts(db, post_ids) for key in item.objects]


async def of_account(db: Reader, account_id: int) -> list[Media]:
    """Return every file of an account, attached or not. One query."""
    return await store.of_account(db, account_id)
