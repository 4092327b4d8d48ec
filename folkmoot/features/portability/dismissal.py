"""Closing accounts by decision of the staff: applications refused, and what was suspended erased for good."""

from folkmoot.features import accounts, auth, moderation
from folkmoot.features.auth import Permission
from folkmoot.features.portability.close import close_account
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import ForbiddenError


async def reject(work: Work, by_id: int, account_id: int) -> None:
    """Refuse an application and erase what it said; ForbiddenError where none waits, or `by_id` may not."""
    await moderation.require_pending(work, by_id, account_id)
    await close_account(work, account_id)
    await auth.log_act(work, by_id, "reject", f"account:{account_id}")


async def erase_suspended(work: Work, by_id: int, account_id: int) -> None:
    """Erase a suspended member's account; there is no way back.

    ForbiddenError where it is not suspended, erased already, of another server, or `by_id` may not: of an account
    elsewhere only the suspension would be forgotten.
    """
    account = await accounts.get(work.db, account_id)
    await auth.authorize(work.db, by_id, Permission.DELETE_USER_DATA, account_id)
    user = await auth.user_of(work.db, account_id)
    if account.suspended_at is None or user is None:
        raise ForbiddenError("This action is not allowed")
    await close_account(work, account_id)
    await auth.log_act(work, by_id, "erase", f"account:{account_id}")
