"""The pages of care: reporting, what came of it, keeping away, removed posts, objecting, and what this place is."""

import re
from typing import Any

import pytest
from msgspec.structs import replace

from folkmoot.features import auth, moderation, policy, posts, relations, site
from folkmoot.features.moderation import Removal, Sanction
from folkmoot.features.policy import DomainRule
from folkmoot.features.site import EXTENDED_DESCRIPTION, PRIVACY_POLICY, RuleText
from folkmoot.infra.clock import DAY, HOUR
from folkmoot.infra.config import LimitsSettings
from folkmoot.infra.db import Sql
from tests.support.browser import Browser, browser_of
from tests.support.moot import Member, Moot
from tests.support.signing import PASSWORD, QUICK_HASHER, signed_in

ALL = (2**63 - 1, 0, 40, False)
BOTH = pytest.mark.parametrize("language", ["en", "de"])


async def people(moot: Moot) -> tuple[Member, Member]:
    """Let anna and berta in, and mona who moderates; all have a password."""
    anna, berta = await moot.member("anna"), await moot.member("berta")
    await moot.member("mona", role="moderator")
    async with moot.ground.work() as work:
        await work.db.run(Sql("update local_user set password_hash = $1"), QUICK_HASHER.hash(PASSWORD))
    return anna, berta


async def a_rule(moot: Moot, text: str = "Be kind", german: str = "Sei freundlich") -> int:
    async with moot.ground.work() as work:
        made = await site.add_rule(work, RuleText(text, "Even when you disagree"))
        await site.translate_rule(work, made.id, "de", RuleText(german))
    return made.id


async def from_elsewhere(moot: Moot) -> int:
    """Know an account of another server; returns its id."""
    async with moot.ground.work() as work:
        account_id = work.new_id()
        known = """insert into account (id, username, username_key, domain, created_at, uri)
            values ($1, 'farah', 'farah', 'else.example', 1, 'https://else.example/users/farah')"""
        await work.db.run(Sql(known), account_id)
    return account_id


async def reports_of(moot: Moot, by: Member) -> list[moderation.Report]:
    return await moderation.own_reports(await moot.ground.read(), by.id, ALL)


async def remove(moot: Moot, post_id: str, removal: Removal) -> None:
    """Let mona remove a post."""
    db, known = await moot.ground.read(), await site.rules(moot.ground)
    [mona] = await auth.holders(db, "moderator")
    post = (await posts.by_ids(db, [int(post_id)]))[int(post_id)]
    async with moot.ground.work() as work:
        await moderation.remove_post(work, mona, post, removal, known)


async def test_a_post_is_reported_in_three_taps(a_moot: Moot) -> None:
    anna, berta = await people(a_moot)
    rule_id = await a_rule(a_moot)
    said, other = await a_moot.post(berta, "rude <b>words</b>"), await a_moot.post(berta, "more rude words")
    browser = await signed_in(a_moot)
    await browser.open(f"/report?post={said['id']}")
    assert browser.status == 200
    assert "rude &lt;b&gt;words" in browser.text
    assert f'name="rule" value="{rule_id}"' in browser.text
    await browser.open(f"/report?post={said['id']}&rule={rule_id}")
    assert "more rude words" in browser.text
    assert "where this account lives" not in browser.text
    await browser.send("/report", posts=other["id"], comment=" it hurts ")
    assert "Thank you" in browser.text
    assert "too few reports" in browser.text
    [filed] = await reports_of(a_moot, anna)
    assert (filed.category, filed.rule_ids, filed.comment) == ("violation", [rule_id], "it hurts")
    assert filed.post_ids == [int(said["id"]), int(other["id"])]


async def test_an_account_elsewhere_is_reported_there_too_if_wanted(a_moot: Moot) -> None:
    anna, _ = await people(a_moot)
    farah = await from_elsewhere(a_moot)
    browser = await signed_in(a_moot)
    await browser.open(f"/report?account={farah}&about=legal")
    assert "moderators of else.example" in browser.text
    await browser.send("/report", comment="")
    assert "@farah@else.example is not told" in browser.text
    [filed] = await reports_of(a_moot, anna)
    assert (filed.target_account_id, filed.category, filed.post_ids, filed.forward) == (farah, "legal", [], True)


async def test_what_is_only_disliked_leads_to_other_ways(a_moot: Moot) -> None:
    _, berta = await people(a_moot)
    said = await a_moot.post(berta, "cilantro is good")
    browser = await signed_in(a_moot)
    await browser.open(f"/report?post={said['id']}&about=dislike")
    assert browser.url.endswith(f"/@berta/keep_away?why=dislike&post={said['id']}")
    assert "You need not put up with it" in browser.text
    assert f"/report?post={said['id']}" in browser.text


async def test_a_refused_report_comes_back_with_its_words(a_moot: Moot) -> None:
    anna, berta = await people(a_moot)
    await a_rule(a_moot)
    said, other = await a_moot.post(berta, "rude words"), await a_moot.post(berta, "more")
    browser = await signed_in(a_moot)
    await browser.open(f"/report?post={said['id']}&about=spam")
    long = "x" * 1_001
    await browser.send("/report", comment=long, posts=other["id"])
    assert browser.status == 422
    assert long in browser.text
    assert f'value="{other["id"]}" checked' in browser.text
    await browser.send("/report", about="violation", comment="short")
    assert browser.status == 422
    assert "Please choose which rule" in browser.text
    assert "short</textarea>" in browser.text
    await browser.send("/report", about="boring")
    assert browser.status == 400
    await a_moot.ok("DELETE", f"/api/v1/statuses/{other['id']}", berta)
    await browser.open(f"/report?post={said['id']}&about=spam")
    await browser.send("/report", posts=other["id"], comment="look")
    assert (browser.status, "is gone" in browser.text, "look</textarea>" in browser.text) == (422, True, True)
    assert await reports_of(a_moot, anna) == []


async def test_nobody_reports_themselves_or_what_they_may_not_see(a_moot: Moot) -> None:
    anna, berta = await people(a_moot)
    own = await a_moot.post(anna, "mine")
    secret = await a_moot.post(berta, "among us", visibility="private")
    browser = await signed_in(a_moot)
    assert (await browser.open(f"/report?post={own['id']}")).status == 400
    assert "reports themselves" in browser.text
    for query in (f"post={secret['id']}", f"account={a_moot.never()}", "post=x", ""):
        assert (await browser.open(f"/report?{query}")).status == 404
    assert (await browser.open("/report/sent?id=1")).status == 404
    nobody = await browser_of(a_moot.http).open(f"/report?account={berta.id}")
    assert "/auth/sign_in" in nobody.url


async def test_reports_are_held_to_the_limit_of_apps(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, berta = await people(a_moot)
    browser = await signed_in(a_moot)
    await browser.open(f"/report?account={berta.id}&about=spam")
    held = replace(a_moot.ground.config, limits=LimitsSettings(reports_per_account=1))
    monkeypatch.setattr(a_moot.ground, "config", held)
    await browser.send("/report", comment="first")
    await browser.open(f"/report?account={berta.id}&about=spam")
    await browser.send("/report", comment="second")
    assert (browser.status, "second</textarea>" in browser.text) == (429, True)
    assert [filed.comment for filed in await reports_of(a_moot, anna)] == ["first"]


@BOTH
async def test_what_came_of_reports_stands_there_and_is_marked_once(a_moot: Moot, language: str) -> None:
    anna, berta = await people(a_moot)
    said = await a_moot.post(berta, "rude words")
    await a_moot.call("POST", "/api/v1/reports", anna, json={"account_id": str(berta.id), "comment": "waiting one"})
    await a_moot.call("POST", "/api/v1/reports", anna, json={"account_id": str(berta.id), "status_ids": [said["id"]]})
    browser = await signed_in(a_moot)
    mark = '<a href="/reports"'
    assert mark not in (await browser.open(f"/local?lang={language}")).text
    await remove(a_moot, said["id"], Removal("spam"))
    assert mark in (await browser.open("/local")).text
    await browser.open("/reports")
    assert ("The post was removed." if language == "en" else "Der Beitrag wurde entfernt.") in browser.text
    assert browser.text.count('class="fresh"') == 1
    assert "waiting one" in browser.text
    assert "mona" not in browser.text
    assert mark not in browser.text
    assert 'class="fresh"' not in (await browser.open("/reports")).text
    assert "rude" not in browser.text


async def test_muting_and_blocking_from_the_page(a_moot: Moot) -> None:
    anna, berta = await people(a_moot)
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", berta)
    browser = await signed_in(a_moot)
    here = f"/accounts/{berta.id}"

    async def standing() -> relations.Relationship:
        [found] = await relations.between(await a_moot.ground.read(), anna.id, [berta.id], a_moot.clock())
        return found

    await browser.open("/@berta/keep_away")
    await browser.send(f"{here}/mute", duration="3600", notifications="1")
    assert "Muted until" in browser.text
    muted = await standing()
    assert (muted.muting, muted.muting_notifications) == (True, True)
    assert muted.muting_expires_at is not None
    assert muted.muting_expires_at - a_moot.clock() <= HOUR
    await browser.send(f"{here}/unmute")
    assert not (await standing()).muting
    await browser.send(f"{here}/let_go")
    assert not (await standing()).followed_by
    assert not browser.has_form(f"{here}/let_go")
    await browser.send(f"{here}/block")
    assert (await standing()).blocking
    await browser.send(f"{here}/unblock", back="/local")
    assert browser.url.endswith("/local")
    assert not (await standing()).blocking
    await browser.open("/@berta/keep_away")
    await browser.send(f"{here}/mute", duration="1")
    assert browser.status == 400
    await browser.open("/@berta/keep_away")
    await browser.send(f"{here}/block", back="https://evil.example")
    assert "evil" not in browser.url


async def test_a_script_gets_the_ways_alone(a_moot: Moot) -> None:
    await people(a_moot)
    browser = await signed_in(a_moot)
    await browser.open("/@berta/keep_away", **{"HX-Request": "true"})
    assert browser.text.lstrip().startswith('<div id="ways"')
    assert (await browser.open("/@anna/keep_away")).status == 400
    assert (await browser.open("/@nobody/keep_away")).status == 404


async def test_a_whole_server_is_blocked(a_moot: Moot) -> None:
    anna, berta = await people(a_moot)
    farah = await from_elsewhere(a_moot)
    browser = await signed_in(a_moot)
    await browser.open("/@farah@else.example/keep_away")
    await browser.send(f"/accounts/{farah}/block_domain")
    listed = await relations.blocked_domains(await a_moot.ground.read(), anna.id, ALL)
    assert [item.domain for item in listed] == ["else.example"]
    await browser.send(f"/accounts/{farah}/unblock_domain")
    assert await relations.blocked_domains(await a_moot.ground.read(), anna.id, ALL) == []
    await browser.open("/@berta/keep_away")
    assert not browser.has_form(f"/accounts/{berta.id}/block_domain")


@BOTH
async def test_a_removed_post_says_by_which_rule_and_a_deleted_one_nothing(a_moot: Moot, language: str) -> None:
    anna, berta = await people(a_moot)
    rule_id = await a_rule(a_moot)
    said, gone = await a_moot.post(berta, "rude words"), await a_moot.post(berta, "second thoughts")
    await a_moot.call(
        "POST", "/api/v1/reports", anna, json={"account_id": str(berta.id), "status_ids": [said["id"]], "comment": "x7"}
    )
    await remove(a_moot, said["id"], Removal(rule_ids=[rule_id], text="between us"))
    await a_moot.ok("DELETE", f"/api/v1/statuses/{gone['id']}", berta)
    visitor = await browser_of(a_moot.http).open(f"/@berta/{said['id']}?lang={language}")
    assert visitor.status == 410
    assert ("Be kind" if language == "en" else "Sei freundlich") in visitor.text
    for word in ("rude", "x7", "anna", "mona", "between us", "/strikes"):
        assert word not in visitor.text
    assert (await visitor.open(f"/@berta/{gone['id']}")).status == 404
    never = (await browser_of(a_moot.http).open(f"/@berta/{a_moot.never()}?lang={language}")).text
    assert _bare(never) == _bare((await browser_of(a_moot.http).open(f"/@berta/{gone['id']}?lang={language}")).text)
    assert (await visitor.open(f"/@anna/{said['id']}")).url.endswith(f"/@berta/{said['id']}")
    author = await (await signed_in(a_moot, "berta")).open(f"/@berta/{said['id']}")
    assert (author.status, "/strikes" in author.text) == (410, True)


def _bare(page: str) -> str:
    """A page without what is of its address."""
    return re.sub(r"/\d+", "/ID", page.partition("<main")[2].partition("</main>")[0])


async def test_a_thread_shows_where_something_was_removed(a_moot: Moot) -> None:
    anna, berta = await people(a_moot)
    root = await a_moot.post(berta, "rude words")
    answer = await a_moot.post(anna, "why?", in_reply_to_id=root["id"])
    deeper = await a_moot.post(berta, "tell me", in_reply_to_id=answer["id"])
    browser = browser_of(a_moot.http)
    assert "was removed by" not in (await browser.open(f"/@anna/{answer['id']}")).text
    await remove(a_moot, root["id"], Removal("spam"))
    for name, post in (("anna", answer), ("berta", deeper)):
        await browser.open(f"/@{name}/{post['id']}")
        assert browser.text.count(f'href="/@berta/{root["id"]}"') == 1
        assert "was removed by" in browser.text


async def test_a_private_post_that_was_removed_is_nothing_to_others(a_moot: Moot) -> None:
    _, berta = await people(a_moot)
    said = await a_moot.post(berta, "among us", visibility="private")
    await remove(a_moot, said["id"], Removal("other"))
    path = f"/@berta/{said['id']}"
    assert (await browser_of(a_moot.http).open(path)).status == 404
    assert (await (await signed_in(a_moot)).open(path)).status == 404
    assert (await (await signed_in(a_moot, "berta")).open(path)).status == 410


async def test_staff_remove_a_post_from_its_menu(a_moot: Moot) -> None:
    _, berta = await people(a_moot)
    rule_id = await a_rule(a_moot)
    said = await a_moot.post(berta, "rude words")
    path = f"/posts/{said['id']}/remove"
    member = await signed_in(a_moot)
    assert path not in (await member.open(f"/@berta/{said['id']}")).text
    assert (await member.open(path)).status == 403
    mona = await signed_in(a_moot, "mona")
    assert path in (await mona.open(f"/@berta/{said['id']}")).text
    await mona.open(path)
    assert "rude words" in mona.text
    await mona.send(path, words="Not here", why="")
    assert (mona.status, "Not here</textarea>" in mona.text) == (422, True)
    await mona.send(path, why=str(rule_id), words="Not here")
    assert (mona.status, mona.url.endswith(f"/@berta/{said['id']}")) == (410, True)
    assert "Be kind" in mona.text
    [strike] = await moderation.strikes_of(await a_moot.ground.read(), berta.id, ALL)
    assert strike.text == "Not here"
    assert (await mona.open(path)).status == 404


async def test_a_private_post_is_removed_through_its_report_alone(a_moot: Moot) -> None:
    anna, berta = await people(a_moot)
    said = await a_moot.post(berta, "for @anna: rude", visibility="direct")
    fields: dict[str, Any] = {"account_id": str(berta.id), "status_ids": [said["id"]]}
    filed = await a_moot.ok("POST", "/api/v1/reports", anna, json=fields)
    mona = await signed_in(a_moot, "mona")
    path = f"/posts/{said['id']}/remove"
    assert (await mona.open(path)).status == 404
    assert (await mona.open(f"{path}?report={a_moot.never()}")).status == 404
    await mona.open(f"{path}?report={filed['id']}")
    assert "rude" in mona.text
    acts = await auth.acts(await a_moot.ground.read(), 2**63 - 1, 10)
    assert [act.target for act in acts if act.act == "look"] == [f"report:{filed['id']}"]
    await mona.send(path, why="other")
    assert mona.url.endswith("/@berta")
    assert [item.outcome for item in await reports_of(a_moot, anna)] == ["delete_statuses"]


@BOTH
async def test_strikes_say_why_and_take_one_appeal(a_moot: Moot, language: str) -> None:
    anna, berta = await people(a_moot)
    rule_id = await a_rule(a_moot)
    said = await a_moot.post(berta, "rude words")
    await a_moot.call("POST", "/api/v1/reports", anna, json={"account_id": str(berta.id), "status_ids": [said["id"]]})
    await remove(a_moot, said["id"], Removal(rule_ids=[rule_id], text="Mind\nyour tongue"))
    browser = await signed_in(a_moot, "berta")
    await browser.open(f"/strikes?lang={language}")
    for word in ("Be kind", "A post of yours") if language == "en" else ("Sei freundlich", "Ein Beitrag von dir"):
        assert word in browser.text
    assert "Mind\nyour tongue" in browser.text
    assert "anna" not in browser.text
    [strike] = await moderation.strikes_of(await a_moot.ground.read(), berta.id, ALL)
    await a_moot.run_jobs()
    notices = (await browser.open("/notifications")).text
    assert ("removed a post of yours" if language == "en" else "einen Beitrag von dir entfernt") in notices
    assert f"#s-{strike.id}" in notices
    assert 'href="/reports"' in (await browser.open("/menu")).text
    await browser.open("/strikes")
    action = f"/strikes/{strike.id}/appeal"
    await browser.send(action, text="y" * 2_001)
    assert (browser.status, "y" * 2_001 in browser.text) == (422, True)
    await browser.send(action, text="It was <i>irony</i>")
    assert "It was &lt;i&gt;irony" in browser.text
    assert not browser.has_form(action)
    stranger = await signed_in(a_moot)
    await stranger.open("/settings/mail")
    assert (await _posted(stranger, action)).status == 404


async def _posted(browser: Browser, path: str) -> Browser:
    """Send a form of the browser's own to a path that none of its pages names."""
    [csrf, *_] = [form["fields"]["csrf"] for form in browser._found_forms() if "csrf" in form["fields"]]
    return await browser.post(path, {"csrf": csrf, "text": "mine"})


async def test_staff_answer_appeals_but_not_their_own_decision(a_moot: Moot) -> None:
    _, berta = await people(a_moot)
    await a_moot.member("nora", role="moderator")
    [mona, _] = await auth.holders(await a_moot.ground.read(), "moderator")
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update local_user set password_hash = $1"), QUICK_HASHER.hash(PASSWORD))
        strike = await moderation.sanction(work, mona, berta.id, Sanction("silence", "Too loud", mail=False))
        await moderation.appeal(work, berta.id, strike.id, "I whispered")
    action = f"/appeals/{strike.id}"
    assert (await (await signed_in(a_moot, "berta")).open("/appeals")).status == 403
    first = await (await signed_in(a_moot, "mona")).open("/appeals")
    assert ("I whispered" in first.text, first.has_form(action)) == (True, False)
    second = await signed_in(a_moot, "nora")
    assert '<a href="/appeals"' in (await second.open("/local")).text
    await second.open("/appeals")
    assert "@mona" in second.text
    await second.send(action, answer="yes")
    assert "No appeal waits" in second.text
    assert '<a href="/appeals"' not in second.text
    author = await (await signed_in(a_moot, "berta")).open("/strikes")
    assert "They agreed with you." in author.text
    assert "nora" not in author.text


async def test_it_is_too_late_after_six_months(a_moot: Moot) -> None:
    _, berta = await people(a_moot)
    [mona] = await auth.holders(await a_moot.ground.read(), "moderator")
    async with a_moot.ground.work() as work:
        await moderation.sanction(work, mona, berta.id, Sanction("none", "Hm", mail=False))
    a_moot.clock.advance(200 * DAY)
    browser = await signed_in(a_moot, "berta")
    await browser.open("/strikes")
    assert "are over" in browser.text
    assert "/appeal" not in browser.text


@BOTH
async def test_about_tells_what_this_place_is(a_moot: Moot, language: str) -> None:
    await people(a_moot)
    await a_rule(a_moot)
    async with a_moot.ground.work() as work:
        await site.write_document(work, EXTENDED_DESCRIPTION, "We love trains.\n\n<script>")
        await site.change_settings(work, contact_email="care@example.org", title="Trainspotters")
        await policy.block_domain(work, "spam.example", DomainRule("suspend", public_comment="Advertising"))
    browser = await browser_of(a_moot.http).open(f"/about?lang={language}")
    assert browser.status == 200
    expected = ["<h1>Trainspotters", "We love trains.", "&lt;script&gt;", "@mona", "care@example.org", "spam.example"]
    expected += ["Be kind", "Moderator"] if language == "en" else ["Sei freundlich", "Moderation"]
    for words in expected:
        assert words in browser.text, words
    for path in ("/privacy-policy", "/terms"):
        assert f'href="{path}"' not in browser.text
        assert (await browser_of(a_moot.http).open(path)).status == 404


async def test_long_texts_and_older_terms(a_moot: Moot) -> None:
    async with a_moot.ground.work() as work:
        await site.write_document(work, PRIVACY_POLICY, "We keep nothing. See https://example.org/law")
        await site.publish_terms(work, "2020-01-01", "Old terms")
        await site.publish_terms(work, "2021-01-01", "Terms of now")
        await site.publish_terms(work, "2090-01-01", "Terms to come")
    browser = await browser_of(a_moot.http).open("/privacy-policy")
    assert 'href="https://example.org/law"' in browser.text
    await browser.open("/terms-of-service")
    assert "Terms of now" in browser.text
    assert "/terms/2090-01-01" in browser.text
    assert "Old terms" in (await browser.open("/terms/2020-01-01")).text
    assert "There is a newer version" in browser.text
    assert (await browser.open("/terms/2019-01-01")).status == 404
    about = await browser.open("/about")
    assert 'href="/terms"' in about.text
    assert 'href="/privacy-policy"' in about.text


async def test_the_real_figure_stands_on_the_page(a_moot: Moot) -> None:
    _, berta = await people(a_moot)
    [mona] = await auth.holders(await a_moot.ground.read(), "moderator")
    for number in range(5):
        by = await a_moot.member(f"reporter{number}")
        filed = await a_moot.ok("POST", "/api/v1/reports", by, json={"account_id": str(berta.id)})
        a_moot.clock.advance(3 * HOUR)
        async with a_moot.ground.work() as work:
            await moderation.resolve_report(work, mona, int(filed["id"]))
    assert "answered in 3 hours or less" in (await browser_of(a_moot.http).open("/about")).text
    assert "höchstens 3 Stunden" in (await browser_of(a_moot.http).open("/about?lang=de")).text
