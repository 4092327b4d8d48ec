"""The community's own words: settings, rules, long texts and emoji, and what is refused of them."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from folkmoot.features import site
from folkmoot.features.site import Emoji, RuleText
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import ConflictError, InvalidError, MissingError, Refusal
from tests.support.moot import Moot

Act = Callable[[Work], Awaitable[Any]]


REFUSALS: list[tuple[Act, type[Refusal]]] = [
    (lambda work: site.change_settings(work, title=" "), InvalidError),
    (lambda work: site.change_settings(work, title="x" * 101), InvalidError),
    (lambda work: site.change_settings(work, description="x" * 501), InvalidError),
    (lambda work: site.change_settings(work, contact_email="nobody"), InvalidError),
    (lambda work: site.change_settings(work, theme="dark"), InvalidError),
    (lambda work: site.write_document(work, "manifesto", "x"), InvalidError),
    (lambda work: site.write_document(work, site.PRIVACY_POLICY, "x" * 100_001), InvalidError),
    (lambda work: site.publish_terms(work, "1.1.2020", "x"), InvalidError),
    (lambda work: site.publish_terms(work, "2020-13-01", "x"), InvalidError),
    (lambda work: site.publish_terms(work, "2020-01-01", " "), InvalidError),
    (lambda work: site.add_rule(work, RuleText(" ")), InvalidError),
    (lambda work: site.add_rule(work, RuleText("x" * 301)), InvalidError),
    (lambda work: site.add_rule(work, RuleText("x", "y" * 2_001)), InvalidError),
    (lambda work: site.change_rule(work, 1, RuleText("x")), MissingError),
    (lambda work: site.remove_rule(work, 1), MissingError),
    (lambda work: site.translate_rule(work, 1, "de", RuleText("x")), MissingError),
    (lambda work: site.translate_rule(work, 1, "the language of birds", None), InvalidError),
    (lambda work: site.add_emoji(work, Emoji("a", "k", "k", "", visible=True)), InvalidError),
    (lambda work: site.add_emoji(work, Emoji("a b", "k", "k", "", visible=True)), InvalidError),
    (lambda work: site.add_emoji(work, Emoji("x" * 65, "k", "k", "", visible=True)), InvalidError),
    (lambda work: site.add_emoji(work, Emoji("ok", "k", "k", "x" * 101, visible=True)), InvalidError),
    (lambda work: site.remove_emoji(work, "none"), MissingError),
]


async def test_refusals(a_moot: Moot) -> None:
    for act, refusal in REFUSALS:
        with pytest.raises(refusal):
            async with a_moot.ground.work() as work:
                await act(work)


async def test_rules_change_and_lose_translations(a_moot: Moot) -> None:
    async with a_moot.ground.work() as work:
        rule = await site.add_rule(work, RuleText("Be nice"))
        await site.translate_rule(work, rule.id, "de", RuleText("Sei nett"))
        await site.translate_rule(work, rule.id, "fr", RuleText("Sois gentil"))
    assert set((await site.rules(a_moot.ground))[0].translations) == {"de", "fr"}
    async with a_moot.ground.work() as work:
        await site.change_rule(work, rule.id, RuleText("Be kind", "always"))
        await site.translate_rule(work, rule.id, "fr", None)
    changed = (await site.rules(a_moot.ground))[0]
    assert (changed.text, changed.hint, set(changed.translations)) == ("Be kind", "always", {"de"})


async def test_a_shortcode_is_given_once(a_moot: Moot) -> None:
    async with a_moot.ground.work() as work:
        await site.add_emoji(work, Emoji("plum", "a.gif", "a.png", "", visible=True))
    with pytest.raises(ConflictError):
        async with a_moot.ground.work() as work:
            await site.add_emoji(work, Emoji("plum", "b.gif", "b.png", "", visible=True))
    assert (await site.emojis(a_moot.ground))["plum"].objects == ["a.gif", "a.png"]


async def test_what_a_refused_change_said_is_forgotten(a_moot: Moot) -> None:
    before = await site.settings(a_moot.ground)
    with pytest.raises(InvalidError):
        async with a_moot.ground.work() as work:
            await site.change_settings(work, title="New", description="x" * 501)
    assert await site.settings(a_moot.ground) == before


async def test_an_emptied_document_counts_as_unwritten(a_moot: Moot) -> None:
    db = a_moot.ground.db.reader
    assert await site.written_documents(db) == set()
    for text, written in (("x", {site.PRIVACY_POLICY}), ("", set())):
        async with a_moot.ground.work() as work:
            await site.write_document(work, site.PRIVACY_POLICY, text)
        assert await site.written_documents(db) == written
