"""Making the reports that were asked for."""

from itertools import pairwise

from folkmoot.features.annual_reports import store
from folkmoot.features.annual_reports.events import ReportAsked
from folkmoot.features.annual_reports.rules import archetype, months
from folkmoot.features.annual_reports.types import Data, Month
from folkmoot.infra.boot import Ground
from folkmoot.infra.ids import first_id_at


async def make(ground: Ground, fact: ReportAsked) -> None:
    """Count what a member did in a year and write it down: some thirty small queries, once."""
    db, account_id = await ground.read(), fact.account_id
    ids = [first_id_at(at) for at in months(fact.year)]
    year = (ids[0], ids[-1])
    counted = [await store.count(db, account_id, month) for month in pairwise(ids)]
    data = Data(
        archetype=archetype(await store.year(db, account_id, year)),
        months=[Month(number, *counts) for number, counts in enumerate(counted, 1) if any(counts)],
        tags=await store.top_tags(db, account_id, year),
        top_post_id=await store.top_post(db, account_id, year),
    )
    async with ground.work() as work:
        await store.finish(work.db, account_id, fact.year, data)
