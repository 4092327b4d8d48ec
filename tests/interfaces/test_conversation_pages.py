"""The page of conversations: with whom, what was said last, what is new; read, taken off the list, begun anew."""

import html
import re

from tests.support.browser import Browser
from tests.support.counting import counting
from tests.support.moot import Member, Moot
from tests.support.pressing import at_our_pages, press

HERE = "/conversations"


def talks(browser: Browser) -> list[tuple[str, str, bool]]:
    """With whom, what was said last, and whether it is new."""
    found = re.findall(
        r'<li class="notice talk( unread)?".*?<strong>(.*?)</strong>.*?<span class="last"[^>]*>(.*?)</span>',
        browser.text,
        re.DOTALL,
    )
    return [(_plain(who), _plain(said), bool(new)) for new, who, said in found]


def _plain(piece: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", piece)).split())


async def wrote(a_moot: Moot, by: Member, text: str, **fields: str) -> str:
    said = await a_moot.post(by, text, visibility="direct", **fields)
    await a_moot.run_jobs()
    return str(said["id"])


async def test_each_is_shown_with_its_people_and_last_words(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member(name) for name in ("anna", "berta", "carla")]
    browser = await at_our_pages(a_moot, anna)
    assert "No conversations yet" in (await browser.open(HERE)).text
    first = await wrote(a_moot, berta, "@anna @carla shall we <b>meet</b>?")
    await wrote(a_moot, anna, "@berta gladly", in_reply_to_id=first)
    await wrote(a_moot, carla, "@anna the key is under the pot", spoiler_text="a secret")
    await wrote(a_moot, anna, "for myself")
    assert talks(await browser.open(HERE)) == [
        ("Yourself", "You: for myself", False), ("carla", "a secret", True), ("berta", "You: gladly", False),
    ]  # fmt: skip
    await wrote(a_moot, berta, "@anna @carla see you", in_reply_to_id=first)
    assert talks(await browser.open(HERE))[0] == ("berta, carla", "see you", True)
    assert 'href="/@berta/' in browser.text
    assert 'href="/compose?visibility=direct"' in browser.text


async def test_it_is_marked_as_read_and_taken_off_the_list(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    browser = await at_our_pages(a_moot, anna)
    first = await wrote(a_moot, berta, "@anna hello")
    await browser.open(HERE)
    (thread,) = re.findall(r'id="c-(\d+)"', browser.text)
    assert talks(await browser.open(HERE)) == [("berta", "hello", True)]
    await press(browser, f"{HERE}/{thread}/read")
    assert talks(browser) == [("berta", "hello", False)]
    (known,) = await a_moot.ok("GET", "/api/v1/conversations", anna)
    assert known["unread"] is False
    await browser.open(f"{HERE}/{thread}/remove")
    assert len(await a_moot.ok("GET", "/api/v1/conversations", anna)) == 1
    await browser.send(f"{HERE}/{thread}/remove")
    assert talks(browser) == []
    assert (await a_moot.call("GET", f"/api/v1/statuses/{first}", anna)).status_code == 200
    assert (await browser.open(f"{HERE}/{thread}/remove")).status == 404
    await wrote(a_moot, berta, "@anna again", in_reply_to_id=first)
    assert talks(await browser.open(HERE)) == [("berta", "again", True)]


async def test_nobody_reads_what_others_said_or_whom_they_block(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member(name) for name in ("anna", "berta", "carla")]
    await wrote(a_moot, berta, "@carla between us")
    await wrote(a_moot, carla, "@anna hello")
    browser = await at_our_pages(a_moot, anna)
    assert talks(await browser.open(HERE)) == [("carla", "hello", True)]
    await a_moot.ok("POST", f"/api/v1/accounts/{carla.id}/block", anna)
    assert talks(await browser.open(HERE)) == []
    other = await at_our_pages(a_moot, carla)
    await other.open(HERE)
    for thread in re.findall(r'id="c-(\d+)"', other.text):
        page = await browser.open(f"{HERE}/{thread}/remove")
        assert "between us" not in page.text


async def test_many_are_paged_for_the_same_number_of_queries(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    browser = await at_our_pages(a_moot, anna)

    async def cost() -> int:
        await browser.open(HERE)
        async with counting(a_moot.ground) as counter:
            await browser.open(HERE)
        return counter.asked

    await wrote(a_moot, berta, "@anna number 0")
    few = await cost()
    for number in range(1, 22):
        await a_moot.post(berta, f"@anna number {number}", visibility="direct")
        await a_moot.run_jobs()
    assert await cost() <= few
    assert len(talks(browser)) == 20
    (further,) = re.findall(r'href="([^"]+)" rel="next"', browser.text)
    assert [said for _, said, _ in talks(await browser.open(html.unescape(further)))] == ["number 1", "number 0"]
