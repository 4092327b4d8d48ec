"""Taking back what was imposed on an account, and letting newcomers in."""

from folkmoot.features import accounts, auth, policy
from folkmoot.features.accounts import Account, Restriction
from folkmoot.features.auth import Permission
from folkmoot.features.moderation.sanction import look_anew
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import ForbiddenError

_ACTS = {
    Restriction.SUSPENDED: "unsuspend",
    Restriction.SILENCED: "unsilence",
    Restriction.SENSITIZED: "unsensitive",
}


async def pardon(work: Work, by_id: int, target_id: int, restriction: Restriction) -> None:
    """Lift a restriction. ForbiddenError for a suspension that is none, or that is already being erased."""
    account = await _judged(work, by_id, target_id)
    held = getattr(account, restriction.value) is not None
    if restriction is Restriction.SUSPENDED:
        erased = account.local and await auth.user_of(work.db, target_id) is None
        if erased or not held:
            raise ForbiddenError("This action is not allowed")
    if held:
        await accounts.lift(work, target_id, restriction)
        await look_anew(work, target_id)
        if restriction is Restriction.SUSPENDED:
            await policy.unblock_member_email(work, target_id)
        await auth.log_act(work, by_id, _ACTS[restriction], f"account:{target_id}")


async def enable(work: Work, by_id: int, target_id: int) -> None:
    """Let a member sign in again; nothing happens where they can."""
    await _judged(work, by_id, target_id)
    user = await auth.user_of(work.db, target_id)
    if user is None:
        raise ForbiddenError("This action is not allowed")
    if user.disabled_at is not None:
        await auth.enable_user(work, target_id)
        await auth.log_act(work, by_id, "enable", f"account:{target_id}")


async def approve(work: Work, by_id: int, target_id: int) -> None:
    """Accept an application; ForbiddenError where none waits."""
    await require_pending(work, by_id, target_id)
    await auth.approve_user(work, target_id)
    await auth.log_act(work, by_id, "approve", f"account:{target_id}")


async def require_pending(work: Work, by_id: int, target_id: int) -> None:
    """Refuse with ForbiddenError unless an application waits for an answer that `by_id` may give."""
    await _judged(work, by_id, target_id)
    user = await auth.user_of(work.db, target_id)
    if user is None or user.approved_at is not None:
        raise ForbiddenError("This action is not allowed")


async def _judged(work: Work, by_id: int, target_id: int) -> Account:
    account = await accounts.get(work.db, target_id)
    await auth.authorize(work.db, by_id, Permission.MANAGE_USERS, target_id)
    return account
