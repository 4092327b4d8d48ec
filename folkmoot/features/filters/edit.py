"""Making, changing and deleting a filter."""

from msgspec import UnsetType
from msgspec.structs import replace

from folkmoot.features.filters import keywords, rules, store
from folkmoot.features.filters.read import pick
from folkmoot.features.filters.types import Change, Filter
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError


async def create(work: Work, account_id: int, wanted: Change) -> Filter:
    """Make a filter; returns it with its keywords. InvalidError when it cannot be, or the member has too many."""
    rules.check(wanted, new=True)
    await store.lock(work.db, account_id)
    mine = await store.of_account(work.db, account_id)
    if len(mine) >= rules.FILTERS_LIMIT:
        raise InvalidError(f"Validation failed: Cannot have more than {rules.FILTERS_LIMIT} filters")
    blank = Filter(work.new_id(), account_id, "", [], "warn", None, [], [])
    made = _changed(blank, wanted, work.now)
    await store.insert(work.db, made)
    added = await keywords.apply(work, mine, made, wanted.keywords)
    work.touch("filters", account_id)
    return replace(made, keywords=added)


async def change(work: Work, account_id: int, filter_id: int, wanted: Change) -> None:
    """Change a filter and its keywords; UnknownFilterError when the filter or a keyword named is not the member's."""
    rules.check(wanted, new=False)
    await store.lock(work.db, account_id)
    mine = await store.of_account(work.db, account_id)
    item = pick(mine, filter_id)
    await store.update(work.db, _changed(item, wanted, work.now))
    await keywords.apply(work, mine, item, wanted.keywords)
    work.touch("filters", account_id)


async def delete(work: Work, account_id: int, filter_id: int) -> None:
    """Delete a filter with all that is in it; UnknownFilterError when it is not the member's."""
    pick(await store.of_account(work.db, account_id), filter_id)
    await store.delete(work.db, filter_id)
    work.touch("filters", account_id)


def _changed(item: Filter, wanted: Change, now: int) -> Filter:
    ends = item.expires_at if isinstance(wanted.expires_in, UnsetType) else rules.end(wanted.expires_in, now)
    return replace(
        item,
        title=item.title if wanted.title is None else wanted.title.strip(),
        contexts=item.contexts if wanted.contexts is None else list(dict.fromkeys(wanted.contexts)),
        action=wanted.action or item.action,
        expires_at=ends,
    )
