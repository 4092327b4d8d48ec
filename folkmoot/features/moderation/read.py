"""What others may ask about moderation, always for many at once."""

from collections.abc import Sequence

from folkmoot.features.moderation import appeal_store, people_store, store, strike_store
from folkmoot.features.moderation.types import Appeal, People, Report, Strike, Wanted
from folkmoot.infra.db import Bounds, Reader


async def reports_by_ids(db: Reader, ids: Sequence[int]) -> dict[int, Report]:
    """Return reports by id; unknown ids are left out. One query. Only for staff and the reporter."""
    return {report.id: report for report in await store.by_ids(db, ids)} if ids else {}


async def reports(db: Reader, wanted: Wanted, bounds: Bounds) -> list[Report]:
    """Return a page of reports. One query. Only for staff."""
    return await store.page(db, wanted, bounds)


async def strikes_by_ids(db: Reader, ids: Sequence[int]) -> dict[int, Strike]:
    """Return strikes by id; unknown ids are left out. One query. Only for staff and the account concerned."""
    return {strike.id: strike for strike in await strike_store.by_ids(db, ids)} if ids else {}


async def strikes_of(db: Reader, account_id: int, bounds: Bounds) -> list[Strike]:
    """Return a page of the strikes against an account. One query."""
    return await strike_store.of(db, account_id, bounds)


async def people(db: Reader, wanted: People, bounds: Bounds) -> list[int]:
    """Return the ids of a page of the accounts that staff look for. One query."""
    return await people_store.page(db, wanted, bounds)


async def appeals(db: Reader, strike_ids: Sequence[int]) -> dict[int, Appeal]:
    """Return the appeals against these strikes, by strike. One query. Only for staff and the account concerned."""
    return {item.strike_id: item for item in await appeal_store.by_strikes(db, strike_ids)} if strike_ids else {}
