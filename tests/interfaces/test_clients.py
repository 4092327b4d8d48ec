"""What independent clients were seen to send, and what they must be told."""

from pathlib import Path

import pytest

from tests.support import media_samples
from tests.support.moot import Moot
from tests.support.signing import app, member_with_password, signed_in

STATUSES = "/api/v1/statuses"
RELATIONSHIPS = "/api/v1/accounts/relationships"
FAMILY = "👨\u200d👩\u200d👧\u200d👦"


async def test_pages_are_found_with_a_slash_at_the_end(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    client, browser = await app(a_moot), await signed_in(a_moot)
    await browser.open(client.asking().replace("/oauth/authorize?", "/oauth/authorize/?"))
    assert browser.status == 200
    await browser.send("/oauth/authorize", decision="allow")
    assert "code=" in browser.left_to
    assert (await browser.open("/auth/nowhere/")).status == 404


async def test_a_list_may_be_a_field_that_repeats(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member(name) for name in ("anna", "berta", "carla")]
    both = [str(berta.id), str(carla.id)]
    for query in (
        "id={}&id={}",
        "id[]={}&id[]={}",
        "id%5b%5d={}&id%5B%5D={}",
        "id[0]={}&id[1]={}",
        "id[]=&id[]={}&id[]={}",
    ):
        found = await a_moot.ok("GET", f"{RELATIONSHIPS}?{query.format(*both)}", anna)
        assert [each["id"] for each in found] == both, query
    app_of_two = await a_moot.ok(
        "POST", "/api/v1/apps",
        data={"client_name": "x", "redirect_uris": ["https://a.example/", "https://b.example/"]},
    )  # fmt: skip
    assert app_of_two["redirect_uris"] == ["https://a.example/", "https://b.example/"]


async def test_of_a_single_value_that_repeats_the_last_counts(a_moot: Moot) -> None:
    anna = await a_moot.member()
    for text in ("one", "two", "three"):
        await a_moot.post(anna, text)
    assert len(await a_moot.ok("GET", "/api/v1/timelines/public?limit=1&limit=2")) == 2
    found = await a_moot.ok("GET", "/api/v1/timelines/public?only_media=true&only_media=false&limit=")
    assert len(found) == 3


async def test_ids_may_be_numbers_in_json(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    parent = await a_moot.post(anna, "first")
    answer = await a_moot.post(berta, "second", in_reply_to_id=int(parent["id"]))
    assert answer["in_reply_to_id"] == parent["id"]
    found = await a_moot.ok("GET", RELATIONSHIPS, anna, json={"id": [berta.id]})
    assert [each["id"] for each in found] == [str(berta.id)]
    refused = await a_moot.call("POST", STATUSES, anna, json={"status": True})
    assert refused.status_code == 422


@pytest.mark.parametrize("way", ["json", "data"])
async def test_what_is_left_empty_is_not_given(a_moot: Moot, way: str) -> None:
    anna = await a_moot.member()
    nothing = None if way == "json" else ""
    names = ("spoiler_text", "visibility", "sensitive", "language", "in_reply_to_id", "poll", "scheduled_at")
    fields = dict.fromkeys((*names, "quoted_status_id"), nothing)
    media = {"media_ids": None} if way == "json" else {"media_ids[]": ""}
    status = await a_moot.ok("POST", STATUSES, anna, **{way: {"status": "x", **fields, **media}})
    assert (status["visibility"], status["in_reply_to_id"], status["media_attachments"]) == ("public", None, [])


async def test_an_emoji_of_many_code_points_is_one_character(a_moot: Moot) -> None:
    anna = await a_moot.member()
    status = await a_moot.post(anna, FAMILY * 400, spoiler_text=FAMILY * 100)
    assert FAMILY * 400 in status["content"]
    for body in ({"status": FAMILY * 501}, {"status": FAMILY * 400, "spoiler_text": FAMILY * 101}):
        assert (await a_moot.call("POST", STATUSES, anna, json=body)).status_code == 422
    endless = {"status": "e" + "\u0301" * 6_000, "spoiler_text": "e" + "\u0301" * 6_000}
    assert (await a_moot.call("POST", STATUSES, anna, json=endless)).status_code == 422


async def test_a_profile_counts_as_posts_do(a_moot: Moot) -> None:
    anna, profile = await a_moot.member(), "/api/v1/accounts/update_credentials"
    note = f"{FAMILY * 400} https://example.org/{'a' * 200}"
    changed = await a_moot.ok("PATCH", profile, anna, json={"note": note})
    assert changed["source"]["note"] == note
    for over in (FAMILY * 501, "e" + "\u0301" * 6_000):
        assert (await a_moot.call("PATCH", profile, anna, json={"note": over})).status_code == 422


async def test_a_film_is_the_only_file_of_its_post(a_moot: Moot, tmp_path: Path) -> None:
    anna = await a_moot.member()
    files = (media_samples.mp4(tmp_path / "a.mp4"), media_samples.jpeg(tmp_path / "b.jpg"))
    film, picture = [
        (await a_moot.ok("POST", "/api/v1/media", anna, files={"file": (path.name, path.read_bytes())}))["id"]
        for path in files
    ]
    refused = await a_moot.call("POST", STATUSES, anna, json={"status": "x", "media_ids": [picture, film]})
    assert refused.status_code == 422
    assert "together" in refused.json()["error"]
    status = await a_moot.post(anna, "x", media_ids=[film])
    changed = await a_moot.call("PUT", f"{STATUSES}/{status['id']}", anna, json={"media_ids": [film, picture]})
    assert changed.status_code == 422
    assert [item["id"] for item in (await a_moot.ok("GET", f"{STATUSES}/{status['id']}"))["media_attachments"]] == [
        film
    ]


async def test_masto_js_changes_everything_by_put(a_moot: Moot) -> None:
    anna = await a_moot.member()
    profile = await a_moot.ok("PUT", "/api/v1/profile", anna, data={"display_name": "Anna"})
    assert profile["display_name"] == "Anna"
    policy = await a_moot.ok("PUT", "/api/v2/notifications/policy", anna, json={"for_not_following": "filter"})
    assert policy["for_not_following"] == "filter"


async def test_apps_are_told_that_they_may_quote(a_moot: Moot) -> None:
    about = await a_moot.ok("GET", "/api/v2/instance")
    assert about["api_versions"]["mastodon"] >= 7
