"""/api/v1/lists and the timelines of lists, as clients use them."""

from collections.abc import Iterable
from typing import Any

import pytest

from folkmoot.features import accounts, auth, portability
from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.support.moot import Member, Moot
from tests.support.ties import block, follow, mute, unfollow, unmute

Json = dict[str, Any]
ON_LISTS = Sql("select count(*) from list_account")


async def _make(moot: Moot, by: Member, title: str = "Friends", **fields: Any) -> str:
    made = await moot.ok("POST", "/api/v1/lists", by, json={"title": title, **fields})
    assert check(made, "List") == []
    return str(made["id"])


async def _add(moot: Moot, by: Member, list_id: str, *whom: Member) -> None:
    body = {"account_ids": [str(member.id) for member in whom]}
    assert await moot.ok("POST", f"/api/v1/lists/{list_id}/accounts", by, json=body) == {}


async def _on(moot: Moot, by: Member, list_id: str, **params: Any) -> list[int]:
    body = await moot.ok("GET", f"/api/v1/lists/{list_id}/accounts", by, params=params)
    assert [problem for account in body for problem in check(account, "Account")] == []
    return [int(account["id"]) for account in body]


async def _timeline(moot: Moot, path: str, by: Member, **params: Any) -> list[str]:
    body = await moot.ok("GET", f"/api/v1/timelines/{path}", by, params=params)
    assert [problem for status in body for problem in check(status, "Status")] == []
    return [status["id"] for status in body]


async def _friends(moot: Moot, count: int) -> tuple[Member, list[Member]]:
    """Return a member and others whom the member follows."""
    anna = await moot.member()
    friends = [await moot.member() for _ in range(count)]
    for friend in friends:
        await follow(moot, anna, friend)
    return anna, friends


def _newest(*statuses: Json) -> list[str]:
    return sorted((status["id"] for status in statuses), key=int, reverse=True)


async def test_lists_are_made_changed_and_removed(a_moot: Moot) -> None:
    anna = await a_moot.member()
    first = await _make(a_moot, anna)
    second = await _make(a_moot, anna, "  Work ", replies_policy="none", exclusive=True)
    plain = {"id": first, "title": "Friends", "replies_policy": "list", "exclusive": False}
    work = {"id": second, "title": "Work", "replies_policy": "none", "exclusive": True}
    assert await a_moot.ok("GET", "/api/v1/lists", anna) == [plain, work]
    assert await a_moot.ok("GET", f"/api/v1/lists/{second}", anna) == work
    changed = await a_moot.ok("PUT", f"/api/v1/lists/{second}", anna, data={"title": "Toil"})
    assert changed == work | {"title": "Toil"}
    fields = {"title": "Toil", "replies_policy": "followed", "exclusive": "false"}
    changed = await a_moot.ok("PUT", f"/api/v1/lists/{second}", anna, data=fields)
    assert changed == {"id": second, "title": "Toil", "replies_policy": "followed", "exclusive": False}
    assert await a_moot.ok("GET", f"/api/v1/lists/{second}", anna) == changed
    assert await a_moot.ok("DELETE", f"/api/v1/lists/{second}", anna) == {}
    assert await a_moot.ok("GET", "/api/v1/lists", anna) == [plain]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Validation failed: Title can't be blank"),
        ({"title": " "}, "Validation failed: Title can't be blank"),
        ({"title": "x" * 257}, "Validation failed: Title is too long (maximum is 256 characters)"),
        ({"title": "x", "replies_policy": "some"}, "'some' is not a valid replies_policy"),
    ],
)
async def test_what_makes_no_list_is_refused(a_moot: Moot, fields: Json, sentence: str) -> None:
    anna = await a_moot.member()
    kept = await _make(a_moot, anna)
    for method, path in (("POST", "/api/v1/lists"), ("PUT", f"/api/v1/lists/{kept}")):
        answer = await a_moot.call(method, path, anna, json=fields)
        assert (answer.status_code, answer.json()["error"]) == (422, sentence)
    assert [item["title"] for item in await a_moot.ok("GET", "/api/v1/lists", anna)] == ["Friends"]


async def test_nobody_has_more_than_fifty(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    for number in range(50):
        await _make(a_moot, anna, str(number))
    assert (await a_moot.call("POST", "/api/v1/lists", anna, json={"title": "more"})).status_code == 422
    assert len(await a_moot.ok("GET", "/api/v1/lists", anna)) == 50
    await _make(a_moot, berta)


async def test_a_list_is_nobodys_business_but_its_owners(a_moot: Moot) -> None:
    anna, (berta,) = await _friends(a_moot, 1)
    theirs = await _make(a_moot, anna)
    await _add(a_moot, anna, theirs, berta)
    body = {"title": "x", "account_ids": [str(berta.id)]}
    for list_id in (theirs, a_moot.never(), "x"):
        for method, path in (
            ("GET", f"/api/v1/lists/{list_id}"),
            ("PUT", f"/api/v1/lists/{list_id}"),
            ("DELETE", f"/api/v1/lists/{list_id}"),
            ("GET", f"/api/v1/lists/{list_id}/accounts"),
            ("POST", f"/api/v1/lists/{list_id}/accounts"),
            ("DELETE", f"/api/v1/lists/{list_id}/accounts"),
            ("GET", f"/api/v1/timelines/list/{list_id}"),
        ):
            answer = await a_moot.call(method, path, berta, **({} if method == "GET" else {"json": body}))
            assert (answer.status_code, answer.json()["error"]) == (404, "Record not found"), (method, path)
    assert await a_moot.ok("GET", "/api/v1/lists", berta) == []
    assert await a_moot.ok("GET", f"/api/v1/accounts/{berta.id}/lists", berta) == []
    assert await _on(a_moot, anna, theirs) == [berta.id]


async def test_lists_need_their_scopes(a_moot: Moot) -> None:
    anna = await a_moot.member()
    made = await _make(a_moot, anna)
    tokens = {}
    async with a_moot.ground.work() as work:
        for scope in ("read:lists", "write:lists", "read:statuses"):
            _, secret = await auth.issue_token(work, app_id=None, account_id=anna.id, scopes=scope)
            tokens[scope] = anna._replace(token=secret)
    reads = (f"lists/{made}", "lists", f"lists/{made}/accounts", f"timelines/list/{made}", f"accounts/{anna.id}/lists")
    for path in reads:
        assert (await a_moot.call("GET", f"/api/v1/{path}")).status_code == 401
        for scope, by in tokens.items():
            answer = await a_moot.call("GET", f"/api/v1/{path}", by)
            assert answer.status_code == (200 if scope == "read:lists" else 403), (path, scope)
    for scope, by in tokens.items():
        answer = await a_moot.call("PUT", f"/api/v1/lists/{made}", by, json={"title": "x"})
        assert answer.status_code == (200 if scope == "write:lists" else 403), scope


async def test_only_whom_the_member_follows_is_put_on_a_list(a_moot: Moot) -> None:
    anna, (berta, clara) = await _friends(a_moot, 2)
    stranger, made = await a_moot.member(), await _make(a_moot, anna)
    path = f"/api/v1/lists/{made}/accounts"
    for wrong in (str(stranger.id), a_moot.never(), "x"):
        answer = await a_moot.call("POST", path, anna, json={"account_ids": [str(berta.id), wrong]})
        assert (answer.status_code, answer.json()["error"]) == (404, "Record not found")
    assert await _on(a_moot, anna, made) == []
    await _add(a_moot, anna, made, berta, berta, anna)
    for again in (berta, anna):
        answer = await a_moot.call("POST", path, anna, data={"account_ids[]": [str(clara.id), str(again.id)]})
        assert answer.status_code == 422
        assert answer.json()["error"] == "Validation failed: Account has already been taken"
    assert set(await _on(a_moot, anna, made)) == {berta.id, anna.id}
    many = {"account_ids": [str(number) for number in range(1, 1_002)]}
    assert (await a_moot.call("POST", path, anna, json=many)).status_code == 422


async def test_accounts_are_taken_off_whether_or_not_they_are_on(a_moot: Moot) -> None:
    anna, (berta, clara) = await _friends(a_moot, 2)
    made = await _make(a_moot, anna)
    await _add(a_moot, anna, made, berta, clara)
    path = f"/api/v1/lists/{made}/accounts"
    for _ in range(2):
        assert await a_moot.ok("DELETE", path, anna, params={"account_ids[]": [str(berta.id), "x"]}) == {}
        assert await _on(a_moot, anna, made) == [clara.id]


async def test_accounts_on_a_list_are_paged_or_all_at_once(a_moot: Moot) -> None:
    anna, friends = await _friends(a_moot, 5)
    made = await _make(a_moot, anna)
    for friend in friends:
        await _add(a_moot, anna, made, friend)
    newest = [friend.id for friend in friends[::-1]]
    assert await _on(a_moot, anna, made) == newest == await _on(a_moot, anna, made, limit=0)
    path, seen = f"/api/v1/lists/{made}/accounts?limit=2", []
    while path:
        answer = await a_moot.call("GET", path, anna)
        seen.append([int(account["id"]) for account in answer.json()])
        path = answer.links.get("next", {}).get("url", "")
    assert seen == [newest[:2], newest[2:4], newest[4:]]
    assert "link" not in (await a_moot.call("GET", f"/api/v1/lists/{made}/accounts?limit=0", anna)).headers


async def test_an_account_tells_on_which_lists_it_is(a_moot: Moot) -> None:
    anna, (berta, clara) = await _friends(a_moot, 2)
    first, second = await _make(a_moot, anna, "first"), await _make(a_moot, anna, "second")
    await _make(a_moot, anna, "third")
    await _add(a_moot, anna, first, berta)
    await _add(a_moot, anna, second, berta, clara)
    for member, ids in ((berta, [first, second]), (clara, [second]), (anna, [])):
        body = await a_moot.ok("GET", f"/api/v1/accounts/{member.id}/lists", anna)
        assert [item["id"] for item in body] == ids
        assert [problem for item in body for problem in check(item, "List")] == []
    assert (await a_moot.call("GET", f"/api/v1/accounts/{a_moot.never()}/lists", anna)).status_code == 404


async def test_a_list_shows_what_its_accounts_said_page_by_page(a_moot: Moot) -> None:
    anna, (berta, clara, other) = await _friends(a_moot, 3)
    made = await _make(a_moot, anna)
    path = f"list/{made}"
    assert await _timeline(a_moot, path, anna) == []
    await _add(a_moot, anna, made, berta, clara)
    said = []
    for number in range(4):
        for by in (berta, clara, other, anna):
            status = await a_moot.post(by, f"{number}", visibility="private" if number == 2 else "public")
            said += [status] if by in (berta, clara) else []
    newest = _newest(*said)
    assert await _timeline(a_moot, path, anna) == newest
    assert await _timeline(a_moot, path, anna, limit=3) == newest[:3]
    assert await _timeline(a_moot, path, anna, max_id=newest[2], limit=3) == newest[3:6]
    assert await _timeline(a_moot, path, anna, min_id=newest[-1], limit=3) == newest[-4:-1]
    assert await _timeline(a_moot, path, anna, since_id=newest[-1], limit=3) == newest[:3]
    answer = await a_moot.call("GET", f"/api/v1/timelines/{path}?limit=5", anna)
    more = await a_moot.call("GET", answer.links["next"]["url"], anna)
    assert [status["id"] for status in answer.json() + more.json()] == newest
    await a_moot.ok("DELETE", f"/api/v1/statuses/{newest[0]}", clara)
    assert await _timeline(a_moot, path, anna) == newest[1:]


async def test_owners_may_list_themselves(a_moot: Moot) -> None:
    anna, (berta,) = await _friends(a_moot, 1)
    made = await _make(a_moot, anna, exclusive=True)
    await _add(a_moot, anna, made, anna)
    mine = await a_moot.post(anna, "mine", visibility="direct")
    theirs = await a_moot.post(berta, "theirs")
    assert await _timeline(a_moot, f"list/{made}", anna) == [mine["id"]]
    assert await _timeline(a_moot, "home", anna) == _newest(mine, theirs)


async def test_a_list_shows_the_replies_its_policy_names(a_moot: Moot) -> None:
    anna, (berta, clara, other) = await _friends(a_moot, 3)
    stranger = await a_moot.member()
    listed = {
        policy: await _make(a_moot, anna, policy, replies_policy=policy) for policy in ("followed", "list", "none")
    }
    for made in listed.values():
        await _add(a_moot, anna, made, berta, clara)
    asked = {by: await a_moot.post(by, "?") for by in (anna, berta, clara, other, stranger)}
    replies = {by: await a_moot.post(berta, "!", in_reply_to_id=status["id"]) for by, status in asked.items()}

    def shown(by: Iterable[Member]) -> list[str]:
        return _newest(asked[berta], asked[clara], *(replies[each] for each in by))

    always = (anna, berta)
    assert await _timeline(a_moot, f"list/{listed['none']}", anna) == shown(always)
    assert await _timeline(a_moot, f"list/{listed['list']}", anna) == shown((*always, clara))
    assert await _timeline(a_moot, f"list/{listed['followed']}", anna) == shown((*always, clara, other))


async def test_boosts_mutes_and_blocks_are_as_at_home(a_moot: Moot) -> None:
    anna, (berta, clara) = await _friends(a_moot, 2)
    stranger, made = await a_moot.member(), await _make(a_moot, anna)
    await _add(a_moot, anna, made, berta, clara)
    path = f"list/{made}"
    status = await a_moot.post(stranger, "good")
    boost = await a_moot.ok("POST", f"/api/v1/statuses/{status['id']}/reblog", berta)
    other = await a_moot.post(clara, "other")
    await a_moot.post(clara, f"for @{stranger.name}", visibility="direct")
    assert await _timeline(a_moot, path, anna) == _newest(boost, other)
    await follow(a_moot, anna, berta, show_reblogs=False)
    assert await _timeline(a_moot, path, anna) == [other["id"]]
    await follow(a_moot, anna, berta)
    await mute(a_moot, anna, clara)
    assert await _timeline(a_moot, path, anna) == [boost["id"]]
    await block(a_moot, anna, stranger)
    assert await _timeline(a_moot, path, anna) == []
    await unmute(a_moot, anna, clara)
    assert await _timeline(a_moot, path, anna) == [other["id"]]


async def test_exclusive_lists_keep_their_accounts_out_of_home(a_moot: Moot) -> None:
    anna, (berta, clara) = await _friends(a_moot, 2)
    made = await _make(a_moot, anna)
    await _add(a_moot, anna, made, berta)
    said = [await a_moot.post(by, "hello") for by in (berta, clara, anna, berta)]
    both, apart = _newest(*said), _newest(said[1], said[2])
    path = f"/api/v1/lists/{made}"

    async def homes() -> list[list[str]]:
        first = await _timeline(a_moot, "home", anna)
        assert await _timeline(a_moot, "home", anna, max_id=str(int(both[0]) + 1)) == first
        return [first, await _timeline(a_moot, f"list/{made}", anna)]

    listed = _newest(said[0], said[3])
    assert await homes() == [both, listed]
    await a_moot.ok("PUT", path, anna, json={"title": "x", "exclusive": True})
    assert await homes() == [apart, listed]
    await a_moot.ok("DELETE", f"{path}/accounts", anna, json={"account_ids": [str(berta.id)]})
    assert await homes() == [both, []]
    await _add(a_moot, anna, made, berta)
    assert await homes() == [apart, listed]
    await a_moot.ok("PUT", path, anna, json={"title": "x", "exclusive": False})
    assert await homes() == [both, listed]
    await a_moot.ok("PUT", path, anna, json={"title": "x", "exclusive": True})
    assert (await homes())[0] == apart
    await a_moot.ok("DELETE", path, anna)
    assert await _timeline(a_moot, "home", anna) == both


async def test_whoever_is_followed_no_longer_is_on_no_list(a_moot: Moot) -> None:
    anna, (berta, clara) = await _friends(a_moot, 2)
    made = await _make(a_moot, anna, exclusive=True)
    await _add(a_moot, anna, made, berta, clara, anna)
    status = await a_moot.post(berta, "hello")
    await unfollow(a_moot, anna, berta)
    await block(a_moot, clara, anna)
    assert await _on(a_moot, anna, made) == [anna.id]
    await follow(a_moot, anna, berta)
    assert await _timeline(a_moot, f"list/{made}", anna) == []
    assert await _timeline(a_moot, "home", anna) == [status["id"]]


async def test_lists_go_with_their_owner_and_accounts_with_themselves(a_moot: Moot) -> None:
    anna, (berta, clara) = await _friends(a_moot, 2)
    await follow(a_moot, berta, anna)
    for owner, others in ((anna, (anna, berta, clara)), (berta, (anna,))):
        await _add(a_moot, owner, await _make(a_moot, owner), *others)
    made = (await a_moot.ok("GET", "/api/v1/lists", anna))[0]["id"]
    await _close(a_moot, berta)
    assert set(await _on(a_moot, anna, made)) == {anna.id, clara.id}
    assert await a_moot.ground.db.reader.value(ON_LISTS) == 2
    await _close(a_moot, anna)
    assert await a_moot.ground.db.reader.value(ON_LISTS) == 0
    assert await a_moot.ground.db.reader.value(Sql("select count(*) from list")) == 0


async def _close(moot: Moot, member: Member) -> None:
    async with moot.ground.work() as work:
        await portability.close_account(work, member.id)
    await moot.run_jobs()
    assert await accounts.by_ids(await moot.ground.read(), [member.id]) == {}
