"""Automatic deletion: members have their own posts deleted when they are old, but for those they want to keep.

Announces nothing of its own: posts go by `posts.delete`, which does. Promises that no post goes that its author's rule
keeps in the moment of its deletion, and that no member's many old posts keep those of the others waiting.
"""

from folkmoot.features.automatic_deletion.change import forget, put
from folkmoot.features.automatic_deletion.read import preview, rule_of
from folkmoot.features.automatic_deletion.rules import LONGEST, MOST, SHORTEST
from folkmoot.features.automatic_deletion.types import PREVIEW_LIMIT, Rule

__all__ = ["LONGEST", "MOST", "PREVIEW_LIMIT", "SHORTEST", "Rule", "forget", "preview", "put", "rule_of"]
