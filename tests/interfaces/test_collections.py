"""/api/v1/collections, as clients use them: accounts that members recommend, and the say of those in them."""

from typing import Any

import pytest

from folkmoot.features.collections import ITEMS_LIMIT
from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.support.moot import BASE, Member, Moot
from tests.support.ties import block

Json = dict[str, Any]
PATH = "/api/v1/collections"


async def _make(moot: Moot, by: Member, *whom: Member, **fields: Any) -> Json:
    body = {"name": "Nice accounts", "account_ids": [str(member.id) for member in whom], **fields}
    made = await moot.ok("POST", PATH, by, json=body)
    assert check(made, "WrappedCollection") == []
    return dict(made["collection"])


async def _get(moot: Moot, made: Json, by: Member | None = None) -> Json:
    body = await moot.ok("GET", f"{PATH}/{made['id']}", by)
    assert check(body, "CollectionWithAccounts") == []
    return dict(body)


async def _whom(moot: Moot, made: Json, by: Member | None = None) -> dict[str, str]:
    """Return who is shown in a collection, and how their consent stands."""
    body = await _get(moot, made, by)
    items = body["collection"]["items"]
    shown = [str(account["id"]) for account in body["accounts"]]
    assert shown == list(dict.fromkeys([body["collection"]["account_id"], *(item["account_id"] for item in items)]))
    assert body["collection"]["item_count"] == len(items)
    return {item["account_id"]: item["state"] for item in items}


async def _listed(moot: Moot, path: str, by: Member | None = None, **params: Any) -> list[str]:
    body = await moot.ok("GET", f"/api/v1/{path}", by, params=params)
    assert check(body, "Collections") == []
    return [each["name"] for each in body["collections"]]


async def _status(moot: Moot, method: str, path: str, by: Member | None = None, **request: Any) -> int:
    return (await moot.call(method, f"{PATH}{path}", by, **request)).status_code


async def _findable(moot: Moot, member: Member, *, yes: bool) -> None:
    await moot.ok("PATCH", "/api/v1/accounts/update_credentials", member, json={"discoverable": yes})


async def test_a_collection_is_made_changed_and_removed(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    fields = {"description": "These <are> nice", "language": "en", "tag_name": "#Accounts", "sensitive": True}
    made = await _make(a_moot, anna, berta, **fields)
    assert made["url"] == f"{BASE}/collections/{made['id']}"
    assert made["tag"] == {"name": "accounts", "url": f"{BASE}/tags/accounts"}
    told = {name: made[name] for name in ("name", "description", "language", "local", "sensitive", "discoverable")}
    assert told == {
        "name": "Nice accounts", "description": "These &lt;are&gt; nice", "language": "en", "local": True,
        "sensitive": True, "discoverable": True,
    }  # fmt: skip
    assert await _whom(a_moot, made) == {str(berta.id): "accepted"}
    changes = {"name": "Others", "tag_name": None, "description": "", "sensitive": False, "discoverable": False}
    changed = (await a_moot.ok("PATCH", f"{PATH}/{made['id']}", anna, json=changes))["collection"]
    assert (changed["name"], changed["tag"], changed["description"]) == ("Others", None, "")
    assert (changed["language"], changed["sensitive"], changed["discoverable"]) == ("en", False, False)
    assert changed["updated_at"] > changed["created_at"] == made["created_at"]
    assert await a_moot.ok("DELETE", f"{PATH}/{made['id']}", anna) == {}
    assert await _status(a_moot, "GET", f"/{made['id']}", anna) == 404


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"name": "x" * 41}, "name", "ERR_TOO_LONG"),
        ({"name": "  "}, "name", "ERR_BLANK"),
        ({"description": "x" * 101}, "description", "ERR_TOO_LONG"),
        ({"language": "no language"}, "language", "ERR_INVALID"),
        ({"tag_name": "two words"}, "tag_name", "ERR_INVALID"),
    ],
)
async def test_what_will_not_do_is_named(a_moot: Moot, fields: Json, field: str, code: str) -> None:
    anna = await a_moot.member()
    made = await _make(a_moot, anna)
    for method, path in (("POST", ""), ("PATCH", f"/{made['id']}")):
        refused = await a_moot.call(method, f"{PATH}{path}", anna, json={"name": "x", **fields})
        error = refused.json()["error"]
        assert refused.status_code == 422
        assert error["error"].startswith("Validation failed: ")
        assert [fault["error"] for fault in error["details"][field]] == [code]
    assert await _listed(a_moot, f"{anna.id}/collections", anna) == ["Nice accounts"]


async def test_only_its_owner_changes_a_collection(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    made = await _make(a_moot, anna, berta)
    item = made["items"][0]["id"]
    for who, expected in ((berta, 403), (None, 401)):
        assert await _status(a_moot, "PATCH", f"/{made['id']}", who, json={"name": "mine"}) == expected
        assert await _status(a_moot, "DELETE", f"/{made['id']}", who) == expected
        assert await _status(a_moot, "POST", f"/{made['id']}/items", who, json={"account_id": str(anna.id)}) == expected
        assert await _status(a_moot, "DELETE", f"/{made['id']}/items/{item}", who) == expected
    for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/items"), ("DELETE", f"/items/{item}")):
        assert await _status(a_moot, method, f"/{a_moot.never()}{path}", anna) == 404
    reader = await a_moot.member(scopes="read:accounts write:accounts")
    assert await _status(a_moot, "GET", f"/{made['id']}", reader) == 403
    assert await _status(a_moot, "POST", "", reader, json={"name": "x"}) == 403
    assert await _whom(a_moot, made) == {str(berta.id): "accepted"}


async def test_accounts_are_added_and_taken_out(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member() for _ in range(3)]
    made = await _make(a_moot, anna, berta)
    path = f"{PATH}/{made['id']}/items"
    added = await a_moot.ok("POST", path, anna, json={"account_id": str(carla.id)})
    assert check(added, "WrappedCollectionItem") == []
    assert await _whom(a_moot, made) == {str(berta.id): "accepted", str(carla.id): "accepted"}
    refused = await a_moot.call("POST", path, anna)
    assert (refused.status_code, refused.json()) == (422, {"error": "`account_id` parameter is missing"})
    for account_id in (carla.id, a_moot.never(), "x"):
        assert (await a_moot.call("POST", path, anna, json={"account_id": str(account_id)})).status_code == 422
    item = added["collection_item"]["id"]
    other = await _make(a_moot, anna)
    assert (await a_moot.call("DELETE", f"{PATH}/{other['id']}/items/{item}", anna)).status_code == 404
    assert await a_moot.ok("DELETE", f"{path}/{item}", anna) == {}
    assert (await a_moot.call("DELETE", f"{path}/{item}", anna)).status_code == 404
    assert await _whom(a_moot, made) == {str(berta.id): "accepted"}
    assert (await a_moot.call("POST", path, anna, json={"account_id": str(carla.id)})).status_code == 200


async def test_nobody_is_shown_without_their_consent(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member() for _ in range(3)]
    made = await _make(a_moot, anna, berta)
    await _findable(a_moot, berta, yes=False)
    assert await _whom(a_moot, made) == await _whom(a_moot, made, carla) == {}
    assert await _whom(a_moot, made, anna) == await _whom(a_moot, made, berta) == {str(berta.id): "pending"}
    await _findable(a_moot, carla, yes=False)
    for path, body in (("", {"name": "x", "account_ids": [str(carla.id)]}), (f"/{made['id']}/items", {})):
        assert await _status(a_moot, "POST", path, anna, json={"account_id": str(carla.id), **body}) == 422
    assert await _listed(a_moot, f"{anna.id}/collections") == ["Nice accounts"]
    await _findable(a_moot, berta, yes=True)
    assert await _whom(a_moot, made) == {str(berta.id): "accepted"}


async def test_who_takes_consent_back_is_out_for_good(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member() for _ in range(3)]
    made = await _make(a_moot, anna, berta, carla)
    path = f"{PATH}/{made['id']}/items"
    mine, other = (item["id"] for item in made["items"])
    assert await _listed(a_moot, f"{berta.id}/in_collections", berta) == ["Nice accounts"]
    assert (await a_moot.call("POST", f"{path}/{other}/revoke", berta)).status_code == 403
    assert (await a_moot.call("POST", f"{path}/{a_moot.never()}/revoke", berta)).status_code == 404
    await block(a_moot, anna, berta)
    assert await _status(a_moot, "GET", f"/{made['id']}", berta) == 404
    assert await a_moot.ok("POST", f"{path}/{mine}/revoke", berta) == {}
    assert (await a_moot.call("POST", f"{path}/{mine}/revoke", berta)).status_code == 404
    await a_moot.ok("POST", f"/api/v1/accounts/{berta.id}/unblock", anna)
    assert await _whom(a_moot, made, anna) == await _whom(a_moot, made) == {str(carla.id): "accepted"}
    assert (await a_moot.call("POST", path, anna, json={"account_id": str(berta.id)})).status_code == 422
    assert await _listed(a_moot, f"{berta.id}/in_collections", berta) == []


async def test_blocks_stand_between_people_here_too(a_moot: Moot) -> None:
    anna, berta, carla, dora = [await a_moot.member() for _ in range(4)]
    made = await _make(a_moot, anna, berta, carla)
    await block(a_moot, berta, anna)
    assert await _whom(a_moot, made) == {str(carla.id): "accepted"}
    assert await _whom(a_moot, made, anna) == {str(berta.id): "pending", str(carla.id): "accepted"}
    assert await _status(a_moot, "GET", f"/{made['id']}", anna) == 200
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/unblock", berta)
    await block(a_moot, dora, berta)
    await block(a_moot, carla, dora)
    assert await _whom(a_moot, made, dora) == {}
    await block(a_moot, anna, dora)
    assert await _status(a_moot, "GET", f"/{made['id']}", dora) == 404
    assert await _listed(a_moot, f"{anna.id}/collections", dora) == []
    refused = await a_moot.call("POST", PATH, anna, json={"name": "x", "account_ids": [str(dora.id)]})
    assert refused.status_code == 422


async def test_suspended_people_are_gone(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member() for _ in range(3)]
    made = await _make(a_moot, anna, berta, carla)
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update account set suspended_at = 1 where id = $1"), berta.id)
        work.touch("account", berta.id)
    assert await _whom(a_moot, made) == {str(carla.id): "accepted"}
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update account set suspended_at = 1 where id = $1"), anna.id)
        work.touch("account", anna.id)
    assert await _status(a_moot, "GET", f"/{made['id']}", carla) == 404
    assert await _listed(a_moot, f"{anna.id}/collections") == []
    assert await _listed(a_moot, f"{carla.id}/in_collections", carla) == []


async def test_lists_are_paged_and_show_what_is_to_be_found(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    for number in range(5):
        await _make(a_moot, anna, berta, name=f"n{number}", discoverable=number != 3)
    path = f"{anna.id}/collections"
    assert await _listed(a_moot, path, berta) == await _listed(a_moot, path) == ["n4", "n2", "n1", "n0"]
    assert await _listed(a_moot, path, anna) == ["n4", "n3", "n2", "n1", "n0"]
    assert await _listed(a_moot, f"{berta.id}/in_collections", berta, limit=2, offset=1) == ["n3", "n2"]
    page = await a_moot.call("GET", f"/api/v1/{path}", berta, params={"limit": 2})
    assert set(page.links) == {"next"}
    following = await a_moot.call("GET", page.links["next"]["url"], berta)
    assert [each["name"] for each in following.json()["collections"]] == ["n1", "n0"]
    assert set(following.links) == {"prev"}
    assert (await a_moot.call("GET", f"/api/v1/{berta.id}/in_collections", anna)).status_code == 403
    assert (await a_moot.call("GET", f"/api/v1/{a_moot.never()}/collections", anna)).status_code == 404
    assert (await a_moot.ok("GET", "/api/v1/tags/collections", anna))["name"] == "collections"


async def test_there_may_be_as_many_as_the_role_says(a_moot: Moot) -> None:
    anna = await a_moot.member()
    others = [await a_moot.member() for _ in range(ITEMS_LIMIT + 1)]
    limit = (await a_moot.ok("GET", "/api/v1/accounts/verify_credentials", anna))["role"]["collection_limit"]
    assert limit == 10
    full = await _make(a_moot, anna, *others[1:])
    more = {"account_id": str(others[0].id)}
    assert await _status(a_moot, "POST", f"/{full['id']}/items", anna, json=more) == 422
    too_many = {"name": "x", "account_ids": [str(other.id) for other in others]}
    assert await _status(a_moot, "POST", "", anna, json=too_many) == 422
    for _ in range(limit - 1):
        await _make(a_moot, anna)
    assert await _status(a_moot, "POST", "", anna, json={"name": "x"}) == 422
    assert len(await _listed(a_moot, f"{anna.id}/collections")) == limit


async def _told(moot: Moot, by: Member, kind: str) -> list[Json]:
    await moot.run_jobs()
    body = await moot.ok("GET", "/api/v1/notifications", by, params={"types[]": kind})
    assert [problem for item in body for problem in check(item, "Notification")] == []
    grouped = await moot.ok("GET", "/api/v2/notifications", by, params={"types[]": kind})
    assert check(grouped, "GroupedNotificationsResults") == []
    assert [group["collection"] for group in grouped["notification_groups"]] == [item["collection"] for item in body]
    return list(body)


async def test_people_are_told_where_they_are_recommended(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member() for _ in range(3)]
    made = await _make(a_moot, anna, berta)
    added = (await _told(a_moot, berta, "added_to_collection"))[0]
    assert (added["account"]["id"], added["collection"]["id"]) == (str(anna.id), made["id"])
    await a_moot.ok("POST", f"{PATH}/{made['id']}/items", anna, json={"account_id": str(carla.id)})
    assert len(await _told(a_moot, carla, "added_to_collection")) == 1
    assert await _told(a_moot, berta, "collection_update") == []
    for name in ("Better", "Best", "Best"):
        await a_moot.ok("PATCH", f"{PATH}/{made['id']}", anna, json={"name": name})
    for who in (berta, carla):
        (update,) = await _told(a_moot, who, "collection_update")
        assert update["collection"]["name"] == "Best"
    before = (await _told(a_moot, berta, "collection_update"))[0]["id"]
    await a_moot.ok("PATCH", f"{PATH}/{made['id']}", anna, json={"name": "Very best"})
    (after,) = await _told(a_moot, berta, "collection_update")
    assert (after["id"] != before, after["collection"]["name"]) == (True, "Very best")
    assert await _told(a_moot, anna, "collection_update") == []
    await a_moot.ok("POST", f"{PATH}/{made['id']}/items/{made['items'][0]['id']}/revoke", berta)
    assert await _told(a_moot, berta, "added_to_collection") == []
    await a_moot.ok("DELETE", f"{PATH}/{made['id']}", anna)
    assert await _told(a_moot, carla, "collection_update") == []


async def test_who_does_not_want_to_hear_it_is_not_told(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member() for _ in range(3)]
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/mute", berta)
    made = await _make(a_moot, anna, berta, carla)
    await _findable(a_moot, carla, yes=False)
    await a_moot.ok("PATCH", f"{PATH}/{made['id']}", anna, json={"name": "Better"})
    assert await _told(a_moot, berta, "added_to_collection") == await _told(a_moot, berta, "collection_update") == []
    assert await _told(a_moot, carla, "collection_update") == []
    assert len(await _told(a_moot, carla, "added_to_collection")) == 1
    await block(a_moot, carla, anna)
    assert await _told(a_moot, carla, "added_to_collection") == []


async def _approval(moot: Moot, of: Member, by: Member | None = None) -> Json:
    account = await moot.ok("GET", f"/api/v1/accounts/{of.id}", by)
    assert check(account, "Account") == []
    return dict(account["feature_approval"])


async def test_accounts_say_who_may_recommend_them(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member() for _ in range(3)]
    everybody = {"automatic": ["public"], "manual": []}
    assert await _approval(a_moot, berta, anna) == everybody | {"current_user": "automatic"}
    assert await _approval(a_moot, berta) == everybody | {"current_user": "denied"}
    await block(a_moot, anna, berta)
    await block(a_moot, carla, anna)
    for of in (berta, carla):
        assert await _approval(a_moot, of, anna) == everybody | {"current_user": "denied"}
    assert await _approval(a_moot, berta, carla) == everybody | {"current_user": "automatic"}
    found = await a_moot.ok("GET", "/api/v1/blocks", anna)
    assert [account["feature_approval"]["current_user"] for account in found] == ["denied"]
    said = await a_moot.post(berta, "Hello")
    for by, expected in ((carla, "automatic"), (None, "denied")):
        status = await a_moot.ok("GET", f"/api/v1/statuses/{said['id']}", by)
        assert status["account"]["feature_approval"]["current_user"] == expected
    await _findable(a_moot, berta, yes=False)
    for by in (anna, carla, None):
        assert await _approval(a_moot, berta, by) == {"automatic": [], "manual": [], "current_user": "denied"}


async def test_posts_show_the_collections_that_they_link_to(a_moot: Moot) -> None:
    anna, berta, carla, dora = [await a_moot.member() for _ in range(4)]
    made, other = await _make(a_moot, anna, berta, carla), await _make(a_moot, anna, discoverable=False)
    urls = [other["url"], made["url"], made["url"], f"{made['url']}/x", f"{BASE}/collections/{a_moot.never()}"]
    said = await a_moot.post(dora, f"See {' '.join(urls)}")
    boost = await a_moot.ok("POST", f"/api/v1/statuses/{said['id']}/reblog", berta)
    path = f"/api/v1/statuses/{said['id']}"

    async def tagged(by: Member | None, path: str = path) -> list[tuple[str, int]]:
        status = await a_moot.ok("GET", path, by)
        assert check(status, "Status") == []
        return [(each["id"], each["item_count"]) for each in status["tagged_collections"]]

    assert await tagged(None) == await tagged(dora) == [(other["id"], 0), (made["id"], 2)]
    assert await tagged(dora, f"/api/v1/statuses/{boost['id']}") == [(other["id"], 0), (made["id"], 2)]
    await block(a_moot, dora, carla)
    assert await tagged(dora) == [(other["id"], 0), (made["id"], 1)]
    await a_moot.ok("DELETE", f"{PATH}/{other['id']}", anna)
    assert await tagged(None) == [(made["id"], 2)]
    await block(a_moot, anna, dora)
    assert await tagged(dora) == []
    plain = await a_moot.post(dora, f"{BASE}/collections/x and {BASE}/collections/")
    assert plain["tagged_collections"] == []


async def test_a_notification_shows_a_linked_collection_as_it_is_now(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    made = await _make(a_moot, anna, berta)
    await a_moot.post(berta, f"@{anna.name} see {made['url']}")
    await a_moot.run_jobs()
    for name in ("Nice accounts", "Better"):
        await a_moot.ok("PATCH", f"{PATH}/{made['id']}", anna, json={"name": name})
        for _ in range(2):
            (told,) = await a_moot.ok("GET", "/api/v1/notifications", anna)
            assert [each["name"] for each in told["status"]["tagged_collections"]] == [name]


async def test_a_collection_may_be_reported(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    made, others = await _make(a_moot, anna), await _make(a_moot, berta)
    body = {"account_id": str(anna.id), "collection_ids": [made["id"]], "comment": "Not nice"}
    report = await a_moot.ok("POST", "/api/v1/reports", berta, json=body)
    assert check(report, "Report") == []
    assert report["collection_ids"] == [made["id"]]
    for wrong in (others["id"], a_moot.never(), "x"):
        refused = await a_moot.call("POST", "/api/v1/reports", berta, json=body | {"collection_ids": [wrong]})
        assert refused.status_code == 404
    many = body | {"collection_ids": [str(number) for number in range(1, 102)]}
    assert (await a_moot.call("POST", "/api/v1/reports", berta, json=many)).status_code == 422
    staff = await a_moot.member(role="moderator")
    seen = await a_moot.ok("GET", f"/api/v1/admin/reports/{report['id']}", staff)
    assert check(seen, "Admin::Report") == []
