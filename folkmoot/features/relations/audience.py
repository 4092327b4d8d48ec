"""What one reader wants and does not want to see: the whole of it, remembered until a relation changes."""

from collections.abc import Iterable

import msgspec

from folkmoot.features.relations import domain_store, store, tag_store
from folkmoot.infra.boot import Ground

SHELF_SIZE = 10_000


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
    db = await ground.read()
    shelf = ground.shelf("audience", on="relations", size=SHELF_SIZE)
    known: Audience | None = shelf.get(account_id)
    if known is not None:
        return known
    tick = ground.changes.tick
    muted = await store.all_muted(db, account_id)
    found = Audience(
        account_id=account_id,
        following={
            row[0]: (bool(row[1]), frozenset(msgspec.json.decode(row[2], type=list[str])))
            for row in await store.all_followed(db, account_id)
        },
        blocking=frozenset(await store.all_blocked(db, account_id)),
        blocked_by=frozenset(await store.all_blocking(db, account_id)),
        muting={row[0]: row[2] for row in muted},
        muting_notifications=frozenset(row[0] for row in muted if row[1]),
        tags=frozenset(await tag_store.all_followed(db, account_id)),
        domains=frozenset(row[1] for row in await domain_store.all_blocked(db, [account_id])),
    )
    shelf.put(account_id, found, tick)
    return found


async def of_blocked_domains(ground: Ground, reader: Audience, account_ids: Iterable[int]) -> set[int]:
    """Return those of `account_ids` who belong to a domain that the reader blocks, without those the reader follows.

    One query, and none for readers who block no domain.
    """
    unknown = [i for i in account_ids if i not in reader.following] if reader.domains else []
    return await domain_store.among(ground.db.reader, reader.account_id, unknown) if unknown else set()
