"""Aliases and moving: who may go where, what stays behind, and who follows."""

import re
from typing import Any

import pytest

from folkmoot.features import accounts, portability, relations
from folkmoot.features.portability import move
from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.support.browser import Browser
from tests.support.moot import Member, Moot
from tests.support.signing import PASSWORD, QUICK_HASHER, signed_in

MOVE = "/settings/move"


@pytest.fixture
async def pair(a_moot: Moot) -> tuple[Member, Member]:
    """Two accounts of one person, the old and the new, and the password of everybody."""
    old, new = await a_moot.member("old"), await a_moot.member("new")
    await _password(a_moot)
    return old, new


async def _password(a_moot: Moot) -> None:
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update local_user set password_hash = $1"), QUICK_HASHER.hash(PASSWORD))


async def _names(a_moot: Moot, by: str = "new", alias: str = "old") -> Browser:
    browser = await signed_in(a_moot, by)
    await browser.open(MOVE)
    return await browser.send(f"{MOVE}/alias", alias=alias)


async def _moves(a_moot: Moot, to: str = "new@moot.test", password: str = PASSWORD) -> Browser:
    browser = await signed_in(a_moot, "old")
    await browser.open(MOVE)
    return await browser.send(MOVE, handle=to, password=password)


async def _account(a_moot: Moot, member: Member, by: Member | None = None) -> dict[str, Any]:
    body: dict[str, Any] = await a_moot.ok("GET", f"/api/v1/accounts/{member.id}", by)
    assert check(body, "Account") == []
    return body


async def test_an_account_moves_and_its_followers_go_along(a_moot: Moot, pair: tuple[Member, Member]) -> None:
    old, new = pair
    fans = [await a_moot.member(f"fan{number}") for number in range(3)]
    options = {"reblogs": False, "notify": True, "languages": ["de"]}
    for fan in fans:
        await a_moot.ok("POST", f"/api/v1/accounts/{old.id}/follow", fan, json=options)
    made = await a_moot.ok("POST", "/api/v1/lists", fans[0], json={"title": "Friends"})
    await a_moot.ok("POST", f"/api/v1/lists/{made['id']}/accounts", fans[0], json={"account_ids": [str(old.id)]})
    await a_moot.ok("POST", f"/api/v1/accounts/{fans[2].id}/block", new)
    await _names(a_moot)
    browser = await _moves(a_moot)
    assert "This account points to <strong>@new</strong>" in browser.text
    await a_moot.run_jobs()
    for fan, follows_old, follows_new in ((fans[0], False, True), (fans[1], False, True), (fans[2], True, False)):
        found = await a_moot.ok("GET", f"/api/v1/accounts/relationships?id[]={old.id}&id[]={new.id}", fan)
        assert [each["following"] for each in found] == [follows_old, follows_new]
        if follows_new:
            assert (found[1]["showing_reblogs"], found[1]["notifying"], found[1]["languages"]) == (False, True, ["de"])
    listed = await a_moot.ok("GET", f"/api/v1/lists/{made['id']}/accounts", fans[0])
    assert [each["username"] for each in listed] == ["new"]
    assert (await _account(a_moot, old))["followers_count"] == 1
    assert (await _account(a_moot, new))["followers_count"] == 2


async def test_where_it_went_is_shown_wherever_it_is_shown(a_moot: Moot, pair: tuple[Member, Member]) -> None:
    old, new = pair
    reader = await a_moot.member("reader")
    said = await a_moot.post(old, "Hello @reader")
    await a_moot.run_jobs()
    assert "moved" not in said["account"]
    await _names(a_moot)
    await _moves(a_moot)
    path = f"/api/v1/statuses/{said['id']}"
    for _ in range(2):
        assert (await _account(a_moot, old))["moved"]["username"] == "new"
        assert (await a_moot.ok("GET", path, reader))["account"]["moved"]["id"] == str(new.id)
        (told,) = await a_moot.ok("GET", "/api/v1/notifications", reader)
        assert told["account"]["moved"]["display_name"] == ""
        assert told["status"]["account"]["moved"]["display_name"] == ""
    await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", new, json={"display_name": "Renamed"})
    assert (await _account(a_moot, old))["moved"]["display_name"] == "Renamed"
    (told,) = await a_moot.ok("GET", "/api/v1/notifications", reader)
    assert told["account"]["moved"]["display_name"] == "Renamed"
    assert told["status"]["account"]["moved"]["display_name"] == "Renamed"
    assert "moved" not in await _account(a_moot, new)
    directory = await a_moot.ok("GET", "/api/v1/directory", reader)
    assert "old" not in {each["username"] for each in directory}
    async with a_moot.ground.work() as work:
        await portability.close_account(work, new.id)
    assert (await _account(a_moot, old))["moved"]["suspended"]
    await a_moot.run_jobs()
    assert "moved" not in await _account(a_moot, old)


async def test_a_moved_account_is_read_but_says_nothing(a_moot: Moot, pair: tuple[Member, Member]) -> None:
    old, new = pair
    said = await a_moot.post(old, "Still here")
    other = await a_moot.post(new, "New here")
    await _names(a_moot)
    browser = await _moves(a_moot)
    assert (await a_moot.call("POST", "/api/v1/statuses", old, json={"status": "More"})).status_code == 403
    assert (await a_moot.call("POST", f"/api/v1/statuses/{other['id']}/reblog", old)).status_code == 403
    assert (await a_moot.call("POST", f"/api/v1/accounts/{old.id}/follow", new)).status_code == 403
    assert (await a_moot.ok("GET", f"/api/v1/statuses/{said['id']}"))["id"] == said["id"]
    assert await a_moot.ok("GET", "/api/v1/timelines/home", old)
    assert not browser.has_form(MOVE)
    await browser.send(f"{MOVE}/end")
    assert "moved" not in await _account(a_moot, old)
    assert "You have moved already" in browser.text
    await a_moot.post(old, "Back again")


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("new@moot.test", "does not name this one among its aliases"),
        ("nobody", "There is no such member here."),
        ("old", "That is this account itself."),
        ("new@else.example", "cannot yet reach other servers"),
        ("", "There is no such member here."),
        ("a b", "There is no such member here."),
    ],
)
async def test_nobody_moves_where_they_may_not(
    a_moot: Moot, pair: tuple[Member, Member], to: str, sentence: str
) -> None:
    browser = await _moves(a_moot, to)
    assert browser.status == 422
    assert sentence in browser.text
    assert "moved" not in await _account(a_moot, pair[0])


async def test_the_password_is_asked_for_again(a_moot: Moot, pair: tuple[Member, Member]) -> None:
    await _names(a_moot)
    browser = await _moves(a_moot, password="a guess")
    assert browser.status == 422
    assert "That password is not right." in browser.text
    assert "moved" not in await _account(a_moot, pair[0])


async def test_once_in_thirty_days(a_moot: Moot, pair: tuple[Member, Member]) -> None:
    await _names(a_moot)
    browser = await _moves(a_moot)
    await browser.send(f"{MOVE}/end")
    csrf = re.findall(r'name="csrf" value="(\w+)"', browser.text)[0]
    form = {"csrf": csrf, "handle": "new", "password": PASSWORD}
    await browser.post(MOVE, form)
    assert browser.status == 422
    assert "moved" not in await _account(a_moot, pair[0])
    a_moot.clock.advance(31 * DAY)
    await _moves(a_moot)
    assert (await _account(a_moot, pair[0]))["moved"]["username"] == "new"
    other = await a_moot.member("third")
    await _password(a_moot)
    await _names(a_moot, "old", "third")
    browser = await signed_in(a_moot, "third")
    await browser.open(MOVE)
    await browser.send(MOVE, handle="old", password=PASSWORD)
    assert "That account has moved itself." in browser.text
    assert "moved" not in await _account(a_moot, other)


async def test_aliases_are_named_and_taken_away(a_moot: Moot, pair: tuple[Member, Member]) -> None:
    browser = await _names(a_moot, alias="@Old@moot.test")
    await browser.send(f"{MOVE}/alias", alias="@Far@Else.example")
    await browser.send(f"{MOVE}/alias", alias="far@else.example")
    assert re.findall(r"<strong>@(\S+)</strong>", browser.text)[-2:] == ["old@moot.test", "far@else.example"]
    for alias, sentence in (
        ("nobody", "There is no such member here."),
        ("new", "That is this account itself."),
        ("<script>", "That is no address of an account."),
    ):
        await browser.send(f"{MOVE}/alias", alias=alias)
        assert browser.status == 422
        assert sentence in browser.text
    for number in range(accounts.ALIASES_LIMIT - 2):
        await browser.send(f"{MOVE}/alias", alias=f"far{number}@else.example")
    await browser.send(f"{MOVE}/alias", alias="one@too.many")
    assert "You cannot have more than 20 aliases." in browser.text
    db = await a_moot.ground.read()
    first = (await accounts.aliases_of(db, pair[1].id))[0]
    stranger = await signed_in(a_moot, "old")
    await stranger.open(MOVE)
    csrf = re.findall(r'name="csrf" value="(\w+)"', stranger.text)[0]
    await stranger.post(f"{MOVE}/alias/remove", {"csrf": csrf, "id": str(first.id)})
    assert await accounts.is_alias(db, pair[1].id, pair[0].id)
    await browser.open(MOVE)
    await browser.send(f"{MOVE}/alias/remove", id=str(first.id))
    assert not await accounts.is_alias(await a_moot.ground.read(), pair[1].id, pair[0].id)


async def test_many_followers_take_several_jobs_and_a_locked_account_is_asked(
    a_moot: Moot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(move, "CHUNK", 2)
    monkeypatch.setattr(move, "CHUNKS", 1)
    old, new = await a_moot.member("old"), await a_moot.member("new", locked=True)
    await _password(a_moot)
    fans = [await a_moot.member(f"fan{number}") for number in range(5)]
    async with a_moot.ground.work() as work:
        target = await accounts.get(work.db, old.id)
        for fan in [*fans, new]:
            await relations.follow(work, fan.id, target, relations.FollowOptions())
    await _names(a_moot)
    await _moves(a_moot)
    await a_moot.run_jobs()
    assert len(await a_moot.ok("GET", "/api/v1/follow_requests", new)) == 5
    assert (await _account(a_moot, old))["followers_count"] == 0


async def test_who_comes_back_keeps_those_who_have_not_gone(a_moot: Moot, pair: tuple[Member, Member]) -> None:
    old, new = pair
    fan = await a_moot.member("fan")
    await a_moot.ok("POST", f"/api/v1/accounts/{old.id}/follow", fan)
    await _names(a_moot)
    browser = await _moves(a_moot)
    await browser.send(f"{MOVE}/end")
    await a_moot.run_jobs()
    assert (await _account(a_moot, old))["followers_count"] == 1
    assert (await _account(a_moot, new))["followers_count"] == 0
