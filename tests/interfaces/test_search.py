"""Searching for people, tags and posts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.features.search import locate
from folkmoot.features.search.rules import handle_of, pattern, tag_of
from folkmoot.infra.clock import DAY
from tests.conformance.entities import check
from tests.support.counting import counting
from tests.support.moot import BASE, Member, Moot
from tests.support.standing import suspend, unapproved


async def search(moot: Moot, q: str, by: Member | None = None, **params: Any) -> dict[str, list[Any]]:
    body: dict[str, list[Any]] = await moot.ok("GET", "/api/v2/search", by, params={"q": q, **params})
    assert check(body, "Search") == []
    return body


async def people(moot: Moot, q: str, by: Member | None = None, **params: Any) -> list[str]:
    return [item["username"] for item in (await search(moot, q, by, type="accounts", **params))["accounts"]]


async def found_posts(moot: Moot, q: str, by: Member, **params: Any) -> list[str]:
    await moot.run_jobs()
    return [item["id"] for item in (await search(moot, q, by, type="statuses", **params))["statuses"]]


async def found_tags(moot: Moot, q: str, by: Member | None = None, **params: Any) -> list[str]:
    return [item["name"] for item in (await search(moot, q, by, type="hashtags", **params))["hashtags"]]


async def rename(moot: Moot, member: Member, name: str) -> None:
    await moot.ok("PATCH", "/api/v1/accounts/update_credentials", member, json={"display_name": name})


async def indexed(moot: Moot, member: Member) -> None:
    await moot.ok("PATCH", "/api/v1/accounts/update_credentials", member, json={"indexable": True})


async def test_people_by_handle_beginning_and_display_name(a_moot: Moot) -> None:
    anna, annabel = await a_moot.member("anna"), await a_moot.member("annabel")
    hanna, other = await a_moot.member("hanna"), await a_moot.member("other")
    await rename(a_moot, other, "Frau Änne 100%")
    await rename(a_moot, hanna, "Joanna")
    for _ in range(2):
        await a_moot.ok("POST", f"/api/v1/accounts/{annabel.id}/follow", await a_moot.member())
    assert await people(a_moot, "anna") == ["anna", "annabel", "hanna"]
    assert await people(a_moot, "@ANNA") == ["anna", "annabel", "hanna"]
    assert await people(a_moot, "anna@moot.test") == ["anna"]
    assert await people(a_moot, "@anna@elsewhere.example") == []
    assert await people(a_moot, "frau änne") == ["other"]
    assert await people(a_moot, "ÄNNE") == ["other"]
    assert await people(a_moot, "100%") == ["other"]
    assert await people(a_moot, "1%") == await people(a_moot, "a_na") == await people(a_moot, "ö") == []
    assert await people(a_moot, "anna", anna, limit=1, offset=1) == ["annabel"]


async def test_people_one_follows_come_first_or_alone(a_moot: Moot) -> None:
    reader, known = await a_moot.member("reader"), await a_moot.member("tom_known")
    popular = await a_moot.member("tom_popular")
    await a_moot.ok("POST", f"/api/v1/accounts/{popular.id}/follow", known)
    assert await people(a_moot, "tom", reader) == ["tom_popular", "tom_known"]
    await a_moot.ok("POST", f"/api/v1/accounts/{known.id}/follow", reader)
    assert await people(a_moot, "tom", reader) == ["tom_known", "tom_popular"]
    assert await people(a_moot, "tom", reader, following="true") == ["tom_known"]
    old = await a_moot.ok("GET", "/api/v1/accounts/search?q=@tom&following=1", reader)
    assert [check(item, "Account") for item in old] == [[]]
    assert await a_moot.ok("GET", "/api/v1/accounts/search?q=%20", reader) == []
    assert (await a_moot.call("GET", "/api/v1/accounts/search?q=tom")).status_code == 401


async def test_suspended_and_unapproved_people_are_not_found(a_moot: Moot) -> None:
    await suspend(a_moot, await a_moot.member("ghost_gone"))
    await unapproved(a_moot, "ghost_waiting")
    assert await people(a_moot, "ghost") == []
    assert (await search(a_moot, f"{BASE}/@ghost_waiting"))["accounts"] == []
    assert (await search(a_moot, f"{BASE}/@ghost_gone"))["accounts"] == []


async def test_visitors_get_people_and_tags_only(a_moot: Moot) -> None:
    anna = await a_moot.member("tea")
    await indexed(a_moot, anna)
    post = await a_moot.post(anna, "#tea is good")
    body = await search(a_moot, "tea")
    assert ([item["username"] for item in body["accounts"]], body["statuses"]) == (["tea"], [])
    assert [item["name"] for item in body["hashtags"]] == ["tea"]
    assert "following" not in body["hashtags"][0]
    assert (await search(a_moot, post["url"]))["statuses"] == []
    for forbidden in ("resolve=true", "offset=1"):
        refused = await a_moot.call("GET", f"/api/v2/search?q=tea&type=accounts&{forbidden}")
        assert (refused.status_code, refused.json()) == (401, {"error": "The access token is invalid"})


async def test_what_a_search_needs(a_moot: Moot) -> None:
    assert (await a_moot.call("GET", "/api/v2/search")).status_code == 400
    assert (await a_moot.call("GET", "/api/v2/search?q=%20")).status_code == 400
    writer = await a_moot.member(scopes="write")
    assert (await a_moot.call("GET", "/api/v2/search?q=x", writer)).status_code == 403
    searcher = await a_moot.member(scopes="read:search")
    assert await search(a_moot, "%_!'\"; drop table post", searcher) == {"accounts": [], "statuses": [], "hashtags": []}
    await search(a_moot, "x" * 5_000, searcher)
    assert (await a_moot.call("GET", "/api/v2/search?q=%00", searcher)).status_code == 400


async def test_tags_with_their_last_week(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    for who, text in ((anna, "#Garden #gardening"), (anna, "#GARDEN"), (berta, "#garden"), (berta, "#gärtnern")):
        await a_moot.post(who, text)
    await a_moot.post(anna, "#gardensecret", visibility="private")
    body = await search(a_moot, "#garden", anna)
    assert [item["name"] for item in body["hashtags"]] == ["garden", "gardening"]
    assert body["accounts"] == []
    tag = body["hashtags"][0]
    assert (tag["url"], tag["following"], len(tag["history"])) == (f"{BASE}/tags/garden", False, 7)
    today = a_moot.clock() // DAY * 86_400
    assert tag["history"][0] == {"day": str(today), "uses": "3", "accounts": "2"}
    assert tag["history"][6] == {"day": str(today - 6 * 86_400), "uses": "0", "accounts": "0"}
    assert await found_tags(a_moot, "GÄRT") == ["gärtnern"]
    assert await found_tags(a_moot, "gard", anna, offset=1) == ["gardening"]
    assert await found_tags(a_moot, "two words") == await found_tags(a_moot, "@anna") == []
    a_moot.clock.advance(2 * DAY)
    later = (await search(a_moot, "garden"))["hashtags"][0]["history"]
    assert [day["uses"] for day in later[:3]] == ["0", "0", "3"]


async def test_posts_that_a_member_had_to_do_with(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    own = (await a_moot.post(anna, "Plum cake in MÜNCHEN", visibility="private"))["id"]
    favourite = (await a_moot.post(berta, "a plum CAKE"))["id"]
    bookmark = (await a_moot.post(berta, "cake", spoiler_text="plums"))["id"]
    mention = (await a_moot.post(berta, "@anna cake of plums", visibility="direct"))["id"]
    await a_moot.post(berta, "cake of plums for nobody")
    await a_moot.ok("POST", f"/api/v1/statuses/{favourite}/favourite", anna)
    await a_moot.ok("POST", f"/api/v1/statuses/{bookmark}/bookmark", anna)
    assert await found_posts(a_moot, "cake plum", anna) == [mention, bookmark, favourite, own]
    assert await found_posts(a_moot, "münchen", anna) == [own]
    assert await found_posts(a_moot, "münster", anna) == []
    assert await found_posts(a_moot, "cake", anna, account_id=str(berta.id)) == [mention, bookmark, favourite]
    assert await found_posts(a_moot, "cake", anna, account_id="nonsense") == []
    assert await found_posts(a_moot, "cake", anna, limit=2, offset=1) == [bookmark, favourite]
    assert await found_posts(a_moot, "cake", anna, max_id=bookmark) == [favourite, own]
    assert await found_posts(a_moot, "cake", anna, min_id=own, limit=2) == [bookmark, favourite]
    body = await search(a_moot, "cake", anna)
    assert [item["id"] for item in body["statuses"]] == [mention, bookmark, favourite, own]


async def test_open_posts_of_those_who_want_to_be_found(a_moot: Moot) -> None:
    anna, berta, cora = await a_moot.member("anna"), await a_moot.member("berta"), await a_moot.member("cora")
    await indexed(a_moot, berta)
    shown = (await a_moot.post(berta, "a rare heron"))["id"]
    await a_moot.post(berta, "a heron for few", visibility="unlisted")
    await a_moot.post(cora, "my heron")
    assert await found_posts(a_moot, "heron", anna) == [shown]
    assert await found_posts(a_moot, "heron", anna, account_id=str(berta.id)) == [shown]
    await a_moot.ok("POST", f"/api/v1/accounts/{berta.id}/mute", anna)
    assert await found_posts(a_moot, "heron", anna) == []


async def test_posts_that_became_hidden_are_not_found(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await a_moot.ok("POST", f"/api/v1/accounts/{berta.id}/follow", anna)
    post = await a_moot.post(berta, "a quiet word", visibility="private")
    await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/bookmark", anna)
    assert await found_posts(a_moot, "quiet", anna) == [post["id"]]
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/remove_from_followers", berta)
    assert await found_posts(a_moot, "quiet", anna) == []


async def test_pasted_addresses(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    post = await a_moot.post(anna, "hello")
    secret = await a_moot.post(anna, "psst", visibility="private")
    for address in (post["url"], post["uri"], f" {post['url']}/?x=1#y "):
        body = await search(a_moot, address, berta, resolve="true")
        assert ([item["id"] for item in body["statuses"]], body["accounts"]) == ([post["id"]], [])
    assert (await search(a_moot, secret["url"], berta, resolve="true"))["statuses"] == []
    for address in (f"{BASE}/@anna", f"{BASE}/users/anna"):
        for viewer in (berta, None):
            body = await search(a_moot, address, viewer)
            assert ([item["id"] for item in body["accounts"]], body["statuses"]) == ([str(anna.id)], [])
    for address in (f"{BASE}/@nobody", f"{BASE}/about", "https://elsewhere.example/@anna"):
        assert (await search(a_moot, address, berta))["accounts"] == []
    assert (await search(a_moot, post["url"], berta, type="accounts"))["statuses"] == []


async def test_longer_answers_ask_no_more_questions(a_moot: Moot) -> None:
    anna = await a_moot.member("tea_anna")
    for number in range(5):
        await a_moot.post(anna, f"tea #tea{number}")
        await a_moot.member(f"tea{number}")
    await a_moot.run_jobs()
    await search(a_moot, "tea", anna)
    asked = []
    for limit in (2, 5):
        async with counting(a_moot.ground) as counter:
            body = await search(a_moot, "tea", anna, limit=limit)
        assert [len(body[kind]) for kind in ("accounts", "statuses", "hashtags")] == [limit] * 3
        asked.append(counter.asked)
    assert asked[0] == asked[1]


@given(st.text(), st.sampled_from(["", "@", "@anna/", "users/", "users/anna/statuses/"]))
def test_any_address_can_be_read(text: str, start: str) -> None:
    for address in (text, f"{BASE}/{start}{text}"):
        place = locate(address, BASE)
        assert place is None or place.username


@given(st.text())
def test_every_query_can_be_read(text: str) -> None:
    handle_of(text, "moot.test")
    assert not tag_of(text).startswith(("#", "@"))


@given(st.text(alphabet="abü%_!ß日", min_size=1))
def test_a_pattern_lets_its_own_text_through(text: str) -> None:
    import sqlite3

    with sqlite3.connect(":memory:") as memory:
        matched = memory.execute("select ? like ? escape '!'", (text.lower(), pattern(text))).fetchone()
    memory.close()
    assert matched == (1,)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("@anna", ("anna", None)), ("Anna@Moot.test", ("anna", "")), ("@anna@far.example", ("anna", "far.example"))],
)
def test_handles(text: str, wanted: tuple[str, str | None]) -> None:
    assert handle_of(text, "moot.test") == wanted
