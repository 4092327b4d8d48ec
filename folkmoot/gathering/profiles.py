"""Changing a member's own profile, its pictures among it, and what their posts start from: all of it or nothing."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from folkmoot.features import accounts, auth, media
from folkmoot.features.accounts import Account, ProfileChange
from folkmoot.infra.boot import Ground
from folkmoot.infra.errors import Refusal


class Defaults(msgspec.Struct, frozen=True):
    """What new posts start from; None leaves a thing as it is."""

    visibility: str | None = None
    sensitive: bool | None = None
    language: str | None = None
    quote_policy: str | None = None


async def change_profile(
    ground: Ground,
    account_id: int,
    change: ProfileChange,
    pictures: Mapping[str, Path] | None = None,
    defaults: Defaults | None = None,
) -> None:
    """Change what is given; `pictures` are files by their place (avatar, header). What they replace is erased.

    Raises what `accounts.edit_profile` and `media.store_picture` do; then nothing has changed.
    """
    stored = await _stored(ground, pictures or {})
    try:
        await _change(ground, account_id, msgspec.structs.replace(change, **stored), defaults or Defaults())
    except Refusal:
        await _erase(ground, list(stored.values()))
        raise


async def _stored(ground: Ground, given: Mapping[str, Path]) -> dict[str, str]:
    """Clean and store pictures; returns the object keys by the name of their column."""
    stored: dict[str, str] = {}
    try:
        for name, path in given.items():
            stored[name], stored[f"{name}_static"] = await media.store_picture(ground, path, name)
    except Refusal:
        await _erase(ground, list(stored.values()))
        raise
    return stored


async def _change(ground: Ground, account_id: int, change: ProfileChange, defaults: Defaults) -> None:
    async with ground.work() as work:
        before = await accounts.get(work.db, account_id)
        after = await accounts.edit_profile(work, account_id, change)
        await auth.update_preferences(
            work,
            account_id,
            visibility=defaults.visibility,
            sensitive=defaults.sensitive,
            language=defaults.language,
            quote_policy=defaults.quote_policy,
        )
        replaced = sorted(_pictures(before) - _pictures(after))
        if replaced:
            work.announce(media.MediaErased(objects=replaced))


def _pictures(account: Account) -> set[str]:
    keys = {account.avatar, account.avatar_static, account.header, account.header_static}
    return keys - {""}


async def _erase(ground: Ground, objects: list[str]) -> None:
    if objects:
        async with ground.work() as work:
            work.announce(media.MediaErased(objects=objects))
