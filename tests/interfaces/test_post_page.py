"""The page of a post: its thread, its lists, its head, and what it keeps to itself."""

import random
import re
from typing import Any

import pytest

from folkmoot.features import accounts
from folkmoot.features.accounts import ProfileChange
from folkmoot.features.timelines import Answer
from folkmoot.infra.db import Sql
from folkmoot.interfaces.web.reading import post_lists, thread
from folkmoot.interfaces.web.reading.changes import changed
from tests.interfaces.test_media import picture, upload
from tests.support.browser import Browser, browser_of
from tests.support.counting import counting
from tests.support.moot import BASE, Member, Moot
from tests.support.signing import PASSWORD, QUICK_HASHER, signed_in
from tests.support.ties import block, follow, mute


async def people(a_moot: Moot, *names: str) -> list[Member]:
    """Let members in who can call and sign in."""
    found = [await a_moot.member(name) for name in names]
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update local_user set password_hash = $1"), QUICK_HASHER.hash(PASSWORD))
    return found


async def answer(a_moot: Moot, by: Member, to: dict[str, Any], text: str, **fields: Any) -> dict[str, Any]:
    return await a_moot.post(by, text, in_reply_to_id=to["id"], **fields)


def path_of(status: dict[str, Any]) -> str:
    return f"/@{status['account']['acct']}/{status['id']}"


def order(browser: Browser) -> list[str]:
    """The posts of the page as they stand there."""
    return re.findall(r'<article class="post[^>]* data-post="(\d+)"', browser.text)


def meta(browser: Browser, name: str) -> list[str]:
    return re.findall(rf'<meta (?:property|name)="{re.escape(name)}" content="([^"]*)">', browser.text)


def outline(html: str) -> str:
    """The nesting of the answers: ( and ) for lists, the words of posts between."""
    answers = html[html.index('<ol id="answers">') : html.index("</section>")]
    found = re.findall(r"<(/?)ol|<div class=\"words\"[^>]*><p>(?:<a[^>]*>@<span>\w+</span></a> |@\w+ )?(\w+)", answers)
    return " ".join(word or (")" if closing else "(") for closing, word in found)


async def test_a_thread_shows_who_answers_whom(a_moot: Moot) -> None:
    anna, berta, carla = await people(a_moot, "anna", "berta", "carla")
    root = await a_moot.post(anna, "root")
    one = await answer(a_moot, berta, root, "one")
    two = await answer(a_moot, carla, root, "two")
    more = await answer(a_moot, anna, one, "more")
    left = await answer(a_moot, berta, more, "left")
    right = await answer(a_moot, carla, more, "right")
    for browser in (browser_of(a_moot.http), await signed_in(a_moot)):
        await browser.open(path_of(root))
        assert outline(browser.text) == "( one more ( left right ) two )"
        assert order(browser) == [each["id"] for each in (root, one, more, left, right, two)]
        assert browser.text.count("in answer to") == 5
        assert browser.text.count("<h1") == 1
        await browser.open(path_of(more))
        assert order(browser) == [each["id"] for each in (root, one, more, left, right)]
        assert re.search(rf'<article class="post focused" id="p-{more["id"]}"', browser.text)
        assert 'class="above linked"' in browser.text
    assert browser.has_form("/compose")
    assert "/compose" not in (await browser_of(a_moot.http).open(path_of(root))).text


async def test_an_answer_is_written_below_the_post(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    root = await a_moot.post(berta, "@anna root", spoiler_text="a secret", visibility="unlisted")
    browser = await (await signed_in(a_moot)).open(path_of(root))
    await browser.send("/compose", text="@berta well said", visibility="unlisted", do="publish")
    told = await a_moot.ok("GET", f"/api/v1/statuses/{root['id']}/context", anna)
    [made] = told["descendants"]
    assert (made["in_reply_to_id"], made["visibility"]) == (root["id"], "unlisted")
    assert made["spoiler_text"] == "a secret"
    assert order(browser) == [root["id"], made["id"]]
    await browser.open(path_of(root))
    await browser.send("/compose", text="@berta and more", visibility="unlisted", do="more")
    assert "@berta and more" in browser.text
    assert f'name="reply" value="{root["id"]}"' in browser.text
    assert len((await a_moot.ok("GET", f"/api/v1/statuses/{root['id']}/context", anna))["descendants"]) == 1
    await browser.open(path_of(root))
    await browser.send("/compose", text="@berta " + "long " * 200, visibility="unlisted", do="publish")
    assert browser.status == 422
    assert "long long" in browser.text


def test_every_answer_stands_on_the_page_or_is_counted_once() -> None:
    dice = random.Random(4)
    for size in (0, 1, 5, 90, 700):
        answers: list[Answer] = []
        children: dict[int, list[int]] = {}
        for each in range(2, size + 2):
            children.setdefault(dice.choice([1, *range(max(1, each - dice.choice((1, 3, 60))), each)]), []).append(each)
        waiting = [(child, 1) for child in children.get(1, [])][::-1]
        while waiting:
            current, parent = waiting.pop()
            answers.append(Answer(current, parent))
            waiting += [(child, current) for child in children.get(current, [])[::-1]]
        after, met = 0, 0
        while True:
            planned = thread.plan(answers, 1, after)
            assert len(planned.ids) == len(set(planned.ids)) <= thread.ANSWERS
            assert len(planned.below[1]) <= thread.DIRECT
            met += len(planned.ids) + sum(count for each, count in planned.more.items() if each != 1)
            after = planned.next
            if not after:
                break
        assert met == size


def _deepest(branches: list[thread.Branch]) -> int:
    return 1 + max((_deepest(branch.below) for branch in branches), default=-1)


def test_a_long_talk_of_two_stands_in_one_line_and_forks_end_in_a_link() -> None:
    talk = [Answer(each, each - 1) for each in range(2, 150)]
    planned = thread.plan(talk, 1)
    shown: Any = {each: each for each in planned.ids}
    [branch] = thread.drawn(planned, 1, shown)
    chain: Any = branch.chain
    assert chain == list(range(2, 150))
    assert (branch.below, branch.more) == ([], 0)
    forks = [Answer(each, each // 2) for each in range(2, 512)]
    in_order: list[Answer] = []
    waiting = [3, 2]
    while waiting:
        current = waiting.pop()
        in_order.append(Answer(current, current // 2))
        waiting += [child for child in (2 * current + 1, 2 * current) if child < 512]
    assert sorted(in_order) == sorted(forks)
    planned = thread.plan(in_order, 1)
    assert _deepest(thread.drawn(planned, 1, {each: each for each in planned.ids})) == thread.DEPTH  # type: ignore[misc]
    passed_over: Any = {each: each for each in planned.ids if each != 2}
    hoisted: list[Any] = [each.chain[0] for each in thread.drawn(planned, 1, passed_over)]
    assert hoisted == [4, 5, 3]


async def test_a_thread_that_is_too_long_is_told_in_pages(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread, "DIRECT", 2)
    monkeypatch.setattr(thread, "ANSWERS", 4)
    [anna] = await people(a_moot, "anna")
    root = await a_moot.post(anna, "root")
    direct = [await answer(a_moot, anna, root, f"direct {n}") for n in range(3)]
    deeper = [await answer(a_moot, anna, direct[0], f"deeper {n}") for n in range(4)]
    browser = await browser_of(a_moot.http).open(path_of(root))
    shown = [root, direct[0], *deeper[:2], direct[1]]
    assert order(browser) == [each["id"] for each in shown]
    assert re.search(rf'<a href="{path_of(direct[0])}">.*2 more answers', browser.text)
    [more] = re.findall(r'hx-get="([^"]+)"', browser.text)
    await browser.open(more.replace("&amp;", "&"))
    assert order(browser) == [root["id"], direct[2]["id"]]
    assert "Earlier answers" in browser.text


async def test_what_is_not_for_everybody_is_neither_shown_nor_counted(
    a_moot: Moot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread, "DEPTH", 1)
    anna, berta, carla = await people(a_moot, "anna", "berta", "carla")
    root = await a_moot.post(anna, "root")
    first = await answer(a_moot, berta, root, "first")
    await answer(a_moot, berta, first, "@anna hidden word", visibility="direct")
    await answer(a_moot, carla, first, "open")
    closed = await answer(a_moot, berta, root, "@anna hush", visibility="direct")
    below = await answer(a_moot, anna, closed, "said aloud")
    stranger = await browser_of(a_moot.http).open(path_of(root))
    assert "more answer" not in stranger.text
    assert "hush" not in stranger.text
    assert "hidden word" not in stranger.text
    assert order(stranger)[-1] == below["id"]
    reader = await (await signed_in(a_moot)).open(path_of(root))
    assert "2 more answers" in reader.text
    assert "hush" in reader.text
    await mute(a_moot, anna, berta)
    assert "first" not in outline((await reader.open(path_of(root))).text + '<ol id="answers"></section>')


async def test_filters_for_threads_hide_and_cover(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    root = await a_moot.post(anna, "root")
    hidden = await answer(a_moot, berta, root, "about spoons")
    under = await answer(a_moot, anna, hidden, "under it")
    await answer(a_moot, berta, root, "about forks")
    for word, action in (("spoons", "hide"), ("forks", "warn")):
        fields = {"title": f"No {word}", "context": ["thread"], "filter_action": action}
        await a_moot.ok("POST", "/api/v2/filters", anna, json={**fields, "keywords_attributes": [{"keyword": word}]})
    reader = await (await signed_in(a_moot)).open(path_of(root))
    assert "about spoons" not in reader.text
    assert under["id"] in order(reader)
    assert "Filtered: No forks" in reader.text
    assert "about spoons" in (await reader.open(path_of(hidden))).text


async def test_a_filter_covers_media_until_they_are_asked_for(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    image = await upload(a_moot, berta, picture(), description="spoons")
    root = await a_moot.post(anna, "root")
    await answer(a_moot, berta, root, "look at spoons", media_ids=[image["id"]])
    await answer(a_moot, berta, root, "spoons without a picture")
    fields = {"title": "Spoons", "context": ["thread"], "filter_action": "blur"}
    await a_moot.ok("POST", "/api/v2/filters", anna, json={**fields, "keywords_attributes": [{"keyword": "spoons"}]})
    reader = await (await signed_in(a_moot)).open(path_of(root))
    assert reader.text.count('class="unveil"') == 1
    assert 'class="unveil"' not in (await browser_of(a_moot.http).open(path_of(root))).text


async def test_no_page_tells_what_it_does_not_show(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    private = await a_moot.post(anna, "for few", visibility="private")
    deleted = await a_moot.post(anna, "gone")
    await a_moot.ok("DELETE", f"/api/v1/statuses/{deleted['id']}", anna)
    public = await a_moot.post(anna, "for all")
    await block(a_moot, anna, berta)
    reader = await signed_in(a_moot, "berta")
    for browser in (browser_of(a_moot.http), reader):
        told = set()
        hidden = [private, deleted, *([public] if browser is reader else [])]
        paths = [path_of(each) for each in hidden]
        for path in (*paths, f"/@anna/{Moot.never()}", "/@nobody/1", f"/@anna/{10**30}", "/@a/ä"):
            for part in ("", "/history", "/favourites", "/boosts", "/quotes"):
                await browser.open(path + part)
                assert browser.status == 404
                told.add(re.sub(r'csrf" value="\w+"|(?:next=|href="|value=")/[^"]*"', "", browser.text))
        assert len(told) == 1
        assert "No post here" in told.pop()
    assert (await browser_of(a_moot.http).open(path_of(public))).status == 200


async def test_the_head_tells_other_sites_what_everybody_may_read(a_moot: Moot) -> None:
    [anna] = await people(a_moot, "anna")
    image = await upload(a_moot, anna, picture(), description='a "green" wall')
    said = await a_moot.post(anna, 'Salt & <b>"sugar"</b>\nand flour', media_ids=[image["id"]])
    page = await browser_of(a_moot.http).open(path_of(said))
    assert meta(page, "og:title") == ["anna (@anna@moot.test)"]
    assert meta(page, "og:description") == ["Salt &amp; &lt;b&gt;&#34;sugar&#34;&lt;/b&gt; and flour"]
    assert meta(page, "og:image")[0].startswith(f"{BASE}/media/")
    assert meta(page, "og:image:alt") == ["a &#34;green&#34; wall"]
    assert meta(page, "twitter:card") == ["summary_large_image"]
    assert meta(page, "og:url") == [said["url"]]
    assert f'<link rel="canonical" href="{said["url"]}">' in page.text
    [oembed] = re.findall(r'application/json\+oembed" href="([^"]+)"', page.text)
    embedded = await a_moot.ok("GET", oembed.replace("&amp;", "&").removeprefix(BASE))
    assert embedded["author_name"] == "anna"
    assert meta(page, "robots") == ["noindex"]
    async with a_moot.ground.work() as work:
        await accounts.edit_profile(work, anna.id, ProfileChange(indexable=True))
    assert meta(await page.open(path_of(said)), "robots") == ["max-image-preview:large"]
    quiet = await a_moot.post(anna, "quietly", visibility="unlisted")
    assert meta(await page.open(path_of(quiet)), "robots") == ["noindex"]
    private = await a_moot.post(anna, "closed words", visibility="private")
    own = await (await signed_in(a_moot)).open(path_of(private))
    assert meta(own, "og:title") == meta(own, "og:description") == []
    assert "oembed" not in own.text


async def test_no_head_tells_what_stands_behind_a_warning(a_moot: Moot) -> None:
    [anna] = await people(a_moot, "anna")
    first, second = [await upload(a_moot, anna, picture(), description="what it shows") for _ in range(2)]
    warned = await a_moot.post(anna, "who did it", spoiler_text="end of a book", media_ids=[first["id"]])
    marked = await a_moot.post(anna, "open words", sensitive=True, media_ids=[second["id"]])
    for status, words in ((warned, "end of a book"), (marked, "open words")):
        page = await browser_of(a_moot.http).open(path_of(status))
        head = page.text[: page.text.index("</head>")]
        assert meta(page, "og:description") == [words]
        assert meta(page, "twitter:card") == ["summary"]
        assert "/media/" not in head
        assert "who did it" not in head
        assert "what it shows" not in head


async def test_versions_show_what_changed(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    [anna] = await people(a_moot, "anna")
    said = await a_moot.post(anna, "The pool is open & <b>warm</b>")
    browser = await browser_of(a_moot.http).open(f"{path_of(said)}/history")
    assert "as first published" in browser.text
    assert "<ins>" not in browser.text
    for text in ("The pool is closed & <b>warm</b>", "The lake is closed & <b>warm</b>"):
        a_moot.clock.advance(60_000)
        await a_moot.ok("PUT", f"/api/v1/statuses/{said['id']}", anna, json={"status": text})
    await browser.open(f"{path_of(said)}/history")
    newest, middle, _ = re.findall(r'<div class="words"[^>]*>(.*?)</div>', browser.text)
    assert newest == "The <del>pool</del><ins>lake</ins> is closed &amp; &lt;b&gt;warm&lt;/b&gt;"
    assert middle == "The pool is <del>open</del><ins>closed</ins> &amp; &lt;b&gt;warm&lt;/b&gt;"
    monkeypatch.setattr(post_lists, "VERSIONS", 2)
    a_moot.clock.advance(60_000)
    await browser.open(f"{path_of(said)}/history")
    assert "as first published" not in browser.text
    [earlier] = re.findall(r'href="([^"]*before=[^"]*)"', browser.text)
    await browser.open(earlier)
    assert "as first published" in browser.text
    assert browser.text.count("<li>\n    <h2>") == 1
    for wrong in ("x", "-1", "9" * 9, "٣"):
        assert (await browser.open(f"{path_of(said)}/history?before={wrong}")).status == 200
    assert f'href="{path_of(said)}/history"' in (await browser.open(path_of(said))).text


def test_changes_join_to_both_texts() -> None:
    dice = random.Random(1)
    for _ in range(60):
        before, after = ("".join(dice.choices("ab <&\n", k=dice.randint(0, 40))) for _ in range(2))
        html = str(changed(before, after))
        old = re.sub(r"<ins>.*?</ins>|</?del>", "", html, flags=re.DOTALL)
        new = re.sub(r"<del>.*?</del>|</?ins>", "", html, flags=re.DOTALL)
        for text, told in ((before, old), (after, new)):
            assert told.replace("&lt;", "<").replace("&amp;", "&") == text
    long = "word " * 3_000
    assert str(changed(long, f"{long}x")).startswith("<del>word")


async def test_who_favourited_and_boosted(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post_lists, "PEOPLE", 2)
    anna, *others = await people(a_moot, "anna", "berta", "carla", "dora")
    said = await a_moot.post(anna, "words")
    for each in others:
        await a_moot.ok("POST", f"/api/v1/statuses/{said['id']}/favourite", each)
    await a_moot.ok("POST", f"/api/v1/statuses/{said['id']}/reblog", others[0])
    page = await browser_of(a_moot.http).open(path_of(said))
    assert f'href="{path_of(said)}/favourites"><b>3</b> favourites' in page.text
    assert f'href="{path_of(said)}/boosts"><b>1</b> boost<' in page.text
    assert "<b>3</b> Favoriten" in (await page.open(f"{path_of(said)}?lang=de")).text
    await page.open(f"{path_of(said)}/favourites?lang=en")
    assert re.findall(r'class="portrait" href="/@(\w+)"', page.text) == ["dora", "carla"]
    [more] = re.findall(r'hx-get="([^"]+)"', page.text)
    assert re.findall(r'class="portrait" href="/@(\w+)"', (await page.open(more.replace("&amp;", "&"))).text) == [
        "berta"
    ]
    assert "@berta" in (await page.open(f"{path_of(said)}/boosts")).text
    fan = await (await signed_in(a_moot, "carla")).open(f"{path_of(said)}/boosts")
    assert f'formaction="/accounts/{others[0].id}/follow"' in fan.text
    await block(a_moot, others[0], anna)
    reader = await signed_in(a_moot)
    assert "@berta" not in (await reader.open(f"{path_of(said)}/boosts")).text
    assert "Nobody yet." in reader.text


async def test_quotes_of_a_post(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    said = await a_moot.post(anna, "quote me", quote_approval_policy="public")
    quote = await a_moot.post(berta, "I do", quoted_status_id=said["id"])
    hidden = await a_moot.post(berta, "among us", quoted_status_id=said["id"], visibility="private")
    page = await browser_of(a_moot.http).open(f"{path_of(said)}/quotes")
    assert order(page) == [quote["id"]]
    assert order(await (await signed_in(a_moot, "berta")).open(f"{path_of(said)}/quotes")) == [
        hidden["id"],
        quote["id"],
    ]
    assert "quote me" in (await page.open(path_of(quote))).text


async def test_the_frame_for_other_sites(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    said = await a_moot.post(anna, "words")
    follow_only = await a_moot.post(anna, "closed", visibility="private")
    await follow(a_moot, berta, anna)
    reader = await (await signed_in(a_moot, "berta")).open(f"{path_of(said)}/embed")
    assert "frame-ancestors *" in reader.answer.headers["content-security-policy"]
    assert "x-frame-options" not in reader.answer.headers
    assert "<form" not in reader.text
    assert "csrf" not in reader.text
    assert "set-cookie" not in reader.answer.headers
    assert (await reader.open(path_of(follow_only))).status == 200
    assert "frame-ancestors 'none'" in reader.answer.headers["content-security-policy"]
    assert (await reader.open(f"{path_of(follow_only)}/embed")).status == 404


async def test_other_addresses_lead_to_the_post(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    said = await a_moot.post(anna, "words")
    boost = await a_moot.ok("POST", f"/api/v1/statuses/{said['id']}/reblog", berta)
    browser = browser_of(a_moot.http)
    for address in (
        f"/users/anna/statuses/{said['id']}", f"/@berta/{said['id']}", f"/@ANNA/{said['id']}", f"/@berta/{boost['id']}",
        f"/@anna/0{said['id'][1:]}", f"/@anna/{said['id']}/",
    ):  # fmt: skip
        await browser.open(address)
        known = "/0" not in address
        assert browser.url == (f"{BASE}{path_of(said)}" if known and address[-1] != "/" else f"{BASE}{address}")
        assert (browser.status == 200) is known
    assert (
        await browser.open(f"/@berta/{said['id']}/history?before=1")
    ).url == f"{BASE}{path_of(said)}/history?before=1"
    assert (await browser.open("/users/anna")).url == f"{BASE}/@anna"


async def test_a_mark_keeps_the_place_where_the_post_stands(a_moot: Moot) -> None:
    anna, _ = await people(a_moot, "anna", "berta")
    said = await a_moot.post(anna, "words")
    browser = await (await signed_in(a_moot)).open(path_of(said))
    csrf = re.findall(r'name="csrf" value="(\w+)"', browser.text)[0]
    for shape, expected in (("focused", "post focused"), ("branch", "post branch"), ("x y", "post"), ("", "post")):
        answered = await browser._http.post(
            f"/posts/{said['id']}/favourite", data={"csrf": csrf, "shape": shape}, headers={"HX-Request": "true"}
        )
        assert f'<article class="{expected}"' in answered.text


async def test_a_thread_costs_the_same_however_long_it_is(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    root = await a_moot.post(anna, "root")
    browser = await signed_in(a_moot)
    asked = []
    for _ in range(3):
        last = root
        for _ in range(4):
            last = await answer(a_moot, berta, last, "on and on")
            await answer(a_moot, anna, root, "@berta between us", visibility="direct")
        async with counting(a_moot.ground) as counter:
            await browser.open(path_of(root))
        asked.append(counter.asked)
    assert asked[0] == asked[1] == asked[2] <= 40
