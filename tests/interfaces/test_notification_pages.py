"""The pages of what a member was told: every kind says what happened, is read, put away, and kept from strangers."""

import html
import re
from typing import Any, NamedTuple

import pytest

from folkmoot.features import announcements, polls
from folkmoot.features.moderation import Strike, StrikeIssued, strike_store
from folkmoot.features.notifications import KINDS
from folkmoot.infra.clock import DAY, HOUR
from tests.support.browser import Browser
from tests.support.counting import counting
from tests.support.moot import Member, Moot
from tests.support.pressing import at_our_pages, press

HERE = "/notifications"


class Circle(NamedTuple):
    """Anna, her browser, and those around her."""

    anna: Member
    browser: Browser
    berta: Member
    carla: Member
    dora: Member


@pytest.fixture
async def circle(a_moot: Moot) -> Circle:
    anna, berta, carla, dora = [await a_moot.member(name) for name in ("anna", "berta", "carla", "dora")]
    return Circle(anna, await at_our_pages(a_moot, anna), berta, carla, dora)


def sentences(browser: Browser) -> list[str]:
    """What the notices of a page say, without the time."""
    found = re.findall(r'<p class="sentence">(.*?)<span class="when">', browser.text, re.DOTALL)
    return [
        " ".join(html.unescape(re.sub(r"<[^>]+>", "", each)).split()).removeprefix("New: ").removeprefix("Neu: ")
        for each in found
    ]


def keys(browser: Browser) -> list[str]:
    return re.findall(r'name="key" value="([^"]+)"', browser.text)


async def told(a_moot: Moot, browser: Browser, path: str = HERE) -> list[str]:
    await a_moot.run_jobs()
    return sentences(await browser.open(path))


async def test_who_did_the_same_stands_in_one_notice(a_moot: Moot, circle: Circle) -> None:
    sums = (
        "berta favourited your post",
        "carla and berta favourited your post",
        "dora, carla and 1 other favourited your post",
        "elif, dora and 2 others favourited your post",
    )
    post = await a_moot.post(circle.anna, "the first snowdrops")
    for number, by in enumerate((circle.berta, circle.carla, circle.dora, await a_moot.member("elif"))):
        await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/favourite", by)
        (said,) = await told(a_moot, circle.browser)
        assert said == sums[number]
    assert "the first snowdrops" in circle.browser.text
    assert sentences(await circle.browser.open(f"{HERE}?lang=de")) == [
        "elif, dora und 2 weitere haben deinen Beitrag favorisiert"
    ]


async def _strike(a_moot: Moot, member: Member, post_id: str, action: str = "none") -> int:
    async with a_moot.ground.work() as work:
        strike = Strike(work.new_id(), member.id, None, action, "Mind <b>rule</b> two.", [int(post_id)], [], work.now)
        await strike_store.insert(work.db, strike)
        work.announce(StrikeIssued(strike.id, member.id, mail=False))
    return strike.id


async def _everything(a_moot: Moot, anna: Member, berta: Member) -> None:
    """Let berta do everything of which a member is told."""
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", berta)
    await a_moot.ok("POST", f"/api/v1/accounts/{berta.id}/follow", anna, json={"notify": True})
    post = await a_moot.post(anna, "leeks")
    for act in ("favourite", "reblog"):
        await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/{act}", berta)
    await a_moot.post(berta, "@anna hello")
    mine = await a_moot.post(berta, "seen at the market")
    await a_moot.ok("POST", f"/api/v1/statuses/{mine['id']}/reblog", anna)
    await a_moot.post(anna, "look at that", quoted_status_id=mine["id"])
    await a_moot.post(berta, "more on leeks", quoted_status_id=post["id"])
    poll = {"options": ["soup", "tart"], "expires_in": 300}
    asked = await a_moot.post(berta, "What shall we cook?", poll=poll)
    await a_moot.ok("POST", f"/api/v1/polls/{asked['poll']['id']}/votes", anna, json={"choices": [0]})
    made = await a_moot.ok("POST", "/api/v1/collections", berta, json={"name": "Gardeners", "account_ids": [anna.id]})
    await a_moot.run_jobs()
    a_moot.clock.advance(HOUR)
    await polls.end_due(a_moot.ground)
    await a_moot.ok("PUT", f"/api/v1/statuses/{mine['id']}", berta, json={"status": "seen at the old market"})
    collection = made.get("collection", made)
    await a_moot.ok("PATCH", f"/api/v1/collections/{collection['id']}", berta, json={"name": "Good gardeners"})
    await _strike(a_moot, anna, post["id"])
    fenna = await a_moot.member("fenna")
    await a_moot.ok("POST", "/api/v1/reports", berta, json={"account_id": str(fenna.id), "comment": "leeks everywhere"})
    await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json={"locked": True})
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", fenna)


async def test_every_kind_says_what_happened(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna", role="owner"), await a_moot.member("berta")
    await _everything(a_moot, anna, berta)
    await a_moot.run_jobs()
    known = {item["type"] for item in await a_moot.ok("GET", "/api/v1/notifications?limit=80", anna)}
    browser = await at_our_pages(a_moot, anna)
    english, german = await told(a_moot, browser), await told(a_moot, browser, f"{HERE}?lang=de")
    assert known == set(KINDS)
    assert set(english) == {
        "berta follows you now", "berta posted something", "berta favourited your post", "berta boosted your post",
        "berta mentioned you", "berta quoted your post", "A poll by berta in which you voted has ended",
        "berta changed a post that you boosted or took part in", "berta changed a post that you quoted",
        "berta put you in a collection", "berta changed a collection that you are in",
        "The moderators sent you a warning", "berta reported fenna", "fenna and berta joined",
        "fenna asks to follow you",
    }  # fmt: skip
    assert len(german) == len(english)
    assert not set(german) & set(english)
    for words in ("Good gardeners", "leeks everywhere", "seen at the old market", "Mind &lt;b&gt;rule"):
        assert words in browser.text
    ids = re.findall(r'\bid="([^"]+)"', browser.text)
    assert len(ids) == len(set(ids)), "an id stands twice"


async def test_the_tabs_divide_what_was_said_from_what_was_done(a_moot: Moot, circle: Circle) -> None:
    post = await a_moot.post(circle.anna, "leeks")
    await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/favourite", circle.berta)
    await a_moot.post(circle.berta, "@anna hello")
    assert len(await told(a_moot, circle.browser)) == 2
    assert await told(a_moot, circle.browser, f"{HERE}?show=mentions") == ["berta mentioned you"]
    assert await told(a_moot, circle.browser, f"{HERE}?show=others") == ["berta favourited your post"]
    assert 'href="/notifications?show=others" aria-current="page"' in circle.browser.text


async def test_opening_changes_nothing_and_the_button_moves_the_marker_forward_only(
    a_moot: Moot, circle: Circle
) -> None:
    browser = circle.browser
    for _ in range(2):
        await a_moot.post(circle.berta, "@anna hello")
    await told(a_moot, browser)
    assert browser.text.count("notice of-mention unread") == 2
    assert await a_moot.ok("GET", "/api/v1/markers?timeline[]=notifications", circle.anna) == {}
    await browser.send(f"{HERE}/read")
    first, _ = await a_moot.ok("GET", "/api/v1/notifications", circle.anna)
    marker = await a_moot.ok("GET", "/api/v1/markers?timeline[]=notifications", circle.anna)
    assert marker["notifications"]["last_read_id"] == first["id"]
    assert "unread" not in browser.text
    assert not browser.has_form(f"{HERE}/read")
    await a_moot.post(circle.berta, "@anna one more")
    await told(a_moot, browser)
    assert browser.text.count("notice of-mention unread") == 1
    for older in ("1", "", "x"):
        await browser.open(HERE)
        await browser.send(f"{HERE}/read", up_to=older)
    assert await a_moot.ok("GET", "/api/v1/markers?timeline[]=notifications", circle.anna) == marker


async def test_one_is_put_away_and_then_all(a_moot: Moot, circle: Circle) -> None:
    browser = circle.browser
    post = await a_moot.post(circle.anna, "leeks")
    for by in (circle.berta, circle.carla):
        await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/favourite", by)
    await a_moot.post(circle.berta, "@anna hello")
    await told(a_moot, browser)
    (group,) = [key for key in keys(browser) if key.startswith("favourite")]
    for _ in range(2):
        await browser.open(HERE)
        csrf = re.findall(r'name="csrf" value="(\w+)"', browser.text)[0]
        await browser.post(f"{HERE}/dismiss", {"csrf": csrf, "key": group, "back": HERE})
        assert sentences(browser) == ["berta mentioned you"]
    await browser.open(f"{HERE}/clear")
    assert await a_moot.ok("GET", "/api/v1/notifications", circle.anna) != []
    await browser.send(f"{HERE}/clear")
    assert sentences(browser) == []
    assert "Nothing new" in browser.text
    assert await a_moot.ok("GET", "/api/v1/notifications", circle.anna) == []


async def test_pages_hold_twenty_and_lead_to_the_older_ones(a_moot: Moot, circle: Circle) -> None:
    for number in range(23):
        await a_moot.post(circle.berta, f"@anna number {number}")
    first = await told(a_moot, circle.browser)
    (further,) = re.findall(r'<a class="button second" href="([^"]+)" rel="next"', circle.browser.text)
    assert len(first) == 20
    second = await told(a_moot, circle.browser, html.unescape(further))
    assert len(second) == 3
    assert "number 2<" in circle.browser.text
    assert 'rel="next"' not in circle.browser.text
    assert not circle.browser.has_form(f"{HERE}/read")
    piece = await circle.browser.open(html.unescape(further), **{"HX-Request": "true"})
    assert piece.text.startswith('<ol class="notices"') or "<html" not in piece.text


async def test_the_number_of_queries_does_not_grow(a_moot: Moot, circle: Circle) -> None:
    async def some(much: int) -> None:
        post = await a_moot.post(circle.anna, "leeks")
        for _ in range(much):
            await a_moot.post(circle.berta, "@anna hello")
        for by in (circle.berta, circle.carla):
            await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/favourite", by)
        await a_moot.run_jobs()
        await circle.browser.open(HERE)

    async def cost() -> int:
        async with counting(a_moot.ground) as counter:
            await circle.browser.open(HERE)
        return counter.asked

    await some(1)
    few = await cost()
    await some(12)
    assert await cost() <= few


async def test_requests_are_answered_where_they_are_told(a_moot: Moot, circle: Circle) -> None:
    await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", circle.anna, json={"locked": True})
    for by in (circle.berta, circle.carla, circle.dora):
        await a_moot.ok("POST", f"/api/v1/accounts/{circle.anna.id}/follow", by)
    await told(a_moot, circle.browser)
    assert "3 people ask to follow you" in circle.browser.text
    await press(circle.browser, f"/follow_requests/{circle.berta.id}/accept")
    assert circle.browser.url.endswith(HERE)
    await circle.browser.open("/follow_requests")
    await press(circle.browser, f"/follow_requests/{circle.carla.id}/reject")
    assert circle.browser.url.endswith("/follow_requests")
    assert "@dora" in circle.browser.text
    assert "@carla" not in circle.browser.text
    followers = await a_moot.ok("GET", f"/api/v1/accounts/{circle.anna.id}/followers", circle.anna)
    assert [one["acct"] for one in followers] == ["berta"]
    await press(circle.browser, f"/follow_requests/{circle.dora.id}/accept")
    assert "Nobody is waiting" in circle.browser.text


async def test_a_warning_leads_to_what_was_decided(a_moot: Moot, circle: Circle) -> None:
    post = await a_moot.post(circle.anna, "leeks in the street")
    strikes = [await _strike(a_moot, circle.anna, post["id"], action) for action in ("silence", "delete_statuses")]
    assert sorted(await told(a_moot, circle.browser)) == [
        "The moderators limited your account", "The moderators removed a post of yours",
    ]  # fmt: skip
    ways = re.findall(r'href="(/strikes[^"]+)"', circle.browser.text)
    assert sorted(way.partition("#")[2] for way in ways) == sorted(f"s-{strike_id}" for strike_id in strikes)
    for way in ways:
        assert f'id="{way.partition("#")[2]}"' in (await circle.browser.open(html.unescape(way))).text


async def test_strangers_are_kept_aside_looked_at_and_let_in(a_moot: Moot, circle: Circle) -> None:
    browser = circle.browser
    await browser.open(f"{HERE}/policy")
    choice = {"for_not_following": "filter", "for_not_followers": "accept", "for_new_accounts": "accept"}
    await browser.send(f"{HERE}/policy", **choice, for_private_mentions="accept", for_limited_accounts="drop")
    assert "Saved." in browser.text
    policy = await a_moot.ok("GET", "/api/v2/notifications/policy", circle.anna)
    assert (policy["for_not_following"], policy["for_limited_accounts"]) == ("filter", "drop")
    for by in (circle.berta, circle.carla):
        await a_moot.post(by, f"@anna hello from {by.name}")
        await a_moot.run_jobs()
    assert await told(a_moot, browser) == []
    assert "2 strangers are kept aside" in browser.text
    await browser.open(f"{HERE}/requests")
    assert "hello from berta" in browser.text
    looks = re.findall(rf'href="({HERE}/requests/\d+)"', browser.text)
    await browser.open(looks[0])
    assert sentences(browser) == ["carla mentioned you"]
    await press(browser, f"{looks[0]}/accept")
    await press(browser, f"{looks[1]}/dismiss")
    assert "Nobody is kept aside" in browser.text
    assert await told(a_moot, browser) == ["carla mentioned you"]
    assert (await browser.open(looks[1])).status == 404


async def test_what_cannot_be_chosen_is_refused(a_moot: Moot, circle: Circle) -> None:
    await circle.browser.open(f"{HERE}/policy")
    await circle.browser.send(f"{HERE}/policy", for_not_following="shout")
    assert circle.browser.status == 400
    assert "Choose for each of them" in circle.browser.text


@pytest.mark.parametrize(
    "path", [HERE, f"{HERE}/requests", f"{HERE}/policy", "/follow_requests", "/announcements", "/conversations"]
)
async def test_they_are_for_members(a_moot: Moot, path: str) -> None:
    answer = await a_moot.http.get(path)
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/auth/sign_in")


async def test_what_is_not_to_be_seen_is_left_out(a_moot: Moot, circle: Circle) -> None:
    said = await a_moot.post(circle.berta, "@anna hello")
    await a_moot.post(circle.carla, "@anna hello too")
    await a_moot.ok("DELETE", f"/api/v1/statuses/{said['id']}", circle.berta)
    assert await told(a_moot, circle.browser) == ["carla mentioned you"]
    await a_moot.ok("POST", f"/api/v1/accounts/{circle.carla.id}/block", circle.anna)
    assert await told(a_moot, circle.browser) == []


async def _announced(a_moot: Moot, text: str, **when: Any) -> int:
    async with a_moot.ground.work() as work:
        return await announcements.publish(work, announcements.Words(text, **when))


async def test_announcements_stand_above_home_until_they_are_put_away(a_moot: Moot, circle: Circle) -> None:
    browser = circle.browser
    first = await _announced(a_moot, "Meeting <i>today</i> #news", ends_at=a_moot.clock() + DAY)
    await _announced(a_moot, "The disks are renewed")
    await browser.open("/home")
    assert browser.text.index("The disks are renewed") < browser.text.index("Meeting &lt;i&gt;today")
    assert 'href="/tags/news"' in browser.text
    await press(browser, f"/announcements/{first}/react", emoji="🌱")
    assert 'aria-label="🌱: 1"' in browser.text
    assert 'aria-pressed="true"' in browser.text
    await press(browser, f"/announcements/{first}/unreact", emoji="🌱")
    assert 'aria-label="🌱: 1"' not in browser.text
    await press(browser, f"/announcements/{first}/dismiss")
    assert "Meeting" not in browser.text
    assert "The disks are renewed" in browser.text
    await browser.open("/announcements")
    assert "Meeting" in browser.text
    await press(browser, f"/announcements/{first}/react", emoji="not one")
    assert browser.status == 400
    assert "no such reaction" in browser.text
    other = await (await at_our_pages(a_moot, circle.berta)).open("/home")
    assert "Meeting" in other.text
