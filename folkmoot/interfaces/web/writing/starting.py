"""What stands in the form when it is opened: empty, an answer, a quote, a draft, a post that waits, a post to edit."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from folkmoot.features import accounts, auth, drafts, media, polls, posts, scheduling
from folkmoot.features.auth import PostingDefaults
from folkmoot.features.drafts import Params
from folkmoot.features.media import Media
from folkmoot.features.posts import Post, Visibility
from folkmoot.infra.ids import new_key, parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.routing import Visit
from folkmoot.interfaces.web.writing.form import A_DAY, File, Written, lines, local_time

TEXT_READ = 10_000


async def started(visit: Visit) -> Written:
    """Return what the address of the page asks to begin with."""
    asked = {name: parse_id(visit.query.get(name, "")) for name in ("reply", "quote", "draft", "waiting")}
    if asked["draft"]:
        return await _of_draft(visit, asked["draft"])
    if asked["waiting"]:
        return await _of_waiting(visit, asked["waiting"])
    begun = await _fresh(visit)
    if asked["reply"]:
        begun = await _answering(visit, begun, asked["reply"])
    elif asked["quote"]:
        begun = await _quoting(visit, begun, asked["quote"])
    return begun


async def usual_of(visit: Visit) -> PostingDefaults:
    await visit.ground.read()
    return await auth.posting_defaults(visit.ground, current(visit).account_id)


async def empty(visit: Visit) -> Written:
    """Return an empty form with what the member's posts begin with."""
    usual = await usual_of(visit)
    return Written(
        visibility=usual.visibility,
        language=usual.language or visit.language,
        quotes=usual.quote_policy,
        sensitive=usual.sensitive,
        back=visit.query.get("back", ""),
        key=new_key(),
    )


async def answering(visit: Visit, post_id: int) -> Written:
    """Return a form that answers a post."""
    return await _answering(visit, await empty(visit), post_id)


async def _fresh(visit: Visit) -> Written:
    begun = await empty(visit)
    query = visit.query
    to = query.get("to", "").strip().removeprefix("@")
    shared = (query.get(name, "").strip() for name in ("title", "text", "url"))
    words = [f"@{to} "] if to else []
    wanted = query.get("visibility", "").upper()
    return replace(
        begun,
        text=lines("\n".join(words + [part for part in shared if part]))[:TEXT_READ],
        visibility=Visibility[wanted].word if wanted in Visibility.__members__ else begun.visibility,
    )


async def meant(visit: Visit, post_id: int) -> Post:
    """Return a post that the member may see, or what it boosts; UnknownPostError where there is none."""
    found = await posts.get_visible(visit.ground, visit.member_id, post_id)
    if found.reblog_of_id is None:
        return found
    return await posts.get_visible(visit.ground, visit.member_id, found.reblog_of_id)


async def _answering(visit: Visit, begun: Written, post_id: int) -> Written:
    parent = await meant(visit, post_id)
    db = await visit.ground.read()
    named = (await posts.mentions_of(db, [parent.id])).get(parent.id, [])
    ids = [i for i in dict.fromkeys([parent.account_id, *named]) if i != visit.member_id]
    people = await accounts.by_ids(db, ids)
    handles = "".join(f"@{people[i].acct} " for i in ids if i in people)
    return replace(
        begun, reply=parent.id, text=handles + begun.text, warning=parent.spoiler_text,
        visibility=narrower(begun.visibility, parent), language=parent.language or begun.language,
    )  # fmt: skip


async def _quoting(visit: Visit, begun: Written, post_id: int) -> Written:
    quoted = await meant(visit, post_id)
    return replace(begun, quote=quoted.id, warning=quoted.spoiler_text, visibility=narrower(begun.visibility, quoted))


def narrower(usual: str, other: Post) -> str:
    """Return the narrower of a member's usual visibility and that of the post which is answered or quoted."""
    return Visibility(max(Visibility[usual.upper()], other.visibility)).word


async def _of_draft(visit: Visit, draft_id: int) -> Written:
    db = await visit.ground.read()
    item = await drafts.get(db, current(visit).account_id, draft_id)
    usual = await usual_of(visit)
    found = await media.by_ids(db, item.params.media_ids)
    params = item.params
    return Written(
        text=params.text, warning=params.spoiler_text, visibility=_known(params.visibility, usual),
        language=params.language or usual.language, quotes=params.quote_approval_policy or usual.quote_policy,
        sensitive=usual.sensitive if params.sensitive is None else params.sensitive,
        reply=parse_id(params.in_reply_to_id) or 0, quote=parse_id(params.quoted_status_id) or 0,
        draft=item.id, seen=item.updated_at, back=visit.query.get("back", ""), key=new_key(),
        files=files_of([found[i] for i in params.media_ids if i in found]), **_poll_of_draft(params),
    )  # fmt: skip


def _known(visibility: str, usual: PostingDefaults) -> str:
    return visibility if visibility.upper() in Visibility.__members__ else usual.visibility


def _poll_of_draft(params: Params) -> dict[str, Any]:
    poll = params.poll
    if poll is None:
        return {}
    return {
        "options": tuple(poll.options), "multiple": poll.multiple, "hidden": poll.hide_totals,
        "lasts": poll.expires_in or A_DAY,
    }  # fmt: skip


async def _of_waiting(visit: Visit, waiting_id: int) -> Written:
    db = await visit.ground.read()
    item = await scheduling.get(db, current(visit).account_id, waiting_id)
    draft = item.draft
    found = await media.by_ids(db, draft.media_ids)
    asked: dict[str, Any] = {}
    if draft.poll is not None:
        poll = draft.poll
        asked = {"options": tuple(poll.options), "multiple": poll.multiple, "hidden": poll.hide_totals}
        asked["lasts"] = poll.expires_in
    return Written(
        text=draft.text, warning=draft.spoiler_text, visibility=draft.visibility.word, language=draft.language,
        quotes=draft.quote_policy.word, sensitive=draft.sensitive, reply=draft.in_reply_to_id or 0,
        quote=draft.quoted_id or 0, waiting=item.id, at=local_time(item.scheduled_at), key=new_key(),
        files=files_of([found[i] for i in draft.media_ids if i in found]), **asked,
    )  # fmt: skip


async def of_post(visit: Visit, post: Post) -> Written:
    """Return a post of the member's own as its author wrote it."""
    db = await visit.ground.read()
    found = (await media.of_posts(db, [post.id])).get(post.id, [])
    poll = (await polls.of_posts(db, [post.id])).get(post.id)
    asked: dict[str, Any] = {}
    if poll is not None:
        asked = {"options": tuple(poll.options), "multiple": poll.multiple, "hidden": poll.hide_totals, "lasts": 0}
    return Written(
        text=post.text, warning=post.spoiler_text, visibility=Visibility(post.visibility).word,
        language=post.language, quotes=posts.QuotePolicy(post.quote_policy).word, sensitive=post.sensitive,
        reply=post.in_reply_to_id or 0, quote=post.quoted_id or 0, files=files_of(found),
        back=visit.query.get("back", ""), **asked,
    )  # fmt: skip


def files_of(items: Sequence[Media]) -> tuple[File, ...]:
    """Return files with what is said of them."""
    return tuple(File(item.id, item.description, *_focus(item)) for item in items)


def _focus(item: Media) -> tuple[str, str]:
    if item.focus_x is None or item.focus_y is None:
        return "", ""
    return str(round((item.focus_x + 1) * 50)), str(round((1 - item.focus_y) * 50))
