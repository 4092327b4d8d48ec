"""The entities Quote, ShallowQuote and QuoteApproval, as one viewer gets them."""

from html import escape
from typing import Any

from msgspec.json import encode

from folkmoot.features.posts import QuotePolicy
from folkmoot.gathering import SHOWN_QUOTES

_AUTOMATIC = {QuotePolicy.PUBLIC: ["public"], QuotePolicy.FOLLOWERS: ["followers"], QuotePolicy.NOBODY: []}
_CONTENT = b'"content":"'


def approval(policy: QuotePolicy, *, may: bool) -> dict[str, Any]:
    """Return the entity QuoteApproval."""
    return {"automatic": _AUTOMATIC[policy], "manual": [], "current_user": "automatic" if may else "denied"}


def quote(state: str, quoted: bytes) -> bytes:
    """Return the entity Quote around a status that is JSON already (null: none is shown)."""
    return b'{"state":"' + state.encode() + b'","quoted_status":' + quoted + b"}"


def shallow(state: str, quoted_id: int | None) -> bytes:
    """Return the entity ShallowQuote, which stands in a status that is quoted itself."""
    entity: dict[str, Any] = {"state": state, "quoted_status_id": None if state not in SHOWN_QUOTES else str(quoted_id)}
    return encode(entity)


def linked(head: bytes, url: str) -> bytes:
    """Return the head of a status with a link to what it quotes before its text, for apps that know no quotes."""
    address = escape(url)
    link = f'<p class="quote-inline">RE: <a href="{address}">{address}</a></p>'
    start = head.index(_CONTENT) + len(_CONTENT)
    return head[:start] + encode(link)[1:-1] + head[start:]
