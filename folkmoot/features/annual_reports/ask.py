"""Asking for a report, and having read it."""

from folkmoot.features.annual_reports import store
from folkmoot.features.annual_reports.events import ReportAsked
from folkmoot.features.annual_reports.read import state
from folkmoot.features.annual_reports.types import State
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import MissingError


async def ask(work: Work, account_id: int, year: int) -> State:
    """Have the report of a year made where the account may have one; returns how it stands then."""
    found = await state(work.db, account_id, year, work.now)
    if found is not State.ELIGIBLE:
        return found
    if await store.insert(work.db, account_id, year, work.now):
        work.announce(ReportAsked(account_id, year))
    return State.GENERATING


async def mark_read(work: Work, account_id: int, year: int) -> None:
    """Note that the member has read a report; MissingError where there is none."""
    if not await store.mark_read(work.db, account_id, year, work.now):
        raise MissingError("Record not found")
