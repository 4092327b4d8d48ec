"""Who is told what."""

from collections.abc import Iterable

from folkmoot.features.accounts import Account
from folkmoot.features.auth import Permission
from folkmoot.features.notifications.types import KINDS, STAFF_KINDS
from folkmoot.features.posts import Post
from folkmoot.features.relations import Audience


def wants(reader: Audience, recipient: Account, sender: Account, now: int) -> bool:
    """Say whether `recipient`, whose relations are `reader`, is told what `sender` does.

    Nobody is told of their own acts, by those whom they block, who block them, or whose notifications they mute
    at `now`; those whom the community limited reach only who follows them.
    """
    if not recipient.local or recipient.id == sender.id or sender.suspended_at is not None:
        return False
    if sender.id in reader.blocking or sender.id in reader.blocked_by or _muted(reader, sender.id, now):
        return False
    return sender.silenced_at is None or sender.id in reader.following


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
