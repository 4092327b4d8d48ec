"""The settings in the pages, walked through form by form: one place, where each form says that it is saved."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from folkmoot.features import accounts, auth, automatic_deletion, filters, relations
from folkmoot.features.accounts import Account
from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Sql
from folkmoot.interfaces.web.frame.look import Look
from folkmoot.interfaces.web.preferences.sections import GROUPS
from tests.support import media_samples
from tests.support.browser import Browser, browser_of
from tests.support.counting import counting
from tests.support.moot import Member, Moot
from tests.support.signing import PASSWORD, QUICK_HASHER, signed_in

SAVED = "Saved."
PROFILE, PRIVACY, FILTERS = "/settings/profile", "/settings/privacy", "/settings/filters"
PAGES = sorted(
    {section.path for group in GROUPS for section in group.sections if section.needs is None}
    | {"/settings", "/settings/mail", "/settings/filters/new", "/settings/blocked/people", "/settings/blocked/servers"}
    | {"/settings/security/password", "/settings/security/passkeys", "/settings/security/otp"}
)


@pytest.fixture
async def anna(a_moot: Moot) -> Member:
    member = await a_moot.member("anna")
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update local_user set password_hash = $1"), QUICK_HASHER.hash(PASSWORD))
    return member


@pytest.fixture
async def browser(a_moot: Moot, anna: Member) -> Browser:
    return await signed_in(a_moot)


async def _fill(browser: Browser, page: str, action: str, *fields: tuple[str, str]) -> Browser:
    """Send what was filled in at `page` to `action`; a name may come several times."""
    csrf = re.findall(r'name="csrf" value="(\w+)"', (await browser.open(page)).text)[0]
    body = urlencode([("csrf", csrf), *fields])
    kind = {"content-type": "application/x-www-form-urlencoded"}
    return await browser._take(await browser._http.post(action, content=body, headers=kind))


async def _profile(browser: Browser, files: dict[str, Path], fields: dict[str, str]) -> Browser:
    csrf = re.findall(r'name="csrf" value="(\w+)"', (await browser.open(PROFILE)).text)[0]
    given = {name: (path.name, path.read_bytes()) for name, path in files.items()}
    nothing = {name: ("", b"") for name in ("avatar", "header") if name not in given}
    return await browser._take(
        await browser._http.post(PROFILE, data={"csrf": csrf, **fields}, files={**given, **nothing})
    )


async def _account(a_moot: Moot, member: Member) -> Account:
    return await accounts.get(await a_moot.ground.read(), member.id)


@pytest.mark.parametrize("language", ["en", "de"])
async def test_every_page_is_found_from_every_other(a_moot: Moot, browser: Browser, language: str) -> None:
    for path in PAGES:
        await browser.open(f"{path}?lang={language}")
        assert browser.status == 200, path
        assert browser.text.count("<h1") == 1, path
        links = set(re.findall(r'href="(/settings[^"?]*)"', browser.text))
        assert {each for each in PAGES if each.count("/") == 2 and each != "/settings/mail"} <= links, path
        assert path == "/settings" or 'aria-current="' in browser.text.partition('class="sections"')[2], path
        assert "/settings/roles" not in links


async def test_visitors_sign_in_first(a_moot: Moot) -> None:
    for path in PAGES:
        answer = await a_moot.http.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/auth/sign_in?next=")


async def test_a_profile_is_written(a_moot: Moot, anna: Member, browser: Browser, tmp_path: Path) -> None:
    files = {"avatar": media_samples.jpeg(tmp_path / "a.jpg"), "header": media_samples.png(tmp_path / "b.png")}
    fields = {
        "display_name": "  Anna   <b>", "note": "I like\r\n#boats", "name-0": "Web", "value-0": "https://a.example",
        "name-3": "Cat", "value-3": "Pickle", "bot": "1", "avatar_description": "A boat",
    }  # fmt: skip
    await _profile(browser, files, fields)
    assert SAVED in browser.text
    assert "Anna &lt;b&gt;" in browser.text
    assert 'href="/tags/boats"' in browser.text
    account = await _account(a_moot, anna)
    assert (account.display_name, account.note, account.bot) == ("Anna <b>", "I like\n#boats", True)
    assert [(each.name, each.value) for each in account.fields] == [("Web", "https://a.example"), ("Cat", "Pickle")]
    assert account.avatar
    assert account.header
    assert f"/media/{account.avatar}" in browser.text
    assert (account.avatar_description, account.header_description) == ("A boat", "")
    await _profile(browser, {}, {**fields, "remove-avatar": "1"})
    changed = await _account(a_moot, anna)
    assert (changed.avatar, changed.avatar_static, changed.avatar_description) == ("", "", "")
    assert changed.header == account.header
    await a_moot.run_jobs()
    assert [path.name for path in (a_moot.ground.folder / "media").rglob("*.*")] == [account.header]


async def test_a_profile_that_is_refused_keeps_what_was_typed(
    a_moot: Moot, anna: Member, browser: Browser, tmp_path: Path
) -> None:
    text = tmp_path / "a.txt"
    text.write_text("no picture")
    cases: tuple[tuple[dict[str, Path], dict[str, str], str], ...] = (
        ({}, {"display_name": "x" * 51}, "Your name is too long"),
        ({}, {"note": "n" * 501}, "What you say of yourself is too long"),
        ({}, {"value-1": "boat"}, "needs a label"),
        ({}, {"name-1": "boat", "value-1": "v" * 256}, "A line of your table is too long"),
        ({}, {"header_description": "d" * 501}, "The description of a picture is too long"),
        ({"header": text}, {"note": "Hello"}, "Files of this type are not accepted here."),
        ({"header": text}, {"display_name": "x" * 51}, ""),
    )
    for files, fields, sentence in cases:
        await _profile(browser, files, {"display_name": "Anna", **fields})
        assert browser.status == 422
        assert 'role="alert"' in browser.text
        assert sentence in browser.text
        for value in fields.values():
            assert value in browser.text
    assert (await _account(a_moot, anna)).display_name == ""
    await a_moot.run_jobs()
    assert not [path for path in (a_moot.ground.folder / "media").rglob("*") if path.is_file()]


async def test_privacy_is_chosen(a_moot: Moot, anna: Member, browser: Browser) -> None:
    chosen = (
        ("locked", "1"), ("hide_collections", "1"), ("show_featured", "1"), ("sensitive", "1"), ("language", "de"),
        ("visibility", "private"), ("quote_policy", "nobody"), ("attribution_domains", "Example.org\r\nnews.example "),
    )  # fmt: skip
    await _fill(browser, PRIVACY, PRIVACY, *chosen)
    assert SAVED in browser.text
    account = await _account(a_moot, anna)
    assert (account.locked, account.hide_collections, account.show_featured) == (True, True, True)
    assert not any((account.discoverable, account.indexable, account.show_media, account.show_media_replies))
    assert account.attribution_domains == ["example.org", "news.example"]
    user = await auth.user_of(await a_moot.ground.read(), anna.id)
    assert user is not None
    assert (user.post_visibility, user.post_sensitive, user.post_language) == ("private", True, "de")
    assert user.quote_policy == "nobody"
    assert '<option value="de" selected>German' in browser.text
    wrong = (("discoverable", "1"), ("attribution_domains", "no domain!"), ("visibility", "direct"))
    await _fill(browser, PRIVACY, PRIVACY, *wrong)
    assert browser.status == 422
    assert "Each line has to be the name of a website" in browser.text
    assert "domain!" in browser.text
    assert await _account(a_moot, anna) == account


async def test_a_filter_is_made_changed_and_deleted(a_moot: Moot, anna: Member, browser: Browser) -> None:
    written = (
        ("title", "Spiders"), ("action", "hide"), ("context", "home"), ("context", "thread"), ("lasts", "3600"),
        ("keyword-new0", "spider"), ("keyword-new1", ""), ("keyword-new2", "web"), ("whole", "new2"),
    )  # fmt: skip
    await _fill(browser, f"{FILTERS}/new", f"{FILTERS}/new", *written, ("do", "more"))
    assert browser.text.count('name="keyword-') == 4
    assert 'value="spider"' in browser.text
    await _fill(browser, f"{FILTERS}/new", f"{FILTERS}/new", *written)
    assert SAVED in browser.text
    assert "spider, web" in browser.text
    (made,) = await filters.of_account(await a_moot.ground.read(), anna.id)
    assert (made.title, made.action, made.contexts) == ("Spiders", "hide", ["home", "thread"])
    assert made.expires_at is not None
    assert [(each.keyword, each.whole_word) for each in made.keywords] == [("spider", False), ("web", True)]
    spider, web = made.keywords
    one = f"{FILTERS}/{made.id}"
    changed = (
        ("title", "Insects"), ("action", "warn"), ("context", "public"), ("lasts", "keep"),
        (f"keyword-{spider.id}", ""), (f"keyword-{web.id}", "Web"), ("keyword-new0", "wasp"), ("whole", "new0"),
    )  # fmt: skip
    await _fill(browser, one, one, *changed)
    assert SAVED in browser.text
    (after,) = await filters.of_account(await a_moot.ground.read(), anna.id)
    assert (after.title, after.expires_at, after.contexts) == ("Insects", made.expires_at, ["public"])
    assert {(each.keyword, each.whole_word) for each in after.keywords} == {("Web", False), ("wasp", True)}
    await _fill(browser, one, f"{one}/delete")
    assert SAVED in browser.text
    assert "No filters yet" in browser.text
    assert (await browser.open(one)).status == 404


async def test_a_filter_that_is_refused_keeps_what_was_typed(a_moot: Moot, anna: Member, browser: Browser) -> None:
    good = (("title", "Boats"), ("context", "home"), ("keyword-new0", "mast"))
    for wrong, sentence in (
        ((("title", " "), *good[1:]), "Give the filter a name."),
        ((good[0], good[2]), "Choose at least one place"),
        ((*good, ("keyword-new1", "x" * 101)), "A keyword is too long"),
        ((("title", "t" * 201), *good[1:]), "The name of the filter is too long"),
    ):
        await _fill(browser, f"{FILTERS}/new", f"{FILTERS}/new", *wrong)
        assert browser.status == 422
        assert sentence in browser.text
        assert 'value="mast"' in browser.text
    assert await filters.of_account(await a_moot.ground.read(), anna.id) == []
    many = [(f"keyword-new{index}", f"word{index}") for index in range(100)]
    ticks = [("whole", f"new{index}") for index in range(100)]
    await _fill(browser, f"{FILTERS}/new", f"{FILTERS}/new", *good[:2], *many, *ticks)
    (made,) = await filters.of_account(await a_moot.ground.read(), anna.id)
    assert len(made.keywords) == 100


async def test_posts_are_taken_out_of_a_filter(a_moot: Moot, anna: Member, browser: Browser) -> None:
    berta = await a_moot.member("berta")
    said = await a_moot.post(berta, "A spider!")
    made = await a_moot.ok("POST", "/api/v2/filters", anna, json={"title": "Spiders", "context": ["home"]})
    await a_moot.ok("POST", f"/api/v2/filters/{made['id']}/statuses", anna, json={"status_id": said["id"]})
    one = f"{FILTERS}/{made['id']}"
    await browser.open(one)
    assert "A spider!" in browser.text
    await browser.send(f"{one}/release")
    assert SAVED in browser.text
    assert "A spider!" not in browser.text
    stranger = await a_moot.ok("POST", "/api/v2/filters", berta, json={"title": "Mine", "context": ["home"]})
    for path in ("", "/delete", "/release"):
        await _fill(browser, FILTERS, f"{FILTERS}/{stranger['id']}{path}", ("title", "Yours"), ("context", "home"))
        assert browser.status == 404


async def test_people_are_heard_again(a_moot: Moot, anna: Member, browser: Browser) -> None:
    muted, blocked = await a_moot.member("berta"), await a_moot.member("carla")
    async with a_moot.ground.work() as work:
        await relations.mute(work, anna.id, muted.id, duration=3600)
        await relations.block(work, anna.id, blocked.id)
    await browser.open("/settings/blocked")
    assert "@berta · until" in browser.text
    await browser.send("/settings/blocked/unmute")
    assert SAVED in browser.text
    assert "You mute nobody." in browser.text
    await browser.open("/settings/blocked/people")
    assert "@carla" in browser.text
    await browser.send("/settings/blocked/people/unblock")
    assert SAVED in browser.text
    assert "You block nobody." in browser.text
    assert (await _fill(browser, "/settings", "/settings/blocked/unmute", ("id", "x"))).status == 400


async def test_whom_one_keeps_away_comes_in_pages(a_moot: Moot, anna: Member, browser: Browser) -> None:
    async with a_moot.ground.work() as work:
        for number in range(25):
            await relations.block_domain(work, anna.id, f"s{number}.example")
    await browser.open("/settings/blocked/servers?saved=1")
    assert browser.text.count("<strong>s") == 20
    (older,) = re.findall(r'href="([^"]+)" rel="next"', browser.text)
    await browser.open(older.replace("&amp;", "&"))
    assert browser.text.count("<strong>s") == 5
    assert SAVED not in browser.text
    assert 'rel="next"' not in browser.text


async def test_servers_are_blocked(a_moot: Moot, anna: Member, browser: Browser) -> None:
    here = "/settings/blocked/servers"
    await _fill(browser, here, here, ("domain", "Spam.example"))
    assert SAVED in browser.text
    assert "<strong>spam.example</strong>" in browser.text
    for wrong, sentence in (("no server", "That is not the name of a server."), ("", "Type the name of a server.")):
        await _fill(browser, here, here, ("domain", wrong))
        assert browser.status == 422
        assert sentence in browser.text
        assert f'value="{wrong}"' in browser.text
    await browser.send(f"{here}/unblock", domain="spam.example")
    assert "You block no server." in browser.text


async def test_a_look_is_chosen_and_kept(a_moot: Moot, browser: Browser) -> None:
    await _fill(browser, "/settings/appearance", "/appearance", ("theme", "dark"), ("text", "larger"))
    assert browser.url.endswith("/settings/appearance?saved=1")
    assert SAVED in browser.text
    assert 'data-theme="dark" data-contrast="system" data-text="larger"' in browser.text
    await _fill(browser, "/settings/appearance", "/appearance", ("alt_reminder", "off"), ("motion", "spin"))
    assert 'id="alt_reminder-off" name="alt_reminder" value="off" checked' in browser.text
    assert 'data-theme="dark"' in browser.text
    assert 'data-motion="system"' in browser.text


async def test_visitors_choose_a_look_too(a_moot: Moot) -> None:
    browser = await browser_of(a_moot.http).open("/local")
    assert 'href="/appearance"' in browser.text
    await _fill(browser, "/appearance", "/appearance", ("contrast", "more"))
    assert browser.url.endswith("/appearance?saved=1")
    assert SAVED in browser.text
    assert 'data-contrast="more"' in (await browser.open("/local")).text


def test_a_look_of_before_has_no_reminder() -> None:
    assert Look.of("dark.more.large.less") == Look("dark", "more", "large", "less", "on")
    assert Look.of(Look(alt_reminder="off").cookie).alt_reminder == "off"


async def test_old_posts_go_as_their_author_wants(a_moot: Moot, anna: Member, browser: Browser) -> None:
    here = "/settings/posts"
    for number in range(3):
        await a_moot.post(anna, f"Post {number}")
    a_moot.clock.advance(20 * DAY)
    wanted = (("enabled", "1"), ("age", "14"), ("keep_polls", "1"), ("min_favs", "5"), ("min_reblogs", ""))
    browser = await signed_in(a_moot)
    await _fill(browser, here, here, *wanted, ("do", "count"))
    assert "By this rule 3 of your posts would go now." in browser.text
    assert not (await automatic_deletion.rule_of(await a_moot.ground.read(), anna.id)).enabled
    await _fill(browser, here, here, *wanted)
    assert SAVED in browser.text
    rule = await automatic_deletion.rule_of(await a_moot.ground.read(), anna.id)
    assert (rule.enabled, rule.min_status_age, rule.min_favs, rule.min_reblogs) == (True, 14 * DAY // 1000, 5, None)
    assert (rule.keep_polls, rule.keep_pinned) == (True, False)
    for wrong, sentence in (
        (("age", "3"), "Posts have to be between a week and two years old."),
        (("min_favs", "many"), "The number of favourites has to be"),
        (("min_reblogs", "0"), "The number of boosts has to be"),
    ):
        for do in ("", "count"):
            await _fill(browser, here, here, wrong, ("do", do))
            assert browser.status == 422
            assert sentence in browser.text
    assert await automatic_deletion.rule_of(await a_moot.ground.read(), anna.id) == rule


async def test_hashtags_and_people_are_featured(a_moot: Moot, anna: Member, browser: Browser) -> None:
    here = "/settings/featured"
    await a_moot.post(anna, "A #boat")
    berta = await a_moot.member("berta")
    async with a_moot.ground.work() as work:
        await relations.follow(work, anna.id, await accounts.get(work.db, berta.id), relations.FollowOptions())
        await relations.endorse(work, anna.id, berta.id)
    await browser.open(here)
    assert '<button class="second" name="tag" value="boat">' in browser.text
    await _fill(browser, here, here, ("tag", "#Boat"))
    assert SAVED in browser.text
    assert "<strong><bdi>#boat</bdi></strong>" in browser.text
    await _fill(browser, here, here, ("tag", "two words"))
    assert browser.status == 422
    assert 'value="two words"' in browser.text
    await browser.send(f"{here}/remove")
    assert "<strong><bdi>#boat</bdi></strong>" not in browser.text
    assert "@berta" in browser.text
    await browser.send(f"{here}/unendorse")
    assert "You feature nobody yet." in browser.text
    for number in range(10):
        await _fill(browser, here, here, ("tag", f"tag{number}"))
    await _fill(browser, "/settings", here, ("tag", "eleven"))
    assert browser.status == 422
    assert "Ten hashtags can stand on a profile." in browser.text


async def test_a_language_is_saved_where_it_was_chosen(a_moot: Moot, browser: Browser) -> None:
    await _fill(
        browser, "/settings", "/settings/language", ("language", "de"), ("back", "/settings/appearance")
    )  # fmt: skip
    assert browser.url.endswith("/settings/appearance?saved=1")
    assert "Gespeichert." in browser.text
    await _fill(browser, "/settings", "/settings/language", ("language", "en"), ("back", "//elsewhere.example"))
    assert browser.url.endswith("/settings?saved=1")


async def test_the_way_out_is_found_from_the_settings(a_moot: Moot, anna: Member, browser: Browser) -> None:
    await browser.open("/settings")
    assert 'href="/settings/security/leave"' in browser.text
    await browser.open("/settings/security/leave")
    assert 'href="/settings/export"' in browser.text
    await browser.send("/settings/security/leave", name="anna", password=PASSWORD)
    assert "Goodbye" in browser.text


async def test_forms_of_others_change_nothing(a_moot: Moot, anna: Member, browser: Browser) -> None:
    before = await _account(a_moot, anna)
    paths = (
        PROFILE, PRIVACY, f"{FILTERS}/new", "/settings/blocked/servers", "/appearance", "/settings/posts",
        "/settings/featured", "/settings/language",
    )  # fmt: skip
    for path in paths:
        await browser.post(path, {"display_name": "Mallory", "title": "x", "domain": "a.example", "theme": "dark"})
        assert browser.status == 403
    assert await _account(a_moot, anna) == before


async def test_pages_ask_the_database_a_fixed_number_of_times(a_moot: Moot, anna: Member, browser: Browser) -> None:
    async def asked(path: str) -> int:
        async with counting(a_moot.ground) as counter:
            await browser.open(path)
            return counter.asked

    async def live(number: int) -> None:
        member = await a_moot.member()
        async with a_moot.ground.work() as work:
            await relations.mute(work, anna.id, member.id)
            await relations.block_domain(work, anna.id, f"s{number}.example")
            await relations.follow(work, anna.id, await accounts.get(work.db, member.id), relations.FollowOptions())
            await relations.endorse(work, anna.id, member.id)
            keyword = filters.KeywordChange(keyword="word")
            await filters.create(work, anna.id, filters.Change("Title", ["home"], keywords=[keyword]))

    paths = ("/settings/blocked", "/settings/blocked/servers", FILTERS, "/settings/featured")
    await live(0)
    before = [await asked(path) for path in paths]
    for number in range(1, 5):
        await live(number)
    assert [await asked(path) for path in paths] == before
    assert max(before) <= 15
