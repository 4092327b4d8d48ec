"""The end of a local account: emptied and hidden at once, its row erased when everything else is gone."""

from folkmoot.features.accounts import store
from folkmoot.features.accounts.events import AccountErased
from folkmoot.features.accounts.read import get
from folkmoot.features.accounts.types import Account
from folkmoot.infra.boot import Work
from folkmoot.infra.sealing import Seal


async def close(work: Work, account_id: int) -> list[str]:
    """Empty a local account's profile, suspend it, and reserve its name; returns its pictures' object keys."""
    account = await get(work.db, account_id)
    await store.reserve(work.db, name_hash(work, account.username))
    await store.empty(work.db, account_id, work.now)
    work.touch("account", account_id)
    return _pictures(account)


async def erase(work: Work, account_id: int) -> None:
    """Delete the row of a closed account, and with it every row that belongs to it."""
    account = await get(work.db, account_id)
    work.touch("account", account_id, *await store.pointing_at(work.db, account_id))
    await store.erase(work.db, account_id)
    # A picture may have come in while the account was being closed.
    work.announce(AccountErased(account_id, _pictures(account)))


def _pictures(account: Account) -> list[str]:
    return [key for key in (account.avatar, account.avatar_static, account.header, account.header_static) if key]


def name_hash(work: Work, username: str) -> bytes:
    """Return what is kept of a name that is not free any more: a keyed hash, from which nobody reads the name."""
    return Seal(work.secrets.otp_key, "reserved names").digest(username.lower())
