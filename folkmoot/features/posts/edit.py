"""Editing a post; what it said before is kept as its history."""

from msgspec.structs import replace

from folkmoot.features import media
from folkmoot.features.posts import store
from folkmoot.features.posts.events import PostEdited
from folkmoot.features.posts.publish import touch_timelines, write_words
from folkmoot.features.posts.rules import check_media, check_text, expanded
from folkmoot.features.posts.types import Draft, Edit, Post, Visibility
from folkmoot.infra.boot import Work


async def edit(work: Work, post: Post, draft: Draft, *, own_domain: str) -> None:
    """Give `post` the text, warning, language and media of `draft`; InvalidError says what is wrong.

    Visibility and the post replied to do not change. An edit that changes nothing leaves no trace.
    """
    draft = expanded(draft)
    check_text(draft.text, draft.spoiler_text, has_media=bool(draft.media_ids))
    check_media(draft.media_ids)
    before = [item.id for item in (await media.of_posts(work.db, [post.id])).get(post.id, [])]
    if _same(post, draft) and before == draft.media_ids:
        return
    if not await store.edits(work.db, post.id):
        first = Edit(post.text, post.spoiler_text, post.sensitive, before, post.created_at)
        await store.insert_edit(work.db, work.new_id(), post.id, first)
    await store.update(work.db, post.id, draft, work.now)
    await media.replace(work, post.account_id, post.id, draft.media_ids)
    changed = replace(post, text=draft.text)
    named = (await store.mentions(work.db, [post.id])).get(post.id, [])
    mentioned = await write_words(work, changed, own_domain, fresh=False)
    version = Edit(draft.text, draft.spoiler_text, draft.sensitive, draft.media_ids, work.now)
    await store.insert_edit(work.db, work.new_id(), post.id, version)
    work.touch("post", post.id)
    work.touch("edited", post.id)
    touch_timelines(work, post)
    newly = [account_id for account_id in mentioned if account_id not in named]
    tells, direct = bool(newly) or post.reblogs_count > 0, post.visibility == Visibility.DIRECT
    work.announce(PostEdited(post.id, post.account_id, newly, tells, direct))


def _same(post: Post, draft: Draft) -> bool:
    return (post.text, post.spoiler_text, post.sensitive, post.language) == (
        draft.text, draft.spoiler_text, draft.sensitive, draft.language,
    )  # fmt: skip
