"""Lists read page by page along the id of their rows (keyset pagination), from either end."""

from collections.abc import Sequence

from folkmoot.infra.db.front import Reader, Row
from folkmoot.infra.db.sql import Sql

Bounds = tuple[int, int, int, bool]
"""(ids below, ids above, at most, oldest first) of a page."""


class Paged:
    """A question for the rows of one owner, `$1`; more of its own it names `$5` and on.

    `head` ends in its conditions: "select id, target_id from block where account_id = $1".
    """

    def __init__(self, head: str) -> None:
        self._newest_first = Sql(f"{head} and id < $2 and id > $3 order by id desc limit $4")
        self._oldest_first = Sql(f"{head} and id < $2 and id > $3 order by id asc limit $4")

    async def rows(self, db: Reader, owner_id: int, bounds: Bounds, *more: object) -> Sequence[Row]:
        """Return one page. One query."""
        below, above, limit, ascending = bounds
        sql = self._oldest_first if ascending else self._newest_first
        return await db.all(sql, owner_id, below, above, limit, *more)
