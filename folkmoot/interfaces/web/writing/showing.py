"""The page with the form for writing, as it stands at this moment."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from babel.dates import format_timedelta

from folkmoot.features import media, polls, posts
from folkmoot.features.polls import LONGEST
from folkmoot.infra.clock import DAY, HOUR, MINUTE, SECOND
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.feed import Feed
from folkmoot.interfaces.web.writing import files, languages
from folkmoot.interfaces.web.writing.form import Written, zone_of
from folkmoot.interfaces.web.writing.starting import usual_of

VISIBILITIES = {
    "public": marked("Everybody, and in the timelines"),
    "unlisted": marked("Everybody, but not in the timelines"),
    "private": marked("Your followers"),
    "direct": marked("Only who is named in it"),
}
QUOTES = {
    "public": marked("Everybody may quote it"),
    "followers": marked("Your followers may quote it"),
    "nobody": marked("Nobody may quote it"),
}
LASTS = (5 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, 12 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY)


class Told(NamedTuple):
    """What is said above the form: why it came back, which files were not taken, that a description is missing."""

    fault: str = ""
    faults: Sequence[str] = ()
    remind: bool = False


NOTHING = Told()


async def form_page(
    visit: Visit, written: Written, told: Told = NOTHING, status: int = 200, *, post: posts.Post | None = None
) -> Response:
    """Answer with the form; `post` is the one that is edited, if any."""
    feed = visit.ground.one(Feed)
    around = [i for i in (written.reply, written.quote) if i]
    shown = {entry.id: entry for entry in await feed.shown(visit, around)} if around else {}
    usual = await usual_of(visit)
    wanted = (written.language, usual.language, visit.language, *visit.ground.config.site.languages)
    return await placed(
        visit, "compose.html", status, written=written, told=told, title=_title(visit, written, post),
        action="/compose" if post is None else f"/posts/{post.id}/edit", editing=post is not None,
        parent=shown.get(written.reply), quoted=shown.get(written.quote),
        files=await files.shown(visit, written.files), usual=languages.usual(visit.language, *wanted),
        others=languages.all_languages(visit.language), limits=_LIMITS, zone=zone_of(written.zone).key,
        visibilities=_said(visit, VISIBILITIES), policies=_said(visit, QUOTES), lasts=_lasts(visit, written),
        reminds=reminds(visit),
    )  # fmt: skip


_LIMITS = {
    "text": posts.TEXT_LIMIT,
    "files": posts.MEDIA_LIMIT,
    "options": polls.MOST_OPTIONS,
    "option": polls.OPTION_LENGTH,
    "description": media.DESCRIPTION_LIMIT,
}


def reminds(visit: Visit) -> bool:
    """Say whether this member wants to be reminded of descriptions that are missing."""
    return visit.look.alt_reminder == "on"


def _title(visit: Visit, written: Written, post: posts.Post | None) -> str:
    if post is not None:
        return visit.text("Edit")
    if written.reply:
        return visit.text("Reply")
    return visit.text("Quote") if written.quote else visit.text("Write")


def _said(visit: Visit, sentences: dict[str, str]) -> list[tuple[str, str]]:
    return [(word, visit.text(sentence)) for word, sentence in sentences.items()]


def _lasts(visit: Visit, written: Written) -> list[tuple[int, str]]:
    """Return how long a poll may be open (seconds), in words; also what was chosen elsewhere."""
    chosen = {span // SECOND for span in LASTS if span // SECOND <= LONGEST} | {written.lasts}
    return [(seconds, _lasting(visit, seconds)) for seconds in sorted(chosen)]


def _lasting(visit: Visit, seconds: int) -> str:
    if not seconds:
        return visit.text("As it is")
    return format_timedelta(timedelta(seconds=seconds), threshold=1, granularity="minute", locale=visit.language)
