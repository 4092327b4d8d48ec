"""What those who are quoted, and those who quote, are told."""

from typing import Any

import pytest

from tests.interfaces.test_notifications import kinds, told
from tests.interfaces.test_quotes import STATUSES, get, quoting, revoke, said
from tests.support.moot import Member, Moot
from tests.support.ties import block, mute


@pytest.fixture
async def anna(a_moot: Moot) -> Member:
    return await a_moot.member("anna")


@pytest.fixture
async def berta(a_moot: Moot) -> Member:
    return await a_moot.member("berta")


async def edit(moot: Moot, by: Member, status: dict[str, Any], text: str) -> None:
    await moot.ok("PUT", f"{STATUSES}/{status['id']}", by, json={"status": text})


async def test_who_is_quoted_is_told_while_the_quote_stands(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    made = await quoting(a_moot, berta, original)
    await quoting(a_moot, anna, original)
    (item,) = await told(a_moot, anna, **{"types[]": ["quote"]})
    assert (item["type"], item["account"]["acct"], item["status"]["id"]) == ("quote", "berta", made["id"])
    assert item["status"]["quote"]["quoted_status"]["id"] == original["id"]
    assert await told(a_moot, berta) == []
    await revoke(a_moot, anna, original, made)
    assert await told(a_moot, anna) == []


async def test_a_quote_ends_for_the_told_with_the_post(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    await quoting(a_moot, berta, original)
    assert kinds(await told(a_moot, anna)) == ["quote"]
    await a_moot.ok("DELETE", f"{STATUSES}/{original['id']}", anna)
    assert await told(a_moot, anna) == []


async def test_who_quotes_is_told_of_an_edit(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    made = await quoting(a_moot, berta, original)
    for text in ("first change", "second change"):
        await edit(a_moot, anna, original, text)
        (item,) = await told(a_moot, berta)
        assert (item["type"], item["account"]["acct"], item["status"]["id"]) == ("quoted_update", "anna", made["id"])
        assert text in item["status"]["quote"]["quoted_status"]["content"]
    await revoke(a_moot, anna, original, made)
    assert await told(a_moot, berta) == []
    await edit(a_moot, anna, original, "third change")
    assert await told(a_moot, berta) == []


@pytest.mark.parametrize("tie", [mute, block])
async def test_nobody_is_told_by_whom_they_do_not_hear(a_moot: Moot, anna: Member, berta: Member, tie: Any) -> None:
    carla = await a_moot.member("carla")
    await mute(a_moot, anna, carla)
    original = await said(a_moot, anna)
    for by in (berta, carla):
        await quoting(a_moot, by, original)
    assert [item["account"]["acct"] for item in await told(a_moot, anna)] == ["berta"]
    await tie(a_moot, berta, anna)
    await edit(a_moot, anna, original, "changed")
    assert await told(a_moot, berta) == []
    assert kinds(await told(a_moot, carla)) == ["quoted_update"]


async def test_who_may_not_see_the_quote_is_not_told(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    await quoting(a_moot, berta, original, visibility="private")
    assert await told(a_moot, anna) == []
    assert (await get(a_moot, original))["quotes_count"] == 1


async def test_a_remembered_page_follows_what_it_quotes(a_moot: Moot, anna: Member, berta: Member) -> None:
    """The page shows a post of somebody whom it does not name otherwise: inside a post that mentions its reader."""
    carla = await a_moot.member("carla")
    original = await said(a_moot, anna)
    await quoting(a_moot, berta, original, "@carla look")
    for _ in range(2):
        (item,) = await told(a_moot, carla)
        assert item["status"]["quote"]["quoted_status"]["content"] == "<p>quote me</p>"
    await edit(a_moot, anna, original, "quote me not")
    (item,) = await told(a_moot, carla)
    assert item["status"]["quote"]["quoted_status"]["content"] == "<p>quote me not</p>"
    await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json={"display_name": "Änne"})
    (item,) = await told(a_moot, carla)
    assert item["status"]["quote"]["quoted_status"]["account"]["display_name"] == "Änne"
    await block(a_moot, anna, carla)
    (item,) = await told(a_moot, carla)
    assert item["status"]["quote"] == {"state": "unauthorized", "quoted_status": None}
    await a_moot.ok("DELETE", f"{STATUSES}/{original['id']}", anna)
    (item,) = await told(a_moot, carla)
    assert item["status"]["quote"] == {"state": "deleted", "quoted_status": None}
