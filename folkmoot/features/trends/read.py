"""What others may ask of trends."""

from collections.abc import Sequence

from folkmoot.features import relations
from folkmoot.features.trends import store
from folkmoot.features.trends.compute import host_of
from folkmoot.features.trends.types import Day, Kind, State, Subject, Trend
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import MissingError
from folkmoot.infra.ids import first_id_at

OFFSET_LIMIT = 10_000
DAYS = 7


async def tags_shown(db: Reader, limit: int, offset: int = 0) -> list[str]:
    """Return the keys of tags that trend and were allowed, the hottest first. One query."""
    return await store.tags_shown(db, limit, min(offset, OFFSET_LIMIT))


async def posts_shown(ground: Ground, viewer_id: int | None, languages: Sequence[str] = ()) -> list[int]:
    """Return posts that trend and were allowed, of each author the hottest.

    Authors whom the viewer (None: anybody) shuns are left out. Posts in `languages` (codes like `de`) stand first,
    then the others, each the hottest first. At most three queries.
    """
    found = await store.posts_shown(await ground.read())
    if viewer_id is not None:
        reader, now = await relations.audience(ground, viewer_id), ground.clock()
        far = await relations.of_blocked_domains(ground, reader, {each[1] for each in found})
        found = [each for each in found if each[1] not in far and not reader.shuns(each[1], now)]
    hottest: dict[int, tuple[int, str]] = {}
    for post_id, author_id, language in found:
        hottest.setdefault(author_id, (post_id, language))
    return [each[0] for each in sorted(hottest.values(), key=lambda each: _foreign(each[1], languages))]


async def links_shown(db: Reader, languages: Sequence[str] = ()) -> list[int]:
    """Return the previews of links that trend, were allowed, still say what they said then, and of no refused host.

    Those in `languages` stand first. Two queries.
    """
    rows = await store.links_shown(db)
    states = await store.states(db, Kind.PUBLISHER, list({host_of(row[1]) for row in rows}))
    shown = [
        (row[0], row[4])
        for row in rows
        if row[5] == f"{row[2]}\n{row[3]}".strip() and states.get(host_of(row[1])) is not State.REFUSED
    ]
    return [each[0] for each in sorted(shown, key=lambda each: _foreign(each[1], languages))]


def _foreign(language: str, wanted: Sequence[str]) -> bool:
    """Say whether a language is none of those wanted; sorting by it keeps the order otherwise."""
    return bool(wanted) and language not in wanted


async def candidates(db: Reader, kind: Kind, limit: int, offset: int = 0) -> list[Trend]:
    """Return everything of a kind that would trend, reviewed or not, the hottest first."""
    if kind is Kind.PUBLISHER:
        return await publishers(db, limit, offset)
    return await store.listed(db, kind, limit, min(offset, OFFSET_LIMIT))


async def publishers(db: Reader, limit: int, offset: int = 0) -> list[Trend]:
    """Return the hosts of links that are or were candidates, those that wait for a review first."""
    return await store.publishers(db, limit, min(offset, OFFSET_LIMIT))


async def link_history(db: Reader, ids: Sequence[int], now: int) -> dict[int, list[Day]]:
    """Return how public posts used each link on each of the last seven days, newest first. One query."""
    today = now // DAY
    days = [today - back for back in range(DAYS)]
    used: dict[tuple[int, int], Day] = {}
    if ids:
        rows = await store.link_history(db, list(ids), first_id_at(days[-1] * DAY))
        used = {(link, day): Day(day * DAY, uses, people) for link, day, uses, people in rows}
    return {link: [used.get((link, day), Day(day * DAY)) for day in days] for link in ids}


async def find(db: Reader, kind: Kind, number: int) -> Subject:
    """Return what staff mean by the id of the client API; MissingError for what was never a candidate."""
    subject = await store.find(db, kind, number)
    if subject is None:
        raise MissingError("Record not found")
    return subject


async def tag_states(db: Reader, tags: list[str]) -> dict[str, State]:
    """Return where these tags stand; one that was never a candidate is left out. One query."""
    return await store.states(db, Kind.TAG, tags) if tags else {}


async def reviewed_tags(db: Reader, tags: list[str]) -> set[str]:
    """Return those of `tags` that were allowed."""
    states = await tag_states(db, tags)
    return {tag for tag, state in states.items() if state is State.ALLOWED}
