"""Putting notifications away."""

from folkmoot.features.notifications import aside_store, store
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import MissingError


async def dismiss(work: Work, account_id: int, notification_id: int) -> None:
    """Remove one notification of the account; MissingError when it has none of that id."""
    if not await store.dismiss(work.db, account_id, [notification_id]):
        raise MissingError("Record not found")
    work.touch("notifications", account_id)


async def clear(work: Work, account_id: int) -> None:
    """Remove every notification of the account, those kept aside too."""
    await aside_store.forget(work.db, account_id)
    await store.clear(work.db, account_id)
    work.touch("notifications", account_id)
