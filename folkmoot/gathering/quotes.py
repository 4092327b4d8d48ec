"""How the quote in a post stands for one reader, and who may quote it; pure."""

from folkmoot.features import posts
from folkmoot.features.posts import Post, QuoteState
from folkmoot.features.relations import Audience

SHOWN_QUOTES = frozenset(("accepted", "blocked_account", "muted_account"))
"""The states in which a reader is given the quoted post; only the first is for showing it at once."""

_ACCEPTED = int(QuoteState.ACCEPTED)


def quote_state(post: Post, quoted: Post | None, reader: Audience | None, now: int, *, seen: bool) -> str:
    """Return how the quote in `post` stands for a reader; `seen` says whether they may see what it quotes."""
    if post.quote_state is not None and post.quote_state != _ACCEPTED:
        return QuoteState(post.quote_state).word
    if quoted is None:
        return "deleted"
    if not seen:
        return "unauthorized"
    if reader is not None and reader.shuns(quoted.account_id, now):
        return "blocked_account" if quoted.account_id in reader.blocking else "muted_account"
    return "accepted"


def quotable(post: Post) -> tuple[bool, bool]:
    """Return whether others than the author may quote a post if none of the two blocks the other: by who follows."""
    strangers, followers = (posts.may_quote(post, 0, follows=follows, apart=False) for follows in (False, True))
    return strangers, followers
