"""Changing the public face of an account."""

import msgspec

from folkmoot.features.accounts import store
from folkmoot.features.accounts.events import AccountListed, AccountUnlocked
from folkmoot.features.accounts.read import get
from folkmoot.features.accounts.rules import (
    DESCRIPTION_LIMIT,
    DISPLAY_NAME_LIMIT,
    FIELD_LIMIT,
    FIELDS_LIMIT,
    NOTE_LIMIT,
    RAW_NOTE_LIMIT,
    read_domains,
)
from folkmoot.features.accounts.types import Account, Field
from folkmoot.formats import text as text_format
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError


class ProfileChange(msgspec.Struct, frozen=True):
    """What is to change; None leaves a thing as it is. Pictures are object keys, '' removes one."""

    display_name: str | None = None
    note: str | None = None
    fields: list[Field] | None = None
    avatar: str | None = None
    avatar_static: str | None = None
    header: str | None = None
    header_static: str | None = None
    locked: bool | None = None
    bot: bool | None = None
    discoverable: bool | None = None
    indexable: bool | None = None
    hide_collections: bool | None = None
    avatar_description: str | None = None
    header_description: str | None = None
    show_media: bool | None = None
    show_media_replies: bool | None = None
    show_featured: bool | None = None
    attribution_domains: list[str] | None = None


async def edit_profile(work: Work, account_id: int, change: ProfileChange) -> Account:
    """Apply `change` and return the account as it is now; InvalidError when a text is too long, or no domain."""
    _check(change)
    if change.attribution_domains is not None:
        change = msgspec.structs.replace(change, attribution_domains=read_domains(change.attribution_domains))
    before = await get(work.db, account_id)
    changed = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not None}
    account = msgspec.structs.replace(before, **changed)
    await store.update(work.db, account)
    work.touch("account", account_id)
    if before.locked and not account.locked:
        work.announce(AccountUnlocked(account_id))
    if before.indexable != account.indexable:
        work.announce(AccountListed(account_id))
    return account


def _check(change: ProfileChange) -> None:
    if len(change.display_name or "") > DISPLAY_NAME_LIMIT:
        raise _too_long("Display name", DISPLAY_NAME_LIMIT)
    note = change.note or ""
    if len(note) > RAW_NOTE_LIMIT or text_format.length(note) > NOTE_LIMIT:
        raise _too_long("Note", NOTE_LIMIT)
    for what in ("Avatar description", "Header description"):
        if len(getattr(change, what.lower().replace(" ", "_")) or "") > DESCRIPTION_LIMIT:
            raise _too_long(what, DESCRIPTION_LIMIT)
    fields = change.fields or []
    if len(fields) > FIELDS_LIMIT:
        raise InvalidError(f"Validation failed: Fields can't be more than {FIELDS_LIMIT}")
    if any(len(text) > FIELD_LIMIT for field in fields for text in (field.name, field.value)):
        raise _too_long("Fields", FIELD_LIMIT)


def _too_long(what: str, limit: int) -> InvalidError:
    return InvalidError(f"Validation failed: {what} is too long (maximum is {limit} characters)")
