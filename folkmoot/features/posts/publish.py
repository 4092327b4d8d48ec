"""Publishing a post."""

from folkmoot.features import accounts, media, polls, relations
from folkmoot.features.posts import quote_store, store
from folkmoot.features.posts.events import PostPublished
from folkmoot.features.posts.quote import quoted_by
from folkmoot.features.posts.quote_rules import narrowed, policy_for
from folkmoot.features.posts.rules import (
    check_attached,
    check_text,
    check_words,
    expanded,
    thread_of,
)
from folkmoot.features.posts.types import Draft, Post, QuoteState, Visibility
from folkmoot.formats import text as text_format
from folkmoot.infra.boot import Work
from folkmoot.infra.ids import new_id


async def publish(work: Work, account_id: int, draft: Draft, *, parent: Post | None, own_domain: str) -> int:
    """Publish `draft` and return its id; the same idempotency key of the same author returns the first one's.

    `parent` is the post replied to, which the caller got through `get_visible`, as it did the one that `draft` quotes.
    InvalidError says what is wrong, MovedError that the author has moved; a quote is refused as `check_quote` does.
    """
    draft = expanded(draft)
    check_text(draft.text, draft.spoiler_text, has_media=bool(draft.media_ids))
    draft = check_attached(draft)
    author = await relations.voice(work.db, account_id)
    if author.moved:
        raise accounts.MovedError
    at = work.now if draft.created_at is None else draft.created_at
    post_id = new_id(at)
    if draft.idempotency_key:
        earlier = await store.remember_key(work.db, account_id, draft.idempotency_key, post_id, work.now)
        if earlier is not None:
            return earlier
    quoted = await quoted_by(work, account_id, draft, own_domain)
    post = _made(post_id, account_id, narrowed(draft, quoted), parent, at)
    await store.insert(work.db, post)
    await media.attach(work, account_id, post.id, draft.media_ids)
    if draft.poll is not None:
        await polls.attach(work, account_id, post.id, draft.poll, at)
    mentioned = await write_words(work, post, own_domain, fresh=True)
    await _count(work, post, parent)
    touch_timelines(work, post)
    if draft.created_at is None:
        work.touch("published", post.id)
    quotes_another = quoted is not None and quoted.account_id != account_id
    tells = quotes_another or bool(mentioned) or author.called_for
    linked, direct = "://" in draft.text, post.visibility == Visibility.DIRECT
    work.announce(PostPublished(post.id, account_id, tells, direct, linked))
    return post.id


def _made(post_id: int, account_id: int, draft: Draft, parent: Post | None, at: int) -> Post:
    return Post(
        id=post_id, account_id=account_id, uri="", url="", text=draft.text, spoiler_text=draft.spoiler_text,
        visibility=draft.visibility, sensitive=draft.sensitive, language=draft.language,
        in_reply_to_id=None if parent is None else parent.id,
        in_reply_to_account_id=None if parent is None else parent.account_id,
        thread_id=thread_of(post_id, parent), reblog_of_id=None, created_at=at, edited_at=None, app_id=draft.app_id,
        replies_count=0, reblogs_count=0, favourites_count=0, author_suspended=False,
        quoted_id=draft.quoted_id, quote_state=None if draft.quoted_id is None else QuoteState.ACCEPTED,
        quote_policy=policy_for(draft.visibility, draft.quote_policy),
    )  # fmt: skip


async def write_words(work: Work, post: Post, own_domain: str, *, fresh: bool) -> list[int]:
    """Write down whom the text mentions and which tags it uses; returns the ids of those mentioned."""
    tags = text_format.tags(post.text)
    handles = text_format.mentions(post.text)
    check_words(len(tags), len(handles))
    if tags or not fresh:
        await store.replace_tags(work.db, post.id, tags, fresh=fresh)
    found = await accounts.by_handles(work.db, handles, own_domain) if handles else {}
    ids = list(dict.fromkeys(account.id for account in found.values()))
    if ids:
        await store.insert_mentions(work.db, post.id, ids)
    return ids


async def _count(work: Work, post: Post, parent: Post | None) -> None:
    if post.visibility != Visibility.DIRECT:
        await accounts.count(work, post.account_id, statuses=1, posted=True)
    if parent is not None and post.visibility <= Visibility.UNLISTED:
        await store.count_replies(work.db, parent.id, 1)
        work.touch("post", parent.id)
    if post.quoted_id is not None:
        await quote_store.count(work.db, post.quoted_id, 1)
        work.touch("post", post.quoted_id)


def touch_timelines(work: Work, post: Post) -> None:
    """Say that lists in which this post stands, or would stand, are no longer true."""
    work.touch("outbox", post.account_id)
    work.touch("thread", post.thread_id)
    if post.visibility == Visibility.PUBLIC and post.reblog_of_id is None:
        work.touch("public", 0)
