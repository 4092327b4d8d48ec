"""The member's own profile through the client API: every field is stored, and what others see follows it."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.conformance.entities import check
from tests.support.moot import Member, Moot

PATH = "/api/v1/profile"


async def profile(moot: Moot, member: Member) -> dict[str, Any]:
    """Return the member's profile, held against the documentation."""
    found: dict[str, Any] = await moot.ok("GET", PATH, member)
    assert check(found, "Profile") == []
    return found


async def test_a_fresh_profile_is_empty(a_moot: Moot) -> None:
    found = await profile(a_moot, await a_moot.member("anna"))
    assert found["avatar"] is found["header"] is None
    assert (found["note"], found["fields"], found["attribution_domains"], found["featured_tags"]) == ("", [], [], [])
    assert found["show_media"] is found["show_media_replies"] is found["show_featured"] is True


async def test_what_is_changed_is_kept_and_shown_to_others(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    wishes = {
        "display_name": "Anna  A.",
        "note": "I *write*\r\nhere",
        "avatar_description": "Anna in a boat",
        "header_description": "a lake",
        "locked": True,
        "bot": True,
        "discoverable": False,
        "hide_collections": True,
        "indexable": True,
        "show_media": False,
        "show_media_replies": False,
        "show_featured": False,
        "attribution_domains": ["News.example", "blog.example", "news.example"],
        "fields_attributes": [{"name": "pronouns", "value": "she"}],
    }
    changed = await a_moot.ok("PATCH", PATH, anna, json=wishes)
    assert check(changed, "Profile") == []
    expected = wishes | {"display_name": "Anna A.", "note": "I *write*\nhere"}
    expected["attribution_domains"] = ["news.example", "blog.example"]
    del expected["fields_attributes"]
    assert {name: changed[name] for name in expected} == expected
    assert changed["fields"] == [{"name": "pronouns", "value": "she", "verified_at": None}]
    assert await profile(a_moot, anna) == changed
    seen = await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}", berta)
    same = ("avatar_description", "header_description", "show_media", "show_media_replies", "show_featured", "locked")
    assert {name: seen[name] for name in same} == {name: wishes[name] for name in same}
    own = await a_moot.ok("GET", "/api/v1/accounts/verify_credentials", anna)
    assert own["source"]["attribution_domains"] == expected["attribution_domains"]
    assert check(own, "CredentialAccount") == []
    await a_moot.ok("PATCH", PATH, anna, json={"attribution_domains": [], "show_media": True})
    assert (await profile(a_moot, anna))["attribution_domains"] == []
    assert (await profile(a_moot, anna))["show_featured"] is False


async def test_forms_and_the_older_operation_say_the_same(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    data = {"attribution_domains[]": ["a.example", "b.example"], "show_media": "false"}
    changed = await a_moot.ok("PATCH", PATH, anna, data=data)
    assert (changed["attribution_domains"], changed["show_media"]) == (["a.example", "b.example"], False)
    older = await a_moot.ok(
        "PATCH", "/api/v1/accounts/update_credentials", anna, json={"attribution_domains": ["c.example"]}
    )
    assert older["source"]["attribution_domains"] == ["c.example"]
    assert (await profile(a_moot, anna))["attribution_domains"] == ["c.example"]


async def test_pictures_come_with_their_descriptions_and_go_with_them(a_moot: Moot, tmp_path: Path) -> None:
    anna = await a_moot.member("anna")
    picture = tmp_path / "picture.png"
    Image.new("RGB", (64, 64), "green").save(picture)
    files = {"avatar": ("picture.png", picture.read_bytes(), "image/png")}
    changed = await a_moot.ok("PATCH", PATH, anna, files=files, data={"avatar_description": "green"})
    assert check(changed, "Profile") == []
    assert changed["avatar"].startswith("http")
    assert (changed["header"], changed["avatar_description"]) == (None, "green")
    await a_moot.ok("DELETE", f"{PATH}/avatar", anna)
    bare = await profile(a_moot, anna)
    assert (bare["avatar"], bare["avatar_description"]) == (None, "")


@pytest.mark.parametrize(
    "wish",
    [
        {"attribution_domains": ["no domain"]},
        {"attribution_domains": ["https://a.example"]},
        {"attribution_domains": [f"a{number}.example" for number in range(11)]},
        {"avatar_description": "x" * 501},
        {"header_description": "x" * 501},
        {"display_name": "x" * 51},
        {"avatar": "no file"},
    ],
)
async def test_what_is_too_much_is_refused_as_a_whole(a_moot: Moot, wish: dict[str, Any]) -> None:
    anna = await a_moot.member("anna")
    before = await profile(a_moot, anna)
    answer = await a_moot.call("PATCH", PATH, anna, json={"note": "new", **wish})
    assert answer.status_code == 422
    assert await profile(a_moot, anna) == before


async def test_scopes(a_moot: Moot) -> None:
    reader = await a_moot.member("reader", scopes="profile")
    await profile(a_moot, reader)
    assert (await a_moot.call("PATCH", PATH, reader, json={"note": "x"})).status_code == 403
    assert (await a_moot.call("GET", PATH, await a_moot.member("x", scopes="read:statuses"))).status_code == 403
    assert (await a_moot.call("GET", PATH)).status_code == 401
