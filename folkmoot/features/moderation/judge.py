"""Answering appeals: by somebody else than who decided first, and what was imposed goes with a yes."""

from folkmoot.features import accounts, auth
from folkmoot.features.accounts import Restriction
from folkmoot.features.auth import Permission
from folkmoot.features.moderation import appeal_store, removed_store, strike_store
from folkmoot.features.moderation.pardon import enable, pardon
from folkmoot.features.moderation.types import REMOVAL, Appeal, Strike
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import ConflictError, ForbiddenError, MissingError

SHOWN = 50
_LIFTED = {
    "sensitive": Restriction.SENSITIZED,
    "silence": Restriction.SILENCED,
    "suspend": Restriction.SUSPENDED,
}


async def waiting_appeals(db: Reader) -> list[Appeal]:
    """Return the appeals that wait longest for an answer. One query. Only for staff."""
    return await appeal_store.waiting(db, SHOWN)


async def count_waiting_appeals(ground: Ground) -> int:
    """Count the appeals that wait for an answer; from memory where nothing changed. Only for staff."""
    db = await ground.read()
    shelf = ground.shelf("waiting appeals", on="appeals", size=1)
    known: int | None = shelf.get(0)
    if known is None:
        tick = ground.changes.tick
        known = await appeal_store.count_waiting(db)
        shelf.put(0, known, tick)
    return known


async def judge_appeal(work: Work, by_id: int, strike_id: int, *, granted: bool) -> None:
    """Answer an appeal. Granting it lifts what the strike imposed; a removed post does not come back, but is spoken of
    no more.

    MissingError where there is no such strike, ForbiddenError for who may not or decided it in the first place,
    ConflictError where no appeal waits.
    """
    found = await strike_store.by_ids(work.db, [strike_id])
    if not found:
        raise MissingError("Record not found")
    strike = found[0]
    for permission in (Permission.MANAGE_USERS, Permission.MANAGE_REPORTS):
        await auth.authorize(work.db, by_id, permission, strike.target_account_id)
    if strike.account_id == by_id:
        raise ForbiddenError("Somebody else than before has to answer this appeal.")
    state = "approved" if granted else "rejected"
    if not await appeal_store.decide(work.db, strike_id, state, work.now, by_id):
        raise ConflictError("No appeal waits here.")
    if granted:
        await _undo(work, by_id, strike)
    work.touch("appeals", 0)
    await auth.log_act(work, by_id, f"{state} appeal", f"account:{strike.target_account_id}", f"strike:{strike_id}")


async def _undo(work: Work, by_id: int, strike: Strike) -> None:
    if strike.action == REMOVAL:
        await removed_store.forget(work.db, strike.id)
    if strike.action == "disable":
        await enable(work, by_id, strike.target_account_id)
    restriction = _LIFTED.get(strike.action)
    account = await accounts.get(work.db, strike.target_account_id)
    if restriction is not None and getattr(account, restriction.value) is not None:
        await pardon(work, by_id, account.id, restriction)
