"""Moving to another account: the old one points to it, stays readable, and its followers are sent after it."""

from folkmoot.features import accounts, auth, lists, relations
from folkmoot.features.accounts import Account
from folkmoot.features.portability import errors
from folkmoot.features.portability import move_store as store
from folkmoot.features.portability.errors import MoveRefusedError
from folkmoot.features.portability.events import AccountMoved
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import Refusal
from folkmoot.infra.ids import MAX_ID

COOLDOWN = 30 * DAY
CHUNK = 25
CHUNKS = 40
"""Transactions of one job before it makes room for others."""


async def move_account(ground: Ground, session: auth.Session, password: str, handle: str) -> Account:
    """Let the account of this session point to `handle`, and send its followers there; returns where it went.

    WrongPasswordError, or MoveRefusedError with the reason: the target must name this account among its aliases, and
    nobody moves twice in 30 days.
    """
    await auth.require_password(ground, session.account_id, password)
    async with ground.work() as work:
        target = await _target(work.db, session.account_id, handle, ground.config.site.domain)
        await accounts.redirect(work, session.account_id, target.id)  # first, so that two at once wait for each other
        moved_at = await moved_last(work.db, session.account_id)
        if moved_at is not None and work.now - moved_at < COOLDOWN:
            raise MoveRefusedError(errors.COOLDOWN)
        move_id = work.new_id()
        await store.insert(work.db, move_id, session.account_id, target.id, work.now)
        work.announce(AccountMoved(move_id, MAX_ID))
    return target


async def end_redirect(work: Work, account_id: int) -> None:
    """Let an account stand for itself again; followers that have gone do not come back, and the 30 days go on."""
    await accounts.redirect(work, account_id, None)


async def moved_last(db: Reader, account_id: int) -> int | None:
    """Return when an account moved last (ms since 1970); None when it never did."""
    return await store.latest(db, account_id)


async def _target(db: Reader, account_id: int, handle: str, domain: str) -> Account:
    parsed = accounts.parse_handle(handle, domain)
    if parsed is not None and parsed[1]:
        raise MoveRefusedError(errors.ELSEWHERE)
    target = (await accounts.by_handles(db, [handle], domain)).get(handle)
    if target is None or target.suspended_at is not None:
        raise MoveRefusedError(errors.NO_TARGET)
    if target.id == account_id:
        raise MoveRefusedError(errors.ITSELF)
    if target.moved_to_id is not None:
        raise MoveRefusedError(errors.TARGET_MOVED)
    if not await accounts.is_alias(db, target.id, account_id):
        raise MoveRefusedError(errors.NO_ALIAS)
    return target


async def send_followers(ground: Ground, fact: AccountMoved) -> None:
    """Send the followers of a moved account after it; many take several jobs, each of which calls the next."""
    below = fact.below
    for _ in range(CHUNKS):
        async with ground.work() as work:
            below = await _send_some(work, fact.move_id, below)
        if not below:
            return
    async with ground.work() as work:
        work.announce(AccountMoved(fact.move_id, below))


async def _send_some(work: Work, move_id: int, below: int) -> int:
    """Send a chunk of followers; returns below which row to go on, 0 when that was all or the move was taken back."""
    pair = await store.one(work.db, move_id)
    people = {} if pair is None else await accounts.by_ids(work.db, list(pair))
    if pair is None or any(account_id not in people for account_id in pair):
        return 0
    old, new = people[pair[0]], people[pair[1]]
    if old.moved_to_id != new.id:
        return 0
    rows = await relations.followers(work.db, old.id, (below, 0, CHUNK, False))
    for row in rows:
        await _send(work, row.account_id, old, new)
    return rows[-1].row_id if len(rows) == CHUNK else 0


async def _send(work: Work, follower_id: int, old: Account, new: Account) -> None:
    """Let one follower follow (or ask) where the account went; who may not go there stays."""
    options = (await relations.follow_options(work.db, follower_id, [old.id]))[old.id]
    if follower_id != new.id and new.id not in await relations.followed_among(work.db, follower_id, [new.id]):
        try:
            await relations.follow(work, follower_id, new, options)
        except Refusal:
            return
    await _relist(work, follower_id, old, new)
    await relations.unfollow(work, follower_id, old.id)


async def _relist(work: Work, follower_id: int, old: Account, new: Account) -> None:
    """Put the new account on the follower's lists on which the old one was; one that has yet to say yes is on none."""
    for made in await lists.containing(work.db, follower_id, old.id):
        followed = new.id in await relations.followed_among(work.db, follower_id, [new.id])
        if followed and new.id not in await lists.member_ids(work.db, made.id):
            await lists.add(work, follower_id, made.id, [new.id])
