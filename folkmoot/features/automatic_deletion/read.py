"""What others may ask about automatic deletion."""

from folkmoot.features.automatic_deletion import store
from folkmoot.features.automatic_deletion.rules import check_rule, old_below
from folkmoot.features.automatic_deletion.types import PREVIEW_LIMIT, Rule
from folkmoot.infra.db import Reader


async def rule_of(db: Reader, account_id: int) -> Rule:
    """Return a member's rule; one that is off where they never set any. One query."""
    return await store.rule(db, account_id) or Rule(account_id)


async def preview(db: Reader, rule: Rule, now: int) -> int:
    """Return how many posts the rule would take at `now` (ms since 1970), were it on; counted up to PREVIEW_LIMIT.

    InvalidError for a rule that cannot be one. One query.
    """
    return await store.count(db, rule, old_below(check_rule(rule), now), PREVIEW_LIMIT)
