"""Rules against servers and networks: who may make them, and what follows for accounts known from there."""

import asyncio

from folkmoot.features import accounts, auth, policy, relations
from folkmoot.features.accounts import Restriction
from folkmoot.features.auth import Permission
from folkmoot.features.moderation.sanction import look_anew
from folkmoot.features.policy import DomainRuled
from folkmoot.infra.boot import Ground, Work

CHUNK = 20
"""Accounts, or follows of one account, dealt with in one transaction."""
_NEWEST = (2**63 - 1, 0, CHUNK, False)
_BY_SEVERITY = {"suspend": Restriction.SUSPENDED, "silence": Restriction.SILENCED}


async def decide(work: Work, by_id: int, permission: Permission, act: str, target: str) -> None:
    """Note in the log what staff decide about no single account; ForbiddenError unless they hold the permission."""
    await auth.authorize(work.db, by_id, permission)
    await auth.log_act(work, by_id, act, target)


async def obey_domain_rule(ground: Ground, fact: DomainRuled) -> None:
    """Make the accounts of a server, and of those below its name, stand as its rule says now.

    What a rule imposed bears the rule's time, so that taking it back frees nobody whom staff restricted apart.
    """
    rule = (await policy.domain_blocks(ground)).get(fact.domain)
    wanted = None if rule is None else _BY_SEVERITY.get(rule.severity)
    for restriction in _BY_SEVERITY.values():
        more = True
        while more:
            more = await _some(ground, fact, restriction, impose=restriction is wanted)
            await asyncio.sleep(0)  # let others have their turn
    above = [name for name in policy.parents(fact.domain)[1:] if name in await policy.domain_blocks(ground)]
    if wanted is None and above:
        async with ground.work() as work:
            work.announce(DomainRuled(above[0], (await policy.domain_blocks(ground))[above[0]].created_at))


async def _some(ground: Ground, fact: DomainRuled, restriction: Restriction, *, impose: bool) -> bool:
    """Deal with one chunk; False when nothing is left. Follows go first, so that a crash leaves none behind."""
    db, held = await ground.read(), None if impose else fact.since
    found = await accounts.of_server(db, fact.domain, restriction, held, CHUNK)
    if impose and restriction is Restriction.SUSPENDED:
        for account_id in found:
            await _cut(ground, account_id)
    async with ground.work() as work:
        for account_id in found:
            if impose:
                await accounts.impose(work, account_id, restriction, at=fact.since)
            else:
                await accounts.lift(work, account_id, restriction)
            await look_anew(work, account_id)
    return bool(found)


async def _cut(ground: Ground, account_id: int) -> None:
    """End every follow to and from an account."""
    more = True
    while more:
        async with ground.work() as work:
            followers = await relations.followers(work.db, account_id, _NEWEST)
            following = await relations.following(work.db, account_id, _NEWEST)
            for listed in followers:
                await relations.unfollow(work, listed.account_id, account_id)
            for listed in following:
                await relations.unfollow(work, account_id, listed.account_id)
            more = bool(followers or following)
