"""Looking after reports: sorting them, taking them on, closing and opening them."""

from msgspec.structs import replace

from folkmoot.features import auth
from folkmoot.features.auth import Permission
from folkmoot.features.moderation import store
from folkmoot.features.moderation.rules import settled
from folkmoot.features.moderation.types import CLOSED, Complaint, Report, Sorting
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import ForbiddenError, MissingError


async def sort_report(work: Work, by_id: int, report_id: int, sorting: Sorting, known_rules: list[int]) -> None:
    """Change what a report is about; InvalidError when that cannot be.

    Of a violation the rules broken are kept unless others are named; any other category has none.
    """
    report = await _at_hand(work, by_id, report_id)
    category = sorting.category or ("violation" if sorting.rule_ids else report.category)
    rule_ids = report.rule_ids if sorting.rule_ids is None else sorting.rule_ids
    wanted = Complaint(category=category, rule_ids=rule_ids if category == "violation" else [])
    await _write(
        work, by_id, "sort", replace(report, category=settled(wanted, known_rules).category, rule_ids=wanted.rule_ids)
    )


async def assign_report(work: Work, by_id: int, report_id: int, to_id: int | None) -> None:
    """Say who looks after a report; None: nobody yet."""
    report = await _at_hand(work, by_id, report_id)
    if report.assigned_account_id != to_id:
        await _write(work, by_id, "unassign" if to_id is None else "assign", replace(report, assigned_account_id=to_id))


async def resolve_report(work: Work, by_id: int, report_id: int) -> None:
    """Close a report; one that is closed stays as it is."""
    report = await _at_hand(work, by_id, report_id)
    if report.action_taken_at is None:
        closed = replace(report, action_taken_at=work.now, action_taken_by_account_id=by_id, outcome=CLOSED)
        await _write(work, by_id, "resolve", closed)


async def reopen_report(work: Work, by_id: int, report_id: int) -> None:
    """Open a report again."""
    report = await _at_hand(work, by_id, report_id)
    if report.action_taken_at is not None:
        opened = replace(report, action_taken_at=None, action_taken_by_account_id=None, outcome="", told_at=None)
        await _write(work, by_id, "reopen", opened)


async def _at_hand(work: Work, by_id: int, report_id: int) -> Report:
    """Return a report that `by_id` may decide about: nobody is judge in their own cause."""
    await auth.authorize(work.db, by_id, Permission.MANAGE_REPORTS)
    found = await store.by_ids(work.db, [report_id])
    if not found:
        raise MissingError("Record not found")
    if found[0].target_account_id == by_id:
        raise ForbiddenError("This action is not allowed")
    return found[0]


async def _write(work: Work, by_id: int, act: str, report: Report) -> None:
    await store.update(work.db, replace(report, updated_at=work.now))
    work.touch("decided", report.account_id)
    await auth.log_act(work, by_id, act, f"report:{report.id}")
