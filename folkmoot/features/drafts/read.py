"""What others may ask about drafts."""

from folkmoot.features.drafts import store
from folkmoot.features.drafts.errors import UnknownDraftError
from folkmoot.features.drafts.rules import check_seen
from folkmoot.features.drafts.types import Saved
from folkmoot.infra.db import Bounds, Reader


async def get(db: Reader, account_id: int, draft_id: int, *, seen_at: int | None = None) -> Saved:
    """Return a member's own draft; UnknownDraftError for another's as for one that is not there.

    ChangedMeanwhileError unless it is still the version of `seen_at` (its `updated_at`), where one is given.
    """
    found = await store.own(db, account_id, draft_id)
    if found is None:
        raise UnknownDraftError
    check_seen(found, seen_at)
    return found


async def of_account(db: Reader, account_id: int, bounds: Bounds) -> list[Saved]:
    """Return a page of a member's drafts, counted by their `version`: the last changed first. One query."""
    return await store.of_account(db, account_id, bounds)
