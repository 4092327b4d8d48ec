"""Making, changing and removing collections."""

from msgspec.structs import replace

from folkmoot.features import auth
from folkmoot.features.collections import store
from folkmoot.features.collections.events import CollectionChanged
from folkmoot.features.collections.held import held
from folkmoot.features.collections.items import put_all
from folkmoot.features.collections.rules import changed
from folkmoot.features.collections.types import Collection, CollectionChange
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError


async def create(work: Work, account_id: int, wanted: CollectionChange, target_ids: list[int]) -> Collection:
    """Make a collection of these accounts.

    CollectionRefusedError for what it may not say, InvalidError for accounts that may not be in it and for a member
    who has as many as their role allows.
    """
    user = await auth.user_of(work.db, account_id)
    limit = (await auth.role_of(work.db, user.role_id if user else None)).collection_limit
    if await store.count(work.db, account_id) >= limit:
        raise InvalidError(f"Validation failed: You cannot have more than {limit} collections")
    made = changed(Collection(work.new_id(), account_id, created_at=work.now, updated_at=work.now), wanted)
    await store.insert(work.db, made)
    await put_all(work, made, target_ids)
    return made


async def change(work: Work, account_id: int, collection_id: int, wanted: CollectionChange) -> Collection:
    """Change what a collection of `account_id` says of itself.

    UnknownCollectionError where there is none, ForbiddenError for somebody else's.
    """
    before = await held(work, account_id, collection_id)
    after = changed(before, wanted)
    if after == before:
        return before
    after = replace(after, updated_at=work.now)
    await store.update(work.db, after)
    work.announce(CollectionChanged(account_id, collection_id))
    return after


async def delete(work: Work, account_id: int, collection_id: int) -> None:
    """Remove a collection of `account_id`; refuses as `change` does."""
    await held(work, account_id, collection_id)
    await store.delete(work.db, collection_id)
