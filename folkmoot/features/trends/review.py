"""What staff say of a candidate."""

from folkmoot.features.trends import store
from folkmoot.features.trends.types import State, Subject
from folkmoot.infra.boot import Work


async def review(work: Work, subject: Subject, state: State, by: int | None) -> None:
    """Allow or refuse a subject, and write that into the log of the staff; `by` None is the command line.

    It shows at once. Whoever calls has checked that they may (Permission.MANAGE_TAXONOMIES).
    """
    await store.review(work.db, subject, state, work.now)
    work.touch("trends", 0)
    row = (work.new_id(), by, f"trend:{state}", f"{subject.kind}:{subject.key}", work.now)
    await store.log(work.db, row)
