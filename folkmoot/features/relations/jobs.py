"""What relations leave behind, and what follows when an account opens up."""

from folkmoot.features import accounts
from folkmoot.features.accounts import AccountUnlocked
from folkmoot.features.relations import domain_store, store
from folkmoot.features.relations.answer import accept_request
from folkmoot.features.relations.events import DomainBlocked
from folkmoot.features.relations.follow import remove_follower
from folkmoot.infra.boot import Ground
from folkmoot.infra.ids import MAX_ID

ACCEPTED_AT_ONCE = 50
"""Requests answered in one transaction, so that others are not kept waiting."""
REMOVED_AT_ONCE = 50


async def end_mutes(ground: Ground, _: None) -> None:
    """Remove mutes whose time is over."""
    async with ground.work() as work:
        for account_id in await store.take_expired_mutes(work.db, work.now):
            work.touch("relations", account_id)


async def accept_waiting(ground: Ground, fact: AccountUnlocked) -> None:
    """Accept whoever asked to follow an account that now lets everybody, oldest first; stops when it locks again."""
    while True:
        async with ground.work() as work:
            found = await accounts.by_ids(work.db, [fact.account_id])
            if not found or found[fact.account_id].locked:
                return
            bounds = (MAX_ID, 0, ACCEPTED_AT_ONCE, True)
            waiting = await store.REQUESTS.rows(work.db, fact.account_id, bounds)
            for _, follower_id in waiting:
                await accept_request(work, fact.account_id, follower_id)
        if len(waiting) < ACCEPTED_AT_ONCE:
            return


async def remove_followers_of_domain(ground: Ground, fact: DomainBlocked) -> None:
    """Remove those of a blocked domain who follow the member or ask to; stops when the block is ended."""
    while True:
        async with ground.work() as work:
            if not await domain_store.is_blocked(work.db, fact.account_id, fact.domain):
                return
            chunk = await domain_store.followers(work.db, fact.account_id, fact.domain, REMOVED_AT_ONCE)
            for follower_id in chunk:
                await remove_follower(work, fact.account_id, follower_id)
        if not chunk:
            return
