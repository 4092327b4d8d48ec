"""What a collection may say, and who may be in it."""

import re

import msgspec

from folkmoot.features.accounts import Account
from folkmoot.features.collections.errors import CollectionRefusedError
from folkmoot.features.collections.types import Collection, CollectionChange

NAME_LIMIT = 40
DESCRIPTION_LIMIT = 100
ITEMS_LIMIT = 25
"""Accounts in one collection, as clients know it."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LANGUAGE_LIMIT = 35


def changed(old: Collection, wanted: CollectionChange) -> Collection:
    """Return what becomes of a collection; CollectionRefusedError for what it may not say."""
    given = {name: value for name, value in msgspec.structs.asdict(wanted).items() if value is not None}
    new = msgspec.structs.replace(old, **given)
    _check_length("name", new.name, NAME_LIMIT)
    _check_length("description", new.description, DESCRIPTION_LIMIT)
    if not new.name:
        raise CollectionRefusedError("name", "ERR_BLANK", "can't be blank")
    if new.language and (len(new.language) > _LANGUAGE_LIMIT or not _LANGUAGE.fullmatch(new.language)):
        raise CollectionRefusedError("language", "ERR_INVALID", "is not a language code")
    return new


def _check_length(field: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise CollectionRefusedError(field, "ERR_TOO_LONG", f"is too long (maximum is {limit} characters)")


def may_be_featured(account: Account) -> bool:
    """Say whether an account lets others put it into collections: it wants to be found.

    Of accounts elsewhere nobody told us whether they agree. A block between the two says no all the same.
    """
    return account.local and account.suspended_at is None and account.discoverable
