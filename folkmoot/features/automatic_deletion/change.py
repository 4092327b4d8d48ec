"""Setting which of one's own posts go, and ending it."""

from collections.abc import Callable

from folkmoot.features.automatic_deletion import store
from folkmoot.features.automatic_deletion.rules import check_rule
from folkmoot.features.automatic_deletion.types import Rule
from folkmoot.infra.boot import Work


async def put(work: Work, account_id: int, changed: Callable[[Rule], Rule]) -> Rule:
    """Make what `changed` returns of a member's rule their rule, which holds from now on; returns it.

    InvalidError when it cannot be one.
    """
    rule = check_rule(changed(await store.lock_rule(work.db, account_id) or Rule(account_id)))
    await store.put(work.db, rule, work.now)
    return rule


async def forget(work: Work, account_id: int) -> None:
    """Forget a member's rule: nothing goes any more."""
    await store.forget(work.db, account_id)
