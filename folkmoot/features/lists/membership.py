"""Putting accounts on lists and taking them off."""

from folkmoot.features import relations
from folkmoot.features.lists import store
from folkmoot.features.lists.edit import held
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError, MissingError

ADDED_AT_ONCE = 1_000


async def add(work: Work, account_id: int, list_id: int, target_ids: list[int]) -> None:
    """Put accounts on a list of `account_id`: all of them or none.

    MissingError when the list is not theirs or they do not follow one of the accounts (they may list themselves),
    InvalidError when one is on it already.
    """
    to = await held(work, account_id, list_id)
    wanted = list(dict.fromkeys(target_ids))
    if len(wanted) > ADDED_AT_ONCE:
        raise InvalidError(f"Validation failed: Cannot add more than {ADDED_AT_ONCE} accounts at once")
    known = await relations.followed_among(work.db, account_id, wanted) | {account_id}
    if not known.issuperset(wanted):
        raise MissingError("Record not found")
    for target_id in wanted:
        if not await store.put(work.db, to, target_id, work.new_id()):
            raise InvalidError("Validation failed: Account has already been taken")
    work.touch("relations", account_id)


async def remove(work: Work, account_id: int, list_id: int, target_ids: list[int]) -> None:
    """Take accounts off a list of `account_id`, whether or not they are on it; MissingError for any other list."""
    await held(work, account_id, list_id)
    await store.take(work.db, list_id, target_ids)
    work.touch("relations", account_id)
