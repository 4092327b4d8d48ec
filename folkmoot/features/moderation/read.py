"""What others may ask about moderation, always for many at once."""

from collections.abc import Sequence

from folkmoot.features.moderation import store
from folkmoot.features.moderation.types import Report
from folkmoot.infra.db import Reader


async def reports_by_ids(db: Reader, ids: Sequence[int]) -> dict[int, Report]:
    """Return reports by id; unknown ids are left out. One query. Only for staff and the reporter."""
    return {report.id: report for report in await store.by_ids(db, ids)} if ids else {}
