"""What a report may say, and a decision about it."""

from collections.abc import Collection

from msgspec.structs import replace

from folkmoot.features.moderation.types import ACTIONS, CATEGORIES, Complaint, Sanction
from folkmoot.infra.errors import InvalidError

COMMENT_LIMIT = 1_000
POSTS_LIMIT = 100
COLLECTIONS_LIMIT = 100
RULES_LIMIT = 100


TEXT_LIMIT = 5_000
"""Characters of what staff write to the owner of an account."""


def check_sanction(sanction: Sanction) -> None:
    """Refuse with InvalidError what is no action, or more words than anybody reads."""
    if sanction.action not in ACTIONS:
        raise InvalidError("Validation failed: Type is not included in the list")
    if len(sanction.text) > TEXT_LIMIT:
        raise InvalidError(f"Validation failed: Text is too long (maximum is {TEXT_LIMIT} characters)")


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
