"""The archive: everything of the member's, in ActivityStreams, for nobody else."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest

from folkmoot.features import accounts, media, portability
from folkmoot.features.accounts import Field, ProfileChange
from folkmoot.features.media import store as media_store
from folkmoot.features.portability import archive_build, jobs
from folkmoot.infra.clock import DAY, HOUR, iso
from folkmoot.infra.db import Sql
from folkmoot.infra.ids import new_key
from tests.support.browser import Browser
from tests.support.moot import BASE, Member, Moot
from tests.support.signing import PASSWORD, QUICK_HASHER, mails, signed_in

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ANNA = f"{BASE}/users/anna"


@pytest.fixture
async def anna(a_moot: Moot) -> Member:
    member = await a_moot.member("anna")
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update local_user set password_hash = $1"), QUICK_HASHER.hash(PASSWORD))
    return member


async def _stored(moot: Moot, folder: Path, content: bytes) -> str:
    key = f"{new_key()}.png"
    (folder / key).write_bytes(content)
    await moot.ground.objects.put(key, folder / key)
    return key


async def _file(moot: Moot, member: Member, folder: Path) -> str:
    """Give the member a cleaned file; returns its id."""
    async with moot.ground.work() as work:
        item = media.Media(
            work.new_id(), member.id, None, 0, media.READY, "image", await _stored(moot, folder, b"clean pixels"), "",
            {"original": {"width": 4, "height": 3, "size": "4x3", "aspect": 1.333333}},
            "LKO2", "a heron", 0.5, -0.25, "", work.now,
        )  # fmt: skip
        await media_store.insert(work.db, item)
        await media_store.finish(work.db, item, 12)
    return str(item.id)


async def _live(moot: Moot, anna: Member, folder: Path) -> dict[str, Any]:
    """Let anna write, boost, favourite, bookmark, list and filter."""
    berta = await moot.member("berta")
    heard = await moot.post(berta, "Berta's own words")
    avatar = await _stored(moot, folder, b"her face")
    async with moot.ground.work() as work:
        await accounts.edit_profile(
            work, anna.id, ProfileChange("Anna", "Likes #herons", [Field("Web", "https://a.example")], avatar, avatar)
        )
        await accounts.add_alias(work, anna.id, "old@else.example", "moot.test")
    said = {
        "public": await moot.post(anna, "A <heron> @berta #Heron", media_ids=[await _file(moot, anna, folder)]),
        "warned": await moot.post(anna, "Hidden", spoiler_text="Careful", visibility="unlisted", language="en"),
        "private": await moot.post(anna, "For friends", visibility="private", in_reply_to_id=heard["id"]),
        "direct": await moot.post(anna, "Psst @berta", visibility="direct"),
        "poll": await moot.post(anna, "Which?", poll={"options": ["a", "b"], "expires_in": 600}),
        "quote": await moot.post(anna, "Look", quoted_status_id=heard["id"]),
    }
    await moot.ok(
        "PUT", f"/api/v1/statuses/{said['warned']['id']}", anna, json={"status": "Mended", "spoiler_text": "Careful"}
    )
    await moot.post(anna, "Later", scheduled_at=iso(moot.clock() + DAY), media_ids=[await _file(moot, anna, folder)])
    for act in ("reblog", "favourite", "bookmark"):
        await moot.ok("POST", f"/api/v1/statuses/{heard['id']}/{act}", anna)
    await moot.ok("POST", "/api/v1/drafts", anna, json={"status": "Half a thou"})
    await moot.ok("POST", "/api/v1/lists", anna, json={"title": "Birds"})
    fields = {"title": "Spoilers", "context": ["home"], "keywords_attributes": [{"keyword": "ending"}]}
    await moot.ok("POST", "/api/v2/filters", anna, json=fields)
    return {"heard": heard, **said}


async def _asked(moot: Moot, browser: Browser) -> Browser:
    await browser.open("/settings/export")
    await browser.send("/settings/export/archive")
    assert "It is being made." in browser.text
    await moot.run_jobs()
    return await browser.open("/settings/export")


def _link(browser: Browser) -> str:
    (link,) = re.findall(r'href="(/settings/export/archive\?id=\d+)"', browser.text)
    return str(link)


async def _opened(moot: Moot, browser: Browser) -> ZipFile:
    await _asked(moot, browser)
    answer = await browser._http.get(_link(browser))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].startswith('attachment; filename="archive-')
    return ZipFile(BytesIO(answer.content))


def _json(archive: ZipFile, name: str) -> Any:
    return json.loads(archive.read(name))


def _check_collection(found: dict[str, Any], name: str) -> list[Any]:
    assert found["@context"]
    assert (found["id"], found["type"]) == (name, "OrderedCollection")
    assert found["totalItems"] == len(found["orderedItems"])
    items: list[Any] = found["orderedItems"]
    return items


def _check_activity(activity: dict[str, Any]) -> None:
    assert activity["actor"] == ANNA
    assert activity["id"].startswith(f"{ANNA}/statuses/")
    assert activity["id"].endswith("/activity")
    assert MOMENT.fullmatch(activity["published"])
    assert all(isinstance(activity[key], list) for key in ("to", "cc"))
    if activity["type"] == "Announce":
        assert isinstance(activity["object"], str)
        return
    note = activity["object"]
    assert activity["type"] == "Create"
    assert note["type"] in {"Note", "Question"}
    assert note["attributedTo"] == ANNA
    assert activity["id"] == f"{note['id']}/activity"
    assert (note["to"], note["cc"]) == (activity["to"], activity["cc"])
    assert MOMENT.fullmatch(note["published"])
    assert isinstance(note["content"], str)
    assert isinstance(note["sensitive"], bool)
    assert {tag["type"] for tag in note["tag"]} <= {"Mention", "Hashtag", "Emoji"}
    for file in note["attachment"]:
        assert file["type"] == "Document"
        assert "/" in file["mediaType"]


async def test_the_outbox_tells_everything_as_activities(a_moot: Moot, anna: Member, tmp_path: Path) -> None:
    said = await _live(a_moot, anna, tmp_path)
    archive = await _opened(a_moot, await signed_in(a_moot))
    assert archive.testzip() is None
    outbox = _check_collection(_json(archive, "outbox.json"), "outbox.json")
    for activity in outbox:
        _check_activity(activity)
    assert len(outbox) == 7
    by_id = {item["object"]["id"]: item["object"] for item in outbox if item["type"] == "Create"}
    notes = {name: by_id[post["uri"]] for name, post in said.items() if name != "heard"}
    followers, berta = f"{ANNA}/followers", f"{BASE}/users/berta"
    addressed = {name: (note["to"], note["cc"]) for name, note in notes.items()}
    assert addressed["public"] == ([PUBLIC], [followers, berta])
    assert addressed["warned"] == ([followers], [PUBLIC])
    assert addressed["private"] == ([followers], [])
    assert addressed["direct"] == ([berta], [])
    picture = notes["public"]
    assert "&lt;heron&gt;" in picture["content"]
    assert {"type": "Mention", "href": berta, "name": "@berta@moot.test"} in picture["tag"]
    assert {"type": "Hashtag", "href": f"{BASE}/tags/heron", "name": "#Heron"} in picture["tag"]
    (file,) = picture["attachment"]
    assert archive.read(file["url"]) == b"clean pixels"
    assert archive.getinfo(file["url"]).compress_type == ZIP_STORED
    assert (file["name"], file["focalPoint"], file["width"]) == ("a heron", [0.5, -0.25], 4)
    assert notes["warned"]["summary"] == "Careful"
    assert notes["warned"]["contentMap"] == {"en": notes["warned"]["content"]}
    assert MOMENT.fullmatch(notes["warned"]["updated"])
    assert notes["private"]["inReplyTo"] == said["heard"]["uri"]
    assert notes["quote"]["quote"] == said["heard"]["uri"]
    assert [option["name"] for option in notes["poll"]["oneOf"]] == ["a", "b"]
    assert notes["poll"]["type"] == "Question"
    (boost,) = [item for item in outbox if item["type"] == "Announce"]
    assert boost["object"] == said["heard"]["uri"]


async def test_it_holds_everything_else_and_nothing_of_others(a_moot: Moot, anna: Member, tmp_path: Path) -> None:
    said = await _live(a_moot, anna, tmp_path)
    archive = await _opened(a_moot, await signed_in(a_moot))
    actor = _json(archive, "actor.json")
    assert actor["type"] == "Person"
    assert (actor["id"], actor["preferredUsername"], actor["name"]) == (ANNA, "anna", "Anna")
    assert actor["outbox"] == "outbox.json"
    assert actor["alsoKnownAs"] == ["acct:old@else.example"]
    assert actor["attachment"][0]["type"] == "PropertyValue"
    assert archive.read(actor["icon"]["url"]) == b"her face"
    assert actor["icon"]["mediaType"] == "image/png"
    for name in ("likes.json", "bookmarks.json"):
        assert _check_collection(_json(archive, name), name) == [said["heard"]["uri"]]
    assert _json(archive, "lists.json")[0]["title"] == "Birds"
    assert _json(archive, "filters.json")[0]["keywords"] == [{"keyword": "ending", "whole_word": True}]
    (later,) = _json(archive, "scheduled.json")
    assert later["text"] == "Later"
    assert archive.read(later["attachments"][0]["file"]) == b"clean pixels"
    (draft,) = _json(archive, "drafts.json")
    assert draft["text"] == "Half a thou"
    assert set(portability.EXPORTS) == {name.removeprefix("lists/") for name in archive.namelist() if "lists/" in name}
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"own words" not in everything
    assert b"@example.org" not in everything


async def test_a_long_life_is_written_page_by_page(a_moot: Moot, anna: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_build, "PAGE", 2)
    for number in range(5):
        await a_moot.post(anna, f"Number {number}")
    outbox = _json(await _opened(a_moot, await signed_in(a_moot)), "outbox.json")
    told = [item["object"]["content"] for item in _check_collection(outbox, "outbox.json")]
    assert told == [f"<p>Number {number}</p>" for number in range(5)]


async def test_it_is_the_members_alone_and_one_in_a_week(a_moot: Moot, anna: Member) -> None:
    await a_moot.member("berta")
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update local_user set password_hash = $1"), QUICK_HASHER.hash(PASSWORD))
    browser = await signed_in(a_moot)
    await browser.open("/settings/export")
    csrf = re.findall(r'name="csrf" value="(\w+)"', browser.text)[0]
    await _asked(a_moot, browser)
    link = _link(browser)
    assert not browser.has_form("/settings/export/archive")
    assert (await browser.post("/settings/export/archive", {"csrf": csrf})).status == 429
    assert "once in seven days" in browser.text
    (mail,) = [mail for mail in await mails(a_moot) if "archive" in mail["subject"]]
    assert "/settings/export" in mail.get_content()
    assert (await (await signed_in(a_moot, "berta")).open(link)).status == 404
    assert (await a_moot.http.get(link)).headers["location"].startswith("/auth/sign_in")
    (path,) = (a_moot.ground.folder / "archives").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert (await a_moot.http.get(f"/media/{path.name}")).status_code == 404
    a_moot.clock.advance(8 * DAY)
    browser = await signed_in(a_moot)
    assert (await browser.open(link)).status == 404
    await jobs.forget_takeouts(a_moot.ground, None)
    await a_moot.run_jobs()
    assert not path.exists()
    await browser.open("/settings/export")
    assert browser.has_form("/settings/export/archive")


async def test_what_a_dead_process_began_is_begun_anew(
    a_moot: Moot, anna: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = archive_build._marks, 0

    async def failing(*arguments: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise RuntimeError("the lights went out")
        await real(*arguments)

    monkeypatch.setattr(archive_build, "_marks", failing)
    browser = await _asked(a_moot, await signed_in(a_moot))
    assert "It is being made." in browser.text
    a_moot.clock.advance(60_000)
    await a_moot.run_jobs()
    await browser.open("/settings/export")
    assert (await browser._http.get(_link(browser))).status_code == 200
    folder = a_moot.ground.folder / "archives"
    (folder / "1.part").write_bytes(b"left behind")
    a_moot.clock.advance(3 * HOUR)
    await jobs.forget_takeouts(a_moot.ground, None)
    assert [path.suffix for path in folder.iterdir()] == [".zip"]


async def test_who_leaves_leaves_no_archive(a_moot: Moot, anna: Member) -> None:
    browser = await _asked(a_moot, await signed_in(a_moot))
    folder = a_moot.ground.folder / "archives"
    assert len(list(folder.iterdir())) == 1
    await browser.open("/settings/export")
    async with a_moot.ground.work() as work:
        await portability.close_account(work, anna.id)
    await a_moot.run_jobs()
    assert list(folder.iterdir()) == []
    await jobs.make_archive(a_moot.ground, portability.ArchiveAsked(1, anna.id))
    assert list(folder.iterdir()) == []
