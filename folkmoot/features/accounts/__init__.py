"""Accounts: who speaks here, their names and their public faces, local ones and those of other servers.

Announces AccountOpened, AccountUnlocked, AccountListed and AccountErased. Promises that a name, once taken, is never
given to somebody else.
"""

from folkmoot.features.accounts.aliases import (
    ALIASES_LIMIT,
    Alias,
    add_alias,
    aliases_of,
    is_alias,
    remove_alias,
)
from folkmoot.features.accounts.close import close, erase
from folkmoot.features.accounts.count import count
from folkmoot.features.accounts.edit import ProfileChange, edit_profile
from folkmoot.features.accounts.errors import NameRefusedError, UnknownAccountError
from folkmoot.features.accounts.events import AccountErased, AccountListed, AccountOpened, AccountUnlocked
from folkmoot.features.accounts.open import open_account
from folkmoot.features.accounts.read import by_handle, by_handles, by_ids, domains, get, local_totals, newest_local
from folkmoot.features.accounts.redirect import MovedError, redirect, require_here
from folkmoot.features.accounts.restrict import Restriction, impose, lift, of_server
from folkmoot.features.accounts.rules import (
    DESCRIPTION_LIMIT,
    DISPLAY_NAME_LIMIT,
    FIELD_LIMIT,
    FIELDS_LIMIT,
    NAME_LIMIT,
    NOTE_LIMIT,
    check_name,
    parse_handle,
)
from folkmoot.features.accounts.types import Account, Field

__all__ = [
    "ALIASES_LIMIT",
    "DESCRIPTION_LIMIT",
    "DISPLAY_NAME_LIMIT",
    "FIELDS_LIMIT",
    "FIELD_LIMIT",
    "NAME_LIMIT",
    "NOTE_LIMIT",
    "Account",
    "AccountErased",
    "AccountListed",
    "AccountOpened",
    "AccountUnlocked",
    "Alias",
    "Field",
    "MovedError",
    "NameRefusedError",
    "ProfileChange",
    "Restriction",
    "UnknownAccountError",
    "add_alias",
    "aliases_of",
    "by_handle",
    "by_handles",
    "by_ids",
    "check_name",
    "close",
    "count",
    "domains",
    "edit_profile",
    "erase",
    "get",
    "impose",
    "is_alias",
    "lift",
    "local_totals",
    "newest_local",
    "of_server",
    "open_account",
    "parse_handle",
    "redirect",
    "remove_alias",
    "require_here",
]
