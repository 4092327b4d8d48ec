"""What others may ask about a member's filters; three queries at most."""

from collections.abc import Sequence

from folkmoot.features.filters import store
from folkmoot.features.filters.errors import UnknownFilterError
from folkmoot.features.filters.types import Filter, Keyword, Mark
from folkmoot.infra.db import Reader


async def of_account(db: Reader, account_id: int) -> list[Filter]:
    """Return all filters of a member, oldest first, those that expired too."""
    return await store.of_account(db, account_id)


async def get(db: Reader, account_id: int, filter_id: int) -> Filter:
    """Return one filter of the member; UnknownFilterError when they have none with this id."""
    return pick(await store.of_account(db, account_id), filter_id)


async def by_keyword(db: Reader, account_id: int, keyword_id: int) -> tuple[Filter, Keyword]:
    """Return one of the member's keywords and the filter it is in; UnknownFilterError when it is not theirs."""
    return pick_keyword(await store.of_account(db, account_id), keyword_id)


async def by_mark(db: Reader, account_id: int, mark_id: int) -> tuple[Filter, Mark]:
    """Return what puts a post into a filter of the member, and the filter; UnknownFilterError when not theirs."""
    for item in await store.of_account(db, account_id):
        for mark in item.statuses:
            if mark.id == mark_id:
                return item, mark
    raise UnknownFilterError


def pick(mine: Sequence[Filter], filter_id: int) -> Filter:
    """Return the filter with this id; UnknownFilterError when there is none."""
    for item in mine:
        if item.id == filter_id:
            return item
    raise UnknownFilterError


def pick_keyword(mine: Sequence[Filter], keyword_id: int) -> tuple[Filter, Keyword]:
    """Return the keyword with this id and its filter; UnknownFilterError when there is none."""
    for item in mine:
        for keyword in item.keywords:
            if keyword.id == keyword_id:
                return item, keyword
    raise UnknownFilterError
