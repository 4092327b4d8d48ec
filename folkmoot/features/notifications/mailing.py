"""Telling members by mail what happened while they were away: bundled, seldom, and without a word of any post."""

from collections.abc import Sequence

from folkmoot.features import accounts, auth, posts
from folkmoot.features.accounts import Account
from folkmoot.features.auth import User
from folkmoot.features.notifications import mail_letters, mail_store, store
from folkmoot.features.notifications.events import MailAwaited
from folkmoot.features.notifications.mail_letters import MAILED_KINDS, Addresses
from folkmoot.features.notifications.read import last_read
from folkmoot.features.notifications.types import MailWish, Notification, Wanted
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.clock import MINUTE
from folkmoot.infra.config import Secrets
from folkmoot.infra.db import Reader
from folkmoot.infra.ids import MAX_ID
from folkmoot.infra.sealing import Seal

TAKEN_AT_ONCE = 100
LOOKED_AT = 100
"""Notifications that one mail counts at most."""
AWAY = 15 * MINUTE
"""Who neither wrote nor read on for so long is away."""


async def mail_wish(db: Reader, account_id: int) -> MailWish:
    """Return what the member wants to be mailed of. One query."""
    return await mail_store.wish(db, account_id)


async def set_mail_wish(work: Work, account_id: int, wanted: MailWish) -> None:
    """Mail the member of these kinds from now on; kinds that nobody is mailed of are left out."""
    kinds = [kind for kind in MAILED_KINDS if kind in wanted.kinds]
    if kinds:
        await mail_store.set_wish(work.db, account_id, MailWish(kinds, wanted.only_away), work.new_id())
    else:
        await mail_store.stop(work.db, account_id)


def stop_mark(secrets: Secrets, account_id: int) -> str:
    """Return what proves, in the address that ends a member's mails, that we wrote it."""
    return Seal(secrets.session_key, "stop mail").digest("stop", account_id).hex()


async def stop_mail(work: Work, account_id: int) -> None:
    """Mail the member no more of anything."""
    await mail_store.stop(work.db, account_id)


async def find_due(ground: Ground) -> None:
    """Let the mails be written that are due."""
    found = TAKEN_AT_ONCE
    while found == TAKEN_AT_ONCE:
        async with ground.work() as work:
            due = await mail_store.take_due(work.db, work.now, TAKEN_AT_ONCE)
            found = len(due)
            for account_id in due:
                work.announce(MailAwaited(account_id))


async def write_to(ground: Ground, account_id: int) -> None:
    """Write to one member of all that they have neither read nor been told of."""
    db = await ground.read()
    user = await auth.user_of(db, account_id)
    wanted = await mail_store.wish(db, account_id)
    if user is None or not user.functional or not wanted.kinds:
        return
    account = await accounts.get(db, account_id)
    if account.suspended_at is not None or (wanted.only_away and not await _is_away(ground, account)):
        return
    items = await _untold(ground, account_id, wanted)
    if items:
        await _send(ground, user, account, items)
        async with ground.work() as work:
            await mail_store.mailed(work.db, account_id, items[0].id, work.now)


async def _is_away(ground: Ground, account: Account) -> bool:
    read = await store.markers(ground.db.reader, account.id)
    latest = max((account.last_status_at or 0, *(marker.updated_at for marker in read.values())))
    return latest < ground.clock() - AWAY


async def _untold(ground: Ground, account_id: int, wanted: MailWish) -> list[Notification]:
    """Return what the member wants to be told of and may see, newest first."""
    db = await ground.read()
    told = await mail_store.mailed_up_to(db, account_id) or 0
    bounds = (MAX_ID, max(told, await last_read(db, account_id)), LOOKED_AT, False)
    items = await store.page(db, account_id, Wanted(wanted.kinds), bounds, ground.clock())
    found = await posts.by_ids(db, [item.post_id for item in items if item.post_id is not None])
    seen = {post.id for post in await posts.visible_to(ground, account_id, list(found.values()))}
    return [item for item in items if item.post_id is None or item.post_id in seen]


async def _send(ground: Ground, user: User, account: Account, items: Sequence[Notification]) -> None:
    people = await accounts.by_ids(await ground.read(), list({item.from_id for item in items}))
    told = [(item.kind, people[item.from_id].acct) for item in items if item.from_id in people]
    url = ground.config.site.url.rstrip("/")
    stop = f"{url}/settings/mail/stop?member={account.id}&mark={stop_mark(ground.secrets, account.id)}"
    links = Addresses(url, f"{url}/settings/mail", stop)
    letter = mail_letters.write(user.locale, account.username, ground.config.site.title, told, links)
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    await ground.mail.send(user.email, letter.subject, letter.text, headers)
