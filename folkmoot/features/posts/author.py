"""What follows for posts when their author is hidden or shown again."""

from folkmoot.features.posts import store
from folkmoot.infra.boot import Work


async def author_changed(work: Work, account_id: int) -> None:
    """Let every process look at this author's posts anew: rendered ones remember whether the author is suspended."""
    work.touch("post", *await store.ids_of(work.db, account_id))
    work.touch("outbox", account_id)
    work.touch("public", 0)
