"""People in rows: who they are, what they say of themselves, and how the visitor stands to them."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from folkmoot.features import accounts, relations, site
from folkmoot.features.accounts import Account
from folkmoot.features.relations import Audience
from folkmoot.infra.boot import Ground
from folkmoot.interfaces.web.frame.visit import Visit
from folkmoot.interfaces.web.posts import wording
from folkmoot.interfaces.web.posts.faces import Face, Faces

NOTE_SHOWN = 160
"""Characters of what somebody says of themselves that a row has room for."""


class Person(NamedTuple):
    """For a template. `standing` is own, following, requested, blocked, moved, or "" where nothing is between them."""

    face: Face
    note: Markup
    followers: int
    posts: int
    standing: str

    @property
    def id(self) -> int:
        return self.face.id


async def persons(visit: Visit, ids: Sequence[int]) -> list[Person]:
    """Return rows in the order of `ids`, without the suspended and those who block the visitor.

    Three queries at most beside what is remembered of the visitor's relations.
    """
    ground = visit.ground
    found = await accounts.by_ids(await ground.read(), list(dict.fromkeys(ids)))
    reader = None if visit.member_id is None else await relations.audience(ground, visit.member_id)
    seen = {i: account for i, account in found.items() if _is_seen(account, reader)}
    faces = await ground.one(Faces).of(seen)
    asked = await _asked(ground, reader, seen)
    known = await site.emojis(ground)
    return [
        Person(
            faces[i],
            wording.line(_shortened(seen[i].note), known),
            seen[i].followers_count,
            seen[i].statuses_count,
            _standing(seen[i], reader, asked),
        )
        for i in dict.fromkeys(ids)
        if i in faces
    ]


def _is_seen(account: Account, reader: Audience | None) -> bool:
    return account.suspended_at is None and (reader is None or account.id not in reader.blocked_by)


async def _asked(ground: Ground, reader: Audience | None, seen: dict[int, Account]) -> set[int]:
    """Return whom the visitor asked whether they may follow; only of those who are asked at all."""
    locked = [i for i, account in seen.items() if account.locked]
    return set() if reader is None else await relations.requested_among(ground.db.reader, reader.account_id, locked)


def _standing(account: Account, reader: Audience | None, asked: set[int]) -> str:
    if reader is None:
        return ""
    standings = {
        "own": account.id == reader.account_id,
        "blocked": account.id in reader.blocking,
        "following": account.id in reader.following,
        "requested": account.id in asked,
        "moved": account.moved_to_id is not None,
    }
    return next((name for name, holds in standings.items() if holds), "")


def _shortened(note: str) -> str:
    said = " ".join(note.split())
    return said if len(said) <= NOTE_SHOWN else said[:NOTE_SHOWN].rsplit(" ", 1)[0] + "…"
