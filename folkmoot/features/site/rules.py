"""The rules of the community, each with its translations."""

import re

import msgspec

from folkmoot.features.site import store
from folkmoot.features.site.types import Rule, RuleText
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import InvalidError, MissingError

TEXT_LIMIT = 300
HINT_LIMIT = 2_000
RULES_LIMIT = 100
TRANSLATIONS_LIMIT = 100

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


async def rules(ground: Ground) -> list[Rule]:
    """Return the rules in their order, from memory where nothing changed since."""
    db = await ground.read()
    shelf = ground.shelf("rules", on="site", size=1)
    known: list[Rule] | None = shelf.get(0)
    if known is None:
        tick = ground.changes.tick
        known = await store.rules(db)
        shelf.put(0, known, tick)
    return known


async def add_rule(work: Work, words: RuleText) -> Rule:
    """Add a rule behind the others; InvalidError when it is blank or too long."""
    _check(words)
    if len(await store.rules(work.db)) >= RULES_LIMIT:
        raise InvalidError(f"Validation failed: There cannot be more than {RULES_LIMIT} rules")
    rule = Rule(work.new_id(), words.text, words.hint, {})
    await store.add_rule(work.db, rule)
    work.touch("site", 0)
    return rule


async def change_rule(work: Work, rule_id: int, words: RuleText) -> None:
    """Say a rule in other words; its translations stay. MissingError when there is none."""
    _check(words)
    rule = await _rule(work.db, rule_id)
    await store.change_rule(work.db, msgspec.structs.replace(rule, text=words.text, hint=words.hint))
    work.touch("site", 0)


async def translate_rule(work: Work, rule_id: int, language: str, words: RuleText | None) -> None:
    """Say a rule in another language (a code like `de`); None takes the translation away."""
    if not _LANGUAGE.fullmatch(language):
        raise InvalidError("Validation failed: Language is no language code")
    rule = await _rule(work.db, rule_id)
    translations = {code: text for code, text in rule.translations.items() if code != language}
    if words is not None:
        _check(words)
        translations[language] = words
    if len(translations) > TRANSLATIONS_LIMIT:
        raise InvalidError(f"Validation failed: There cannot be more than {TRANSLATIONS_LIMIT} translations")
    await store.change_rule(work.db, msgspec.structs.replace(rule, translations=translations))
    work.touch("site", 0)


async def remove_rule(work: Work, rule_id: int) -> None:
    """Take a rule away; MissingError when there is none."""
    if not await store.remove_rule(work.db, rule_id):
        raise _unknown()
    work.touch("site", 0)


async def _rule(db: Reader, rule_id: int) -> Rule:
    found = next((rule for rule in await store.rules(db) if rule.id == rule_id), None)
    if found is None:
        raise _unknown()
    return found


def _unknown() -> MissingError:
    return MissingError("There is no such rule")


def _check(words: RuleText) -> None:
    if not words.text.strip():
        raise InvalidError("Validation failed: Text can't be blank")
    if len(words.text) > TEXT_LIMIT:
        raise InvalidError(f"Validation failed: Text is too long (maximum is {TEXT_LIMIT} characters)")
    if len(words.hint) > HINT_LIMIT:
        raise InvalidError(f"Validation failed: Hint is too long (maximum is {HINT_LIMIT} characters)")
