"""/api/v1/automatic_deletion, as clients that know of it use it."""

from typing import Any

import pytest

from folkmoot.features.automatic_deletion import LONGEST, MOST, SHORTEST, types
from folkmoot.infra.clock import DAY, HOUR
from tests.conformance.entities import check
from tests.conformance.schema import BOOL, INT, Nullable, Obj
from tests.features.test_automatic_deletion import Old, write
from tests.features.test_erasure_jobs import every
from tests.support.moot import Member, Moot

PATH = "/api/v1/automatic_deletion"
FLAGS = ("enabled", "keep_direct", "keep_pinned", "keep_polls", "keep_media", "keep_self_fav", "keep_self_bookmark")
RULE = Obj(
    {
        **dict.fromkeys(FLAGS, BOOL),
        "min_status_age": INT,
        "min_favs": Nullable(INT),
        "min_reblogs": Nullable(INT),
    }
)


async def put(moot: Moot, by: Member, **fields: Any) -> Any:
    rule = await moot.ok("PUT", PATH, by, json=fields)
    assert check(rule, RULE) == []
    assert await moot.ok("GET", PATH, by) == rule
    return rule


async def test_it_is_off_until_somebody_turns_it_on(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    untouched = await a_moot.ok("GET", PATH, anna)
    assert check(untouched, RULE) == []
    assert (untouched["enabled"], untouched["min_status_age"]) == (False, 14 * 24 * 3600)
    set_once = await put(a_moot, anna, enabled=True, keep_media=True, keep_direct=False, min_favs=5)
    assert set_once == {**untouched, "enabled": True, "keep_media": True, "keep_direct": False, "min_favs": 5}
    assert await put(a_moot, anna, min_status_age=SHORTEST) == {**set_once, "min_status_age": SHORTEST}
    assert (await put(a_moot, anna, min_favs=None))["min_favs"] is None
    assert await a_moot.ok("GET", PATH, berta) == untouched
    assert await a_moot.ok("DELETE", PATH, anna) == await a_moot.ok("DELETE", PATH, anna) == {}
    assert await a_moot.ok("GET", PATH, anna) == untouched


async def test_forms_say_it_too(a_moot: Moot) -> None:
    anna = await a_moot.member()
    await put(a_moot, anna, min_reblogs=7)
    given = {"enabled": "true", "keep_pinned": "0", "min_status_age": str(LONGEST), "min_favs": "3", "min_reblogs": ""}
    rule = await a_moot.ok("PUT", PATH, anna, data=given)
    assert (rule["enabled"], rule["keep_pinned"], rule["min_status_age"]) == (True, False, LONGEST)
    assert (rule["min_favs"], rule["min_reblogs"]) == (3, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_status_age": SHORTEST - 1},
        {"min_status_age": LONGEST + 1},
        {"min_status_age": -1},
        {"min_status_age": "a week"},
        {"min_favs": 0},
        {"min_reblogs": MOST + 1},
        {"min_reblogs": 10**30},
        {"keep_direct": "maybe", "min_favs": -5},
    ],
)
async def test_what_is_no_rule_is_refused(a_moot: Moot, wrong: dict[str, Any]) -> None:
    anna = await a_moot.member()
    before = await put(a_moot, anna, enabled=True)
    assert (await a_moot.call("PUT", PATH, anna, json={"enabled": False, **wrong})).status_code == 422
    assert (await a_moot.call("GET", f"{PATH}/preview", anna, params=wrong)).status_code == 422
    assert await a_moot.ok("GET", PATH, anna) == before


async def test_what_would_go_is_told_before_it_goes(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    await write(a_moot, anna, Old(3))
    await write(a_moot, anna, Old(10))
    await write(a_moot, anna, Old(20, direct=True))
    await write(a_moot, anna, Old(20))
    await write(a_moot, berta, Old(20))
    preview = f"{PATH}/preview"
    assert await a_moot.ok("GET", preview, anna) == {"count": 1, "complete": True}
    wider = {"min_status_age": SHORTEST, "keep_direct": "false"}
    assert await a_moot.ok("GET", preview, anna, params=wider) == {"count": 3, "complete": True}
    assert (await a_moot.ok("GET", PATH, anna))["min_status_age"] > SHORTEST
    monkeypatch.setattr("folkmoot.features.automatic_deletion.read.PREVIEW_LIMIT", 2)
    monkeypatch.setattr("folkmoot.interfaces.mastodon.automatic_deletion.PREVIEW_LIMIT", 2)
    assert await a_moot.ok("GET", preview, anna, params=wider) == {"count": 2, "complete": False}
    assert types.PREVIEW_LIMIT == 10_000


async def test_old_posts_go_by_themselves(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    first = await a_moot.post(anna, "first")
    pinned = await a_moot.post(anna, "pinned")
    await a_moot.ok("POST", f"/api/v1/statuses/{pinned['id']}/pin", anna)
    answer = await a_moot.post(berta, "well", in_reply_to_id=first["id"])
    await a_moot.ok("POST", f"/api/v1/statuses/{first['id']}/reblog", berta)
    await every(a_moot, 13 * DAY)
    await put(a_moot, anna, enabled=True)
    last = await a_moot.post(anna, "last")
    await every(a_moot, HOUR)
    assert (await a_moot.call("GET", f"/api/v1/statuses/{first['id']}", berta)).status_code == 200
    await every(a_moot, DAY + 3 * HOUR)
    assert (await a_moot.call("GET", f"/api/v1/statuses/{first['id']}", berta)).status_code == 404
    assert (await a_moot.ok("GET", f"/api/v1/statuses/{answer['id']}"))["in_reply_to_id"] is None
    for who, kept in ((anna, [last["id"], pinned["id"]]), (berta, [answer["id"]])):
        said = await a_moot.ok("GET", f"/api/v1/accounts/{who.id}/statuses", berta)
        assert [status["id"] for status in said] == kept
        face = await a_moot.ok("GET", f"/api/v1/accounts/{who.id}")
        assert face["statuses_count"] == len(kept)
    told = await a_moot.ok("GET", "/api/v1/notifications", anna)
    assert [check(item, "Notification") for item in told] == [[]] * len(told)
    assert not [item for item in told if item["type"] == "reblog"]


async def test_clients_are_told_of_it(a_moot: Moot) -> None:
    body = await a_moot.ok("GET", "/api/v2/instance")
    assert body["configuration"]["folkmoot"]["automatic_deletion"] is True
