"""Closing an account: in one commit it is locked, emptied, hidden and on its way out."""

from folkmoot.features import accounts, auth, media, posts
from folkmoot.features.portability import store
from folkmoot.features.portability.events import AccountClosed
from folkmoot.infra.boot import Ground, Work


async def close_own_account(ground: Ground, session: auth.Session, password: str) -> None:
    """Close the account of the member in this session for good; there is no way back.

    It asks for a second factor shown in the last ten minutes, or else for the password (WrongPasswordError).
    """
    if not auth.has_fresh_factor(session, ground.clock()):
        await auth.require_password(ground, session.account_id, password)
    async with ground.work() as work:
        await close_account(work, session.account_id)


async def close_account(work: Work, account_id: int) -> None:
    """Lock, empty and hide a local account, and have it erased; the caller has checked who asks. Twice is once."""
    if not await store.begin(work.db, account_id, work.now):
        return
    pictures = await accounts.close(work, account_id)
    await auth.close_user(work, account_id)
    await posts.author_changed(work, account_id)
    work.touch("relations", account_id)
    work.announce(media.MediaErased(pictures))
    work.announce(AccountClosed(account_id))
