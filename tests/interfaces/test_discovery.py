"""Finding people: the directory, suggestions, familiar followers, and those whom members endorse."""

from typing import Any

import pytest

from folkmoot.features import accounts
from folkmoot.features.accounts import ProfileChange
from folkmoot.features.discovery import familiar
from folkmoot.features.discovery.directory import OFFSET_LIMIT
from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.support.counting import counting
from tests.support.moot import Member, Moot
from tests.support.standing import suspend, unapproved
from tests.support.ties import block, follow, mute, unfollow


async def edit(moot: Moot, member: Member, **changes: Any) -> None:
    async with moot.ground.work() as work:
        await accounts.edit_profile(work, member.id, ProfileChange(**changes))


async def named(moot: Moot, path: str, by: Member | None = None, **params: Any) -> list[str]:
    body = await moot.ok("GET", path, by, params=params)
    assert all(check(item, "Account") == [] for item in body)
    return [item["username"] for item in body]


async def listed(moot: Moot, by: Member | None = None, **params: Any) -> list[str]:
    return await named(moot, "/api/v1/directory", by, **params)


async def suggested(moot: Moot, by: Member, **params: Any) -> dict[str, list[str]]:
    """Return the names suggested, and why."""
    body = await moot.ok("GET", "/api/v2/suggestions", by, params=params)
    assert all(check(item, "Suggestion") == [] for item in body)
    found = {item["account"]["username"]: item["sources"] for item in body}
    assert await named(moot, "/api/v1/suggestions", by, **params) == list(found)
    return found


async def people(moot: Moot, *names: str) -> list[Member]:
    return [await moot.member(name) for name in names]


async def test_the_directory_by_activity_and_by_age(a_moot: Moot) -> None:
    anna, _, carla = await people(a_moot, "anna", "berta", "carla")
    await a_moot.post(carla, "first")
    await a_moot.post(anna, "second")
    assert await listed(a_moot) == ["anna", "carla", "berta"]
    assert await listed(a_moot, order="active", local="true") == ["anna", "carla", "berta"]
    assert await listed(a_moot, order="new") == ["carla", "berta", "anna"]
    assert await listed(a_moot, order="new", limit=1, offset=1) == ["berta"]
    assert await listed(a_moot, offset=3) == []
    assert await listed(a_moot, offset=OFFSET_LIMIT + 1) == []


async def test_local_leaves_out_those_of_other_servers(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    async with a_moot.ground.work() as work:
        await work.db.run(
            Sql("update account set domain = 'far.test', uri = $2, url = $2 where id = $1"),
            berta.id,
            "https://far.test/@berta",
        )
        work.touch("account", berta.id)
    assert await listed(a_moot, anna, order="new") == ["berta", "anna"]
    assert await listed(a_moot, anna, order="new", local="true") == ["anna"]


async def test_only_those_who_want_to_be_found_stand_in_the_directory(a_moot: Moot) -> None:
    anna, berta, carla, dora, emma = await people(a_moot, "anna", "berta", "carla", "dora", "emma")
    await unapproved(a_moot, "waiting")
    await edit(a_moot, berta, discoverable=False)
    await suspend(a_moot, carla)
    assert await listed(a_moot, order="new") == ["emma", "dora", "anna"]
    await block(a_moot, dora, anna)
    await mute(a_moot, anna, emma, duration=60)
    assert await listed(a_moot, anna, order="new") == ["anna"]
    a_moot.clock.advance(61_000)
    assert await listed(a_moot, anna, order="new") == ["emma", "anna"]
    await block(a_moot, anna, emma)
    assert await listed(a_moot, anna, order="new") == ["anna"]


async def test_friends_of_friends_come_before_the_most_followed(a_moot: Moot) -> None:
    anna, berta, carla, dora, emma = await people(a_moot, "anna", "berta", "carla", "dora", "emma")
    assert await suggested(a_moot, anna) == {}
    for who, whom in ((anna, berta), (anna, carla), (berta, dora), (carla, dora), (berta, anna), (carla, emma)):
        await follow(a_moot, who, whom)
    (fred,) = await people(a_moot, "fred")
    for who in (emma, dora):
        await follow(a_moot, who, fred)
    both = ["friends_of_friends", "most_followed"]
    assert await suggested(a_moot, anna) == {"dora": both, "emma": both, "fred": ["most_followed"]}
    assert list(await suggested(a_moot, anna)) == ["dora", "emma", "fred"]
    assert list(await suggested(a_moot, anna, limit=1)) == ["dora"]
    await edit(a_moot, berta, hide_collections=True)
    await edit(a_moot, carla, hide_collections=True)
    assert set(map(tuple, (await suggested(a_moot, anna)).values())) == {("most_followed",)}
    async with counting(a_moot.ground) as few:
        await a_moot.ok("GET", "/api/v2/suggestions?limit=1", anna)
    async with counting(a_moot.ground) as many:
        await a_moot.ok("GET", "/api/v2/suggestions", anna)
    assert few.asked == many.asked


async def test_who_is_never_suggested(a_moot: Moot) -> None:
    anna, berta, friend = await people(a_moot, "anna", "berta", "friend")
    await follow(a_moot, anna, friend)
    names = ("followed", "asked", "blocked", "blocking", "muted", "shy", "gone", "dismissed")
    others = dict(zip(names, await people(a_moot, *names), strict=True))
    for other in (berta, *others.values()):
        await follow(a_moot, friend, other)
    assert set(await suggested(a_moot, anna)) == {"berta", *names}
    await follow(a_moot, anna, others["followed"])
    await edit(a_moot, others["asked"], locked=True)
    await follow(a_moot, anna, others["asked"])
    await block(a_moot, anna, others["blocked"])
    await block(a_moot, others["blocking"], anna)
    await mute(a_moot, anna, others["muted"])
    await edit(a_moot, others["shy"], discoverable=False)
    await suspend(a_moot, others["gone"])
    assert await a_moot.ok("DELETE", f"/api/v1/suggestions/{others['dismissed'].id}", anna) == {}
    assert set(await suggested(a_moot, anna)) == {"berta"}
    assert "dismissed" in await suggested(a_moot, berta)
    for odd in (others["dismissed"].id, a_moot.never(), "nobody"):
        assert await a_moot.ok("DELETE", f"/api/v1/suggestions/{odd}", anna) == {}


async def familiars(moot: Moot, by: Member, *targets: Member) -> list[set[str]]:
    params = {"id[]": [str(target.id) for target in targets]}
    body = await moot.ok("GET", "/api/v1/accounts/familiar_followers", by, params=params)
    assert all(check(item, "FamiliarFollowers") == [] for item in body)
    assert [item["id"] for item in body] == params["id[]"]
    return [{account["username"] for account in item["accounts"]} for item in body]


async def test_familiar_followers(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, berta, carla, dora, emma = await people(a_moot, "anna", "berta", "carla", "dora", "emma")
    for who, whom in ((anna, berta), (anna, carla), (berta, dora), (carla, dora), (emma, dora), (carla, emma)):
        await follow(a_moot, who, whom)
    assert await familiars(a_moot, anna, dora, emma, berta) == [{"berta", "carla"}, {"carla"}, set()]
    assert await familiars(a_moot, anna, emma, dora) == [{"carla"}, {"berta", "carla"}]
    await edit(a_moot, carla, hide_collections=True)
    assert await familiars(a_moot, anna, dora, emma) == [{"berta"}, set()]
    await edit(a_moot, carla, hide_collections=False)
    monkeypatch.setattr(familiar, "SHOWN", 1)
    assert await familiars(a_moot, anna, dora) == [{"carla"}]
    await edit(a_moot, emma, hide_collections=True)
    await block(a_moot, dora, anna)
    assert await familiars(a_moot, anna, dora, emma) == [set(), set()]
    odd = await a_moot.ok("GET", f"/api/v1/accounts/familiar_followers?id[]=x&id[]={a_moot.never()}", anna)
    assert odd == []
    many = "&".join(f"id[]={number}" for number in range(41))
    assert (await a_moot.call("GET", f"/api/v1/accounts/familiar_followers?{many}", anna)).status_code == 422


async def standing(moot: Moot, act: str, by: Member, target: Member) -> bool:
    body = await moot.ok("POST", f"/api/v1/accounts/{target.id}/{act}", by)
    assert check(body, "Relationship") == []
    endorsed: bool = body["endorsed"]
    return endorsed


@pytest.mark.parametrize(("begin", "end"), [("endorse", "unendorse"), ("pin", "unpin")])
async def test_endorsing_those_whom_one_follows(a_moot: Moot, begin: str, end: str) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    path = f"/api/v1/accounts/{berta.id}/{begin}"
    assert (await a_moot.call("POST", path, anna)).status_code == 422
    await follow(a_moot, anna, berta)
    for act, endorsed in ((begin, True), (begin, True), (end, False), (end, False), (begin, True)):
        assert await standing(a_moot, act, anna, berta) is endorsed
        assert await named(a_moot, "/api/v1/endorsements", anna) == ["berta"][: int(endorsed)]
    assert await named(a_moot, "/api/v1/endorsements", berta) == []
    await unfollow(a_moot, anna, berta)
    assert await named(a_moot, "/api/v1/endorsements", anna) == []
    await follow(a_moot, anna, berta)
    shown = await a_moot.ok("GET", f"/api/v1/accounts/relationships?id[]={berta.id}", anna)
    assert shown[0]["endorsed"] is False
    assert (await a_moot.call("POST", f"/api/v1/accounts/{a_moot.never()}/{begin}", anna)).status_code == 404


async def test_endorsements_are_paged_and_shown_to_those_who_may_look(a_moot: Moot) -> None:
    anna, *others = await people(a_moot, "anna", "berta", "carla", "dora")
    for other in others:
        await follow(a_moot, anna, other)
        await standing(a_moot, "endorse", anna, other)
    for path in ("/api/v1/endorsements", f"/api/v1/accounts/{anna.id}/endorsements"):
        assert await named(a_moot, path, anna) == ["dora", "carla", "berta"]
        first = await a_moot.call("GET", f"{path}?limit=2", anna)
        assert [item["username"] for item in first.json()] == ["dora", "carla"]
        rest = await a_moot.call("GET", first.links["next"]["url"], anna)
        assert [item["username"] for item in rest.json()] == ["berta"]
    path = f"/api/v1/accounts/{anna.id}/endorsements"
    assert await named(a_moot, path) == ["dora", "carla", "berta"]
    await suspend(a_moot, others[0])
    assert await named(a_moot, path, others[1]) == ["dora", "carla"]
    await block(a_moot, anna, others[1])
    assert await named(a_moot, path, others[1]) == []
    assert await named(a_moot, path) == ["dora"]
    await suspend(a_moot, anna)
    assert await named(a_moot, path) == []
