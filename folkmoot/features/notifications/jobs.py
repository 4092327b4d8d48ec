"""What is told after what happened; each handler takes many facts and may run twice."""

import asyncio
from collections.abc import Iterable

from folkmoot.features import collections, polls, posts, relations
from folkmoot.features.auth import UserOpened
from folkmoot.features.collections import CollectionChanged, Featured
from folkmoot.features.notifications import aside_store, mailing, store
from folkmoot.features.notifications.events import MailAwaited, RequestAccepted
from folkmoot.features.notifications.rules import calls_followers
from folkmoot.features.notifications.screen import Case
from folkmoot.features.notifications.tell import tell, tell_staff
from folkmoot.features.notifications.types import Telling
from folkmoot.features.polls import PollEnded
from folkmoot.features.posts import Post, PostBoosted, PostEdited, PostFavourited, PostPublished
from folkmoot.features.relations import Followed, FollowRequested
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Reader
from folkmoot.infra.ids import MAX_ID

BOOSTERS = 500
"""Boosters of an edited post, and authors of posts that quote it, who are judged at once."""
VOTERS = 500
"""The same of those who answered a poll."""
STRETCH = 1_000
"""Notifications that the sweep looks at before others get their turn."""
MERGED_AT_ONCE = 200
TRIMMED_AT_ONCE = 50
ASIDE_LIMIT = 100
"""Notifications that are kept aside of one sender for one member, once the sweep has passed."""


async def tell_of_posts(ground: Ground, facts: list[PostPublished]) -> None:
    """Tell those mentioned, those quoted, and the followers who asked to be told of each post."""
    db = await ground.read()
    ids = [fact.post_id for fact in facts]
    mentioned = await posts.mentions_of(db, ids)
    found = await posts.by_ids(db, ids)
    quoted = await posts.by_ids(db, [post.quoted_id for post in found.values() if post.quoted_id is not None])
    cases: list[Case] = []
    for _, post in sorted(found.items()):
        named = mentioned.get(post.id, [])
        cases += _cases("mention", named, post)
        authors = [quoted[post.quoted_id].account_id] if post.quoted_id in quoted else []
        cases += _cases("quote", authors, post)
        if calls_followers(post):
            followers = await relations.notified_followers(db, post.account_id)
            cases += _cases("status", followers.difference(named, authors), post)
    await tell(ground, cases)


def _cases(kind: str, recipients: Iterable[int], post: Post) -> list[Case]:
    return [Case(Telling(account_id, kind, post.account_id, post.id), post) for account_id in recipients]


async def tell_of_edits(ground: Ground, facts: list[PostEdited]) -> None:
    """Tell those whom an edit mentions for the first time, and those who boosted or quote what it changed."""
    db = await ground.read()
    found = await posts.by_ids(db, [fact.post_id for fact in facts])
    for fact in facts:
        post = found.get(fact.post_id)
        if post is not None:
            await tell(ground, _cases("mention", fact.newly_mentioned, post))
            await _tell_boosters(ground, db, post)
            await _tell_quoting(ground, db, post)


async def _tell_boosters(ground: Ground, db: Reader, post: Post) -> None:
    below = MAX_ID
    while rows := await posts.reblogged_by(db, post.id, (below, 0, BOOSTERS, False)):
        await tell(ground, _cases("update", [row.id for row in rows], post))
        below = rows[-1].row_id


async def _tell_quoting(ground: Ground, db: Reader, post: Post) -> None:
    """Tell those who quote a post that it changed: shown is their own post, judged is the one that they quote."""
    below = MAX_ID
    while rows := await posts.quoting(db, post.id, (below, 0, BOOSTERS, False)):
        tellings = [Telling(author_id, "quoted_update", post.account_id, quoting_id) for quoting_id, author_id in rows]
        await tell(ground, [Case(telling, post) for telling in tellings])
        below = rows[-1].id


async def tell_of_favourites(ground: Ground, facts: list[PostFavourited]) -> None:
    """Tell authors that their posts were favourited."""
    db = await ground.read()
    found = await posts.by_ids(db, [fact.post_id for fact in facts])
    await tell(
        ground,
        [
            Case(Telling(fact.author_id, "favourite", fact.by_id, fact.post_id), found[fact.post_id])
            for fact in facts
            if fact.post_id in found
        ],
    )


async def tell_of_boosts(ground: Ground, facts: list[PostBoosted]) -> None:
    """Tell authors that their posts were boosted; the notification hangs on the boost and goes with it."""
    db = await ground.read()
    found = await posts.by_ids(db, [fact.post_id for fact in facts])
    await tell(
        ground,
        [
            Case(Telling(fact.author_id, "reblog", fact.by_id, fact.boost_id), found[fact.post_id])
            for fact in facts
            if fact.post_id in found
        ],
    )


async def tell_of_polls(ground: Ground, facts: list[PollEnded]) -> None:
    """Tell who asked and who answered that a poll has ended; one that was opened again has not."""
    db = await ground.read()
    ids = [fact.post_id for fact in facts]
    asked, found = await polls.of_posts(db, ids), await posts.by_ids(db, ids)
    for fact in facts:
        poll = asked.get(fact.post_id)
        if poll is not None and poll.expires_at == fact.expires_at:
            post = found[fact.post_id]
            await tell(ground, _cases("poll", [post.account_id], post))
            await _tell_voters(ground, db, post)


async def _tell_voters(ground: Ground, db: Reader, post: Post) -> None:
    after = 0
    while voters := await polls.voters(db, post.id, after, VOTERS):
        await tell(ground, _cases("poll", voters, post))
        after = voters[-1]


async def tell_of_follows(ground: Ground, facts: list[Followed]) -> None:
    """Tell accounts who follows them now."""
    await tell(ground, [Case(Telling(fact.target_id, "follow", fact.account_id)) for fact in facts])


async def tell_of_requests(ground: Ground, facts: list[FollowRequested]) -> None:
    """Tell accounts who asks to follow them."""
    await tell(ground, [Case(Telling(fact.target_id, "follow_request", fact.account_id)) for fact in facts])


async def tell_of_features(ground: Ground, facts: list[Featured]) -> None:
    """Tell accounts who put them into a collection."""
    items = await collections.items_by_ids(await ground.read(), [i for fact in facts for i in fact.item_ids])
    await tell(
        ground,
        [
            Case(Telling(items[item_id].account_id, "added_to_collection", fact.owner_id, item_id))
            for fact in facts
            for item_id in fact.item_ids
            if item_id in items
        ],
    )


async def tell_of_collections(ground: Ground, facts: list[CollectionChanged]) -> None:
    """Tell those shown in collections that these say something else of themselves now."""
    owners = {fact.collection_id: fact.owner_id for fact in facts}
    items = await collections.items_in(await ground.read(), list(owners))
    await tell(
        ground,
        [
            Case(Telling(item.account_id, "collection_update", owners[item.collection_id], item.id))
            for item in items
            if item.consenting
        ],
    )


async def tell_of_sign_ups(ground: Ground, facts: list[UserOpened]) -> None:
    """Tell staff who signed up."""
    for fact in facts:
        await tell_staff(ground, "admin.sign_up", fact.account_id)


async def sweep(ground: Ground, _: None) -> None:
    """Delete notifications whose cause was taken back: nobody sees them any more."""
    db = await ground.read()
    after = 0
    while rows := await store.stretch(db, after, STRETCH):
        gone = [notification_id for notification_id, stands in rows if not stands]
        if gone:
            async with ground.work() as work:
                await store.delete(work.db, gone)
        after = rows[-1][0]
        await asyncio.sleep(0)
    await _sweep_aside(ground)


async def _sweep_aside(ground: Ground) -> None:
    """Keep aside no more than the newest of each sender, and end requests that hold nothing."""
    db = await ground.read()
    after = 0
    while rows := await aside_store.stretch(db, after, TRIMMED_AT_ONCE):
        async with ground.work() as work:
            for request_id, account_id, from_id in rows:
                await aside_store.trim(work.db, account_id, from_id, ASIDE_LIMIT)
                await aside_store.end_empty(work.db, request_id)
        after = rows[-1][0]


async def merge(ground: Ground, fact: RequestAccepted) -> None:
    """Put what was kept aside of an accepted sender among the other notifications."""
    merged = MERGED_AT_ONCE
    while merged == MERGED_AT_ONCE:
        async with ground.work() as work:
            merged = await aside_store.merge(work.db, fact.account_id, fact.from_id, MERGED_AT_ONCE)
            work.touch("notifications", fact.account_id)
            if merged < MERGED_AT_ONCE:
                work.touch("merged", fact.account_id)


async def find_due_mails(ground: Ground, _: None) -> None:
    """Let the mails be written that are due."""
    await mailing.find_due(ground)


async def mail(ground: Ground, fact: MailAwaited) -> None:
    """Write to one member of what they have not read."""
    await mailing.write_to(ground, fact.account_id)
