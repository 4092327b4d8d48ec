"""Publishing a draft: it ceases to be one and becomes a post in one transaction."""

from msgspec.structs import replace

from folkmoot.features import posts
from folkmoot.features.drafts.errors import UnknownDraftError
from folkmoot.features.drafts.save import locked, remove
from folkmoot.features.drafts.types import Saved
from folkmoot.features.posts import Draft, Post
from folkmoot.infra.boot import Work
from folkmoot.infra.db import Reader


async def publish(work: Work, item: Saved, draft: Draft, *, parent: Post | None, own_domain: str) -> int:
    """Publish `draft`, which the caller made of the draft `item`, and return the post's id; as `posts.publish` does.

    Whoever asks at the same time or again within the hour gets the same post. ChangedMeanwhileError when the draft is
    no longer what `item` says: the post would lack what was changed.
    """
    try:
        current = await locked(work, item.account_id, item.id, item.updated_at)
    except UnknownDraftError:
        earlier = await published(work.db, item.account_id, item.id)
        if earlier is None:
            raise
        return earlier
    keyed = replace(draft, idempotency_key=_key(item.id))
    made_id = await posts.publish(work, item.account_id, keyed, parent=parent, own_domain=own_domain)
    await remove(work, current)
    return made_id


async def published(db: Reader, account_id: int, draft_id: int) -> int | None:
    """Return the post that a member's draft became within the last hour; None where there is none."""
    return await posts.made_with_key(db, account_id, _key(draft_id))


def _key(draft_id: int) -> str:
    """Return the idempotency key of a draft's post; no client's own key has a line break in it."""
    return f"draft\n{draft_id}"
