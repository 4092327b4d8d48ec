"""A member's policy for strangers, and the requests in which it keeps their notifications aside."""

from collections.abc import Sequence

from folkmoot.features.notifications import aside_store
from folkmoot.features.notifications.events import RequestAccepted
from folkmoot.features.notifications.types import VERDICTS, Pending, Policy, Request
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.db import Bounds, Reader, Row
from folkmoot.infra.errors import InvalidError, MissingError


async def policy_of(db: Reader, account_id: int) -> Policy:
    """Return the member's policy. One query."""
    return (await aside_store.policies(db, [account_id])).get(account_id, Policy())


async def set_policy(work: Work, account_id: int, policy: Policy) -> None:
    """Let `policy` judge what is told from now on; InvalidError when a word is none of VERDICTS."""
    for name in Policy.__struct_fields__:
        if getattr(policy, name) not in VERDICTS:
            label = name.replace("_", " ").capitalize()
            raise InvalidError(f"Validation failed: {label} is not included in the list")
    await aside_store.set_policy(work.db, account_id, policy)


async def pending(ground: Ground, account_id: int) -> Pending:
    """Return how much is kept aside and waits for the member's word. One query."""
    return await aside_store.pending(await ground.read(), account_id, ground.clock())


async def requests(ground: Ground, account_id: int, bounds: Bounds) -> list[Request]:
    """Return one page of requests, newest first (oldest first where `bounds` say so). Two queries."""
    db, now = await ground.read(), ground.clock()
    return await _filled(db, account_id, await aside_store.requests(db, account_id, bounds, now), now)


async def get_request(ground: Ground, account_id: int, request_id: int) -> Request:
    """Return one request; MissingError when the account has none of that id."""
    db, now = await ground.read(), ground.clock()
    row = await aside_store.request(db, account_id, request_id, now)
    if row is None:
        raise MissingError("Record not found")
    return (await _filled(db, account_id, [row], now))[0]


async def _filled(db: Reader, account_id: int, rows: Sequence[Row], now: int) -> list[Request]:
    held = await aside_store.contents(db, account_id, [row[1] for row in rows], now) if rows else {}
    nothing = (0, None)
    return [Request(row[0], row[1], row[2], *held.get(row[1], nothing)) for row in rows]


async def accept_requests(work: Work, account_id: int, ids: list[int]) -> int:
    """Accept these requests; returns how many there were.

    What was kept aside is put among the other notifications by a job, and what their senders do is always told.
    """
    senders = await aside_store.take(work.db, account_id, ids)
    for from_id in senders:
        await aside_store.accept(work.db, account_id, from_id)
        work.announce(RequestAccepted(account_id, from_id))
    return len(senders)


async def dismiss_requests(work: Work, account_id: int, ids: list[int]) -> int:
    """Remove these requests and what they hold; returns how many there were. What comes later makes a new one."""
    senders = await aside_store.take(work.db, account_id, ids)
    if senders:
        await aside_store.drop(work.db, account_id, senders)
        work.touch("notifications", account_id)
    return len(senders)


async def is_merged(db: Reader, account_id: int) -> bool:
    """Say whether everything by accepted senders stands among the other notifications. One query."""
    return await aside_store.is_merged(db, account_id)
