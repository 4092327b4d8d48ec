"""Changing who may quote a post from now on; quotes that stand remain."""

from folkmoot.features.posts import quote_store
from folkmoot.features.posts.quote_rules import policy_for
from folkmoot.features.posts.types import Post, QuotePolicy
from folkmoot.infra.boot import Work


async def set_quote_policy(work: Work, post: Post, wanted: QuotePolicy) -> None:
    """Let those quote `post` whom `wanted` names; a private or direct post stays for its author alone."""
    await quote_store.set_policy(work.db, post.id, policy_for(post.visibility, wanted))
    work.touch("post", post.id)
