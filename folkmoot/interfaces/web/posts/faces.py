"""Accounts as they stand beside what they say: name, handle, picture."""

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from folkmoot.features import accounts, site
from folkmoot.features.accounts import Account
from folkmoot.infra.boot import Ground
from folkmoot.interfaces.web.frame import paths
from folkmoot.interfaces.web.frame.files import url_of
from folkmoot.interfaces.web.posts import wording

KEPT = 20_000
"""About half a kB each."""


class Face(NamedTuple):
    """Who it is, for a template; `name` is HTML."""

    id: int
    path: str
    acct: str
    name: Markup
    plain_name: str
    avatar: str
    locked: bool
    bot: bool


class Faces:
    """One per process: remembered until the account changes."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._kept = ground.shelf("account faces", on="account", size=KEPT)
        ground.changes.on("site", lambda _: self._kept.clear())

    async def of(self, ids: Iterable[int]) -> dict[int, Face]:
        """Return the faces of these accounts by id; unknown ones are left out. One query at most."""
        db = await self._ground.read()
        faces: dict[int, Face]
        faces, missing = self._kept.many(ids)
        if missing:
            tick = self._ground.changes.tick
            known = await site.emojis(self._ground)
            for account in (await accounts.by_ids(db, missing)).values():
                face = faces[account.id] = _face(account, wording.line(_name(account), known))
                self._kept.put(account.id, face, tick)
        return faces


def _name(account: Account) -> str:
    return account.username if account.suspended_at else account.display_name or account.username


def _face(account: Account, name: Markup) -> Face:
    shown = account.avatar if account.suspended_at is None else ""
    avatar = paths.media(shown) if shown else url_of("avatar.png")
    return Face(
        account.id, paths.profile(account), account.acct, name, _name(account), avatar, account.locked, account.bot
    )
