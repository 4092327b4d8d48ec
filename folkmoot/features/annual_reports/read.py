"""What a member may ask about their own annual reports."""

from folkmoot.features.annual_reports import store
from folkmoot.features.annual_reports.rules import ENOUGH, campaign, months
from folkmoot.features.annual_reports.types import Report, State
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import MissingError
from folkmoot.infra.ids import first_id_at


async def of_account(db: Reader, account_id: int) -> list[Report]:
    """Return every report of an account that is ready, the newest first. One query."""
    return await store.of_account(db, account_id)


async def get(db: Reader, account_id: int, year: int) -> Report:
    """Return the report of a year; MissingError where there is none, or not yet."""
    _, report = await store.one(db, account_id, year)
    if report is None:
        raise MissingError("Record not found")
    return report


async def state(db: Reader, account_id: int, year: int, now: int) -> State:
    """Return how the report of a year stands for an account at `now` (ms since 1970)."""
    asked, report = await store.one(db, account_id, year)
    if asked:
        return State.GENERATING if report is None else State.AVAILABLE
    if campaign(now) != year:
        return State.INELIGIBLE
    begins, *_, ends = months(year)
    posts = await store.count_up_to(db, account_id, (first_id_at(begins), first_id_at(ends)), ENOUGH)
    return State.ELIGIBLE if posts >= ENOUGH else State.INELIGIBLE
