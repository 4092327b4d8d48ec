"""What a member's policy does with what would be told: tell, keep aside, or drop."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from folkmoot.features import posts, relations
from folkmoot.features.accounts import Account
from folkmoot.features.notifications import aside_store
from folkmoot.features.notifications.rules import NEW_ACCOUNT, STRANGERS_KINDS, verdict
from folkmoot.features.notifications.types import Policy, Sender, Telling
from folkmoot.features.posts import Post, Visibility
from folkmoot.infra.boot import Ground


class Case(NamedTuple):
    """A telling to be judged, with the post that the recipient would be shown (None: it is about no post)."""

    telling: Telling
    post: Post | None = None


class Told(NamedTuple):
    """A telling to be written, the post it is about (0: none), and whether it is kept aside."""

    telling: Telling
    about: int = 0
    aside: bool = False


class _Known(NamedTuple):
    """What was fetched for all cases at once."""

    people: Mapping[int, Account]
    policies: Mapping[int, Policy]
    accepted: set[tuple[int, int]]
    follows: set[tuple[int, int]]


async def screened(ground: Ground, cases: Sequence[Case], people: Mapping[int, Account]) -> list[Told]:
    """Return those cases that are written down; three queries, and one for each private mention that a policy asks."""
    if not cases:
        return []
    db = await ground.read()
    members = list({case.telling.account_id for case in cases})
    senders = list({case.telling.from_id for case in cases})
    known = _Known(
        people,
        await aside_store.policies(db, members),
        await aside_store.accepted(db, members, senders),
        await relations.follows_among(db, senders, members),
    )
    judged = [(case, await _verdict(ground, case, known)) for case in cases]
    return [
        Told(case.telling, case.post.id if case.post else 0, aside=word == "filter")
        for case, word in judged
        if word != "drop"
    ]


async def _verdict(ground: Ground, case: Case, known: _Known) -> str:
    telling = case.telling
    if telling.kind not in STRANGERS_KINDS or (telling.account_id, telling.from_id) in known.accepted:
        return "accept"
    policy = known.policies.get(telling.account_id, Policy())
    sender = known.people[telling.from_id]
    following = sender.id in (await relations.audience(ground, telling.account_id)).following
    private = policy.for_private_mentions != "accept" and not following and await _is_unasked(ground, case)
    return verdict(
        policy,
        Sender(
            following=following,
            followed_by=(sender.id, telling.account_id) in known.follows,
            new=sender.created_at > ground.clock() - NEW_ACCOUNT,
            limited=sender.silenced_at is not None,
            private=private,
        ),
    )


async def _is_unasked(ground: Ground, case: Case) -> bool:
    """Say whether it is a private mention that answers no private post of the member's, however far above."""
    post = case.post
    if post is None or case.telling.kind != "mention" or post.visibility != Visibility.DIRECT:
        return False
    above = {each.id: each for each in await posts.thread(ground.db.reader, post.thread_id) if each.id < post.id}
    answered = above.get(post.in_reply_to_id or 0)
    while answered is not None:
        if answered.account_id == case.telling.account_id and answered.visibility == Visibility.DIRECT:
            return False
        answered = above.pop(answered.in_reply_to_id or 0, None)
    return True
