"""Acting against an account: the effect, the strike, the report answered and the log, all in one commit."""

from folkmoot.features import accounts, auth, policy, posts
from folkmoot.features.accounts import Account, Restriction
from folkmoot.features.auth import Permission
from folkmoot.features.moderation import store, strike_store
from folkmoot.features.moderation.events import StrikeIssued
from folkmoot.features.moderation.rules import check_sanction
from folkmoot.features.moderation.types import Report, Sanction, Strike
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError, MissingError

_RESTRICTIONS = {
    "sensitive": Restriction.SENSITIZED,
    "silence": Restriction.SILENCED,
    "suspend": Restriction.SUSPENDED,
}


async def sanction(work: Work, by_id: int, target_id: int, decided: Sanction) -> Strike:
    """Carry out what staff decided about an account and return the strike; its owner is told.

    It answers the open reports: a mere warning only the one it names. UnknownAccountError or MissingError for an
    account or report that is none, InvalidError for what cannot be done, ForbiddenError for who may not.
    """
    check_sanction(decided)
    account = await accounts.get(work.db, target_id)
    for permission in (Permission.MANAGE_USERS, Permission.MANAGE_REPORTS):
        await auth.authorize(work.db, by_id, permission, target_id)
    report = await report_about(work, target_id, decided.report_id)
    await _carry_out(work, account, decided.action)
    strike = Strike(
        work.new_id(), target_id, by_id, decided.action, decided.text,
        [] if report is None else report.post_ids, [] if report is None else [report.id], work.now,
    )  # fmt: skip
    await strike_store.insert(work.db, strike)
    await _answer(work, by_id, strike)
    await auth.log_act(work, by_id, decided.action, f"account:{target_id}", f"strike:{strike.id}")
    work.announce(StrikeIssued(strike.id, target_id, mail=decided.mail and account.local))
    return strike


async def report_about(work: Work, target_id: int, report_id: int | None) -> Report | None:
    """Return the report that a decision answers; MissingError when it is none about this account."""
    if report_id is None:
        return None
    found = await store.by_ids(work.db, [report_id])
    if not found or found[0].target_account_id != target_id:
        raise MissingError("Record not found")
    return found[0]


async def _carry_out(work: Work, account: Account, action: str) -> None:
    if action == "disable" and not await auth.disable_user(work, account.id):
        raise InvalidError("Validation failed: Type only members of this community can be disabled")
    restriction = _RESTRICTIONS.get(action)
    if restriction is not None and getattr(account, restriction.value) is None:
        await accounts.impose(work, account.id, restriction)
        await look_anew(work, account.id)
    user = await auth.user_of(work.db, account.id) if action == "suspend" else None
    if user is not None:
        await policy.block_member_email(work, user.email, account.id)


async def look_anew(work: Work, account_id: int) -> None:
    """Let every process forget what it remembers of an account that is shown differently from now on."""
    await auth.touch_tokens_of(work, account_id)
    await posts.author_changed(work, account_id)
    work.touch("relations", account_id)


async def _answer(work: Work, by_id: int, strike: Strike) -> None:
    authors = []
    if strike.action != "none":
        authors = await store.resolve_all(work.db, strike.target_account_id, work.now, by_id, strike.action)
    for report_id in strike.report_ids:
        authors += await store.resolve(work.db, report_id, work.now, by_id, strike.action)
    work.touch("decided", *authors)
