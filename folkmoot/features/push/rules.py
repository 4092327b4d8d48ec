"""What may be subscribed, and what is pushed to whom."""

from urllib.parse import urlsplit

from folkmoot.features.push.types import ALERTS, POLICIES, Asked
from folkmoot.features.relations import Relationship
from folkmoot.formats.webpush import PushKeyError, receiver
from folkmoot.infra.errors import InvalidError

ENDPOINT_LIMIT = 2_048
LIMIT = 50
"""Subscriptions of one member: each notification is sent to all of them. The oldest goes for a new one."""


def check(asked: Asked) -> None:
    """InvalidError says what is wrong with the address, the keys, the kinds or the policy."""
    if len(asked.endpoint) > ENDPOINT_LIMIT or not _is_web_address(asked.endpoint):
        raise InvalidError("Validation failed: Endpoint is not a valid URL")
    try:
        receiver(asked.public_key, asked.auth_secret)
    except PushKeyError as error:
        raise InvalidError(f"Validation failed: Keys are not valid: {error}") from error
    check_wishes(asked.alerts, asked.policy)


def check_wishes(alerts: list[str], policy: str) -> None:
    """InvalidError where a kind or the policy is unknown."""
    if policy not in POLICIES:
        raise InvalidError("Validation failed: Policy is not included in the list")
    if not set(alerts) <= set(ALERTS):
        raise InvalidError("Validation failed: Alerts are not included in the list")


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and not parts.username
    except ValueError:
        return False


def wants(alerts: list[str], policy: str, kind: str, tie: Relationship) -> bool:
    """Say whether a subscription wants to hear of `kind` from somebody to whom its member stands in this relation.

    What is for staff alone knows no policy but `none`.
    """
    if kind not in alerts or policy == "none":
        return False
    if policy == "all" or kind.startswith("admin."):
        return True
    return tie.following if policy == "followed" else tie.followed_by
