"""Many people who turn to the same thing, so that it may become a trend."""

from folkmoot.features import trends
from folkmoot.infra.clock import DAY, HOUR
from folkmoot.infra.db import Sql
from tests.support.moot import Member, Moot


async def crowd(moot: Moot, size: int) -> list[Member]:
    """Open accounts an hour apart, and wait until the last of them counts."""
    people = []
    for _ in range(size):
        people.append(await moot.member())
        moot.clock.advance(HOUR)
    moot.clock.advance(4 * DAY)
    return people


async def compute(moot: Moot, judge: trends.Judge = trends.no_objection) -> None:
    """Do at once what a job does every few minutes."""
    await trends.recompute(moot.ground, judge)


async def allow(moot: Moot, kind: trends.Kind, key: str) -> None:
    await _say(moot, kind, key, trends.State.ALLOWED)


async def refuse(moot: Moot, kind: trends.Kind, key: str) -> None:
    await _say(moot, kind, key, trends.State.REFUSED)


async def _say(moot: Moot, kind: trends.Kind, key: str, state: trends.State) -> None:
    hashed = kind in {trends.Kind.TAG, trends.Kind.PUBLISHER}
    async with moot.ground.work() as work:
        subject = await trends.find(work.db, kind, trends.number_of(key) if hashed else int(key))
        await trends.review(work, subject, state, None)


_PAGE = Sql("""
insert into preview (id, url, state, title, next_fetch_at, used_at) values ($1, $2, 'ready', $3, $4, $4)
""")
_SHARE = Sql("insert into post_preview (post_id, preview_id) values ($1, $2)")


async def share(moot: Moot, people: list[Member], url: str, title: str) -> int:
    """Let each speak of a page that was looked at already; returns the id of its preview."""
    posts = [await moot.post(person, "Look at this") for person in people]
    async with moot.ground.work() as work:
        preview_id = work.new_id()
        await work.db.run(_PAGE, preview_id, url, title, work.now)
        await work.db.many(_SHARE, [(int(post["id"]), preview_id) for post in posts])
    return preview_id


_TREND = Sql("""
insert into trend (kind, key, number, voices, score) select 'link', cast(id as text), id, 9, 1.0 from preview
where url = $1
""")
_TOLD = Sql("""
insert into trend_review (kind, key, number, state, said, reviewed_at)
select 'link', cast(id as text), id, 'allowed', trim(title || $2 || description, $2), $3 from preview where url = $1
""")


async def trending(moot: Moot, url: str) -> None:
    """Make a trend of a page that was looked at already, whoever spoke of it."""
    async with moot.ground.work() as work:
        assert await work.db.run(_TREND, url) == 1
        await work.db.run(_TOLD, url, "\n", work.now)
