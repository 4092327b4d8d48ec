"""The site: what the community is called, its rules, its long texts and its custom emoji.

Announces nothing. Promises that a change is seen by every process with the next request.
"""

from folkmoot.features.site.documents import (
    all_terms,
    document,
    has_terms,
    publish_terms,
    terms,
    write_document,
    written_documents,
)
from folkmoot.features.site.emojis import add_emoji, emojis, remove_emoji
from folkmoot.features.site.rules import add_rule, change_rule, remove_rule, rules, translate_rule
from folkmoot.features.site.settings import change_settings, settings
from folkmoot.features.site.types import (
    EXTENDED_DESCRIPTION,
    PRIVACY_POLICY,
    Document,
    Emoji,
    Rule,
    RuleText,
    Settings,
    Terms,
)

__all__ = [
    "EXTENDED_DESCRIPTION",
    "PRIVACY_POLICY",
    "Document",
    "Emoji",
    "Rule",
    "RuleText",
    "Settings",
    "Terms",
    "add_emoji",
    "add_rule",
    "all_terms",
    "change_rule",
    "change_settings",
    "document",
    "emojis",
    "has_terms",
    "publish_terms",
    "remove_emoji",
    "remove_rule",
    "rules",
    "settings",
    "terms",
    "translate_rule",
    "write_document",
    "written_documents",
]
