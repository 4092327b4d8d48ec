"""Accounts as they stand at the head of their own page: all of it that does not depend on who looks."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from markupsafe import Markup

from folkmoot.features import accounts, auth, site
from folkmoot.features.accounts import Account
from folkmoot.features.site import Emoji
from folkmoot.gathering import Links
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import iso
from folkmoot.infra.errors import MissingError
from folkmoot.interfaces.web.frame import paths
from folkmoot.interfaces.web.frame.files import url_of
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.posts import wording
from folkmoot.interfaces.web.posts.faces import Face, Faces

KEPT = 5_000
"""About 3 kB each."""
_REL, _OWN = Markup('rel="nofollow'), Markup('rel="me nofollow')
"""Links of the table are the owner's own: other sites look for this to verify that."""
NOBODY = marked("There is nobody of this name here.")


class Line(NamedTuple):
    """A line of the table of a profile; `verified` is when its link was proven to lead back, '' where it was not."""

    name: Markup
    value: Markup
    verified: str


class Head(NamedTuple):
    """An account for a template. `summary` is the beginning of its note, `role` the name of a role that all may see."""

    account: Account
    face: Face
    note: Markup
    summary: str
    lines: tuple[Line, ...]
    role: str
    banner: str
    joined: str

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def is_gone(self) -> bool:
        """Say whether it is suspended or closed: nothing of it is shown."""
        return self.account.suspended_at is not None

    @property
    def is_for_engines(self) -> bool:
        """Say whether search engines may show the profile: both wishes of its owner, and nothing against it."""
        wanted = self.account.discoverable and self.account.indexable
        return wanted and self.account.local and not self.is_gone and self.account.silenced_at is None


class Heads:
    """One per process: remembered until the account changes."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._links = Links(ground.config.site.url)
        self._kept = ground.shelf("account heads", on="account", size=KEPT)
        ground.changes.on("site", lambda _: self._kept.clear())

    async def of(self, ids: Iterable[int]) -> dict[int, Head]:
        """Return these accounts by id; unknown ones are left out. Four queries at most, none where all are known."""
        db = await self._ground.read()
        heads: dict[int, Head]
        heads, missing = self._kept.many(ids)
        if missing:
            tick = self._ground.changes.tick
            found = await accounts.by_ids(db, missing)
            roles = await auth.roles_of(db, [account.id for account in found.values() if account.local])
            faces = await self._ground.one(Faces).of(found)
            known = await site.emojis(self._ground)
            for account in found.values():
                role = roles.get(account.id)
                shown = role.name if role is not None and role.highlighted else ""
                head = heads[account.id] = self._head(account, faces[account.id], shown, known)
                self._kept.put(account.id, head, tick)
        return heads

    def _head(self, account: Account, face: Face, role: str, known: Mapping[str, Emoji]) -> Head:
        gone = account.suspended_at is not None
        note = Markup() if gone else wording.plain(account.note, known, self._links)
        lines = () if gone else account.fields
        return Head(
            account=account,
            face=face,
            note=note,
            summary="" if gone else wording.summary(account.note),
            lines=tuple(
                Line(
                    wording.line(line.name, known),
                    wording.plain(line.value, known, self._links).replace(_REL, _OWN),
                    "" if line.verified_at is None else iso(line.verified_at),
                )
                for line in lines
            ),
            role="" if gone else role,
            banner=paths.media(account.header) if account.header and not gone else url_of("header.png"),
            joined=iso(account.created_at),
        )


async def open_head(ground: Ground, account_id: int) -> Head:
    """Return one account; MissingError where there is none, or its member has not arrived yet. Five queries at most."""
    head = (await ground.one(Heads).of([account_id])).get(account_id)
    if head is None:
        raise MissingError(NOBODY)
    if head.account.last_status_at is None and await auth.dormant(ground.db.reader, [account_id]):
        raise MissingError(NOBODY)
    return head
