"""Pages of lists, bookmarks, favourites, followed tags, collections, the menu and everywhere: by forms alone."""

import re

import pytest

from folkmoot.features import lists, relations
from folkmoot.features.lists import RepliesPolicy
from folkmoot.infra.ids import MAX_ID
from tests.support.browser import Browser, browser_of
from tests.support.counting import counting
from tests.support.moot import Moot
from tests.support.ties import block, follow
from tests.support.visiting import describe, visitor

ALL = (MAX_ID, 0, 100, False)


def csrf(browser: Browser) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', browser.text)
    assert found is not None
    return found[1]


async def send(browser: Browser, path: str, fields: dict[str, str]) -> Browser:
    """Send what a form of the page could send that stands in no form of it."""
    return await browser.post(path, {"csrf": csrf(browser), **fields})


def browser_path(browser: Browser) -> str:
    return browser.url.removeprefix("http://moot.test")


def faces(browser: Browser) -> list[str]:
    """The names of the people in rows, in order."""
    return re.findall(r'id="n-\d+" href="/@(\w+)"', browser.text)


async def test_a_list_is_made_filled_read_and_deleted(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    berta, carla = [await a_moot.member(name) for name in ("berta", "carla")]
    await follow(a_moot, anna, berta)
    await a_moot.post(berta, "Said by berta")
    await a_moot.post(carla, "Said by carla")
    await browser.open("/lists")
    assert "Only you know of it." in browser.text
    await browser.send("/lists", title="")
    assert browser.status == 422
    assert "Give the list a name." in browser.text
    await browser.send("/lists", title="<b>Garden</b>")
    assert browser.status == 200
    assert "&lt;b&gt;Garden" in browser.text
    [made] = await lists.of_account(a_moot.ground.db.reader, anna.id)
    await browser.open(f"/lists/{made.id}/edit?q=bert")
    assert faces(browser) == ["berta"]
    await browser.send(f"/lists/{made.id}/add")
    assert faces(browser) == ["berta"]
    await send(browser, f"/lists/{made.id}/add", {"account": str(carla.id)})
    assert browser.status == 422
    assert "whom you follow" in browser.text
    await browser.open(f"/lists/{made.id}")
    assert "Said by berta" in browser.text
    assert "Said by carla" not in browser.text
    await browser.open("/lists")
    assert "1 account" in browser.text
    await browser.open(f"/lists/{made.id}/edit")
    await browser.send(f"/lists/{made.id}/remove")
    assert faces(browser) == []
    await browser.open(f"/lists/{made.id}/delete")
    await browser.send(f"/lists/{made.id}/delete")
    assert browser.url.endswith("/lists")
    assert await lists.of_account(a_moot.ground.db.reader, anna.id) == []


async def test_a_list_is_changed_and_nothing_typed_is_lost(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    await browser.open("/lists")
    await browser.send("/lists", title="Garden")
    [made] = await lists.of_account(a_moot.ground.db.reader, anna.id)
    path = f"/lists/{made.id}/edit"
    await send(browser, path, {"title": "x" * 300, "replies": "none", "exclusive": "1"})
    assert browser.status == 422
    assert "x" * 300 in browser.text
    assert 'value="none" checked' in browser.text
    await send(browser, path, {"title": "Orchard", "replies": "none", "exclusive": "1"})
    assert browser.status == 200
    changed = await lists.get(a_moot.ground.db.reader, anna.id, made.id)
    assert (changed.title, changed.replies_policy, changed.exclusive) == ("Orchard", RepliesPolicy.NONE, True)
    await send(await browser.open(path), path, {"title": "Orchard", "replies": "nonsense"})
    changed = await lists.get(a_moot.ground.db.reader, anna.id, made.id)
    assert (changed.replies_policy, changed.exclusive) == (RepliesPolicy.NONE, False)


async def test_nobody_reaches_the_lists_of_others(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    _, other = await visitor(a_moot, "berta")
    await browser.open("/lists")
    await browser.send("/lists", title="Garden")
    [made] = await lists.of_account(a_moot.ground.db.reader, anna.id)
    await other.open("/lists")
    token = csrf(other)
    for path in ("", "/edit", "/delete"):
        assert (await other.open(f"/lists/{made.id}{path}")).status == 404
        assert "There is no such list." in other.text
    for act in ("edit", "add", "remove", "delete"):
        answer = await other.post(f"/lists/{made.id}/{act}", {"csrf": token, "title": "x", "account": str(anna.id)})
        assert answer.status == 404
    assert (await other.post(f"/lists/{made.id}/delete", {"csrf": "x"})).status == 403
    visiting = await browser_of(a_moot.http).open("/lists")
    assert "/auth/sign_in" in visiting.url
    assert (await other.open("/lists/abc")).status == 404


async def test_an_account_is_put_on_lists_at_once(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    berta, carla = [await a_moot.member(name) for name in ("berta", "carla")]
    path = f"/lists?account={berta.id}"
    await browser.open(path)
    assert "whom you follow" in browser.text
    assert not browser.has_form("/lists/of_account")
    await follow(a_moot, anna, berta)
    await browser.open(path)
    await browser.send("/lists", title="Garden")
    assert "Garden" in browser.text
    assert " checked" in browser.text
    [made] = await lists.of_account(a_moot.ground.db.reader, anna.id)
    on = await lists.members(a_moot.ground.db.reader, made.id, ALL)
    assert [row.account_id for row in on] == [berta.id]
    await send(browser, "/lists/of_account", {"account": str(berta.id)})
    assert "Saved." in browser.text
    assert await lists.members(a_moot.ground.db.reader, made.id, ALL) == []
    await send(browser, "/lists/of_account", {"account": str(berta.id), "list": str(made.id)})
    assert " checked" in browser.text
    for refused in ("/lists/of_account", "/lists"):
        await browser.open(f"/lists?account={carla.id}")
        fields = {"account": str(carla.id), "list": str(made.id), "title": "More"}
        path = f"{refused}?account={carla.id}"
        assert (await send(browser, path, fields)).status == 422
        assert f'name="back" value="{path}"' in browser.text
        assert browser_path(await browser.open(path)) == f"/lists?account={carla.id}"
    assert len(await lists.of_account(a_moot.ground.db.reader, anna.id)) == 1
    assert (await browser.open("/lists?account=12345")).status == 404


async def test_lists_are_counted(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "LISTS_LIMIT", 1)
    _, browser = await visitor(a_moot, "anna")
    await browser.open("/lists")
    await browser.send("/lists", title="One")
    await browser.open("/lists")
    await browser.send("/lists", title="Two")
    assert browser.status == 422
    assert "1 lists already" in browser.text
    assert 'value="Two"' in browser.text


async def test_marked_posts_stand_in_the_order_in_which_they_were_marked(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    berta = await a_moot.member("berta")
    said = [await a_moot.post(berta, f"Thought {number}") for number in range(22)]
    for path, verb, nothing in (("/bookmarks", "bookmark", "wait here"), ("/favourites", "favourite", "stand here")):
        await browser.open(path)
        assert nothing in browser.text
        for post in (*said[1:], said[0]):
            await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/{verb}", anna)
        first = re.findall(r"<p>Thought (\d+)</p>", (await browser.open(path)).text)
        assert first == ["0", *(str(number) for number in range(21, 2, -1))]
        [following] = re.findall(rf'href="({path}\?before=[^"]+)"', browser.text)
        rest = await browser.open(following.replace("&amp;", "&"))
        assert re.findall(r"<p>Thought (\d+)</p>", rest.text) == ["2", "1"]
        await a_moot.ok("POST", f"/api/v1/statuses/{said[1]['id']}/un{verb}", anna)
        assert "Thought 1<" not in (await browser.open(following.replace("&amp;", "&"))).text


async def test_tags_are_followed_and_no_longer(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    await browser.open("/tags")
    assert "whoever wrote them" in browser.text
    for given in ("", "#", "two words", "123", "x" * 600):
        await browser.send("/tags", name=given, act="")
        assert browser.status == 422, given
        assert "This cannot be a tag" in browser.text
    await browser.send("/tags", name="#Brückenfest", act="")
    assert browser.status == 200
    assert "#brückenfest" in browser.text
    reader = await relations.audience(a_moot.ground, anna.id)
    assert reader.tags == {"brückenfest"}
    await send(browser, "/tags", {"name": "brückenfest", "act": "unfollow"})
    assert "#brückenfest" not in browser.text
    assert (await relations.audience(a_moot.ground, anna.id)).tags == set()


async def test_a_tag_may_be_called_what_it_likes(a_moot: Moot) -> None:
    _, browser = await visitor(a_moot, "anna")
    await browser.open("/tags")
    for name in ("unfollow", "edit", "tags"):
        await send(browser, "/tags", {"name": name})
        assert f'href="/tags/{name}"' in browser.text


async def test_everywhere_and_local_lead_to_each_other(a_moot: Moot) -> None:
    berta = await a_moot.member("berta")
    await a_moot.post(berta, "For everybody")
    browser = browser_of(a_moot.http)
    for path, other in (("/local", "/everywhere"), ("/everywhere", "/local")):
        await browser.open(path)
        assert "For everybody" in browser.text
        assert re.search(rf'class="tabs slim".*href="{other}".*</nav>', browser.text, re.DOTALL)


async def test_the_menu_leads_everywhere(a_moot: Moot) -> None:
    _, browser = await visitor(a_moot, "anna")
    _, staff = await visitor(a_moot, "otto", role="owner")
    menus = {}
    for name, who in (("member", browser), ("staff", staff), ("visitor", browser_of(a_moot.http))):
        found = re.search(r'<nav aria-label="All places".*?</nav>', (await who.open("/menu")).text, re.DOTALL)
        assert found is not None
        menus[name] = set(re.findall(r'<a href="([^"]+)"', found[0]))
    assert {"/home", "/lists", "/tags", "/collections", "/search", "/explore", "/settings"} <= menus["member"]
    assert menus["staff"] - menus["member"] == {"/settings/roles", "/@otto"}
    assert "/home" not in menus["visitor"]
    assert {"/local", "/explore", "/auth/sign_in"} <= menus["visitor"]
    assert browser.has_form("/auth/sign_out")
    for path in ("/lists", "/bookmarks", "/favourites", "/tags", "/collections", "/search", "/explore", "/directory"):
        assert (await browser.open(path)).status == 200, path


async def test_a_collection_shows_only_who_agrees(a_moot: Moot) -> None:
    _, browser = await visitor(a_moot, "anna")
    berta, its_browser = await visitor(a_moot, "berta")
    carla = await a_moot.member("carla")
    await describe(a_moot, berta, discoverable=True)
    await describe(a_moot, carla, discoverable=False)
    await browser.open("/collections")
    await browser.send("/collections", name="")
    assert browser.status == 422
    await browser.send("/collections", name="Bakers", description="Bread & more", tag="two words")
    assert browser.status == 422
    assert "Bread &amp; more" in browser.text
    await browser.send("/collections", name="Bakers", description="Bread & more", tag="#Brot")
    edit = browser.url.removeprefix("http://moot.test")
    path = edit.removesuffix("/edit")
    await browser.open(f"{edit}?q=berta")
    await browser.send(f"{path}/add")
    assert faces(browser) == ["berta"]
    await send(browser, f"{path}/add", {"account": str(carla.id)})
    assert browser.status == 422
    assert "does not let others put it into collections" in browser.text
    visiting = await browser_of(a_moot.http).open(path)
    assert faces(visiting) == ["berta"]
    assert "Bread &amp; more" in visiting.text
    assert 'href="/tags/brot"' in visiting.text
    await describe(a_moot, berta, discoverable=False)
    assert faces(await visiting.open(path)) == []
    assert faces(await browser.open(path)) == ["berta"]
    assert "does not want to be found at present" in browser.text
    await describe(a_moot, berta, discoverable=True)
    await its_browser.open("/collections")
    assert "Bakers" in its_browser.text
    await its_browser.send(f"{path}/leave")
    assert faces(await visiting.open(path)) == []
    await browser.open(edit)
    await send(browser, f"{path}/add", {"account": str(berta.id)})
    assert browser.status == 422


async def test_nobody_else_changes_a_collection(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    berta, other = await visitor(a_moot, "berta")
    await browser.open("/collections")
    await browser.send("/collections", name="Bakers", discoverable="1")
    path = browser.url.removeprefix("http://moot.test").removesuffix("/edit")
    await other.open("/collections")
    token = csrf(other)
    for act in ("edit", "add", "remove", "delete"):
        assert (await other.post(f"{path}/{act}", {"csrf": token, "name": "Mine now"})).status == 403
    assert (await other.open(f"{path}/edit")).status == 403
    assert (await other.open(path)).status == 200
    await block(a_moot, anna, berta)
    assert (await other.open(path)).status == 404
    assert "There is no such collection." in other.text
    await browser.open(f"{path}/delete")
    await browser.send(f"{path}/delete")
    assert (await browser.open(path)).status == 404


async def test_pages_ask_the_same_however_much_is_on_them(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    await browser.open("/lists")
    await browser.send("/lists", title="Garden")
    [made] = await lists.of_account(a_moot.ground.db.reader, anna.id)
    paths = ("/lists", f"/lists/{made.id}/edit?q=m", "/tags", "/collections", "/bookmarks")
    asked: dict[str, list[int]] = {path: [] for path in paths}
    for _ in range(2):
        for _ in range(3):
            other = await a_moot.member()
            await follow(a_moot, anna, other)
            post = await a_moot.post(other, "Something")
            await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/bookmark", anna)
            async with a_moot.ground.work() as work:
                await lists.add(work, anna.id, made.id, [other.id])
                await lists.create(work, anna.id, lists.ListChange("More"))
                await relations.follow_tag(work, anna.id, f"tag{other.id}")
            await a_moot.ok("POST", "/api/v1/collections", anna, json={"name": "Some"})
        for path in paths:
            async with counting(a_moot.ground) as counter:
                assert (await browser.open(path)).status == 200
            asked[path].append(counter.asked)
    assert {path: counts for path, counts in asked.items() if counts[0] != counts[1]} == {}
