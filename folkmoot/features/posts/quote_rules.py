"""Who may quote a post, and what quoting it asks of the post that does."""

from msgspec.structs import replace

from folkmoot.features.posts.types import Draft, Post, QuotePolicy, Visibility
from folkmoot.infra.errors import ForbiddenError, InvalidError

_UNLISTED, _DIRECT = int(Visibility.UNLISTED), int(Visibility.DIRECT)
_PUBLIC, _FOLLOWERS = int(QuotePolicy.PUBLIC), int(QuotePolicy.FOLLOWERS)
"""Plain numbers, because each status of each page is judged by them."""


def may_quote(post: Post, account_id: int, *, follows: bool, apart: bool) -> bool:
    """Say whether an account may quote a post that it may see.

    `follows` says that it follows the author, `apart` that one of the two blocks the other: who is blocked may not
    quote, and who blocks may not either, because the author would neither see nor end such a quote.
    """
    if post.visibility == _DIRECT:
        return False
    if post.account_id == account_id:
        return True
    if apart or post.author_suspended or post.visibility > _UNLISTED:
        return False
    return post.quote_policy == _PUBLIC or (follows and post.quote_policy == _FOLLOWERS)


def check_quotable(post: Post, account_id: int, *, follows: bool, apart: bool) -> None:
    """Refuse with ForbiddenError what `may_quote` denies."""
    if post.visibility == Visibility.DIRECT:
        raise ForbiddenError("Posts that are only visible to mentioned users cannot be quoted")
    if not may_quote(post, account_id, follows=follows, apart=apart):
        raise ForbiddenError("The author of this post does not allow you to quote it")


def check_unaccompanied(draft: Draft) -> None:
    """Refuse files or a poll beside a quote with InvalidError."""
    if draft.media_ids or draft.poll is not None:
        raise InvalidError("Validation failed: Neither media nor a poll can be attached to a post that quotes another")


def policy_for(visibility: int, wanted: QuotePolicy) -> QuotePolicy:
    """Return the policy of a post: what not everybody may read is for its author alone to quote."""
    return wanted if visibility <= Visibility.UNLISTED else QuotePolicy.NOBODY


def narrowed(draft: Draft, quoted: Post | None) -> Draft:
    """Return a draft that is shown to no more people than a private post it quotes."""
    if quoted is None or quoted.visibility != Visibility.PRIVATE or draft.visibility >= Visibility.PRIVATE:
        return draft
    return replace(draft, visibility=Visibility.PRIVATE)
