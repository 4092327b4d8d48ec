"""From the form to a post, to one that waits for its time, or to a draft."""

from hashlib import sha256
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from folkmoot.features import drafts, posts, scheduling
from folkmoot.features.drafts import Params, Poll, UnknownDraftError
from folkmoot.features.polls import PollDraft
from folkmoot.features.posts import Draft, Post, QuotePolicy, Visibility
from folkmoot.gathering import Links
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.routing import Visit
from folkmoot.interfaces.web.writing import files, languages
from folkmoot.interfaces.web.writing.form import Written
from folkmoot.interfaces.web.writing.starting import meant

Choice = TypeVar("Choice", Visibility, QuotePolicy)


def own_domain(visit: Visit) -> str:
    return Links(visit.ground.config.site.url).domain


def draft_of(visit: Visit, written: Written) -> Draft:
    """Return what is to be published; InvalidError for a choice that the form does not offer."""
    return Draft(
        text=written.text,
        spoiler_text=written.warning,
        visibility=_chosen(Visibility, written.visibility),
        sensitive=written.sensitive,
        language=_language(visit, written.language),
        in_reply_to_id=written.reply or None,
        media_ids=[file.id for file in written.files],
        idempotency_key=_key(written),
        poll=_poll(written),
        quoted_id=written.quote or None,
        quote_policy=_chosen(QuotePolicy, written.quotes),
    )


def _key(written: Written) -> str:
    """Return what makes a form that is sent twice one post.

    Who goes back to it and writes something else means another post: their words must not vanish.
    """
    said = tuple(replace(file, id=0) for file in written.files)  # sent twice, a file has two ids
    what = sha256(msgspec.json.encode(replace(written, seen=0, files=said))).hexdigest()
    return f"web\n{written.key}\n{what}" if written.key else ""


def _language(visit: Visit, code: str) -> str:
    return code if code in dict(languages.all_languages(visit.language)) else ""


def _chosen(among: type[Choice], word: str) -> Choice:
    try:
        return among[word.upper()]
    except KeyError as error:
        raise InvalidError("The form cannot be read.") from error


def _poll(written: Written) -> PollDraft | None:
    if not written.asks:
        return None
    return PollDraft([*written.options], written.lasts, written.multiple, written.hidden)


def params_of(written: Written) -> Params:
    """Return what was written as a draft keeps it."""
    poll = Poll([*written.options], written.lasts, written.multiple, written.hidden) if written.asks else None
    return Params(
        text=written.text,
        spoiler_text=written.warning,
        visibility=written.visibility,
        sensitive=written.sensitive,
        language=written.language,
        in_reply_to_id=str(written.reply or ""),
        quoted_status_id=str(written.quote or ""),
        quote_approval_policy=written.quotes,
        media_ids=[file.id for file in written.files],
        poll=poll,
    )


async def publish(visit: Visit, written: Written) -> int:
    """Publish what was written, now or at its time; returns the id of the post, or of what waits to be one.

    Sent twice it is published once. Refusals say what is wrong.
    """
    draft = draft_of(visit, written)
    if written.quote:
        draft = replace(draft, quoted_id=(await meant(visit, written.quote)).id)
    parent = await meant(visit, written.reply) if written.reply else None
    at = written.moment
    async with visit.ground.work() as work:
        await files.describe(work, current(visit).account_id, written.files)
        if at is not None:
            return await _schedule(visit, work, written, draft, at)
        return await _publish(visit, work, written, draft, parent)


async def _publish(visit: Visit, work: Work, written: Written, draft: Draft, parent: Post | None) -> int:
    member_id = current(visit).account_id
    await _call_off(work, member_id, written)
    if written.draft:
        try:
            item = await drafts.get(work.db, member_id, written.draft, seen_at=written.seen or None)
            return await drafts.publish(work, item, draft, parent=parent, own_domain=own_domain(visit))
        except UnknownDraftError:
            earlier = await drafts.published(work.db, member_id, written.draft)
            found = await posts.by_ids(work.db, [earlier or 0])
            if any(post.text == written.text for post in found.values()):
                return next(iter(found))
    return await posts.publish(work, member_id, draft, parent=parent, own_domain=own_domain(visit))


async def _schedule(visit: Visit, work: Work, written: Written, draft: Draft, at: int) -> int:
    member_id = current(visit).account_id
    await _call_off(work, member_id, written)
    draft = await posts.check_quote(work, member_id, draft, own_domain=own_domain(visit))
    made_id = await scheduling.schedule(work, member_id, draft, at)
    if written.draft:
        await _discard(work, member_id, written.draft)
    return made_id


async def _call_off(work: Work, member_id: int, written: Written) -> None:
    """Take away the post that waited, in whose place what was written now is."""
    if written.waiting:
        try:
            await scheduling.cancel(work, member_id, written.waiting)
        except scheduling.UnknownScheduleError:
            return


async def _discard(work: Work, member_id: int, draft_id: int) -> None:
    try:
        await drafts.discard(work, member_id, draft_id)
    except UnknownDraftError:
        return


async def keep(visit: Visit, written: Written) -> int:
    """Keep what was written as a draft and return its id; ChangedMeanwhileError where another client changed it."""
    member_id = current(visit).account_id
    params = params_of(written)
    async with visit.ground.work() as work:
        await files.describe(work, member_id, written.files)
        if written.draft:
            try:
                await drafts.change(work, member_id, written.draft, params, seen_at=written.seen or None)
            except UnknownDraftError:
                if await drafts.published(work.db, member_id, written.draft) is not None:
                    raise
            else:
                return written.draft
        return await drafts.save(work, member_id, params)


async def mended(visit: Visit, written: Written) -> Written:
    """Return the form as it can be sent again: with the version of its draft, without posts that are gone."""
    for name in ("reply", "quote"):
        wanted = getattr(written, name)
        try:
            if wanted:
                await meant(visit, wanted)
        except posts.UnknownPostError:
            written = replace(written, **{name: 0})
    return await _with_version(visit, written)


async def _with_version(visit: Visit, written: Written) -> Written:
    if not written.draft:
        return written
    try:
        item = await drafts.get(await visit.ground.read(), current(visit).account_id, written.draft)
    except UnknownDraftError:
        return replace(written, draft=0, seen=0)
    return replace(written, seen=item.updated_at)
