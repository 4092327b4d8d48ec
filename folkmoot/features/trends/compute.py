"""Computing what trends: counted aside, judged by the policy, then written in one short transaction."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from folkmoot.features import media, polls
from folkmoot.features.trends import count_store, store
from folkmoot.features.trends.rules import number_of, score, span_of, stands, state_of
from folkmoot.features.trends.types import Candidate, Heat, Judge, Kind, Span, Standing, State, Subject
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Lane, Reader
from folkmoot.infra.ids import first_id_at

_Known = dict[tuple[Kind, str], Standing]
_Judged = tuple[Subject, State, str]

COUNTING = Lane("trends", seconds=60.0)
LINK_REVIEWS_KEPT = 30 * DAY
"""How long a link stays allowed that nobody speaks of any more."""


class Found(NamedTuple):
    """A candidate with its heat and score; `edited_at` (ms since 1970, 0 for never) is of its words."""

    candidate: Candidate
    heat: Heat
    score: float
    edited_at: int = 0


async def recompute(ground: Ground, judge: Judge) -> None:
    """Count anew, ask the judge about what it has not judged yet, and write down what trends from now on."""
    span = span_of(ground.clock(), ground.config.trends)
    db = ground.db.aside(COUNTING)
    found = [*await _tags(db, span), *await _posts(db, span), *await _links(db, span)]
    known = await _known(db, found)
    verdicts = await _verdicts(ground, judge, found, known)
    kept = _unrefused(found, known, verdicts)
    subjects = [each.candidate.subject for each in found]
    current = {kind: [subject.key for subject in subjects if subject.kind is kind] for kind in Kind}
    async with ground.work() as work:
        await store.judged(work.db, verdicts, span.now)
        await store.replace(work.db, kept)
        work.touch("trends", 0)
        await store.sweep(work.db, current, first_id_at(span.now - span.window), span.now - LINK_REVIEWS_KEPT)


def _unrefused(found: list[Found], known: _Known, verdicts: list[_Judged]) -> list[tuple[Subject, str, int, float]]:
    """Return what trends as rows (subject, language, voices, score), without what is refused."""
    refused = {subject for subject, state, _ in verdicts if state is State.REFUSED}
    return [
        (subject, each.candidate.language, each.heat.voices, each.score)
        for each in found
        if each.score > 0 and (subject := each.candidate.subject) not in refused and not _is_refused(known, subject)
    ]


async def _tags(db: Reader, span: Span) -> list[Found]:
    return [
        Found(Candidate(Subject(Kind.TAG, tag, number_of(tag)), tag), heat, points)
        for tag, heat, points in await _risen(db, "tag", span)
    ]


async def _risen(db: Reader, kind: str, span: Span) -> list[tuple[Any, Heat, float]]:
    """Return what rises above what is usual: (key, heat, score)."""
    heats = await count_store.rising(db, kind, span)
    usual = await count_store.usual(db, kind, list(heats), span)
    scored = [(key, heat, score(heat, usual.get(key, 0.0), span.least)) for key, heat in heats.items()]
    return [each for each in scored if each[2] > 0]


async def _posts(db: Reader, span: Span) -> list[Found]:
    heats = await count_store.posts(db, span)
    facts = {row[0]: row for row in await count_store.post_facts(db, list(heats))}
    asked, files = await polls.of_posts(db, list(facts)), await media.of_posts(db, list(facts))
    found = []
    for post_id, heat in heats.items():
        if post_id not in facts:
            continue
        _, author_id, text, spoiler_text, language, edited_at = facts[post_id]
        subject = Subject(Kind.POST, str(post_id), post_id, post_id)
        options = asked[post_id].options if post_id in asked else []
        words = [spoiler_text, text, *options, *(item.description for item in files.get(post_id, []))]
        candidate = Candidate(subject, "\n".join(filter(None, words)), language, author_id)
        found.append(Found(candidate, heat, score(heat, 0.0, span.least), edited_at))
    return found


async def _links(db: Reader, span: Span) -> list[Found]:
    """Return links with their publishers; a publisher is judged and never a trend itself."""
    risen = await _risen(db, "link", span)
    facts = {row[0]: row for row in await count_store.link_facts(db, [each[0] for each in risen])}
    found, hosts = [], {}
    for preview_id, heat, points in risen:
        if preview_id not in facts:
            continue
        _, url, title, description, language = facts[preview_id]
        subject = Subject(Kind.LINK, str(preview_id), preview_id)
        said = f"{title}\n{description}".strip()
        found.append(Found(Candidate(subject, said, language, url=url), heat, points))
        host = host_of(url)
        publisher = Candidate(Subject(Kind.PUBLISHER, host, number_of(host)), host)
        hosts[host] = Found(publisher, Heat(0, 0.0), 0.0)
    return [*hosts.values(), *found]


def host_of(url: str) -> str:
    """Return the host that publishes what is at `url`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


async def _known(db: Reader, found: list[Found]) -> _Known:
    """Return what was said of all these before. One query for each kind."""
    known: _Known = {}
    for kind in Kind:
        keys = [each.candidate.subject.key for each in found if each.candidate.subject.kind is kind]
        if keys:
            reviews = await store.reviews(db, kind, keys)
            known |= {(kind, key): standing for key, standing in reviews.items()}
    return known


def _is_refused(known: _Known, subject: Subject) -> bool:
    review = known.get((subject.kind, subject.key))
    return review is not None and review.state is State.REFUSED


async def _verdicts(ground: Ground, judge: Judge, found: Iterable[Found], known: _Known) -> list[_Judged]:
    """Return (subject, state, said) of what was never judged or says something else now."""
    by_policy = ground.config.trends.review == "policy"
    verdicts = []
    for each in found:
        candidate, subject = each.candidate, each.candidate.subject
        said = candidate.text if subject.kind is Kind.LINK else ""
        if not stands(known.get((subject.kind, subject.key)), said, each.edited_at):
            trusted = subject.kind is Kind.LINK and _is_trusted(known, candidate)
            state = state_of(await judge(ground, candidate), by_policy=by_policy or trusted)
            verdicts.append((subject, state, said))
    return verdicts


def _is_trusted(known: _Known, link: Candidate) -> bool:
    """Say whether a moderator allowed the publisher of a link, and with it what the policy lets pass of theirs."""
    publisher = known.get((Kind.PUBLISHER, host_of(link.url)))
    return publisher is not None and publisher.state is State.ALLOWED
