"""Notifications through the client API: what is told, to whom, and what takes it away again."""

from typing import Any

from tests.conformance.entities import check
from tests.support.moot import Member, Moot

PATH = "/api/v1/notifications"


async def told(moot: Moot, member: Member, **params: Any) -> list[dict[str, Any]]:
    """Carry out what is due and return the member's notifications, held against the documentation."""
    await moot.run_jobs()
    found: list[dict[str, Any]] = await moot.ok("GET", PATH, member, params=params)
    assert [fault for item in found for fault in check(item, "Notification")] == []
    return found


def kinds(found: list[dict[str, Any]]) -> list[str]:
    return [item["type"] for item in found]


async def test_a_mention_is_told_with_its_status(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    posted = await a_moot.post(anna, "Hello @berta and @anna")
    (item,) = await told(a_moot, berta)
    assert (item["type"], item["account"]["acct"], item["status"]["id"]) == ("mention", "anna", posted["id"])
    assert item["group_key"] == f"ungrouped-{item['id']}"
    assert await told(a_moot, anna) == []
