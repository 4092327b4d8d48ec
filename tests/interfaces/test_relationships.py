"""What members do to each other, and the lists of it."""

from typing import Any

import pytest

from folkmoot.features.relations.jobs import ACCEPTED_AT_ONCE
from folkmoot.infra.clock import HOUR, SECOND
from tests.conformance.entities import check
from tests.support.counting import counting
from tests.support.moot import Member, Moot
from tests.support.standing import suspend


async def act(moot: Moot, by: Member, verb: str, on: Member, **wish: Any) -> dict[str, Any]:
    body: dict[str, Any] = await moot.ok("POST", f"/api/v1/accounts/{on.id}/{verb}", by, json=wish)
    assert check(body, "Relationship") == []
    assert body["id"] == str(on.id)
    return body


async def standing(moot: Moot, by: Member, on: Member) -> dict[str, Any]:
    found: list[dict[str, Any]] = await moot.ok("GET", f"/api/v1/accounts/relationships?id[]={on.id}", by)
    return found[0]


def true_of(relationship: dict[str, Any]) -> set[str]:
    return {name for name, value in relationship.items() if value is True}


async def listed(moot: Moot, path: str, by: Member) -> list[str]:
    return [item["username"] for item in await moot.ok("GET", path, by)]


async def test_follow_and_unfollow(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    assert true_of(await standing(a_moot, anna, berta)) == set()
    for _ in range(2):
        assert true_of(await act(a_moot, anna, "follow", berta)) == {"following", "showing_reblogs"}
    assert true_of(await standing(a_moot, berta, anna)) == {"followed_by"}
    assert (await a_moot.ok("GET", f"/api/v1/accounts/{berta.id}"))["followers_count"] == 1
    for _ in range(2):
        assert true_of(await act(a_moot, anna, "unfollow", berta)) == set()
    assert (await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}"))["following_count"] == 0


async def test_wishes_of_a_follower(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    first = await act(a_moot, anna, "follow", berta, reblogs=False, notify=True, languages=["de", "en-GB", "de"])
    assert (first["showing_reblogs"], first["notifying"], first["languages"]) == (False, True, ["de", "en"])
    kept = await act(a_moot, anna, "follow", berta)
    assert kept == first
    changed = await act(a_moot, anna, "follow", berta, reblogs=True, languages=[])
    assert (changed["showing_reblogs"], changed["notifying"], changed["languages"]) == (True, True, None)
    for languages in (["birdsong!"], [f"a{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(51)]):
        refused = await a_moot.call("POST", f"/api/v1/accounts/{berta.id}/follow", anna, json={"languages": languages})
        assert refused.status_code == 422


async def test_locked_accounts_are_asked(a_moot: Moot) -> None:
    anna, berta, cora = (
        await a_moot.member("anna", locked=True),
        await a_moot.member("berta"),
        await a_moot.member("cora"),
    )
    assert true_of(await act(a_moot, berta, "follow", anna)) == {"requested"}
    await act(a_moot, cora, "follow", anna)
    assert true_of(await standing(a_moot, anna, berta)) == {"requested_by"}
    assert await listed(a_moot, "/api/v1/follow_requests", anna) == ["cora", "berta"]
    accepted = await a_moot.ok("POST", f"/api/v1/follow_requests/{berta.id}/authorize", anna)
    assert check(accepted, "Relationship") == []
    assert true_of(accepted) == {"followed_by"}
    refused = await a_moot.ok("POST", f"/api/v1/follow_requests/{cora.id}/reject", anna)
    assert true_of(refused) == set()
    assert await a_moot.ok("GET", "/api/v1/follow_requests", anna) == []
    for verb in ("authorize", "reject"):
        again = await a_moot.call("POST", f"/api/v1/follow_requests/{cora.id}/{verb}", anna)
        assert (again.status_code, again.json()) == (404, {"error": "Record not found"})


async def test_a_request_is_withdrawn(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna", locked=True), await a_moot.member("berta")
    await act(a_moot, berta, "follow", anna)
    assert true_of(await act(a_moot, berta, "unfollow", anna)) == set()
    assert await a_moot.ok("GET", "/api/v1/follow_requests", anna) == []


async def test_a_request_to_whom_no_longer_asks_for_one_becomes_a_follow(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna", locked=True), await a_moot.member("berta")
    await act(a_moot, berta, "follow", anna)
    await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json={"locked": False})
    assert true_of(await act(a_moot, berta, "follow", anna)) == {"following", "showing_reblogs"}
    assert await a_moot.ok("GET", "/api/v1/follow_requests", anna) == []


async def test_whoever_asked_follows_once_the_account_opens_up(a_moot: Moot) -> None:
    anna = await a_moot.member("anna", locked=True)
    others = [await a_moot.member() for _ in range(ACCEPTED_AT_ONCE + 1)]
    for other in others:
        await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", other)
    await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json={"note": "Still asking"})
    await a_moot.run_jobs()
    assert (await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}"))["followers_count"] == 0
    await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json={"locked": False})
    await a_moot.run_jobs()
    assert (await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}"))["followers_count"] == len(others)
    assert await a_moot.ok("GET", "/api/v1/follow_requests", anna) == []


async def test_followers_are_removed(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await act(a_moot, berta, "follow", anna)
    for _ in range(2):
        assert true_of(await act(a_moot, anna, "remove_from_followers", berta)) == set()
    assert (await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}"))["followers_count"] == 0


async def test_a_block_ends_everything_between_two(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta", locked=True)
    await act(a_moot, berta, "follow", anna)
    await act(a_moot, anna, "follow", berta)
    for _ in range(2):
        assert true_of(await act(a_moot, anna, "block", berta)) == {"blocking"}
    assert true_of(await standing(a_moot, berta, anna)) == {"blocked_by"}
    for one, other in ((anna, berta), (berta, anna)):
        refused = await a_moot.call("POST", f"/api/v1/accounts/{other.id}/follow", one)
        assert (refused.status_code, refused.json()) == (403, {"error": "This action is not allowed"})
    assert await listed(a_moot, "/api/v1/blocks", anna) == ["berta"]
    assert await a_moot.ok("GET", "/api/v1/follow_requests", berta) == []
    for _ in range(2):
        assert true_of(await act(a_moot, anna, "unblock", berta)) == set()
    assert await a_moot.ok("GET", "/api/v1/blocks", anna) == []


async def test_mutes_with_and_without_end(a_moot: Moot) -> None:
    anna, berta, cora = await a_moot.member("anna"), await a_moot.member("berta"), await a_moot.member("cora")
    assert true_of(await act(a_moot, anna, "mute", berta)) == {"muting", "muting_notifications"}
    assert true_of(await act(a_moot, anna, "mute", berta, notifications=False)) == {"muting"}
    body = await act(a_moot, anna, "mute", cora, duration=3600)
    assert body["muting_expires_at"] is not None
    muted = await a_moot.ok("GET", "/api/v1/mutes", anna)
    assert [problem for item in muted for problem in check(item, "MutedAccount")] == []
    assert [(item["username"], item["mute_expires_at"]) for item in muted] == [
        ("cora", body["muting_expires_at"]), ("berta", None),
    ]  # fmt: skip
    a_moot.clock.advance(HOUR + SECOND)
    assert await listed(a_moot, "/api/v1/mutes", anna) == ["berta"]
    assert true_of(await standing(a_moot, anna, cora)) == set()
    for _ in range(2):
        assert true_of(await act(a_moot, anna, "unmute", berta)) == set()
    assert await a_moot.ok("GET", "/api/v1/mutes", anna) == []


@pytest.mark.parametrize("duration", [-1, "soon", 1.5])
async def test_odd_durations(a_moot: Moot, duration: Any) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    response = await a_moot.call("POST", f"/api/v1/accounts/{berta.id}/mute", anna, json={"duration": duration})
    assert response.status_code == 422
    assert await a_moot.ok("GET", "/api/v1/mutes", anna) == []


async def test_a_very_long_mute_is_one_for_good(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    body = await act(a_moot, anna, "mute", berta, duration=10**12)
    assert (body["muting"], body["muting_expires_at"]) == (True, None)


async def test_private_notes(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    assert (await act(a_moot, anna, "note", berta, comment="met at the fair"))["note"] == "met at the fair"
    assert (await standing(a_moot, berta, anna))["note"] == ""
    refused = await a_moot.call("POST", f"/api/v1/accounts/{berta.id}/note", anna, json={"comment": "x" * 2001})
    assert refused.status_code == 422
    assert (await act(a_moot, anna, "note", berta))["note"] == ""


@pytest.mark.parametrize("verb", ["follow", "block", "mute"])
async def test_nobody_acts_on_themselves_or_on_nobody(a_moot: Moot, verb: str) -> None:
    anna = await a_moot.member("anna")
    assert (await a_moot.call("POST", f"/api/v1/accounts/{anna.id}/{verb}", anna)).status_code == 403
    assert (await a_moot.call("POST", f"/api/v1/accounts/{a_moot.never()}/{verb}", anna)).status_code == 404
    assert (await a_moot.call("POST", f"/api/v1/accounts/{anna.id}/{verb}")).status_code == 401


@pytest.mark.parametrize(
    ("verb", "scope"),
    [("follow", "write:follows"), ("block", "write:blocks"), ("mute", "write:mutes"), ("note", "write:accounts")],
)
async def test_scopes(a_moot: Moot, verb: str, scope: str) -> None:
    target = await a_moot.member("target")
    reader, writer = await a_moot.member(scopes="read"), await a_moot.member(scopes=scope)
    assert (await a_moot.call("POST", f"/api/v1/accounts/{target.id}/{verb}", reader)).status_code == 403
    await act(a_moot, writer, verb, target)


async def test_relationships_in_the_order_asked(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    others = [await a_moot.member() for _ in range(3)]
    await act(a_moot, anna, "follow", others[1])
    asked = [str(others[2].id), a_moot.never(), "junk", str(others[0].id), str(others[1].id), str(others[2].id)]
    found = await a_moot.ok("GET", "/api/v1/accounts/relationships", anna, params={"id[]": asked})
    assert [item["id"] for item in found] == [asked[0], asked[3], asked[4]]
    assert [item["following"] for item in found] == [False, False, True]
    bare = await a_moot.ok("GET", f"/api/v1/accounts/relationships?id={others[1].id}", anna)
    assert bare == [found[2]]
    assert await a_moot.ok("GET", "/api/v1/accounts/relationships", anna) == []
    too_many = await a_moot.call("GET", "/api/v1/accounts/relationships", anna, json={"id": list(map(str, range(300)))})
    assert too_many.status_code == 422


async def test_relationships_with_the_suspended(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await act(a_moot, anna, "follow", berta)
    await suspend(a_moot, berta)
    path = f"/api/v1/accounts/relationships?id[]={berta.id}"
    assert await a_moot.ok("GET", path, anna) == []
    assert [item["id"] for item in await a_moot.ok("GET", f"{path}&with_suspended=true", anna)] == [str(berta.id)]


async def test_more_relationships_ask_no_more_questions(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    others = [await a_moot.member() for _ in range(8)]
    asked = []
    for many in (1, 8):
        async with counting(a_moot.ground) as counter:
            found = await a_moot.ok(
                "GET", "/api/v1/accounts/relationships", anna, params={"id[]": [str(o.id) for o in others[:many]]}
            )
        assert len(found) == many
        asked.append(counter.asked)
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("path", "verb"), [("/api/v1/blocks", "block"), ("/api/v1/mutes", "mute"), ("/api/v1/follow_requests", "")]
)
async def test_pages_of_lists(a_moot: Moot, path: str, verb: str) -> None:
    anna = await a_moot.member("anna", locked=True)
    others = [await a_moot.member(f"other{number}") for number in range(5)]
    for other in others:
        if verb:
            await act(a_moot, anna, verb, other)
        else:
            await act(a_moot, other, "follow", anna)
    url, pages = f"{path}?limit=2", []
    for _ in range(3):
        page = await a_moot.call("GET", url, anna)
        assert [p for item in page.json() for p in check(item, "MutedAccount" if verb == "mute" else "Account")] == []
        assert "since_id=" in page.links["prev"]["url"]
        pages.append([item["username"] for item in page.json()])
        url = page.links.get("next", {}).get("url", "")
    assert pages == [["other4", "other3"], ["other2", "other1"], ["other0"]]
    assert url == ""
    assert (await a_moot.call("GET", path)).status_code == 401


@pytest.mark.parametrize("which", ["favourite", "bookmark"])
async def test_pages_of_marked_posts(a_moot: Moot, which: str) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    posts = [(await a_moot.post(berta, f"post {number}"))["id"] for number in range(3)]
    for number in (1, 2, 0):
        await a_moot.ok("POST", f"/api/v1/statuses/{posts[number]}/{which}", anna)
    first = await a_moot.call("GET", f"/api/v1/{which}s?limit=2", anna)
    assert [check(item, "Status") for item in first.json()] == [[], []]
    assert [item["id"] for item in first.json()] == [posts[0], posts[2]]
    second = await a_moot.call("GET", first.links["next"]["url"], anna)
    assert [item["id"] for item in second.json()] == [posts[1]]
    assert "min_id=" in second.links["prev"]["url"]
    back = await a_moot.call("GET", second.links["prev"]["url"], anna)
    assert [item["id"] for item in back.json()] == [posts[0], posts[2]]
    assert await a_moot.ok("GET", f"/api/v1/{which}s", berta) == []


async def test_what_was_marked_and_is_hidden_now_is_not_listed(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await act(a_moot, anna, "follow", berta)
    post = await a_moot.post(berta, "for followers", visibility="private")
    await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/favourite", anna)
    await act(a_moot, berta, "remove_from_followers", anna)
    assert await a_moot.ok("GET", "/api/v1/favourites", anna) == []


async def test_preferences(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    body = await a_moot.ok("GET", "/api/v1/preferences", anna)
    assert check(body, "Preferences") == []
    assert (body["posting:default:visibility"], body["posting:default:language"]) == ("public", None)
    wish = {"source": {"privacy": "unlisted", "language": "de", "sensitive": "1"}}
    await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json=wish)
    body = await a_moot.ok("GET", "/api/v1/preferences", anna)
    assert (body["posting:default:visibility"], body["posting:default:language"]) == ("unlisted", "de")
    assert body["posting:default:sensitive"] is True
    assert (await a_moot.call("GET", "/api/v1/preferences")).status_code == 401
