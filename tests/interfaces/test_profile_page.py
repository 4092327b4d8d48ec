"""The pages about people and tags, without JavaScript: profiles, who follows whom, what members may do about them."""

import re
from html import unescape
from typing import Any

import pytest
from PIL import Image

from folkmoot.features import accounts, posts, relations, showcase
from folkmoot.features.accounts import Restriction
from folkmoot.infra.config import LimitsSettings
from folkmoot.infra.db import Sql
from tests.support.browser import Browser, browser_of
from tests.support.counting import counting
from tests.support.moot import Member, Moot, moot
from tests.support.signing import PASSWORD, QUICK_HASHER, signed_in
from tests.support.ties import block, follow

SCRIPT = {"HX-Request": "true"}


async def people(a_moot: Moot, *names: str, **options: Any) -> list[Member]:
    """Let members in, who have a password and a token."""
    found = [await a_moot.member(name, **options) for name in names]
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update local_user set password_hash = $1"), QUICK_HASHER.hash(PASSWORD))
    return found


async def seen(a_moot: Moot, path: str) -> Browser:
    """What a visitor sees."""
    return await browser_of(a_moot.http).open(path)


def actions(browser: Browser) -> list[str]:
    """Where the buttons of a page lead to that belong to its form for acts."""
    return re.findall(r'<button form="acts" formaction="([^"]+)"', browser.text)


async def press(browser: Browser, action: str, **fields: str) -> Browser:
    """Press a button of the form for acts."""
    assert action in actions(browser)
    (form,) = [each for each in browser._found_forms() if each["fields"].get("back")]
    return await browser.post(action, {**form["fields"], **fields})


async def impose(a_moot: Moot, member: Member, restriction: Restriction) -> None:
    async with a_moot.ground.work() as work:
        await accounts.impose(work, member.id, restriction)
        await posts.author_changed(work, member.id)


async def test_a_profile_shows_who_somebody_is(a_moot: Moot) -> None:
    (anna,) = await people(a_moot, "anna")
    wishes = {
        "display_name": "Anna <b>",
        "note": "I write about #bread, see @anna",
        "bot": True,
        "locked": True,
    }
    await a_moot.ok("PATCH", "/api/v1/profile", anna, json=wishes)
    async with a_moot.ground.work() as work:
        proven = '[{"name":"Home","value":"https://anna.example/me","verified_at":1700000000000}]'
        await work.db.run(Sql("update account set fields = $1 where id = $2"), proven, anna.id)
        work.touch("account", anna.id)
    page = await seen(a_moot, "/@anna")
    assert page.status == 200
    assert "<h1><bdi>Anna &lt;b&gt;</bdi></h1>" in page.text
    assert '<a href="/tags/bread"' in page.text
    assert "@anna<span>@moot.test</span>" in page.text
    assert "Automated" in page.text
    assert "Approves its followers" in page.text
    assert "This link was verified on 14 Nov 2023" in page.text
    assert 'rel="me nofollow noopener noreferrer"' in page.text
    assert "<b>0</b> posts" in page.text
    assert '<a class="button main" href="/auth/sign_in?next=/@anna"' in page.text
    assert "<script>" not in page.text
    german = await browser_of(a_moot.http).open("/@anna?lang=de")
    assert "Dieser Link wurde am 14 Nov. 2023 bestätigt" in german.text


async def test_there_is_one_address_of_a_profile(a_moot: Moot) -> None:
    await people(a_moot, "anna")
    for path in ("/@ANNA", "/@anna@moot.test", "/@Anna/followers", "/@ANNA/media", "/@Anna/featured"):
        answer = await a_moot.http.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"] == re.sub("(?i)@anna(@moot.test)?", "@anna", path)
    nowhere = ("/@nobody", "/@anna@else.example", "/@nobody/followers", "/@nobody.rss", "/@%00", "/@", "/@anna/nothing")
    for path in nowhere:
        assert (await a_moot.http.get(path)).status_code in {400, 404}, path


async def test_who_has_not_confirmed_is_not_there_yet(a_moot: Moot) -> None:
    (anna,) = await people(a_moot, "anna")
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update local_user set confirmed_at = null where account_id = $1"), anna.id)
    assert (await seen(a_moot, "/@anna")).status == 404


async def test_tabs_show_what_they_say(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    first = await a_moot.post(anna, "the oldest, pinned")
    await a_moot.ok("POST", f"/api/v1/statuses/{first['id']}/pin", anna)
    told = await a_moot.post(berta, "said by berta")
    await a_moot.ok("POST", f"/api/v1/statuses/{told['id']}/reblog", anna)
    await a_moot.post(anna, "an answer", in_reply_to_id=told["id"])
    await a_moot.post(anna, "for followers", visibility="private")
    page = await seen(a_moot, "/@anna")
    assert [text in page.text for text in ("pinned", "said by berta", "an answer", "for followers")] == [1, 1, 0, 0]
    assert page.text.count("the oldest, pinned") == 1
    assert page.text.index("the oldest, pinned") < page.text.index("said by berta")
    page = await seen(a_moot, "/@anna/with_replies")
    assert [text in page.text for text in ("pinned", "said by berta", "an answer", "for followers")] == [1, 0, 1, 0]
    await follow(a_moot, berta, anna)
    assert "for followers" in (await (await signed_in(a_moot, "berta")).open("/@anna")).text


async def test_older_posts_stand_on_further_pages(a_moot: Moot) -> None:
    (anna,) = await people(a_moot, "anna")
    for number in range(23):
        await a_moot.post(anna, f"number {number:02}")
    page = await seen(a_moot, "/@anna")
    assert page.text.count("<article") == 20
    (older,) = re.findall(r'href="([^"]+)" rel="next"', page.text)
    piece = await browser_of(a_moot.http).open(unescape(older), **SCRIPT)
    assert piece.text.count("<article") == 3
    assert "<html" not in piece.text
    assert "number 00" in piece.text
    page = await seen(a_moot, unescape(older))
    assert page.text.count("<article") == 3
    assert 'rel="next"' not in page.text


async def test_media_stand_in_a_grid(a_moot: Moot, tmp_path: Any) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "p.png")
    picture = (tmp_path / "p.png").read_bytes()

    async def publish(text: str, **fields: Any) -> None:
        made = await a_moot.ok(
            "POST", "/api/v2/media", anna, files={"file": ("p.png", picture, "image/png")}, data={"description": text}
        )
        await a_moot.post(anna, text, media_ids=[made["id"]], **fields)

    said = await a_moot.post(berta, "look?")
    await publish("a harbour")
    await publish("a spider", sensitive=True)
    await publish("an answer", in_reply_to_id=said["id"])
    await a_moot.post(anna, "without")
    page = await seen(a_moot, "/@anna/media")
    assert re.findall(r'<img src="/media/[^"]+" alt="([^"]+)"', page.text) == ["an answer", "a harbour"]
    assert page.text.count("Sensitive media") == 1
    assert "a spider" not in page.text
    await a_moot.ok("PATCH", "/api/v1/profile", anna, json={"show_media_replies": False})
    assert "an answer" not in (await seen(a_moot, "/@anna/media")).text
    await a_moot.ok("PATCH", "/api/v1/profile", anna, json={"show_media": False})
    assert (await a_moot.http.get("/@anna/media")).headers["location"] == "/@anna"
    assert "/@anna/media" not in (await seen(a_moot, "/@anna")).text


async def test_following_and_what_one_wants_of_somebody(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    browser = await (await signed_in(a_moot, "anna")).open("/@berta")
    await press(browser, f"/accounts/{berta.id}/follow")
    assert browser.url == "http://moot.test/@berta"
    turns = {"notify": "hush", "hush": "notify", "hide_boosts": "show_boosts", "endorse": "unendorse"}
    for act, there in turns.items():
        await press(browser, f"/accounts/{berta.id}/{act}")
        assert f"/accounts/{berta.id}/{there}" in actions(browser)
    await browser.open(f"/accounts/{berta.id}/languages")
    await browser.post(f"/accounts/{berta.id}/languages", {**browser._found_forms()[-1]["fields"], "language": "de"})
    db = a_moot.ground.db.reader
    (tie,) = await relations.between(db, anna.id, [berta.id], a_moot.clock())
    assert (tie.following, tie.notifying, tie.show_reblogs, tie.endorsed) == (True, False, False, True)
    assert tie.languages == ["de"]
    await browser.open("/@berta")
    await press(browser, f"/accounts/{berta.id}/notify")
    assert (await relations.between(db, anna.id, [berta.id], a_moot.clock()))[0].languages == ["de"]
    await press(browser, f"/accounts/{berta.id}/unfollow")
    assert f"/accounts/{berta.id}/follow" in actions(browser)
    assert not (await relations.between(db, anna.id, [berta.id], a_moot.clock()))[0].following


async def test_a_request_is_made_and_taken_back(a_moot: Moot) -> None:
    await people(a_moot, "anna")
    (berta,) = await people(a_moot, "berta", locked=True)
    browser = await (await signed_in(a_moot, "anna")).open("/@berta")
    assert "Ask to follow" in browser.text
    await press(browser, f"/accounts/{berta.id}/follow")
    assert "asked to follow" in browser.text
    await press(browser, f"/accounts/{berta.id}/unfollow")
    assert "asked to follow" not in browser.text


async def test_what_cannot_be_undone_is_asked_first(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    await follow(a_moot, anna, berta)
    await follow(a_moot, berta, anna)
    async with a_moot.ground.work() as work:
        await accounts.edit_profile(work, berta.id, accounts.ProfileChange(locked=True))
    browser = await (await signed_in(a_moot, "anna")).open("/@berta")
    assert "follows you" in browser.text
    assert f"/accounts/{berta.id}/unfollow" not in actions(browser)
    for act in ("remove_follower", "unfollow"):
        await browser.open("/@berta")
        assert f'href="/accounts/{berta.id}/{act}"' in browser.text
        await browser.open(f"/accounts/{berta.id}/{act}")
        await browser.send(f"/accounts/{berta.id}/{act}")
        assert browser.url == "http://moot.test/@berta"
    (tie,) = await relations.between(a_moot.ground.db.reader, anna.id, [berta.id], a_moot.clock())
    assert (tie.following, tie.followed_by) == (False, False)


async def test_a_script_gets_the_piece_it_names(a_moot: Moot) -> None:
    _, berta = await people(a_moot, "anna", "berta")
    browser = await (await signed_in(a_moot, "anna")).open("/@berta")
    (csrf, *_) = re.findall(r'name="csrf" value="(\w+)"', browser.text)
    for piece, expected in (("panel", 'data-piece="panel"'), ("button", 'data-piece="button"')):
        answer = await browser._http.post(
            f"/accounts/{berta.id}/follow", data={"csrf": csrf, "piece": piece}, headers=SCRIPT
        )
        assert answer.status_code == 200
        assert answer.text.strip().startswith(("<div", "<span"))
        assert expected in answer.text
    answer = await browser._http.post("/tags/bread/follow", data={"csrf": csrf, "piece": "tag"}, headers=SCRIPT)
    assert 'formaction="/tags/bread/unfollow"' in answer.text


async def test_a_note_is_for_oneself_alone(a_moot: Moot) -> None:
    _, berta, _ = await people(a_moot, "anna", "berta", "carla")
    browser = await (await signed_in(a_moot, "anna")).open("/@berta")
    await browser.send(f"/accounts/{berta.id}/note", comment="met at <the> fair")
    assert "met at &lt;the&gt; fair</textarea>" in browser.text
    for name in ("berta", "carla"):
        assert "the&gt; fair" not in (await (await signed_in(a_moot, name)).open("/@berta")).text
    assert "the&gt; fair" not in (await seen(a_moot, "/@berta")).text
    await browser.send(f"/accounts/{berta.id}/note", comment="x" * 2_001)
    assert browser.status == 400


async def test_acts_are_refused_where_they_must_be(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    browser = await (await signed_in(a_moot, "anna")).open("/@berta")
    (csrf, *_) = re.findall(r'name="csrf" value="(\w+)"', browser.text)
    assert (await browser.post(f"/accounts/{berta.id}/follow", {"csrf": "0" * 128})).status == 403
    assert (await browser.post(f"/accounts/{a_moot.never()}/follow", {"csrf": csrf})).status == 404
    assert (await browser.post(f"/accounts/{anna.id}/follow", {"csrf": csrf})).status == 403
    assert (await browser.post(f"/accounts/{berta.id}/endorse", {"csrf": csrf})).status == 400
    assert (await browser.post("/tags/!/follow", {"csrf": csrf})).status == 404
    stranger = await seen(a_moot, "/@berta")
    assert actions(stranger) == []
    assert (await stranger.post(f"/accounts/{berta.id}/follow", {})).status == 403
    await block(a_moot, berta, anna)
    assert (await browser.post(f"/accounts/{berta.id}/follow", {"csrf": csrf})).status == 403
    page = await browser.open("/@berta")
    assert "The posts of this account are not shown to you." in page.text


async def test_acts_count_against_the_limit_of_the_member(tmp_path: Any, database_url: str) -> None:
    async with moot(tmp_path, database_url, limits=LimitsSettings(enabled=True, per_account=2)) as running:
        _, berta = await people(running, "anna", "berta")
        browser = await (await signed_in(running, "anna")).open("/@berta")
        (csrf, *_) = re.findall(r'name="csrf" value="(\w+)"', browser.text)
        statuses = [(await browser.post(f"/accounts/{berta.id}/follow", {"csrf": csrf})).status for _ in range(3)]
    assert statuses == [200, 200, 429]


async def test_ones_own_profile_leads_to_its_settings(a_moot: Moot) -> None:
    await people(a_moot, "anna")
    page = await (await signed_in(a_moot, "anna")).open("/@anna")
    assert 'href="/settings/profile"' in page.text
    assert "/follow" not in " ".join(actions(page))


async def test_those_who_are_gone_limited_or_moved(a_moot: Moot) -> None:
    anna, berta, *_ = await people(a_moot, "anna", "berta", "carla", "dora")
    await a_moot.ok("PATCH", "/api/v1/profile", anna, json={"note": "my secret note"})
    await a_moot.post(anna, "said before")
    await impose(a_moot, anna, Restriction.SILENCED)
    page = await seen(a_moot, "/@anna")
    assert "have limited this account" in page.text
    assert "said before" not in page.text
    assert "said before" in (await seen(a_moot, "/@anna?anyway=1")).text
    await follow(a_moot, berta, anna)
    assert "said before" in (await (await signed_in(a_moot, "berta")).open("/@anna")).text
    async with a_moot.ground.work() as work:
        await accounts.redirect(work, anna.id, berta.id)
    page = await (await signed_in(a_moot, "carla")).open("/@anna")
    assert 'href="/@berta"' in page.text
    assert "has moved" in page.text
    assert f"/accounts/{anna.id}/follow" not in actions(page)
    await impose(a_moot, anna, Restriction.SUSPENDED)
    for tab in ("", "/with_replies", "/media", "/featured"):
        page = await seen(a_moot, f"/@anna{tab}")
        assert page.status == 410
        assert "closed or suspended" in page.text
        assert "said before" not in page.text
        assert "my secret note" not in page.text
    assert (await seen(a_moot, "/@anna.rss")).status == 404


async def test_whom_i_block_is_not_shown_at_once(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    await a_moot.post(berta, "still talking")
    await block(a_moot, anna, berta)
    browser = await (await signed_in(a_moot, "anna")).open("/@berta")
    assert "You block this account." in browser.text
    assert "still talking" not in browser.text
    assert "still talking" in (await browser.open("/@berta?anyway=1")).text


async def test_followers_and_followed_are_listed(a_moot: Moot) -> None:
    anna, berta, carla = await people(a_moot, "anna", "berta", "carla")
    await a_moot.ok("PATCH", "/api/v1/profile", berta, json={"note": "bakes bread"})
    await follow(a_moot, berta, anna)
    await follow(a_moot, carla, anna)
    page = await seen(a_moot, "/@anna/followers")
    assert "<h1>Who follows anna</h1>" in page.text
    assert re.findall(r'class="who" href="/@(\w+)"', page.text) == ["carla", "berta"]
    assert "bakes bread" in page.text
    assert "<h1>Whom berta follows</h1>" in (await seen(a_moot, "/@berta/following")).text
    browser = await (await signed_in(a_moot, "berta")).open("/@anna/followers")
    await press(browser, f"/accounts/{carla.id}/follow")
    assert browser.url == "http://moot.test/@anna/followers"
    assert f"/accounts/{carla.id}/unfollow" in actions(browser)
    assert f"/accounts/{berta.id}/" not in " ".join(actions(browser))
    await a_moot.ok("PATCH", "/api/v1/profile", anna, json={"hide_collections": True})
    assert "This is not shown to others." in (await browser.open("/@anna/followers")).text
    assert 'href="/@carla"' not in browser.text
    assert 'href="/@carla"' in (await (await signed_in(a_moot, "anna")).open("/@anna/followers")).text


async def test_long_lists_of_people_have_pages(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.interfaces.web.reading.network.PAGE", 2)
    anna, *others = await people(a_moot, "anna", "berta", "carla", "dora")
    for other in others:
        await follow(a_moot, other, anna)
    page = await seen(a_moot, "/@anna/followers")
    (more,) = re.findall(r'href="([^"]+)" rel="next"', page.text)
    piece = await browser_of(a_moot.http).open(unescape(more), **SCRIPT)
    assert re.findall(r'class="who" href="/@(\w+)"', piece.text) == ["berta"]
    assert "<html" not in piece.text


async def test_what_somebody_recommends(a_moot: Moot) -> None:
    anna, berta, carla = await people(a_moot, "anna", "berta", "carla")
    assert "No recommendations yet." in (await seen(a_moot, "/@anna/featured")).text
    await follow(a_moot, anna, berta)
    async with a_moot.ground.work() as work:
        await relations.endorse(work, anna.id, berta.id)
        await showcase.feature_tag(work, anna.id, "bread")
        for member in (berta, carla):
            await accounts.edit_profile(work, member.id, accounts.ProfileChange(discoverable=True))
    body = {"name": "Good bakers", "account_ids": [str(carla.id)]}
    made = await a_moot.ok("POST", "/api/v1/collections", anna, json=body)
    page = await seen(a_moot, "/@anna/featured")
    assert f'href="/collections/{made["collection"]["id"]}"' in page.text
    assert "Good bakers" in page.text
    assert 'class="who" href="/@berta"' in page.text
    assert '<a href="/tags/bread">#bread' in page.text
    await a_moot.ok("PATCH", "/api/v1/profile", anna, json={"show_featured": False})
    assert (await a_moot.http.get("/@anna/featured")).headers["location"] == "/@anna"


async def test_a_tag_is_followed_and_shown_on_ones_profile(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    await a_moot.post(berta, "oven-warm #Bread")
    await a_moot.post(berta, "hushed #bread", visibility="unlisted")
    browser = await (await signed_in(a_moot, "anna")).open("/tags/BREAD")
    assert browser.url == "http://moot.test/tags/bread"
    assert "oven-warm" in browser.text
    assert "hushed" not in browser.text
    assert "<b>1</b> post in seven days" in browser.text
    assert browser.text.count("<rect") == 7
    turns = {"follow": "unfollow", "feature": "unfeature", "unfollow": "follow", "unfeature": "feature"}
    for act, there in turns.items():
        await press(browser, f"/tags/bread/{act}")
        assert browser.url == "http://moot.test/tags/bread"
        assert f"/tags/bread/{there}" in actions(browser)
    await block(a_moot, anna, berta)
    assert "oven-warm" not in (await browser.open("/tags/bread")).text
    assert (await seen(a_moot, "/tags/a b")).status == 404
    assert (await seen(a_moot, "/tags/b%C3%A4ckerei")).status == 200


async def test_a_page_of_a_tag_is_full_whomever_one_shuns(a_moot: Moot) -> None:
    anna, berta, carla = await people(a_moot, "anna", "berta", "carla")
    await a_moot.post(carla, "the one #bread")
    for number in range(25):
        await a_moot.post(berta, f"{number} #bread")
    await block(a_moot, anna, berta)
    assert "the one" in (await (await signed_in(a_moot, "anna")).open("/tags/bread")).text


async def test_engines_and_other_sites_are_told_what_members_wish(a_moot: Moot) -> None:
    (anna,) = await people(a_moot, "anna")
    noindex = '<meta name="robots" content="noindex">'
    await a_moot.ok("PATCH", "/api/v1/profile", anna, json={"note": 'says "hello"', "discoverable": True})
    assert noindex in (await seen(a_moot, "/@anna")).text
    await a_moot.ok("PATCH", "/api/v1/profile", anna, json={"indexable": True})
    page = (await seen(a_moot, "/@anna/with_replies")).text
    assert noindex not in page
    for line in (
        '<link rel="canonical" href="http://moot.test/@anna">',
        '<link rel="alternate" type="application/rss+xml" title="RSS" href="http://moot.test/@anna.rss">',
        '<meta property="og:title" content="anna (@anna@moot.test)">',
        '<meta property="og:description" content="says &#34;hello&#34;">',
        '<meta property="og:image" content="http://moot.test/static/',
        '<meta property="profile:username" content="anna@moot.test">',
    ):
        assert line in page
    await impose(a_moot, anna, Restriction.SILENCED)
    assert noindex in (await seen(a_moot, "/@anna")).text
    assert noindex in (await seen(a_moot, "/tags/bread")).text


async def test_people_of_other_servers_have_pages_too(a_moot: Moot) -> None:
    (rita,) = await people(a_moot, "rita")
    await a_moot.post(rita, "from afar")
    async with a_moot.ground.work() as work:
        given = ("far.example", "https://far.example/@rita", rita.id)
        await work.db.run(Sql("update account set domain = $1, uri = $2, url = $2 where id = $3"), *given)
        work.touch("account", rita.id)
    page = (await seen(a_moot, "/@rita@far.example")).text
    assert "from afar" in page
    assert '<link rel="canonical" href="https://far.example/@rita">' in page
    assert 'rel="alternate"' not in page
    assert (await seen(a_moot, "/@rita@far.example.rss")).status == 404


async def test_pages_ask_the_same_however_much_there_is(a_moot: Moot) -> None:
    anna, berta, first = await people(a_moot, "anna", "berta", "first")
    browser = await signed_in(a_moot, "anna")
    await a_moot.post(berta, "one #bread")
    await follow(a_moot, anna, berta)
    await follow(a_moot, first, berta)
    paths = ("/@berta", "/@berta/with_replies", "/@berta/media", "/@berta/followers", "/@berta/featured", "/tags/bread")

    async def asked() -> list[int]:
        counts = []
        for path in paths:
            async with counting(a_moot.ground) as counter:
                assert (await browser.open(path)).status == 200
            counts.append(counter.asked)
        return counts

    await asked()  # what is remembered of the whole community costs who comes first
    before = await asked()
    for name in ("carla", "dora", "elif"):
        (member,) = await people(a_moot, name)
        await follow(a_moot, member, berta)
        for text in ("more #bread", "and more #bread"):
            await a_moot.post(berta, text)
    assert await asked() == before


async def test_visitors_see_the_newest_state_of_what_they_saw_before(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    post = await a_moot.post(anna, "hello there")
    assert "hello there" in (await seen(a_moot, "/@anna")).text
    await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/favourite", berta)
    await a_moot.ok("PATCH", "/api/v1/profile", anna, json={"display_name": "Anna the Second"})
    page = (await seen(a_moot, "/@anna")).text
    assert re.search(r"Favourites</span> 1\b", page)
    assert page.count("<strong>Anna the Second</strong>") == 1
    await a_moot.ok("PUT", f"/api/v1/statuses/{post['id']}", anna, json={"status": "changed my mind"})
    assert "changed my mind" in (await seen(a_moot, "/@anna")).text
    await a_moot.ok("DELETE", f"/api/v1/statuses/{post['id']}", anna)
    assert "changed my mind" not in (await seen(a_moot, "/@anna")).text


async def test_the_front_page_shows_who_is_here_and_what_they_say(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    await a_moot.ok("PATCH", "/api/v1/profile", anna, json={"discoverable": True, "indexable": True})
    await a_moot.post(anna, "the first")
    await a_moot.post(anna, "the newest")
    await a_moot.post(anna, "spiders", spoiler_text="careful")
    page = (await seen(a_moot, "/")).text
    assert "the newest" in page
    assert "the first" not in page
    assert "careful" not in page
    assert '<a href="/@anna"><img' in page
    assert '<meta name="robots"' not in page
    assert 'href="http://moot.test/local.rss"' in page
    await a_moot.post(berta, "not for engines")
    assert '<meta name="robots" content="noindex">' in (await seen(a_moot, "/")).text


async def test_members_go_straight_home(a_moot: Moot) -> None:
    await people(a_moot, "anna")
    browser = await (await signed_in(a_moot, "anna")).open("/?lang=de")
    assert browser.url == "http://moot.test/home"
    assert '<html lang="de"' in browser.text
