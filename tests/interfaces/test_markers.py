"""Markers through the client API: how far a member has read."""

import pytest

from tests.conformance.entities import check
from tests.support.moot import Moot

PATH = "/api/v1/markers"


async def test_the_later_word_counts(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    assert await a_moot.ok("GET", PATH, anna, params={"timeline[]": ["home", "notifications"]}) == {}
    first = await a_moot.ok("POST", PATH, anna, data={"home[last_read_id]": "7", "notifications[last_read_id]": "8"})
    assert check(first, "Answer::Markers") == []
    assert {name: marker["last_read_id"] for name, marker in first.items()} == {"home": "7", "notifications": "8"}
    second = await a_moot.ok("POST", PATH, anna, json={"home": {"last_read_id": 9}})
    assert check(second, "Answer::Markers") == []
    assert (second["home"]["last_read_id"], second["home"]["version"]) == ("9", 2)
    found = await a_moot.ok("GET", PATH, anna, params={"timeline[]": ["home", "no such timeline"]})
    assert found == second
    assert await a_moot.ok("GET", PATH, berta, params={"timeline[]": "home"}) == {}


@pytest.mark.parametrize("last", ["", "x", "-1", {"a": 1}])
async def test_what_is_no_id_is_refused(a_moot: Moot, last: object) -> None:
    anna = await a_moot.member("anna")
    answer = await a_moot.call("POST", PATH, anna, json={"home": {"last_read_id": last}})
    assert answer.status_code == 422
    assert await a_moot.ok("GET", PATH, anna, params={"timeline[]": "home"}) == {}
