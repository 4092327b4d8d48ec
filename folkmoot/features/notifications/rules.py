"""Who is told what."""

from collections.abc import Iterable

from folkmoot.features.accounts import Account
from folkmoot.features.auth import Permission
from folkmoot.features.notifications.types import GROUPED_KINDS, KINDS, STAFF_KINDS, VERDICTS, Policy, Sender
from folkmoot.features.posts import Post
from folkmoot.features.relations import Audience
from folkmoot.infra.clock import DAY, HOUR

GROUP_HOURS = 12
"""How long a group takes in what happens to its thing."""
NEW_ACCOUNT = 30 * DAY
STRANGERS_KINDS = frozenset(
    ("mention", "reblog", "favourite", "follow", "follow_request", "quote", "added_to_collection")
)
"""What anybody may cause, so that a policy judges it; the member asked for everything else."""


def wants(reader: Audience, recipient: Account, sender: Account, now: int) -> bool:
    """Say whether `recipient`, whose relations are `reader`, is told what `sender` does.

    Nobody is told of their own acts, by those whom they block, who block them, or whose notifications they mute
    at `now`, nor by those of a domain that they block.
    """
    if not recipient.local or recipient.id == sender.id or sender.suspended_at is not None:
        return False
    if sender.id in reader.blocking or sender.id in reader.blocked_by or _muted(reader, sender.id, now):
        return False
    return not reader.shuns_domain(sender.id, sender.domain)


def _muted(reader: Audience, sender_id: int, now: int) -> bool:
    if sender_id not in reader.muting_notifications:
        return False
    expires_at = reader.muting.get(sender_id)
    return expires_at is None or expires_at > now


def calls_followers(post: Post) -> bool:
    """Say whether a post is for those who asked to be told of each post: not a reply to somebody else."""
    return post.in_reply_to_account_id in (None, post.account_id)


def reads(reader: Audience, post: Post) -> bool:
    """Say whether the reader follows the author for posts in this language."""
    _, languages = reader.following.get(post.account_id, (False, frozenset()))
    return not (languages and post.language and post.language not in languages)


def kinds_for(permissions: int, only: Iterable[str], without: Iterable[str]) -> list[str]:
    """Return the kinds asked for (all, where `only` is empty) that the holder of `permissions` may be told."""
    asked = frozenset(only) or frozenset(KINDS)
    refused = frozenset(without)
    return [
        kind
        for kind in KINDS
        if kind in asked
        and kind not in refused
        and (kind not in STAFF_KINDS or permissions & (STAFF_KINDS[kind] | Permission.ADMINISTRATOR))
    ]


def verdict(policy: Policy, sender: Sender) -> str:
    """Return what the policy does with what this sender causes: the strictest of all that applies."""
    stranger = not sender.following
    applying = [
        (policy.for_not_following, stranger),
        (policy.for_new_accounts, stranger and sender.new),
        (policy.for_private_mentions, stranger and sender.private),
        (policy.for_limited_accounts, stranger and sender.limited),
        (policy.for_not_followers, not sender.followed_by),
    ]
    return max((word for word, applies in applying if applies), key=VERDICTS.index, default=VERDICTS[0])


def open_groups(kind: str, about: int, now: int) -> list[str]:
    """Return the names that a group open at `now` may have, the newest first; none for what is always told alone.

    A group is named after its kind, its thing and the hour of its first notification.
    """
    if kind not in GROUPED_KINDS:
        return []
    hour = now // HOUR
    return [f"{kind}-{about}-{begun}" for begun in range(hour, hour - GROUP_HOURS, -1)]
