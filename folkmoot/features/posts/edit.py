"""Editing a post; what it said before is kept as its history."""

from msgspec.structs import replace

from folkmoot.features import media, polls
from folkmoot.features.posts import store
from folkmoot.features.posts.events import PostEdited
from folkmoot.features.posts.publish import touch_timelines, write_words
from folkmoot.features.posts.quote_rules import check_unaccompanied
from folkmoot.features.posts.rules import check_alone, check_attached, check_text, expanded
from folkmoot.features.posts.types import Draft, Edit, Post, Visibility
from folkmoot.infra.boot import Work


async def edit(work: Work, post: Post, draft: Draft, *, own_domain: str, keep_poll: bool = False) -> None:
    """Give `post` the text, warning, language, media and poll of `draft`; InvalidError says what is wrong.

    Visibility and the posts replied to and quoted do not change, nor does the poll where `keep_poll` says so: its end
    and its answers stay, also after it has ended. An edit that changes nothing leaves no trace.
    """
    draft = expanded(draft)
    check_text(draft.text, draft.spoiler_text, has_media=bool(draft.media_ids))
    draft = check_attached(draft)
    if post.quote_state is not None:
        check_unaccompanied(draft)
    before = [item.id for item in (await media.of_posts(work.db, [post.id])).get(post.id, [])]
    asked = await polls.options_of(work.db, post.id)
    if keep_poll:
        check_alone(asked, draft.media_ids)
    asks_anew = not keep_poll and await polls.replace(work, post.account_id, post.id, draft.poll)
    if _same(post, draft) and before == draft.media_ids and not asks_anew:
        return
    if not await store.edits(work.db, post.id):
        first = Edit(post.text, post.spoiler_text, post.sensitive, before, post.created_at, asked)
        await store.insert_edit(work.db, work.new_id(), post.id, first)
    await store.update(work.db, post.id, draft, work.now)
    await media.replace(work, post.account_id, post.id, draft.media_ids)
    changed = replace(post, text=draft.text)
    named = (await store.mentions(work.db, [post.id])).get(post.id, [])
    mentioned = await write_words(work, changed, own_domain, fresh=False)
    options = asked if keep_poll else _options(draft)
    version = Edit(draft.text, draft.spoiler_text, draft.sensitive, draft.media_ids, work.now, options)
    await store.insert_edit(work.db, work.new_id(), post.id, version)
    work.touch("post", post.id)
    work.touch("edited", post.id)
    touch_timelines(work, post)
    newly = [account_id for account_id in mentioned if account_id not in named]
    tells = bool(newly) or post.reblogs_count > 0 or post.quotes_count > 0
    direct, linked = post.visibility == Visibility.DIRECT, "://" in post.text or "://" in draft.text
    work.announce(PostEdited(post.id, post.account_id, newly, tells, direct, linked))


def _options(draft: Draft) -> list[str]:
    return [] if draft.poll is None else draft.poll.options


def _same(post: Post, draft: Draft) -> bool:
    return (post.text, post.spoiler_text, post.sensitive, post.language) == (
        draft.text, draft.spoiler_text, draft.sensitive, draft.language,
    )  # fmt: skip
