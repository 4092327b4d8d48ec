"""What one reader wants and does not want to see: the whole of it, remembered until a relation changes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from folkmoot.features.relations import domain_store, store, tag_store
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Reader, Row

SHELF_SIZE = 10_000
_ALL: frozenset[str] = frozenset()


class Audience(msgspec.Struct, frozen=True):
    """One reader's relations. `following` maps each followed account to (boosts shown, languages wanted or all).

    `tags` are the keys of the tags that the reader follows, `domains` those that the reader blocks.
    """

    account_id: int
    following: dict[int, tuple[bool, frozenset[str]]]
    blocking: frozenset[int]
    blocked_by: frozenset[int]
    muting: dict[int, int | None]
    muting_notifications: frozenset[int]
    tags: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    def shuns(self, account_id: int, now: int) -> bool:
        """Say whether posts of this account are kept from the reader: blocked either way, or muted at `now`.

        Those of blocked domains are told by `shuns_domain`, or `of_blocked_domains` where only ids are at hand.
        """
        if account_id in self.blocking or account_id in self.blocked_by:
            return True
        if account_id in self.muting:
            expires_at = self.muting[account_id]
            return expires_at is None or expires_at > now
        return False

    def shuns_domain(self, account_id: int, domain: str) -> bool:
        """Say whether the reader blocks this domain and does not follow this account of it."""
        return domain in self.domains and account_id not in self.following

    def next_end(self, now: int) -> int | None:
        """Return when the next of the reader's mutes ends after `now`; None where none does."""
        return min((end for end in self.muting.values() if end is not None and end > now), default=None)


async def audience(ground: Ground, account_id: int) -> Audience:
    """Return the reader's relations, from memory where nothing changed since."""
    await ground.read()
    known: Audience | None = ground.shelf("audience", on="relations", size=SHELF_SIZE).get(account_id)
    return known or (await audiences(ground, [account_id]))[account_id]


async def audiences(ground: Ground, account_ids: Iterable[int]) -> dict[int, Audience]:
    """Return the relations of many readers; what is not remembered costs six queries, however many they are."""
    db = await ground.read()
    shelf = ground.shelf("audience", on="relations", size=SHELF_SIZE)
    found: dict[int, Audience]
    found, missing = shelf.many(account_ids)
    if missing:
        tick = ground.changes.tick
        for reader in await _made(db, missing):
            shelf.put(reader.account_id, reader, tick)
            found[reader.account_id] = reader
    return found


async def _made(db: Reader, ids: list[int]) -> list[Audience]:
    following: defaultdict[int, dict[int, tuple[bool, frozenset[str]]]] = defaultdict(dict)
    for account_id, target_id, boosts, languages in await store.all_followed(db, ids):
        wanted = _ALL if languages == "[]" else frozenset(msgspec.json.decode(languages, type=list[str]))
        following[account_id][target_id] = bool(boosts), wanted
    muting: defaultdict[int, dict[int, int | None]] = defaultdict(dict)
    muted_notifications: defaultdict[int, set[int]] = defaultdict(set)
    for account_id, target_id, notifications, expires_at in await store.all_muted(db, ids):
        muting[account_id][target_id] = expires_at
        if notifications:
            muted_notifications[account_id].add(target_id)
    blocking, blocked_by = _grouped(await store.all_blocked(db, ids)), _grouped(await store.all_blocking(db, ids))
    tags = _grouped(await tag_store.all_followed(db, ids))
    domains = _grouped(await domain_store.all_blocked(db, ids))
    return [
        Audience(
            account_id=account_id,
            following=following[account_id],
            blocking=frozenset(blocking[account_id]),
            blocked_by=frozenset(blocked_by[account_id]),
            muting=muting[account_id],
            muting_notifications=frozenset(muted_notifications[account_id]),
            tags=frozenset(tags[account_id]),
            domains=frozenset(domains[account_id]),
        )
        for account_id in ids
    ]


def _grouped(rows: Sequence[Row]) -> defaultdict[int, set[Any]]:
    """Return the second columns by the first."""
    found: defaultdict[int, set[Any]] = defaultdict(set)
    for row in rows:
        found[row[0]].add(row[1])
    return found


async def of_blocked_domains(ground: Ground, reader: Audience, account_ids: Iterable[int]) -> set[int]:
    """Return those of `account_ids` who belong to a domain that the reader blocks, without those the reader follows.

    One query, and none for readers who block no domain.
    """
    unknown = [i for i in account_ids if i not in reader.following] if reader.domains else []
    return await domain_store.among(ground.db.reader, reader.account_id, unknown) if unknown else set()
