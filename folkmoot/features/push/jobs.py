"""Pushing what was told: first who wants it, then each message on its own, tried again where it did not arrive."""

import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from folkmoot.features import accounts, auth, notifications, posts, relations
from folkmoot.features.accounts import Account
from folkmoot.features.auth import User
from folkmoot.features.notifications import Notification, Notified, Wanted
from folkmoot.features.posts import Post
from folkmoot.features.push import store, words
from folkmoot.features.push.keys import signing_key
from folkmoot.features.push.rules import wants
from folkmoot.features.push.subscribe import token_seal
from folkmoot.features.push.types import PushDue, PushTested, Subscription
from folkmoot.formats import webpush
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY, HOUR, SECOND
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import MissingError
from folkmoot.infra.http import Bounds, Outbound, OutboundError, Trouble
from folkmoot.infra.http import Wanted as Request
from folkmoot.infra.ids import time_of

LIFE = 2 * DAY
"""How long after it was written a notification is still pushed, and kept by the service for a device that is off."""
TOKEN_LIFE = 12 * HOUR
GONE = (404, 410)
"""What services answer when a subscription is no more (RFC 8030 section 7.3)."""
AGAIN = (408, 429)
"""Refusals that are about the moment; every other one is about the subscription."""
BOUNDS = Bounds(total=10.0, body=16 << 10, redirects=0)


REST = 30 * SECOND
"""How long a member's devices are left alone after a service that one of them named did not answer in time."""


class PushFailedError(Exception):
    """The service did not take a message this time."""


class Patience:
    """One per process: the members whose services kept us waiting, and until when nothing is pushed to them."""

    def __init__(self, ground: Ground) -> None:
        self._clock = ground.clock
        self._until: dict[int, int] = {}

    def is_over(self, account_id: int) -> bool:
        return self._until.get(account_id, 0) > self._clock()

    def lose(self, account_id: int) -> None:
        now = self._clock()
        self._until = {other: until for other, until in self._until.items() if until > now}
        self._until[account_id] = now + REST


async def find_wanted(ground: Ground, facts: list[Notified]) -> None:
    """Say which subscriptions want these notifications."""
    db = await ground.read()
    found = await store.candidates(db, [each for fact in facts for each in fact.notification_ids])
    due = []
    for subscription_id, alerts, policy, notification_id, account_id, kind, from_id in found:
        tie = relations.Relationship(from_id)
        if policy in ("followed", "follower"):
            (tie,) = await relations.between(db, account_id, [from_id], ground.clock())
        if wants(alerts, policy, kind, tie):
            due.append((subscription_id, notification_id))
    if due:
        async with ground.work() as work:
            for subscription_id, notification_id in due:
                work.announce(PushDue(subscription_id, notification_id))


async def deliver(ground: Ground, due: PushDue) -> None:
    """Push one notification; PushFailedError where it is worth another try.

    A subscription that the service no longer knows, or refuses, is forgotten.
    """
    if ground.clock() - time_of(due.notification_id) > LIFE:
        return

    async def content(subscription: Subscription, user: User) -> bytes | None:
        return await _content(ground, subscription, user, due)

    await _push(ground, due.subscription_id, content)


async def deliver_test(ground: Ground, asked: PushTested) -> None:
    """Push what a member asked for to see whether it arrives, as `deliver` does."""
    icon = f"{ground.config.site.url.rstrip('/')}/static/icon-192.png"

    async def content(_: Subscription, user: User) -> bytes:
        told = {"preferred_locale": user.locale or "en", "title": asked.title, "body": asked.body}
        return msgspec.json.encode({**told, "icon": icon, "url": "/notifications"})

    await _push(ground, asked.subscription_id, content)


async def _push(
    ground: Ground, subscription_id: int, content: Callable[[Subscription, User], Awaitable[bytes | None]]
) -> None:
    db = await ground.read()
    subscription = await store.by_id(db, subscription_id)
    if subscription is None:
        return
    if ground.one(Patience).is_over(subscription.account_id):
        raise PushFailedError("a service of this member did not answer in time just now")
    user = await _member(db, subscription.account_id)
    told = None if user is None else await content(subscription, user)
    if told is not None and not await _is_taken(ground, subscription, told):
        async with ground.work() as work:
            await store.delete(work.db, subscription.id)


async def _member(db: Reader, account_id: int) -> User | None:
    """Return the member, if they may be told anything now."""
    user = await auth.user_of(db, account_id)
    account = await accounts.get(db, account_id)
    return user if user is not None and user.functional and account.suspended_at is None else None


async def _is_taken(ground: Ground, subscription: Subscription, content: bytes) -> bool:
    """Send a message; False where the service will never take one for this subscription."""
    try:
        answer = await ground.one(Outbound).ask(_request(ground, subscription, content))
    except OutboundError as error:
        if error.trouble is Trouble.TIMEOUT:
            ground.one(Patience).lose(subscription.account_id)
        if error.transient:
            raise PushFailedError(str(error)) from error
        return False
    if answer.status in AGAIN or answer.status >= 500:
        raise PushFailedError(f"the service answered {answer.status}")
    return answer.ok


async def _content(ground: Ground, subscription: Subscription, user: User, due: PushDue) -> bytes | None:
    """Return what the app or browser is told; None where there is nothing (any more) to tell."""
    db = await ground.read()
    kinds = await _kinds(db, subscription)
    if not kinds:
        return None
    try:
        item = await notifications.get(ground, subscription.account_id, Wanted(kinds), due.notification_id)
        sender = await accounts.get(db, item.from_id)
        post = await _post(ground, subscription.account_id, item)
    except (MissingError, posts.UnknownPostError):
        return None
    site = ground.config.site.url.rstrip("/")
    told = {
        "preferred_locale": user.locale or "en",
        "notification_id": item.id,
        "notification_type": item.kind,
        "icon": f"{site}/media/{sender.avatar}" if sender.avatar else f"{site}/static/avatar.png",
        "title": words.title(item.kind, user.locale, sender.display_name or sender.username),
        "body": words.body(sender.note if post is None else post.spoiler_text or post.text),
    }
    if subscription.token_id is None:
        told |= {"tag": str(item.id), "url": await _path(db, post, sender)}
    else:
        told["access_token"] = token_seal(ground.secrets.otp_key).open(subscription.sealed_token, subscription.id)
    return msgspec.json.encode(told)


async def _path(db: Reader, post: Post | None, sender: Account) -> str:
    """Return where on our pages a notification leads: to its post, or to who it is that did something."""
    if post is None:
        return f"/@{sender.acct}"
    author = await accounts.get(db, post.account_id)
    return f"/@{author.acct}/{post.id}"


async def _kinds(db: Reader, subscription: Subscription) -> list[str]:
    """Return what the member may be told now, of what is wanted."""
    account_id = subscription.account_id
    role = (await auth.roles_of(db, [account_id])).get(account_id, auth.EVERYONE)
    allowed = notifications.kinds_for(role.permissions, (), ())
    return [kind for kind in subscription.alerts if kind in allowed]


async def _post(ground: Ground, account_id: int, item: Notification) -> Post | None:
    """Return the post that a notification is about; None where it is about who it is that did something."""
    return None if item.post_id is None else await posts.get_visible(ground, account_id, item.post_id)


def _request(ground: Ground, subscription: Subscription, content: bytes) -> Request:
    to = webpush.receiver(subscription.public_key, subscription.auth_secret)
    once = webpush.Sender(to, ec.generate_private_key(webpush.CURVE), secrets.token_bytes(webpush.SALT_BYTES))
    message = once.standard(content) if subscription.standard else once.draft(content)
    key = signing_key(ground.secrets.otp_key)
    address = urlsplit(subscription.endpoint)
    site = ground.config.site
    claims = {
        "aud": f"{address.scheme}://{address.netloc}",
        "exp": (ground.clock() + TOKEN_LIFE) // 1000,
        "sub": f"mailto:{site.contact_email}" if site.contact_email else site.url,
    }
    headers = webpush.vouched(
        message, webpush.signature(key, claims), webpush.point_of(key), standard=subscription.standard
    )
    headers |= {"Content-Type": "application/octet-stream", "TTL": str(LIFE // 1000), "Urgency": "normal"}
    return Request(subscription.endpoint, "POST", headers, message.body, bounds=BOUNDS)
