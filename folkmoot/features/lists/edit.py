"""Making, changing and removing lists; each may change what the owner's home shows."""

from folkmoot.features.lists import store
from folkmoot.features.lists.types import LISTS_LIMIT, TITLE_LIMIT, List, ListChange
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError, MissingError


async def create(work: Work, account_id: int, wanted: ListChange) -> List:
    """Make a list; InvalidError for a title that will not do, or when the account has as many as it may."""
    if await store.count(work.db, account_id) >= LISTS_LIMIT:
        raise InvalidError(f"Validation failed: You cannot have more than {LISTS_LIMIT} lists")
    made = _changed(List(work.new_id(), account_id, ""), wanted)
    await store.insert(work.db, made)
    return made


async def change(work: Work, account_id: int, list_id: int, wanted: ListChange) -> List:
    """Change a list of `account_id`; MissingError for any other, InvalidError for a title that will not do."""
    changed = _changed(await held(work, account_id, list_id), wanted)
    await store.update(work.db, changed)
    work.touch("relations", account_id)
    return changed


async def delete(work: Work, account_id: int, list_id: int) -> None:
    """Remove a list of `account_id`; MissingError for any other."""
    await held(work, account_id, list_id)
    await store.delete(work.db, list_id)
    work.touch("relations", account_id)


async def held(work: Work, account_id: int, list_id: int) -> List:
    """Return a list of `account_id` that nobody else changes meanwhile; MissingError for any other."""
    found = await store.lock(work.db, account_id, list_id)
    if found is None:
        raise MissingError("Record not found")
    return found


def _changed(old: List, wanted: ListChange) -> List:
    title = wanted.title.strip()
    if not title:
        raise InvalidError("Validation failed: Title can't be blank")
    if len(title) > TITLE_LIMIT:
        raise InvalidError(f"Validation failed: Title is too long (maximum is {TITLE_LIMIT} characters)")
    return List(
        old.id,
        old.account_id,
        title,
        old.replies_policy if wanted.replies_policy is None else wanted.replies_policy,
        old.exclusive if wanted.exclusive is None else wanted.exclusive,
    )
