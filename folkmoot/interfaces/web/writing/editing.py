"""/posts/{id}/edit and /posts/{id}/delete: changing what one said, taking it back, saying it again in other words."""

from msgspec.structs import replace

from folkmoot.features import drafts, posts
from folkmoot.features.posts import Post, QuotePolicy
from folkmoot.infra.errors import Refusal
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.entering import local
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.feed import Feed
from folkmoot.interfaces.web.writing import files, publishing, refusals
from folkmoot.interfaces.web.writing.composing import lacks_description, note_reminder, rearranged, received
from folkmoot.interfaces.web.writing.form import A_DAY, Written
from folkmoot.interfaces.web.writing.showing import Told, form_page
from folkmoot.interfaces.web.writing.starting import of_post

pages = Pages()

EDIT = "/posts/{id}/edit"
DELETE = "/posts/{id}/delete"


async def own(visit: Visit) -> Post:
    """Return the post of the address, which is the member's own; UnknownPostError for every other."""
    post = await posts.get_visible(visit.ground, visit.member_id, parse_id(visit.places["id"]) or 0)
    if post.account_id != visit.member_id or post.reblog_of_id is not None:
        raise posts.UnknownPostError
    return post


@pages.get(EDIT, member=True)
async def edit(visit: Visit) -> Response:
    post = await own(visit)
    return await form_page(visit, await of_post(visit, post), post=post)


@pages.post(EDIT, member=True, spooled=True)
async def change(visit: Visit) -> Response:
    """Save the post as the form has it, or show the form again with the files changed."""
    post = await own(visit)
    written, faults = await received(visit)
    verb, _, argument = visit.form.get("do", "publish").partition(" ")
    if verb not in {"publish", "anyway"}:
        return await form_page(visit, rearranged(written, verb, argument), Told(faults=faults), post=post)
    if faults:
        return await form_page(visit, written, Told(faults=faults), 422, post=post)
    note_reminder(visit)
    if verb == "publish" and await lacks_description(visit, written):
        return await form_page(visit, written, Told(remind=True), 422, post=post)
    try:
        standing = await of_post(visit, post)
        poll_stays = asked_of(written) == asked_of(standing)
        refusals.check(visit, replace(written, lasts=A_DAY) if poll_stays else written)
        refusals.count(visit, "post")
        await _save(visit, post, written, poll_stays=poll_stays)
    except Refusal as error:
        told = Told(fault=refusals.sentence_of(visit, error))
        return await form_page(visit, written, told, refusals.STATUS.get(error.kind, 422), post=post)
    return await _to(visit, post, written.back)


def asked_of(written: Written) -> tuple[object, ...]:
    """Return what a form asks, as far as it can be seen from it that nothing changed."""
    options = [option.strip() for option in written.options if option.strip()]
    return (options, written.multiple, written.hidden, written.lasts) if options else ()


async def _save(visit: Visit, post: Post, written: Written, *, poll_stays: bool) -> None:
    draft = publishing.draft_of(visit, replace(written, options=()) if poll_stays else written)
    async with visit.ground.work() as work:
        await files.describe(work, post.account_id, written.files)
        if draft.quote_policy != QuotePolicy(post.quote_policy):
            await posts.set_quote_policy(work, post, draft.quote_policy)
        await posts.edit(work, post, draft, own_domain=publishing.own_domain(visit), keep_poll=poll_stays)


async def _to(visit: Visit, post: Post, back: str) -> Response:
    if back:
        return visit.go(local(back))
    [shown] = await visit.ground.one(Feed).shown(visit, [post.id])
    return visit.go(shown.card.path)


@pages.get(DELETE, member=True)
async def ask(visit: Visit) -> Response:
    post = await own(visit)
    [shown] = await visit.ground.one(Feed).shown(visit, [post.id])
    return await placed(visit, "delete_post.html", shown=shown, post=post)


@pages.post(DELETE, member=True)
async def delete(visit: Visit) -> Response:
    """Delete the post; where it is to be written again, it becomes a draft in the same moment."""
    post = await own(visit)
    if visit.form.get("do") != "again":
        async with visit.ground.work() as work:
            await posts.delete(work, post)
        return visit.go(local(visit.form["back"]) if visit.form.get("back") else "/home")
    written = await of_post(visit, post)
    params = publishing.params_of(written if written.lasts else replace(written, lasts=A_DAY))
    async with visit.ground.work() as work:
        await posts.delete(work, post, keep_media=True)
        draft_id = await drafts.save(work, post.account_id, params)
    return visit.go(f"/compose?draft={draft_id}")
