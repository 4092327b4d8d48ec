"""Subscribing, changing what is wanted, and leaving."""

from folkmoot.features.push import rules, store
from folkmoot.features.push.rules import check, check_wishes
from folkmoot.features.push.types import Asked, Holder, PushTested, Subscription
from folkmoot.formats import webpush
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import MissingError
from folkmoot.infra.sealing import Seal


async def subscribe(work: Work, account_id: int, holder: Holder, asked: Asked) -> None:
    """Subscribe an app or a browser, in place of what it had; InvalidError says what is wrong."""
    check(asked)
    keys = webpush.receiver(asked.public_key, asked.auth_secret)
    made_id = work.new_id()
    of_app = holder.kind == "token"
    await store.insert(
        work.db,
        holder,
        Subscription(
            made_id, holder.id if of_app else None, None if of_app else holder.id, account_id, asked.endpoint,
            webpush.b64(keys.public), webpush.b64(keys.auth), asked.standard, asked.alerts, asked.policy,
            token_seal(work.secrets.otp_key).close(asked.token, made_id) if of_app else "",
        ),
        rules.LIMIT,
    )  # fmt: skip


async def change(work: Work, holder: Holder, alerts: list[str], policy: str) -> None:
    """Change which notifications the app or browser wants, and whose."""
    check_wishes(alerts, policy)
    await store.change(work.db, holder, alerts, policy)


async def unsubscribe(work: Work, holder: Holder) -> None:
    """Forget the subscription of a token or session."""
    await store.delete_of(work.db, holder)


async def try_out(work: Work, account_id: int, holder: Holder, title: str, body: str) -> None:
    """Push a message that is about nothing; MissingError where the holder has no subscription."""
    found = await store.held_by(work.db, holder)
    if found is None or found.account_id != account_id:
        raise MissingError("Record not found")
    work.announce(PushTested(found.id, title, body))


def token_seal(root: str) -> Seal:
    """Return what seals tokens: apps with several members tell by the token in a message whom it is for."""
    return Seal(root, "tokens of push subscriptions")
