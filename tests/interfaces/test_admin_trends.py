"""Reviewing trends, by the client API and on the command line."""

import json
from typing import Any

import pytest

from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.interfaces.test_command_line import Shell
from tests.interfaces.test_trends import liked, statuses, tags
from tests.support.crowd import compute, crowd
from tests.support.moot import Member, Moot

ADMIN = "/api/v1/admin/trends"
LISTS = ("tags", "statuses", "links", "links/publishers")


async def listed(moot: Moot, by: Member, what: str, **params: Any) -> list[dict[str, Any]]:
    body: list[dict[str, Any]] = await moot.ok("GET", f"{ADMIN}/{what}", by, params=params)
    return body


async def test_a_moderator_reviews_tags(a_moot: Moot) -> None:
    people = await crowd(a_moot, 5)
    staff = await a_moot.member(role="moderator")
    for person in people:
        await a_moot.post(person, "#leeks #kale")
    await compute(a_moot)
    for act, state in (("", (False, True)), ("approve", (True, False)), ("reject", (False, False))):
        found = {item["name"]: item for item in await listed(a_moot, staff, "tags")}
        if act:
            said = await a_moot.ok("POST", f"{ADMIN}/tags/{found['leeks']['id']}/{act}", staff)
            assert check(said, "Admin::Tag") == []
            assert said["trendable"] == state[0]
            found = {item["name"]: item for item in await listed(a_moot, staff, "tags")}
        assert [problem for item in found.values() for problem in check(item, "Admin::Tag")] == []
        assert (found["leeks"]["trendable"], found["leeks"]["requires_review"]) == state
        assert await tags(a_moot) == (["leeks"] if act == "approve" else [])
        assert found["kale"]["requires_review"]
    assert len(await listed(a_moot, staff, "tags", limit=1)) == 1
    log = await a_moot.ground.db.reader.all(Sql("select account_id, act, target from staff_log order by id"))
    assert [tuple(row) for row in log if row[1].startswith("trend:")] == [
        (staff.id, "trend:allowed", "tag:leeks"),
        (staff.id, "trend:refused", "tag:leeks"),
    ]
    await compute(a_moot)
    assert [item["name"] for item in await listed(a_moot, staff, "tags")] == ["kale"]


async def test_a_moderator_reviews_posts(a_moot: Moot) -> None:
    author, *fans = await crowd(a_moot, 6)
    staff = await a_moot.member(role="moderator")
    hot = await liked(a_moot, author, fans)
    await compute(a_moot)
    [item] = await listed(a_moot, staff, "statuses")
    assert item.pop("requires_review") is True
    assert check(item, "Status") == []
    await a_moot.ok("POST", f"{ADMIN}/statuses/{hot}/approve", staff)
    assert await statuses(a_moot) == [hot]
    assert (await listed(a_moot, staff, "statuses"))[0]["requires_review"] is False
    await a_moot.ok("POST", f"{ADMIN}/statuses/{hot}/reject", staff)
    assert await statuses(a_moot) == []


@pytest.mark.parametrize("what", LISTS)
async def test_only_staff_who_may_review(a_moot: Moot, what: str) -> None:
    staff, member = await a_moot.member(role="moderator"), await a_moot.member()
    reader = await a_moot.member(role="moderator", scopes="read write admin:read")
    nobody = await a_moot.member(role="moderator", scopes="read write")
    act = f"{ADMIN}/{what}/{Moot.never()}/approve"
    calls = [("GET", f"{ADMIN}/{what}"), ("POST", act)]
    for by, expected in ((None, [401, 401]), (member, [403, 403]), (nobody, [403, 403]), (reader, [200, 403])):
        assert [(await a_moot.call(method, path, by)).status_code for method, path in calls] == expected
    for number in (Moot.never(), "none", "0"):
        assert (await a_moot.call("POST", f"{ADMIN}/{what}/{number}/approve", staff)).status_code == 404


def test_reviewing_on_the_command_line(tmp_path: Any) -> None:
    shell = Shell(tmp_path / "data")
    shell.ok("init")
    assert "none" in shell.ok("trends", "list", "tag")
    shell.ok("trends", "refuse", "tag", "#Outrage")
    shell.ok("trends", "allow", "publisher", "www.News.example")
    assert json.loads(shell.ok("trends", "list", "publisher", "--json")) == [
        {"key": "news.example", "voices": 0, "state": "allowed"}
    ]
    for wrong in (("post", "leeks"), ("link", Moot.never())):
        assert shell.run("trends", "allow", *wrong).returncode == 1
