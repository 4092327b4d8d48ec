"""The page of search: who may look for what, what leads straight somewhere, and odd words."""

import re
from typing import Any

import pytest

from folkmoot.features import relations, search
from folkmoot.features.search.errors import SearchTooSlowError
from folkmoot.infra.config import LimitsSettings
from tests.support.browser import Browser, browser_of
from tests.support.counting import counting
from tests.support.moot import Moot, moot
from tests.support.standing import suspend, unapproved
from tests.support.ties import block
from tests.support.visiting import describe, visitor

NUMBERED = re.compile(r"<p>Bread (\d+) ")
SAID = re.compile(r"<p>(Bread[^<]*)</p>")


def faces(browser: Browser) -> list[str]:
    """The names of the people in rows, in order."""
    return re.findall(r'id="n-\d+" href="/@(\w+)"', browser.text)


def tags(browser: Browser) -> list[str]:
    return re.findall(r'class="tag-row"><a href="/tags/(\w+)"', browser.text)


async def test_people_posts_and_tags_are_found_together(a_moot: Moot) -> None:
    _, browser = await visitor(a_moot, "anna")
    berta = await a_moot.member("bread_berta")
    await describe(a_moot, berta, discoverable=True, indexable=True, note="Bakes &amp; <b>sings</b>")
    await a_moot.post(berta, "Bread is rising #bread")
    await a_moot.run_jobs()
    await browser.open("/search?q=bread")
    assert faces(browser) == ["bread_berta"]
    assert tags(browser) == ["bread"]
    assert "Bread is rising" in browser.text
    assert "&lt;b&gt;sings" in browser.text
    assert 'value="bread"' in browser.text
    assert f'formaction="/accounts/{berta.id}/follow"' in browser.text
    for kind, found in (
        ("people", (True, False, False)),
        ("tags", (False, True, False)),
        ("posts", (False, False, True)),
    ):
        await browser.open(f"/search?q=bread&kind={kind}")
        assert (bool(faces(browser)), bool(tags(browser)), "Bread is rising" in browser.text) == found


async def test_visitors_find_people_and_tags_alone(a_moot: Moot) -> None:
    berta = await a_moot.member("bread_berta")
    await describe(a_moot, berta, discoverable=True, indexable=True)
    await a_moot.post(berta, "Bread is rising #bread")
    await a_moot.run_jobs()
    browser = browser_of(a_moot.http)
    await browser.open("/search?q=bread")
    assert faces(browser) == ["bread_berta"]
    assert tags(browser) == ["bread"]
    assert "Bread is rising" not in browser.text
    assert "formaction" not in browser.text
    await browser.open("/search?q=bread&kind=posts")
    assert "Bread is rising" not in browser.text
    assert 'href="/auth/sign_in?next=/search%3Fq%3Dbread%26kind%3Dposts"' in browser.text
    assert faces(await browser.open("/search?q=bread&kind=people&offset=1")) == ["bread_berta"]


async def test_what_is_private_is_never_found(a_moot: Moot) -> None:
    _, browser = await visitor(a_moot, "anna")
    berta = await a_moot.member("berta")
    await describe(a_moot, berta, discoverable=True, indexable=True)
    for visibility in ("private", "direct", "unlisted"):
        await a_moot.post(berta, f"Bread {visibility}", visibility=visibility)
    await a_moot.run_jobs()
    assert SAID.findall((await browser.open("/search?q=bread&kind=posts")).text) == []
    assert "Nothing was found for “bread”" in browser.text


async def test_operators_are_understood_and_explained(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    berta = await a_moot.member("berta")
    await describe(a_moot, berta, discoverable=True, indexable=True)
    await a_moot.post(anna, "Bread of mine")
    await a_moot.post(berta, "Bread of hers")
    await a_moot.run_jobs()
    assert SAID.findall((await browser.open("/search?q=bread+from:me&kind=posts")).text) == ["Bread of mine"]
    assert SAID.findall((await browser.open("/search?q=bread+-mine&kind=posts")).text) == ["Bread of hers"]
    for sign in ("from:me", "has:image", "is:reply", "in:library", "language:de", "after:"):
        assert f"<code>{sign}" in browser.text
    assert SAID.findall((await browser.open("/search?q=bread+before:2020&kind=posts")).text) == []


async def test_an_address_or_handle_leads_to_what_it_names(a_moot: Moot) -> None:
    _, browser = await visitor(a_moot, "anna")
    berta = await a_moot.member("berta")
    post = await a_moot.post(berta, "Here I am")
    for words, path in (
        ("@berta", "/@berta"),
        ("berta@moot.test", "/@berta"),
        ("@Berta@moot.test", "/@berta"),
        ("http://moot.test/@berta", "/@berta"),
        (f"http://moot.test/@berta/{post['id']}", f"/@berta/{post['id']}"),
        (f"http://moot.test/users/berta/statuses/{post['id']}", f"/@berta/{post['id']}"),
        ("http://moot.test/tags/brot", "/tags/brot"),
    ):
        answer = await browser._http.get("/search", params={"q": words})
        assert (answer.status_code, answer.headers["location"]) == (303, path), words
    hidden = await a_moot.post(berta, "Not for all", visibility="private")
    gone = (f"http://moot.test/@berta/{hidden['id']}", "http://moot.test/@berta/5")
    for words in (*gone, "@nobody", "berta@else.example", "http://else.example/@berta", "//else.example", "berta"):
        assert (await browser._http.get("/search", params={"q": words})).status_code == 200, words
    assert faces(await browser.open("/search?q=@berta&kind=people")) == ["berta"]


async def test_who_is_gone_or_not_yet_here_is_not_led_to(a_moot: Moot) -> None:
    berta, dora = [await a_moot.member(name) for name in ("berta", "dora")]
    anna, browser = await visitor(a_moot, "anna")
    await suspend(a_moot, berta)
    await unapproved(a_moot, "carla")
    await block(a_moot, dora, anna)
    for words in ("@berta", "@carla", "http://moot.test/@carla"):
        await browser.open(f"/search?q={words}")
        assert "/search" in browser.url
        assert faces(browser) == []
    assert faces(await browser.open("/search?q=dora")) == []


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        ("", 200, "How to look for posts"),
        ("   ", 200, "How to look for posts"),
        ("x" * 501, 422, "500 characters at most"),
        ("x" * 500, 200, "Nothing was found"),
        ("%_!'\"", 200, "Nothing was found"),
        ("</title><script>x</script>", 200, "&lt;/title&gt;&lt;script&gt;"),
        ("🥖 ﷽", 200, "Nothing was found"),
        ("#", 200, "Nothing was found"),
        ("from:nobody@else.example", 200, "Nothing was found"),
        ('"', 200, "Nothing was found"),
        ("after:99999-99", 200, "Nothing was found"),
    ],
)
async def test_odd_words_are_answered_kindly(a_moot: Moot, words: str, status: int, sentence: str) -> None:
    _, browser = await visitor(a_moot, "anna")
    for who in (browser, browser_of(a_moot.http)):
        answer = await who._http.get("/search", params={"q": words})
        assert answer.status_code == status
        assert "<script>x" not in answer.text
        if who is browser:
            assert sentence in answer.text
    assert (await browser.open("/search?q=a&kind=nonsense&offset=-1&before=x")).status == 200
    assert (await browser.open("/search?q=a&kind=tags&offset=99999999999")).status == 200


async def test_a_search_that_takes_too_long_says_so(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(*_: Any) -> list[int]:
        raise SearchTooSlowError

    monkeypatch.setattr(search, "find_posts", slow)
    _, browser = await visitor(a_moot, "anna")
    await browser.open("/search?q=bread")
    assert browser.status == 503
    assert "took too long" in browser.text
    assert 'value="bread"' in browser.text


async def test_pages_follow_each_other(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    for number in range(22):
        await a_moot.member(f"baker{number}")
        await a_moot.post(anna, f"Bread {number} #bread{number}")
    await a_moot.run_jobs()
    for kind, seen in (("people", faces), ("tags", tags), ("posts", lambda it: NUMBERED.findall(it.text))):
        words = "baker" if kind == "people" else "bread"
        first = seen(await browser.open(f"/search?q={words}&kind={kind}"))
        [following] = re.findall(r'href="(/search[^"]+)" rel="next"', browser.text)
        rest = seen(await browser.open(following.replace("&amp;", "&")))
        assert (len(first), len(rest), len({*first, *rest})) == (20, 2, 22), kind
        assert 'rel="next"' not in browser.text


async def test_strangers_do_not_look_without_end(tmp_path: Any, database_url: str) -> None:
    limits = LimitsSettings(enabled=True, per_address=2)
    async with moot(tmp_path, database_url, limits=limits) as running:
        browser = browser_of(running.http)
        for status in (200, 200, 429):
            assert (await browser.open("/search?q=bread")).status == status
        assert "wait five minutes" in browser.text
        assert (await browser.open("/search")).status == 200


async def test_a_page_asks_the_same_however_much_is_found(a_moot: Moot) -> None:
    anna, browser = await visitor(a_moot, "anna")
    asked: dict[str, list[int]] = {"": [], "&kind=people": [], "&kind=tags": []}
    await browser.open("/search?q=bread")
    for step in range(2):
        for number in range(2):
            other = await a_moot.member(f"bread{step}{number}", locked=True)
            async with a_moot.ground.work() as work:
                await relations.note(work, anna.id, other.id, "known")
            await a_moot.post(anna, f"Bread #bread{step}{number}")
        await a_moot.run_jobs()
        for kind, counts in asked.items():
            async with counting(a_moot.ground) as counter:
                assert (await browser.open(f"/search?q=bread{kind}")).status == 200
            counts.append(counter.asked)
    assert {kind: counts for kind, counts in asked.items() if counts[0] != counts[1]} == {}
