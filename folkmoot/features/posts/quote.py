"""Quoting a post: who quotes what is judged in the transaction that publishes it."""

from folkmoot.features import accounts, relations
from folkmoot.features.posts import quote_store
from folkmoot.features.posts.errors import UnknownPostError
from folkmoot.features.posts.quote_rules import check_quotable, check_unaccompanied, narrowed
from folkmoot.features.posts.types import Draft, Post, Visibility
from folkmoot.formats import text as text_format
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError


async def check_quote(work: Work, account_id: int, draft: Draft, *, own_domain: str) -> Draft:
    """Return a draft as it may quote what it quotes, if anything; a Refusal says why it may not.

    UnknownPostError: the quoted post is gone; ForbiddenError: its author does not allow it; InvalidError: the draft
    does not fit. Whoever quotes a private post, which only its author may, says so to no more people.
    """
    return narrowed(draft, await quoted_by(work, account_id, draft, own_domain))


async def quoted_by(work: Work, account_id: int, draft: Draft, own_domain: str) -> Post | None:
    """Return the post that a draft quotes, held until the transaction ends; refuses as `check_quote` does."""
    if draft.quoted_id is None:
        return None
    check_unaccompanied(draft)
    quoted = await quote_store.lock(work.db, draft.quoted_id)
    if quoted is None or quoted.reblog_of_id is not None:
        raise UnknownPostError
    standing = (await relations.between(work.db, account_id, [quoted.account_id], work.now))[0]
    apart = standing.blocking or standing.blocked_by
    check_quotable(quoted, account_id, follows=standing.following, apart=apart)
    if draft.visibility == Visibility.DIRECT and quoted.account_id != account_id:
        await _check_named(work, draft, quoted, own_domain)
    return quoted


async def _check_named(work: Work, draft: Draft, quoted: Post, own_domain: str) -> None:
    """Refuse to quote somebody to others in words that they cannot read."""
    named = await accounts.by_handles(work.db, text_format.mentions(draft.text), own_domain)
    if quoted.account_id not in {account.id for account in named.values()}:
        raise InvalidError("Validation failed: A direct post must mention the author whom it quotes")
