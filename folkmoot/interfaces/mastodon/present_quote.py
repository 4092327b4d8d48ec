"""The entities Quote, ShallowQuote and QuoteApproval, as one viewer gets them."""

from html import escape
from typing import Any

from msgspec.json import encode

from folkmoot.features.posts import Post, QuotePolicy, QuoteState
from folkmoot.features.relations import Audience

SHOWN = frozenset(("accepted", "blocked_account", "muted_account"))
"""The states in which a viewer is given the quoted post; only the first is for showing it at once."""

_AUTOMATIC = {QuotePolicy.PUBLIC: ["public"], QuotePolicy.FOLLOWERS: ["followers"], QuotePolicy.NOBODY: []}
_ACCEPTED = int(QuoteState.ACCEPTED)
_CONTENT = b'"content":"'


def approval(policy: QuotePolicy, *, may: bool) -> dict[str, Any]:
    """Return the entity QuoteApproval."""
    return {"automatic": _AUTOMATIC[policy], "manual": [], "current_user": "automatic" if may else "denied"}


def state(post: Post, quoted: Post | None, reader: Audience | None, now: int, *, seen: bool) -> str:
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


def quote(state: str, quoted: bytes) -> bytes:
    """Return the entity Quote around a status that is JSON already (null: none is shown)."""
    return b'{"state":"' + state.encode() + b'","quoted_status":' + quoted + b"}"


def shallow(state: str, quoted_id: int | None) -> bytes:
    """Return the entity ShallowQuote, which stands in a status that is quoted itself."""
    entity: dict[str, Any] = {"state": state, "quoted_status_id": None if state not in SHOWN else str(quoted_id)}
    return encode(entity)


def linked(head: bytes, url: str) -> bytes:
    """Return the head of a status with a link to what it quotes before its text, for apps that know no quotes."""
    address = escape(url)
    link = f'<p class="quote-inline">RE: <a href="{address}">{address}</a></p>'
    start = head.index(_CONTENT) + len(_CONTENT)
    return head[:start] + encode(link)[1:-1] + head[start:]
