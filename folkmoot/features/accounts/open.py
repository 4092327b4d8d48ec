"""Opening a local account."""

from folkmoot.features.accounts import store
from folkmoot.features.accounts.close import name_hash
from folkmoot.features.accounts.events import AccountOpened
from folkmoot.features.accounts.rules import check_name, taken
from folkmoot.features.accounts.types import Account
from folkmoot.infra.boot import Work
from folkmoot.infra.ids import new_id


async def open_account(
    work: Work, username: str, *, display_name: str = "", locked: bool = False, created_at: int | None = None
) -> Account:
    """Open a local account under `username`; NameRefusedError when it is malformed, reserved or taken.

    `created_at` (ms since 1970) is for imports and the demo; it is now by default.
    """
    at = work.now if created_at is None else created_at
    account = Account(
        id=new_id(at), username=check_name(username), domain="", uri="", url="", display_name=display_name, note="",
        fields=[], avatar="", avatar_static="", header="", header_static="", locked=locked, bot=False,
        discoverable=True, indexable=False, hide_collections=False, created_at=at, followers_count=0,
        following_count=0, statuses_count=0, last_status_at=None, suspended_at=None, silenced_at=None,
    )  # fmt: skip
    if await store.is_reserved(work.db, name_hash(work, username)) or not await store.insert(work.db, account):
        raise taken()
    work.announce(AccountOpened(account.id))
    return account
