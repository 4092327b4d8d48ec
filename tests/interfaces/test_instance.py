"""What the community says of itself."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from folkmoot.features import posts, site
from folkmoot.infra.clock import DAY
from folkmoot.infra.config import Config, Site
from tests.conformance.entities import check
from tests.conformance.operations import CORE, operation
from tests.support.moot import BASE, Moot, moot

ABOUT = [op for op in CORE if op.path.startswith("/api/v1/instance/") and "terms" not in op.path]


async def test_instance_v2(a_moot: Moot) -> None:
    body = await a_moot.ok("GET", "/api/v2/instance")
    assert check(body, "Instance") == []
    assert (body["domain"], body["title"], body["rules"]) == ("moot.test", "Folkmoot", [])
    assert body["contact"] == {"email": "", "account": None}
    assert body["version"].startswith("4.")
    assert "Folkmoot" in body["version"]
    limits = body["configuration"]
    assert limits["statuses"]["max_characters"] == posts.TEXT_LIMIT
    assert limits["media_attachments"]["image_size_limit"] == a_moot.ground.config.media.image_bytes
    assert limits["urls"]["streaming"] == "ws://moot.test"
    assert (limits["urls"]["privacy_policy"], limits["urls"]["terms_of_service"]) == (None, None)
    assert body["registrations"]["enabled"] is True
    assert body["registrations"]["approval_required"] is False


async def test_a_slash_at_the_end_says_nothing(a_moot: Moot) -> None:
    for path in ("/api/v1/instance", "/api/v2/instance", "/api/v1/instance/rules"):
        assert await a_moot.ok("GET", path + "/") == await a_moot.ok("GET", path)


async def test_every_announced_number_holds(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    limits = (await a_moot.ok("GET", "/api/v2/instance"))["configuration"]
    people = limits["accounts"]
    edges: list[tuple[Any, Any]] = [
        (
            {"display_name": "x" * people["max_display_name_length"]},
            {"display_name": "x" * (people["max_display_name_length"] + 1)},
        ),
        ({"note": "x" * people["max_note_length"]}, {"note": "x" * (people["max_note_length"] + 1)}),
        (
            {"fields_attributes": [{"name": "x" * people["profile_field_name_limit"]}] * people["max_profile_fields"]},
            {"fields_attributes": [{"name": "x"}] * (people["max_profile_fields"] + 1)},
        ),
    ]
    for good, bad in edges:
        assert (await a_moot.call("PATCH", "/api/v1/accounts/update_credentials", anna, json=good)).status_code == 200
        assert (await a_moot.call("PATCH", "/api/v1/accounts/update_credentials", anna, json=bad)).status_code == 422
    most = limits["statuses"]["max_characters"]
    link = "https://example.org/" + "x" * 200
    good_text = link + " " + "y" * (most - limits["statuses"]["characters_reserved_per_url"] - 1)
    await a_moot.post(anna, good_text)
    assert (await a_moot.call("POST", "/api/v1/statuses", anna, json={"status": good_text + "y"})).status_code == 422


async def test_instance_v1(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    await a_moot.post(anna, "one")
    await a_moot.post(anna, "two")
    body = await a_moot.ok("GET", "/api/v1/instance")
    assert check(body, "V1::Instance") == []
    assert (body["uri"], body["registrations"], body["approval_required"]) == ("moot.test", True, False)
    assert body["stats"] == {"user_count": 1, "status_count": 2, "domain_count": 0}


async def test_the_owner_is_the_contact(a_moot: Moot) -> None:
    await a_moot.member("warden", role="moderator")
    owner = await a_moot.member("olga", role="owner")
    await a_moot.member("second", role="owner")
    body = await a_moot.ok("GET", "/api/v2/instance")
    assert check(body, "Instance") == []
    assert body["contact"]["account"]["id"] == str(owner.id)
    assert (await a_moot.ok("GET", "/api/v1/instance"))["contact_account"]["id"] == str(owner.id)


async def test_settings_replace_the_configuration(a_moot: Moot) -> None:
    async with a_moot.ground.work() as work:
        await site.change_settings(work, title="Plum Village", contact_email="hello@moot.test")
        await site.write_document(work, site.PRIVACY_POLICY, "We keep little.")
        await site.publish_terms(work, "2020-01-01", "Be kind.")
    body = await a_moot.ok("GET", "/api/v2/instance")
    assert check(body, "Instance") == []
    assert (body["title"], body["contact"]["email"]) == ("Plum Village", "hello@moot.test")
    assert body["description"] == Config().site.description
    assert body["configuration"]["urls"]["privacy_policy"] == f"{BASE}/privacy-policy"
    assert body["configuration"]["urls"]["terms_of_service"] == f"{BASE}/terms-of-service"


@pytest.mark.parametrize(
    ("mode", "enabled", "approval"),
    [("open", True, False), ("approval", True, True), ("invitation", False, False), ("closed", False, False)],
)
async def test_registrations(tmp_path: Path, sqlite_template: Path, mode: Any, enabled: bool, approval: bool) -> None:
    shutil.copy(sqlite_template, tmp_path / "folkmoot.db")
    async with moot(
        tmp_path, f"sqlite:///{tmp_path / 'folkmoot.db'}", site=Site(url="https://moot.test", registrations=mode)
    ) as running:
        body = await running.ok("GET", "/api/v2/instance")
        assert check(body, "Instance") == []
        registrations = body["registrations"]
        assert (registrations["enabled"], registrations["approval_required"]) == (enabled, approval)
        assert body["configuration"]["urls"]["streaming"] == "wss://moot.test"


async def test_everything_about_an_empty_community(a_moot: Moot) -> None:
    assert len(ABOUT) == 5
    for op in ABOUT:
        assert op.answer is not None
        assert check(await a_moot.ok("GET", op.path), op.answer) == [], op.path


async def test_no_blocks_and_no_translations(a_moot: Moot) -> None:
    assert await a_moot.ok("GET", "/api/v1/instance/domain_blocks") == []
    assert await a_moot.ok("GET", "/api/v1/instance/translation_languages") == {}
    assert await a_moot.ok("GET", "/api/v1/instance/peers") == []


async def test_rules_with_translations(a_moot: Moot) -> None:
    async with a_moot.ground.work() as work:
        first = await site.add_rule(work, site.RuleText("Be kind", "Nobody here is a stranger."))
        second = await site.add_rule(work, site.RuleText("No spam"))
        await site.translate_rule(work, first.id, "de", site.RuleText("Sei freundlich"))
    rules = await a_moot.ok("GET", "/api/v1/instance/rules")
    assert [problem for rule in rules for problem in check(rule, "Rule")] == []
    assert [rule["text"] for rule in rules] == ["Be kind", "No spam"]
    assert rules[0]["translations"] == {"de": {"text": "Sei freundlich", "hint": ""}}
    async with a_moot.ground.work() as work:
        await site.remove_rule(work, second.id)
    assert (await a_moot.ok("GET", "/api/v2/instance"))["rules"] == rules[:1]


async def test_custom_emojis(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    before = await a_moot.post(anna, "I :love: it")
    assert before["emojis"] == []
    async with a_moot.ground.work() as work:
        await site.add_emoji(work, site.Emoji("love", "l.png", "l.png", "hearts", visible=True))
        await site.add_emoji(work, site.Emoji("anger", "a.gif", "a.png", "", visible=False))
    body = await a_moot.ok("GET", "/api/v1/custom_emojis")
    assert [problem for item in body for problem in check(item, "CustomEmoji")] == []
    assert [(item["shortcode"], item["category"], item["visible_in_picker"]) for item in body] == [
        ("anger", None, False), ("love", "hearts", True),
    ]  # fmt: skip
    after = await a_moot.ok("GET", f"/api/v1/statuses/{before['id']}")
    assert [item["static_url"] for item in after["emojis"]] == [f"{BASE}/media/l.png"]
    async with a_moot.ground.work() as work:
        removed = await site.remove_emoji(work, "love")
    assert removed.objects == ["l.png"]
    assert (await a_moot.ok("GET", f"/api/v1/statuses/{before['id']}"))["emojis"] == []


async def test_long_texts(a_moot: Moot) -> None:
    async with a_moot.ground.work() as work:
        await site.write_document(work, site.EXTENDED_DESCRIPTION, "Who we are\n\n<script>x</script>")
        await site.write_document(work, site.PRIVACY_POLICY, "We keep little.")
    described = await a_moot.ok("GET", "/api/v1/instance/extended_description")
    assert check(described, "ExtendedDescription") == []
    assert described["content"] == "<p>Who we are</p><p>&lt;script&gt;x&lt;/script&gt;</p>"
    policy = await a_moot.ok("GET", "/api/v1/instance/privacy_policy")
    assert check(policy, "PrivacyPolicy") == []
    assert policy["content"] == "<p>We keep little.</p>"


async def test_terms_of_service(a_moot: Moot) -> None:
    path = "/api/v1/instance/terms_of_service"
    assert (await a_moot.call("GET", path)).status_code == 404
    async with a_moot.ground.work() as work:
        await site.publish_terms(work, "2999-01-01", "later")
    coming = await a_moot.ok("GET", path)
    assert check(coming, operation("GET", path).answer or "") == []
    assert (coming["effective"], coming["succeeded_by"]) == (False, None)
    async with a_moot.ground.work() as work:
        await site.publish_terms(work, "2020-01-01", "first")
        await site.publish_terms(work, "2021-01-01", "second")
    now = await a_moot.ok("GET", path)
    assert (now["effective_date"], now["effective"], now["succeeded_by"]) == ("2021-01-01", True, "2999-01-01")
    old = await a_moot.ok("GET", f"{path}/2020-01-01")
    assert check(old, "TermsOfService") == []
    assert (old["content"], old["succeeded_by"]) == ("<p>first</p>", "2021-01-01")
    for missing in ("2022-01-01", "yesterday"):
        assert (await a_moot.call("GET", f"{path}/{missing}")).status_code == 404


async def test_activity_counts_what_happened(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    await a_moot.member("berta")
    await a_moot.post(anna, "one")
    await a_moot.post(anna, "two", visibility="unlisted")
    await a_moot.post(anna, "hidden", visibility="private")
    weeks = await a_moot.ok("GET", "/api/v1/instance/activity")
    assert check(weeks, operation("GET", "/api/v1/instance/activity").answer or "") == []
    assert len(weeks) == 12
    assert {key: weeks[0][key] for key in ("statuses", "logins", "registrations")} == {
        "statuses": "2", "logins": "2", "registrations": "2",
    }  # fmt: skip
    starts = [int(week["week"]) for week in weeks]
    assert all(start % 86_400 == 0 and (start // 86_400) % 7 == 4 for start in starts)  # Mondays
    assert starts == [starts[0] - number * 7 * 86_400 for number in range(12)]
    assert (await a_moot.ok("GET", "/api/v2/instance"))["usage"]["users"]["active_month"] == 2
    a_moot.clock.advance(7 * DAY)
    later = await a_moot.ok("GET", "/api/v1/instance/activity")
    assert (later[0]["statuses"], later[1]) == ("0", weeks[0])
    a_moot.clock.advance(28 * DAY)
    assert (await a_moot.ok("GET", "/api/v2/instance"))["usage"]["users"]["active_month"] == 0
