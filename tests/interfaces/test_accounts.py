"""Accounts as apps see them: one's own, others', and their posts."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from folkmoot.features import media
from folkmoot.infra.boot import Ground
from folkmoot.infra.errors import InvalidError
from tests.conformance.entities import check
from tests.support.counting import counting
from tests.support.moot import BASE, Member, Moot
from tests.support.standing import suspend, unapproved


async def ids(moot: Moot, path: str, by: Member | None = None, **params: Any) -> list[str]:
    return [item["id"] for item in await moot.ok("GET", path, by, params=params)]


async def statuses(moot: Moot, of: Member, by: Member | None = None, **params: Any) -> list[str]:
    return await ids(moot, f"/api/v1/accounts/{of.id}/statuses", by, **params)


async def test_verify_credentials_counts_those_who_ask(a_moot: Moot) -> None:
    anna = await a_moot.member("anna", locked=True)
    for _ in range(3):
        fan = await a_moot.member()
        await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", fan)
    body = await a_moot.ok("GET", "/api/v1/accounts/verify_credentials", anna)
    assert check(body, "CredentialAccount") == []
    assert (body["acct"], body["locked"], body["source"]["follow_requests_count"]) == ("anna", True, 3)


async def test_one_account_and_many(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    waiting = await unapproved(a_moot, "waiting")
    body = await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}")
    assert check(body, "Account") == []
    assert body["url"] == f"{BASE}/@anna"
    asked = [str(berta.id), a_moot.never(), str(anna.id), str(berta.id), "nonsense", str(waiting)]
    found = await a_moot.ok("GET", "/api/v1/accounts", params={"id[]": asked})
    assert [item["id"] for item in found] == [str(berta.id), str(anna.id)]
    assert await a_moot.ok("GET", "/api/v1/accounts") == []
    too_many = await a_moot.call("GET", "/api/v1/accounts", params={"id[]": [str(n) for n in range(1, 42)]})
    assert too_many.status_code == 422


async def test_unknown_and_unapproved_accounts_are_missing(a_moot: Moot) -> None:
    waiting = await unapproved(a_moot, "waiting")
    for account_id in (a_moot.never(), "nonsense", waiting, 2**63):
        for suffix in ("", "/statuses", "/followers", "/following"):
            response = await a_moot.call("GET", f"/api/v1/accounts/{account_id}{suffix}")
            assert (response.status_code, response.json()) == (404, {"error": "Record not found"})
    assert (await a_moot.call("GET", "/api/v1/accounts/lookup?acct=waiting")).status_code == 404


async def test_lookup(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    for handle in ("anna", "@anna", "Anna", "anna@moot.test", "@anna@MOOT.test"):
        body = await a_moot.ok("GET", "/api/v1/accounts/lookup", params={"acct": handle})
        assert (check(body, "Account"), body["id"]) == ([], str(anna.id))
    for handle in ("", "berta", "anna@elsewhere.example", "anna berta", "@@anna"):
        assert (await a_moot.call("GET", "/api/v1/accounts/lookup", params={"acct": handle})).status_code == 404


async def test_update_credentials_as_json(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    wish = {
        "display_name": " Anna\n:) ",
        "note": "I #garden.\r\nOften.",
        "locked": True,
        "bot": "true",
        "discoverable": False,
        "indexable": True,
        "hide_collections": True,
        "fields_attributes": [{"name": "Home", "value": "https://anna.example"}, {"name": "", "value": ""}],
        "source": {"privacy": "private", "sensitive": True, "language": "de"},
    }
    body = await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json=wish)
    assert check(body, "CredentialAccount") == []
    assert (body["display_name"], body["locked"], body["bot"]) == ("Anna :)", True, True)
    assert (body["discoverable"], body["indexable"], body["hide_collections"]) == (False, True, True)
    assert [field["name"] for field in body["fields"]] == ["Home"]
    source = body["source"]
    assert (source["note"], source["privacy"], source["sensitive"], source["language"]) == (
        "I #garden.\nOften.", "private", True, "de",
    )  # fmt: skip
    assert (await a_moot.post(anna, "hm"))["visibility"] == "private"
    kept = await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json={})
    assert kept == {**body, "statuses_count": 1, "last_status_at": kept["last_status_at"]}


@pytest.mark.parametrize(
    "form",
    [
        {"fields_attributes[0][name]": "a", "fields_attributes[0][value]": "1",
         "fields_attributes[1][name]": "b", "fields_attributes[1][value]": "2"},
        {"fields_attributes[][name]": ["a", "b"], "fields_attributes[][value]": ["1", "2"]},
    ],
)  # fmt: skip
async def test_fields_as_forms_send_them(a_moot: Moot, form: dict[str, Any]) -> None:
    anna = await a_moot.member("anna")
    if "fields_attributes[][name]" in form:
        pairs = "fields_attributes[][name]=a&fields_attributes[][value]=1&fields_attributes[][name]=b"
        request: dict[str, Any] = {
            "content": pairs + "&fields_attributes[][value]=2",
            "headers": {"Content-Type": "application/x-www-form-urlencoded"},
        }
    else:
        request = {"data": form}
    body = await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, **request)
    assert [(field["name"], field["value"]) for field in body["source"]["fields"]] == [("a", "1"), ("b", "2")]


async def test_fields_as_a_hash(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    wish = {"fields_attributes": {"7": {"name": "a", "value": "1"}, "3": {"name": "b", "value": "2"}}}
    body = await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json=wish)
    assert [field["name"] for field in body["source"]["fields"]] == ["a", "b"]
    gone = await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json={"fields_attributes": []})
    assert gone["fields"] == []


REFUSED: list[dict[str, Any]] = [
    {"display_name": "x" * 51},
    {"note": "x" * 501},
    {"fields_attributes": [{"name": "x" * 256, "value": ""}]},
    {"fields_attributes": [{"name": str(n), "value": "x"} for n in range(5)]},
    {"fields_attributes": "oops"},
    {"fields_attributes": [{"name": {"deep": 1}}]},
    {"source": {"privacy": "secret"}},
    {"source": {"language": "the language of birds"}},
    {"source": "oops"},
    {"locked": "perhaps", "display_name": ["no"]},
    {"avatar": "data:image/png;base64,AAAA"},
]


async def test_update_credentials_refuses(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    before = await a_moot.ok("GET", "/api/v1/accounts/verify_credentials", anna)
    for wish in REFUSED:
        response = await a_moot.call("PATCH", "/api/v1/accounts/update_credentials", anna, json={"bot": True, **wish})
        assert response.status_code == 422, wish
        assert response.json()["error"].startswith("Validation failed: ")
    assert await a_moot.ok("GET", "/api/v1/accounts/verify_credentials", anna) == before


def content_of(path: Path) -> bytes:
    return path.read_bytes()


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand in for the cleaning of pictures, which has tests of its own; returns the keys that it stored."""
    stored: list[str] = []

    async def store_picture(ground: Ground, path: Path, purpose: str) -> tuple[str, str]:
        if content_of(path) == b"bad":
            raise InvalidError("Validation failed: This is no picture")
        keys = (f"{purpose}{len(stored)}.webp", f"{purpose}{len(stored)}s.webp")
        for key in keys:
            where = ground.folder / ground.config.objects.path / key
            where.parent.mkdir(parents=True, exist_ok=True)
            where.write_bytes(b"picture")
        stored.extend(keys)
        return keys

    monkeypatch.setattr(media, "store_picture", store_picture)
    return stored


def announced(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the list into which every announcement of erased media is written from now on."""
    from folkmoot.infra.boot import Work

    erased: list[list[str]] = []
    announce = Work.announce

    def listening(work: Work, fact: Any) -> None:
        if isinstance(fact, media.MediaErased):
            erased.append(sorted(fact.objects))
        announce(work, fact)

    monkeypatch.setattr(Work, "announce", listening)
    return erased


async def test_avatar_and_header(a_moot: Moot, pictures: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    erased = announced(monkeypatch)
    anna = await a_moot.member("anna")
    path = "/api/v1/accounts/update_credentials"
    files = {"avatar": ("me.png", b"good", "image/png"), "header": ("sky.png", b"good", "image/png")}
    body = await a_moot.ok("PATCH", path, anna, files=files, data={"display_name": "Anna"})
    assert check(body, "CredentialAccount") == []
    assert (body["avatar"], body["avatar_static"]) == (f"{BASE}/media/avatar0.webp", f"{BASE}/media/avatar0s.webp")
    assert (body["header"], body["display_name"]) == (f"{BASE}/media/header2.webp", "Anna")
    await a_moot.ok("PATCH", path, anna, files={"avatar": ("new.png", b"good", "image/png")})
    assert erased == [["avatar0.webp", "avatar0s.webp"]]
    for part in ("avatar", "header", "avatar"):
        body = await a_moot.ok("DELETE", f"/api/v1/profile/{part}", anna)
        assert check(body, "CredentialAccount") == []
    assert body["avatar"] == f"{BASE}/static/avatar.png"
    assert sorted(key for keys in erased for key in keys) == sorted(pictures)


async def test_a_real_avatar_and_what_is_none(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "PNG")
    path = "/api/v1/accounts/update_credentials"
    body = await a_moot.ok("PATCH", path, anna, files={"avatar": ("me.png", out.getvalue(), "image/png")})
    shown = await a_moot.call("GET", body["avatar"])
    assert Image.open(io.BytesIO(shown.content)).size == (400, 400)
    refused = await a_moot.call("PATCH", path, anna, files={"avatar": ("me.png", b"no picture", "image/png")})
    assert refused.status_code == 422
    assert (await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}"))["avatar"] == body["avatar"]


async def test_what_a_refused_update_stored_is_erased(
    a_moot: Moot, pictures: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    erased = announced(monkeypatch)
    anna = await a_moot.member("anna")
    good, bad = ("me.png", b"good", "image/png"), ("sky.png", b"bad", "image/png")
    for request in (
        {"files": {"avatar": good, "header": bad}},
        {"files": {"avatar": good}, "data": {"note": "x" * 501}},
    ):
        response = await a_moot.call("PATCH", "/api/v1/accounts/update_credentials", anna, **request)
        assert response.status_code == 422
    assert sorted(key for keys in erased for key in keys) == sorted(pictures)
    assert len(pictures) == 4


async def test_whose_posts_are_seen(a_moot: Moot) -> None:
    anna, fan, guest = await a_moot.member("anna"), await a_moot.member("fan"), await a_moot.member("guest")
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", fan)
    posted = {
        visibility: (await a_moot.post(anna, "hello @guest" if visibility == "direct" else "x", visibility=visibility))[
            "id"
        ]
        for visibility in ("public", "unlisted", "private", "direct")
    }
    newest_first = list(posted.values())[::-1]
    assert await statuses(a_moot, anna, anna) == newest_first
    assert await statuses(a_moot, anna, fan) == [posted["private"], posted["unlisted"], posted["public"]]
    assert await statuses(a_moot, anna, guest) == [posted["direct"], posted["unlisted"], posted["public"]]
    assert await statuses(a_moot, anna) == [posted["unlisted"], posted["public"]]
    body = await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}/statuses", guest)
    assert [problem for status in body for problem in check(status, "Status")] == []


async def test_filters_of_posts(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    other = await a_moot.post(berta, "start")
    plain = (await a_moot.post(anna, "plain #Tea"))["id"]
    reply = (await a_moot.post(anna, "answer", in_reply_to_id=other["id"]))["id"]
    own_reply = (await a_moot.post(anna, "more", in_reply_to_id=plain))["id"]
    boost = (await a_moot.ok("POST", f"/api/v1/statuses/{other['id']}/reblog", anna))["id"]
    await a_moot.ok("POST", f"/api/v1/statuses/{reply}/pin", anna)
    assert await statuses(a_moot, anna, berta) == [boost, own_reply, reply, plain]
    assert await statuses(a_moot, anna, berta, exclude_replies="true") == [boost, own_reply, plain]
    assert await statuses(a_moot, anna, berta, exclude_reblogs="1") == [own_reply, reply, plain]
    assert await statuses(a_moot, anna, berta, pinned="true") == [reply]
    assert await statuses(a_moot, anna, berta, tagged="TEA") == [plain]
    assert await statuses(a_moot, anna, berta, only_media="true") == []
    assert await statuses(a_moot, anna, berta, pinned="false", exclude_replies="off") == [
        boost,
        own_reply,
        reply,
        plain,
    ]


async def test_pages_are_full_whatever_is_hidden(a_moot: Moot) -> None:
    anna, guest = await a_moot.member("anna"), await a_moot.member("guest")
    shown: list[str] = []
    for number in range(16):
        status = await a_moot.post(anna, "x", visibility="public" if number % 4 == 0 else "private")
        if number % 4 == 0:
            shown.insert(0, status["id"])
    for viewer in (guest, None):
        assert await statuses(a_moot, anna, viewer, limit=3) == shown[:3]
        assert await statuses(a_moot, anna, viewer, limit=3, max_id=shown[2]) == shown[3:]
        assert await statuses(a_moot, anna, viewer, limit=2, min_id=shown[3]) == shown[1:3]
        assert await statuses(a_moot, anna, viewer, limit=2, since_id=shown[3]) == shown[:2]
    first = await a_moot.call("GET", f"/api/v1/accounts/{anna.id}/statuses?limit=3&exclude_replies=1")
    assert first.links["next"]["url"] == (
        f"{BASE}/api/v1/accounts/{anna.id}/statuses?limit=3&exclude_replies=1&max_id={shown[2]}"
    )
    assert first.links["prev"]["url"].endswith(f"min_id={shown[0]}")
    assert "next" not in (await a_moot.call("GET", first.links["next"]["url"])).links


async def test_a_boost_of_what_may_not_be_seen_is_not_seen(a_moot: Moot) -> None:
    anna, berta, cora = await a_moot.member("anna"), await a_moot.member("berta"), await a_moot.member("cora")
    post = await a_moot.post(berta, "hello")
    await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/reblog", anna)
    assert len(await statuses(a_moot, anna, cora)) == 1
    await a_moot.ok("POST", f"/api/v1/accounts/{cora.id}/block", berta)
    assert await statuses(a_moot, anna, cora) == []
    await a_moot.ok("POST", f"/api/v1/accounts/{cora.id}/unblock", berta)
    await a_moot.ok("POST", f"/api/v1/accounts/{berta.id}/block", cora)
    assert await statuses(a_moot, anna, cora) == []


async def test_those_who_are_blocked_see_no_posts(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    post = await a_moot.post(anna, "hello")
    await a_moot.ok("POST", f"/api/v1/accounts/{berta.id}/block", anna)
    assert await statuses(a_moot, anna, berta) == []
    assert await statuses(a_moot, anna) == [post["id"]]
    assert (await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}", berta))["acct"] == "anna"


async def test_suspended_accounts_show_nothing(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await a_moot.post(anna, "hello")
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", berta)
    await suspend(a_moot, anna)
    body = await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}", berta)
    assert check(body, "Account") == []
    assert (body["suspended"], body["note"], body["statuses_count"]) == (True, "", 0)
    assert await statuses(a_moot, anna, berta) == []
    assert await ids(a_moot, f"/api/v1/accounts/{anna.id}/followers", berta) == []
    assert await ids(a_moot, f"/api/v1/accounts/{berta.id}/following", berta) == []
    refused = await a_moot.call("POST", f"/api/v1/accounts/{anna.id}/follow", await a_moot.member())
    assert refused.status_code == 404


async def test_followers_and_following_by_pages(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    fans = [await a_moot.member() for _ in range(5)]
    for fan in fans:
        await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", fan)
    path = f"/api/v1/accounts/{anna.id}/followers"
    first = await a_moot.call("GET", path, params={"limit": 2})
    assert [check(item, "Account") for item in first.json()] == [[], []]
    second = await a_moot.call("GET", first.links["next"]["url"])
    third = await a_moot.call("GET", second.links["next"]["url"])
    pages = [item["id"] for page in (first, second, third) for item in page.json()]
    assert pages == [str(fan.id) for fan in fans[::-1]]
    assert "next" not in third.links
    back = await a_moot.call("GET", third.links["prev"]["url"])
    assert "since_id=" in third.links["prev"]["url"]
    assert [item["id"] for item in back.json()] == pages[:2]
    assert await ids(a_moot, f"/api/v1/accounts/{fans[0].id}/following") == [str(anna.id)]


async def test_hidden_networks(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", berta)
    await a_moot.ok("POST", f"/api/v1/accounts/{berta.id}/follow", anna)
    await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json={"hide_collections": True})
    for which in ("followers", "following"):
        path = f"/api/v1/accounts/{anna.id}/{which}"
        assert await ids(a_moot, path) == await ids(a_moot, path, berta) == []
        assert await ids(a_moot, path, anna) == [str(berta.id)]


async def test_the_blocked_see_no_network(a_moot: Moot) -> None:
    anna, berta, cora = await a_moot.member("anna"), await a_moot.member("berta"), await a_moot.member("cora")
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", cora)
    await a_moot.ok("POST", f"/api/v1/accounts/{cora.id}/follow", anna)
    await a_moot.ok("POST", f"/api/v1/accounts/{berta.id}/block", anna)
    assert await ids(a_moot, f"/api/v1/accounts/{anna.id}/followers", berta) == []
    assert await ids(a_moot, f"/api/v1/accounts/{cora.id}/followers", berta) == []
    assert await ids(a_moot, f"/api/v1/accounts/{cora.id}/followers") == [str(anna.id)]


async def test_longer_pages_ask_no_more_questions(a_moot: Moot) -> None:
    anna, viewer = await a_moot.member("anna"), await a_moot.member("viewer")
    for number in range(6):
        fan = await a_moot.member()
        await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", fan)
        post = await a_moot.post(anna, f"#tag{number} hello @viewer @{fan.name}")
        await a_moot.ok("POST", f"/api/v1/statuses/{(await a_moot.post(fan, 'x'))['id']}/reblog", anna)
        for verb in ("favourite", "bookmark"):
            await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/{verb}", viewer)
        other = await a_moot.member()
        await a_moot.ok("POST", f"/api/v1/accounts/{other.id}/mute", viewer)
        await a_moot.ok("POST", f"/api/v1/accounts/{other.id}/block", viewer)
    own = f"/api/v1/accounts/{anna.id}"
    for path in (f"{own}/statuses", f"{own}/followers", "/api/v1/favourites", "/api/v1/bookmarks", "/api/v1/mutes",
                 "/api/v1/blocks", "/api/v1/accounts/search"):  # fmt: skip
        asked = []
        for limit in (2, 6):
            async with counting(a_moot.ground) as counter:
                found = await a_moot.ok("GET", path, viewer, params={"limit": limit, "q": "member"})
            assert len(found) == limit
            asked.append(counter.asked)
        assert asked[0] == asked[1] > 0, path
