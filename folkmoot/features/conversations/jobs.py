"""How conversations follow the posts in them."""

from folkmoot.features import accounts, posts, relations
from folkmoot.features.conversations import store
from folkmoot.features.conversations.types import Conversation, Direct
from folkmoot.infra.boot import Ground


async def note(ground: Ground, fact: Direct) -> None:
    """Put a direct post at the head of the conversation of its author and of each member it mentions.

    Not of those who block its author, or the author's domain.
    """
    db = await ground.read()
    post = (await posts.by_ids(db, [fact.post_id])).get(fact.post_id)
    if post is None:
        return
    mentioned = (await posts.mentions_of(db, [post.id])).get(post.id, [])
    people = await accounts.by_ids(db, [post.account_id, *mentioned])
    readers = [await relations.audience(ground, account.id) for account in people.values() if account.local]
    domain = people[post.account_id].domain
    async with ground.work() as work:
        if not await posts.by_ids(work.db, [post.id]):
            return
        for reader in readers:
            if post.account_id not in reader.blocking and not reader.shuns_domain(post.account_id, domain):
                unread = reader.account_id != post.account_id
                await store.note(work.db, Conversation(reader.account_id, post.thread_id, post.id, unread))
        work.touch("conversed", post.id)


async def forget(ground: Ground, fact: Direct) -> None:
    """Let each conversation that ended with an erased post end with the one before it, or end altogether."""
    async with ground.work() as work:
        for item in await store.ending_with(work.db, [fact.post_id]):
            before = await store.newest(work.db, item.account_id, item.thread_id)
            if before is None:
                await store.remove(work.db, item.account_id, item.thread_id)
            else:
                await store.end_with(work.db, item, before)
