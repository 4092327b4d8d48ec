"""News of open pages: who is told of what, in how few words, and that it ends with the session."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import NamedTuple

import msgspec
import pytest

from folkmoot.features import auth
from folkmoot.infra.boot import Ground
from folkmoot.infra.config import LimitsSettings, Place
from folkmoot.interfaces.web.frame import wording
from folkmoot.streaming import Hub
from folkmoot.wiring import CONSEQUENCES
from tests.support.browser import browser_of
from tests.support.counting import counting
from tests.support.moot import Member, Moot
from tests.support.signing import member_with_password, signed_in
from tests.support.streams import Line, watched
from tests.support.ties import follow, mute

USER = "stream=user"


class Page(NamedTuple):
    """An open page of a member."""

    line: Line
    session: auth.Session

    async def heard(self) -> tuple[str, str]:
        """The next event: its name and what it says."""
        name, said = (await self.line.next())["body"].decode().removesuffix("\n\n").split("\n")
        return name.removeprefix("event: "), said.removeprefix("data:").strip()

    async def over(self) -> str:
        """The last words of a stream that was ended."""
        while (sent := await self.line.next()).get("more_body"):
            pass
        last: str = sent["body"].decode()
        return last


async def session_of(a_moot: Moot, member_id: int) -> tuple[auth.Session, str]:
    async with a_moot.ground.work() as work:
        return await auth.open_session(work, member_id)


@asynccontextmanager
async def page(a_moot: Moot, member: Member, query: str = USER) -> AsyncIterator[Page]:
    """An open page of a member that has been told how many notifications are new."""
    session, secret = await session_of(a_moot, member.id)
    line = watched(a_moot, secret, query)
    started = await line.next()
    assert started["status"] == 200, started
    first = (await line.next())["body"].decode()
    assert re.fullmatch(r"retry: \d{4}\nevent: notification\ndata: \d+\n\n", first)
    try:
        yield Page(line, session)
    finally:
        if not line.task.done():
            await line.hang_up("http.disconnect")
        await line.task


async def test_home_hears_of_posts_edits_and_ends_by_their_id_alone(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await follow(a_moot, berta, anna)
    async with page(a_moot, berta) as home:
        post_id = (await a_moot.post(anna, "nobody reads this on the wire"))["id"]
        assert await home.heard() == ("post", post_id)
        await a_moot.ok("PUT", f"/api/v1/statuses/{post_id}", anna, json={"status": "better"})
        assert await home.heard() == ("edit", post_id)
        await a_moot.ok("DELETE", f"/api/v1/statuses/{post_id}", anna)
        assert await home.heard() == ("delete", post_id)
        posted = await a_moot.post(berta, "mine")
        assert await home.heard() == ("own", posted["id"])


async def test_every_page_hears_how_many_notifications_are_new(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    async with page(a_moot, berta) as home, page(a_moot, berta, "") as elsewhere:
        for count in ("1", "2"):
            await a_moot.post(anna, f"hello @berta {count}")
            await a_moot.run_jobs()
            assert await home.heard() == ("notification", count)
            assert await elsewhere.heard() == ("notification", count)


@pytest.mark.parametrize("query", ["stream=public", "stream=public:local", "stream=hashtag&tag=Moot"])
async def test_what_everybody_sees_comes_to_its_pages(a_moot: Moot, query: str) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    async with page(a_moot, berta, query) as open_page:
        await a_moot.post(anna, "#moot unlisted", visibility="unlisted")
        posted = await a_moot.post(anna, "#moot")
        assert await open_page.heard() == ("post", posted["id"])


async def test_a_list_comes_to_its_owner_alone(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await follow(a_moot, berta, anna)
    made = await a_moot.ok("POST", "/api/v1/lists", berta, json={"title": "few"})
    await a_moot.ok("POST", f"/api/v1/lists/{made['id']}/accounts", berta, json={"account_ids": [str(anna.id)]})
    query = f"stream=list&list={made['id']}"
    async with page(a_moot, berta, query) as open_page:
        posted = await a_moot.post(anna, "for the list")
        assert await open_page.heard() == ("post", posted["id"])
    line = watched(a_moot, (await session_of(a_moot, anna.id))[1], query)
    assert (await line.next())["status"] == 404


async def test_nobody_is_told_of_what_their_page_would_not_show(a_moot: Moot) -> None:
    anna, berta, clara = [await a_moot.member(name) for name in ("anna", "berta", "clara")]
    await follow(a_moot, berta, anna)
    await mute(a_moot, berta, clara)
    words = {"title": "no", "context": ["public"], "filter_action": "hide", "keywords_attributes": [{"keyword": "pst"}]}
    await a_moot.ok("POST", "/api/v2/filters", berta, json=words)
    async with page(a_moot, berta, "stream=public") as everywhere, page(a_moot, berta) as home:
        await a_moot.post(clara, "muted")
        await a_moot.post(clara, "for others", visibility="direct")
        filtered = (await a_moot.post(anna, "pst"))["id"]
        last = (await a_moot.post(anna, "seen"))["id"]
        assert await everywhere.heard() == ("post", last)
        assert [await home.heard(), await home.heard()] == [("post", filtered), ("post", last)]


async def _signs_out(a_moot: Moot, open_page: Page) -> None:
    async with a_moot.ground.work() as work:
        await auth.end_session(work, open_page.session.account_id, open_page.session.id)


async def _ends_all(a_moot: Moot, open_page: Page) -> None:
    async with a_moot.ground.work() as work:
        await auth.end_sessions(work, open_page.session.account_id)


async def _new_password(a_moot: Moot, open_page: Page) -> None:
    async with a_moot.ground.work() as work:
        await auth.change_password(work, open_page.session.account_id, "x")


async def _is_suspended(a_moot: Moot, open_page: Page) -> None:
    owner = await a_moot.member("owner", role="owner")
    where = f"/api/v1/admin/accounts/{open_page.session.account_id}/action"
    await a_moot.ok("POST", where, owner, json={"type": "suspend"})


async def _is_disabled(a_moot: Moot, open_page: Page) -> None:
    async with a_moot.ground.work() as work:
        await auth.disable_user(work, open_page.session.account_id)


async def _leaves(a_moot: Moot, open_page: Page) -> None:
    async with a_moot.ground.work() as work:
        await auth.close_user(work, open_page.session.account_id)


@pytest.mark.parametrize("ends", [_signs_out, _ends_all, _new_password, _is_suspended, _is_disabled, _leaves])
async def test_a_stream_ends_with_its_session(a_moot: Moot, ends: Callable[[Moot, Page], Awaitable[None]]) -> None:
    anna = await a_moot.member("anna")
    async with page(a_moot, anna) as open_page:
        await ends(a_moot, open_page)
        assert await open_page.over() == "event: over\ndata:\n\n"
    assert not a_moot.ground.one(Hub).listeners


async def test_other_sessions_go_on(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    async with page(a_moot, anna) as here, page(a_moot, anna) as there:
        await _signs_out(a_moot, there)
        assert "over" in await there.over()
        posted = await a_moot.post(anna, "still here")
        assert await here.heard() == ("own", posted["id"])


async def test_signing_out_on_a_page_ends_the_stream_beside_it(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    line = watched(a_moot, browser._http.cookies["folkmoot_session"], USER)
    assert (await line.next())["status"] == 200
    assert (await line.next())["body"].startswith(b"retry: ")
    await browser.open("/menu")
    await browser.send("/auth/sign_out")
    assert b"over" in (await line.next())["body"]


async def _status(a_moot: Moot, secret: str, query: str = USER, **headers: str) -> int:
    line = watched(a_moot, secret, query, **headers)
    status: int = (await line.next())["status"]
    await line.hang_up("http.disconnect")
    return status


async def test_only_our_own_pages_of_members_may_listen(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    _, secret = await session_of(a_moot, anna.id)
    assert await _status(a_moot, "0" * 64) == 401
    assert await _status(a_moot, secret, sec_fetch_site="cross-site") == 403
    assert await _status(a_moot, secret, sec_fetch_site="same-site") == 403
    for query in ("stream=moon", "stream=direct", "stream=hashtag", "stream=hashtag&tag=%20"):
        assert await _status(a_moot, secret, query) == 400, query
    assert await _status(a_moot, secret, "stream=list&list=x") == 404
    head = await a_moot.http.head("/live", headers={"cookie": f"folkmoot_session={secret}"})
    assert (head.status_code, head.headers["content-type"].partition(";")[0]) == (200, "text/event-stream")


async def test_so_many_pages_of_a_member_and_no_more(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    _, secret = await session_of(a_moot, anna.id)
    limits = LimitsSettings(streams_per_account=2, per_account=4)
    a_moot.ground.config = msgspec.structs.replace(a_moot.ground.config, limits=limits)
    async with page(a_moot, anna), page(a_moot, anna):
        assert await _status(a_moot, secret) == 429
    async with page(a_moot, anna):
        assert await _status(a_moot, secret) == 429, "one call more than an account may make"


async def test_a_page_that_does_not_read_is_cut_off_and_may_come_again(
    a_moot: Moot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.streaming.listener.EVENTS_WAITING", 5)
    anna = await a_moot.member("anna")
    async with page(a_moot, anna) as slow, page(a_moot, anna) as good:
        slow.line.reads.clear()
        for number in range(10):
            posted = await a_moot.post(anna, f"number {number}")
            assert await good.heard() == ("own", posted["id"])
        slow.line.reads.set()
        assert await slow.over() == ""


async def test_what_another_process_does_is_heard_and_ends_a_stream(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    session, secret = await session_of(a_moot, anna.id)
    ground = a_moot.ground
    other = Ground(Place(ground.folder, ground.config, ground.secrets), CONSEQUENCES, a_moot.clock)
    await other.start()
    try:
        line = watched(Moot(other, a_moot.http, a_moot.clock), secret, USER)
        assert (await line.next())["status"] == 200
        assert (await line.next())["body"].startswith(b"retry: ")
        posted = await a_moot.post(anna, "from the first")
        assert (await line.next())["body"].decode() == f"event: own\ndata: {posted['id']}\n\n"
        async with ground.work() as work:
            await auth.end_session(work, anna.id, session.id)
        assert b"over" in (await line.next())["body"]
        await line.task
    finally:
        await other.stop()


async def test_a_page_says_where_its_news_are(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    stranger = await browser_of(a_moot.http).open("/local")
    assert "data-live" not in stranger.text
    assert "live.js" not in stranger.text
    browser = await signed_in(a_moot)
    home = (await browser.open("/home")).text
    assert 'data-live="?stream=user" data-context="home"' in home
    assert 'data-one="# new post" data-other="# new posts"' in home or 'data-other="# new posts" data-one=' in home
    assert 'data-live="?stream=public:local" data-context="public"' in (await browser.open("/local")).text
    assert "data-live" not in (await browser.open("/home?before=12345")).text
    assert "neuer Beitrag" in (await browser.open("/home?lang=de")).text


def test_numbers_stand_for_the_forms_of_a_language() -> None:
    assert set(wording.samples("en")) == {"one", "other"}
    assert set(wording.samples("pl")) == {"one", "few", "many"}
    assert wording.samples("de")["one"] == 1


async def test_a_piece_is_one_entry_as_it_is_now(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    berta = await a_moot.member("berta")
    posted = await a_moot.post(berta, "a piece")
    hidden = await a_moot.post(berta, "between us", visibility="direct")
    browser = await signed_in(a_moot)
    path = f"/posts/{posted['id']}/piece"
    piece = await browser.open(path, **{"HX-Request": "true"})
    assert piece.text.lstrip().startswith('<article class="post"')
    assert "<html" not in piece.text
    assert (await browser.open(path)).url.endswith(f"/@berta/{posted['id']}")
    for post_id in (hidden["id"], a_moot.never(), "x"):
        assert (await browser.open(f"/posts/{post_id}/piece", **{"HX-Request": "true"})).status == 404
    boost = await a_moot.ok("POST", f"/api/v1/statuses/{posted['id']}/reblog", berta)
    boosted = (await browser.open(f"/posts/{boost['id']}/piece", **{"HX-Request": "true"})).text
    assert f'id="p-{boost["id"]}"' in boosted
    assert f'data-post="{posted["id"]}"' in boosted


async def test_the_keys_are_told_on_a_page_and_to_scripts(a_moot: Moot) -> None:
    browser = browser_of(a_moot.http)
    whole = (await browser.open("/keyboard")).text
    assert "<h1>Keyboard</h1>" in whole
    assert "<kbd>j</kbd>" in whole
    piece = (await browser.open("/keyboard", **{"HX-Request": "true"})).text
    assert "<html" not in piece
    assert "<kbd>g</kbd> <kbd>h</kbd>" in piece
    assert "nächster Beitrag" in (await browser.open("/keyboard?lang=de")).text


async def test_a_post_costs_as_many_questions_for_many_pages_as_for_few(a_moot: Moot) -> None:
    author = await a_moot.member("author")
    asked = []
    async with AsyncExitStack() as stack:
        open_pages: list[Page] = []
        for more in (3, 12):
            for _ in range(more):
                reader = await a_moot.member()
                await follow(a_moot, reader, author)
                open_pages.append(await stack.enter_async_context(page(a_moot, reader)))
            async with counting(a_moot.ground) as counter:
                await a_moot.post(author, f"to {len(open_pages)}")
                for open_page in open_pages:
                    assert (await open_page.heard())[0] == "post"
            # To forget everything is to doubt every session, which is asked about one by one.
            asked.append(counter.asked - len(open_pages))
    assert asked[1] - asked[0] < 10, f"twelve more pages asked more: {asked}"
