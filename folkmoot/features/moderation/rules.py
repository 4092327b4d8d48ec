"""What a report may say, and a decision about it."""

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from folkmoot.features.moderation.types import ACTIONS, CATEGORIES, BrokenRule, Complaint, Pace, Removal, Sanction
from folkmoot.features.site import Rule
from folkmoot.infra.errors import InvalidError

COMMENT_LIMIT = 1_000
POSTS_LIMIT = 100
COLLECTIONS_LIMIT = 100
RULES_LIMIT = 100


TEXT_LIMIT = 5_000
"""Characters of what staff write to the owner of an account."""
APPEAL_LIMIT = 2_000
HALF = 0.5 + 1e-9
LEAST_DECIDED = 5
"""Decided reports below which there is no figure: it would tell of single ones."""


def check_sanction(sanction: Sanction) -> None:
    """Refuse with InvalidError what is no action, or more words than anybody reads."""
    if sanction.action not in ACTIONS:
        raise InvalidError("Validation failed: Type is not included in the list")
    check_words(sanction.text)


def check_words(text: str) -> None:
    """Refuse with InvalidError more words to the owner of an account than anybody reads."""
    if len(text) > TEXT_LIMIT:
        raise InvalidError(f"Validation failed: Text is too long (maximum is {TEXT_LIMIT} characters)")


def broken_rules(removal: Removal, rules: Sequence[Rule]) -> tuple[str, list[BrokenRule]]:
    """Return the category of a removal and the rules broken, in their words of now; InvalidError as for a report."""
    check_words(removal.text)
    wanted = Complaint(category=removal.category, rule_ids=removal.rule_ids)
    category = settled(wanted, [rule.id for rule in rules]).category
    broken = [rule for rule in rules if rule.id in removal.rule_ids]
    return category, [BrokenRule(r.id, r.text, {code: t.text for code, t in r.translations.items()}) for r in broken]


def pace(waits: Sequence[tuple[int, bool]]) -> Pace:
    """Return how fast reports are answered, of how long each waited and whether it was decided.

    The open ones count by how long they wait already (the estimate of Kaplan and Meier), so that a desk which only
    answers what is easy does not look fast.
    """
    decided = sum(done for _, done in waits)
    left, unanswered, median = len(waits), 1.0, None
    if decided >= LEAST_DECIDED:
        for wait, done in sorted(waits, key=lambda each: (each[0], not each[1])):
            unanswered *= 1 - done / left
            left -= 1
            if unanswered <= HALF:
                median = wait
                break
    return Pace(median, decided, len(waits) - decided)


def settled(complaint: Complaint, known_rules: Collection[int]) -> Complaint:
    """Return the complaint with its category settled; InvalidError when it breaks a rule.

    Naming rules of the community makes it one of violation, whatever else it says.
    """
    if len(complaint.comment) > COMMENT_LIMIT:
        raise InvalidError(f"Validation failed: Comment is too long (maximum is {COMMENT_LIMIT} characters)")
    if len(complaint.collection_ids) > COLLECTIONS_LIMIT:
        raise InvalidError(f"Validation failed: Cannot report more than {COLLECTIONS_LIMIT} collections at once")
    if len(complaint.post_ids) > POSTS_LIMIT:
        raise InvalidError(f"Validation failed: Cannot report more than {POSTS_LIMIT} posts at once")
    category = "violation" if complaint.rule_ids else complaint.category or "other"
    if category not in CATEGORIES:
        raise InvalidError("Validation failed: Category is not included in the list")
    named = set(complaint.rule_ids)
    if category == "violation" and (not named or len(named) > RULES_LIMIT or not named.issubset(known_rules)):
        raise InvalidError("Validation failed: Rule ids does not reference valid rules")
    return replace(complaint, category=category)
