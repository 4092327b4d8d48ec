"""What the ground itself needs done now and then."""

from folkmoot.infra import jobs
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Sql

_ANYTHING = Sql("select 1")

DEAD_KEPT = 7 * DAY
"""How long an operator may still let a personal job run again that gave up."""


async def prune_changes(ground: Ground, _: None) -> None:
    """Drop old rows of the change table; at a thousand writes a second it would grow by millions an hour."""
    await ground.changes.prune()


async def forget_dead_letters(ground: Ground, _: None) -> None:
    """Forget personal jobs that gave up a week ago: a letter that nobody sent must not keep its address here."""
    names = [name for name, kind in ground.runner.kinds.items() if kind.personal]
    async with ground.work() as work:
        await jobs.forget_dead(work.db, work.now - DEAD_KEPT, names)


async def reach_database(ground: Ground) -> None:
    """Ask the database something; whatever it raises says that it does not answer."""
    await ground.db.reader.value(_ANYTHING)
