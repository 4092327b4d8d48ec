"""Subscribing, changing what is wanted, and leaving."""

from folkmoot.features.push import rules, store
from folkmoot.features.push.rules import check, check_wishes
from folkmoot.features.push.types import Asked, Subscription
from folkmoot.formats import webpush
from folkmoot.infra.boot import Work
from folkmoot.infra.sealing import Seal


async def subscribe(work: Work, account_id: int, token_id: int, asked: Asked) -> None:
    """Subscribe the app that holds this token, in place of what it had; InvalidError says what is wrong."""
    check(asked)
    keys = webpush.receiver(asked.public_key, asked.auth_secret)
    made_id = work.new_id()
    await store.insert(
        work.db,
        Subscription(
            made_id, token_id, account_id, asked.endpoint, webpush.b64(keys.public), webpush.b64(keys.auth),
            asked.standard, asked.alerts, asked.policy, token_seal(work.secrets.otp_key).close(asked.token, made_id),
        ),
        rules.LIMIT,
    )  # fmt: skip


async def change(work: Work, token_id: int, alerts: list[str], policy: str) -> None:
    """Change which notifications the app wants, and whose."""
    check_wishes(alerts, policy)
    await store.change(work.db, token_id, alerts, policy)


async def unsubscribe(work: Work, token_id: int) -> None:
    """Forget the subscription of a token."""
    await store.delete_of_token(work.db, token_id)


def token_seal(root: str) -> Seal:
    """Return what seals tokens: apps with several members tell by the token in a message whom it is for."""
    return Seal(root, "tokens of push subscriptions")
