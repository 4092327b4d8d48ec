"""Explore, the directory, and the tags that stand beside every page: only what was allowed, at no cost."""

import re

from folkmoot.features import relations
from folkmoot.features.trends import Kind
from tests.support.browser import Browser, browser_of
from tests.support.counting import Counting, counting
from tests.support.crowd import allow, compute, crowd, refuse, share
from tests.support.moot import Moot
from tests.support.ties import block, follow, mute
from tests.support.visiting import describe, visitor

BESIDE = re.compile(r'<section class="trends".*?</section>', re.DOTALL)


def faces(browser: Browser) -> list[str]:
    """The names of the people in rows, in order."""
    return re.findall(r'id="n-\d+" href="/@(\w+)"', browser.text)


async def test_only_what_was_allowed_is_shown(a_moot: Moot) -> None:
    people = await crowd(a_moot, 5)
    _, browser = await visitor(a_moot, "anna")
    visiting = browser_of(a_moot.http)
    for person in people:
        await describe(a_moot, person, discoverable=True)
        await a_moot.post(person, "Look #festival #spam")
    await compute(a_moot)
    for who in (browser, visiting):
        assert "#festival" not in (await who.open("/explore?kind=tags")).text
        assert "It is quiet at the moment." in who.text
    await allow(a_moot, Kind.TAG, "festival")
    await allow(a_moot, Kind.TAG, "spam")
    for who in (browser, visiting):
        for path in ("/explore", "/explore?kind=tags"):
            assert 'href="/tags/festival"' in (await who.open(path)).text
        assert "5 posts this week" in who.text
        found = BESIDE.search((await who.open("/local")).text)
        assert found is not None
        assert "#spam" in found[0]
        assert re.search(r'<polyline points="0\.0,20\.0 .* 64\.0,2\.0"', found[0])
    await refuse(a_moot, Kind.TAG, "spam")
    for path in ("/local", "/explore"):
        page = (await visiting.open(path)).text
        assert "festival" in page
        assert 'href="/tags/spam"><span class' not in page
        found = BESIDE.search(page)
        assert found is None or "#spam" not in found[0]


async def test_posts_and_links_trend(a_moot: Moot) -> None:
    people = await crowd(a_moot, 6)
    anna, browser = await visitor(a_moot, "anna")
    for person in people:
        await describe(a_moot, person, discoverable=True)
    post = await a_moot.post(people[0], "The bridge is open again")
    for person in people[1:]:
        await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/favourite", person)
    url = "https://news.example/bridge"
    preview_id = await share(a_moot, people, url, "<i>The bridge</i>")
    await compute(a_moot)
    assert url not in (await browser.open("/explore?kind=links")).text
    await allow(a_moot, Kind.LINK, str(preview_id))
    assert "The bridge is open again" not in (await browser.open("/explore")).text
    await allow(a_moot, Kind.POST, post["id"])
    for path in ("/explore", "/explore?kind=posts"):
        assert "The bridge is open again" in (await browser.open(path)).text
    for path in ("/explore", "/explore?kind=links"):
        page = (await browser.open(path)).text
        assert f'href="{url}"' in page
        assert "&lt;i&gt;The bridge" in page
    assert "The bridge is open again" not in page
    await mute(a_moot, anna, people[0])
    assert "The bridge is open again" not in (await browser.open("/explore?kind=posts")).text
    assert "The bridge is open again" in (await browser_of(a_moot.http).open("/explore")).text


async def test_people_are_suggested_with_a_reason_and_waved_away(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    berta, carla, dora, elif_ = [await a_moot.member(name) for name in ("berta", "carla", "dora", "elif")]
    for person in (carla, dora):
        await describe(a_moot, person, discoverable=True)
    await follow(a_moot, anna, berta)
    await follow(a_moot, berta, carla)
    await follow(a_moot, elif_, dora)
    await browser.open("/explore?kind=people")
    assert faces(browser) == ["carla", "dora"]
    near, far = browser.text.split('<article class="person"')[-2:]
    assert "Followed by people you follow" in near
    assert "Many follow them" in far
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', browser.text)
    await browser.post(f"/suggestions/{carla.id}/dismiss", dict(fields))
    assert browser.url.endswith("/explore?kind=people")
    assert faces(browser) == ["dora"]
    answer = await browser._http.post(
        f"/suggestions/{dora.id}/dismiss", data=dict(fields), headers={"hx-request": "true"}
    )
    assert (answer.status_code, answer.text) == (200, "")
    assert faces(await browser.open("/explore?kind=people")) == []
    assert "kind=people" not in (await browser_of(a_moot.http).open("/explore?kind=people")).text.split("</main>")[0]


async def test_the_directory_shows_who_wants_to_be_found(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    berta, carla = [await a_moot.member(name) for name in ("berta", "carla")]
    for person in (anna, await a_moot.member("hidden")):
        await describe(a_moot, person, discoverable=False)
    for person in (berta, carla):
        await describe(a_moot, person, discoverable=True)
    await a_moot.post(berta, "I am here")
    assert faces(await browser.open("/directory")) == ["berta", "carla"]
    assert faces(await browser.open("/directory?order=new")) == ["carla", "berta"]
    assert faces(await browser_of(a_moot.http).open("/directory?place=everywhere")) == ["berta", "carla"]
    await block(a_moot, anna, carla)
    assert faces(await browser.open("/directory")) == ["berta"]
    assert (await browser.open("/directory?offset=99999999")).status == 200
    assert "Nobody who wants to be found" in browser.text


async def test_pages_of_the_directory_follow_each_other(a_moot: Moot) -> None:
    for number in range(31):
        await describe(a_moot, await a_moot.member(f"m{number}"), discoverable=True)
    browser = browser_of(a_moot.http)
    first = faces(await browser.open("/directory"))
    [following] = re.findall(r'href="(/directory[^"]+)" rel="next"', browser.text)
    rest = faces(await browser.open(following.replace("&amp;", "&")))
    assert (len(first), len(rest), len({*first, *rest})) == (30, 1, 31)


async def test_rows_say_how_one_stands_to_people(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    rows = {}
    for name in ("asked", "followed", "fresh", "closed"):
        rows[name] = await a_moot.member(name, locked=name in {"asked", "closed"})
        await describe(a_moot, rows[name], discoverable=True)
    await describe(a_moot, anna, discoverable=True)
    await follow(a_moot, anna, rows["asked"])
    await follow(a_moot, anna, rows["followed"])
    await browser.open("/directory")
    for name, act in (("asked", "unfollow"), ("followed", "unfollow"), ("fresh", "follow"), ("closed", "follow")):
        assert f'formaction="/accounts/{rows[name].id}/{act}"' in browser.text, name
    assert f"/accounts/{anna.id}/" not in browser.text
    reader = await relations.audience(a_moot.ground, anna.id)
    assert set(reader.following) == {rows["followed"].id}


async def _asks_nothing(browser: Browser, counter: Counting) -> bool:
    """Open the page until it asks nothing: on PostgreSQL the news of what was just written may still be under way."""
    for _ in range(5):
        before = counter.asked
        await browser.open("/menu")
        if counter.asked == before:
            return True
    return False


async def test_what_stands_beside_a_page_costs_nothing_once_known(a_moot: Moot) -> None:
    people = await crowd(a_moot, 5)
    for person in people:
        await describe(a_moot, person, discoverable=True)
        await a_moot.post(person, "Look #festival")
    await compute(a_moot)
    await allow(a_moot, Kind.TAG, "festival")
    browser = browser_of(a_moot.http)
    async with counting(a_moot.ground) as counter:
        await browser.open("/menu")
        assert counter.asked > 0
        known = await _asks_nothing(browser, counter)
    assert known
    assert BESIDE.search(browser.text) is not None


async def test_explore_asks_the_same_however_much_there_is(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    asked = []
    for _ in range(2):
        for _ in range(2):
            other = await a_moot.member(locked=True)
            await describe(a_moot, other, discoverable=True)
            await follow(a_moot, await a_moot.member(), await a_moot.member())
        counts = []
        for path in ("/explore", "/explore?kind=people", "/directory"):
            async with counting(a_moot.ground) as counter:
                assert (await browser.open(path)).status == 200
            counts.append(counter.asked)
        asked.append(counts)
    assert asked[0] == asked[1]
    assert anna.id not in {int(found) for found in re.findall(r"/accounts/(\d+)/follow", browser.text)}
