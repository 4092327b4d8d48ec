"""The clock of polls."""

from folkmoot.features.polls import store
from folkmoot.features.polls.events import PollEnded
from folkmoot.infra.boot import Ground

TOGETHER = 100
ROUNDS = 50
"""More wait for the next run, so that one run ends well within its time."""


async def end_due(ground: Ground, _: None = None) -> None:
    """Say of every poll whose time has come that it has ended, each once."""
    for _round in range(ROUNDS):
        async with ground.work() as work:
            due = await store.end(work.db, work.now, TOGETHER)
            for post_id, expires_at in due:
                work.touch("post", post_id)
                work.announce(PollEnded(post_id, expires_at))
        if len(due) < TOGETHER:
            return
