"""Uploading, describing, attaching and deleting media through the client API."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.support import media_samples
from tests.support.moot import Member, Moot


def picture(colour: str = "green", size: tuple[int, int] = (320, 200)) -> bytes:
    """A JPEG that says where it was taken."""
    image = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 36.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


async def upload(a_moot: Moot, by: Member, data: bytes, name: str = "p.jpg", **fields: str) -> dict[str, Any]:
    entity: dict[str, Any] = await a_moot.ok(
        "POST", "/api/v2/media", by, files={"file": (name, data, "image/jpeg")}, data=fields
    )
    return entity


@pytest.fixture
async def anna(a_moot: Moot) -> Member:
    return await a_moot.member("anna")


async def test_a_picture_is_cleaned_described_and_posted(a_moot: Moot, anna: Member) -> None:
    data = picture()
    assert b"CameraMaker" in data
    entity = await upload(a_moot, anna, data, description="A green wall", focus="-0.5,0.25")
    assert check(entity, "MediaAttachment") == []
    assert entity["type"] == "image"
    assert entity["description"] == "A green wall"
    assert entity["meta"]["focus"] == {"x": -0.5, "y": 0.25}
    assert entity["meta"]["original"]["size"] == "320x200"
    posted = await a_moot.post(anna, "", media_ids=[entity["id"]])
    assert [item["id"] for item in posted["media_attachments"]] == [entity["id"]]
    stored = await a_moot.call("GET", entity["url"])
    assert stored.status_code == 200
    assert stored.headers["content-type"] == "image/jpeg"
    assert b"CameraMaker" not in stored.content
    assert Image.open(io.BytesIO(stored.content)).getexif() == {}


async def test_a_video_is_processed_beside_the_request(a_moot: Moot, anna: Member, tmp_path: Path) -> None:
    data = media_samples.mp4(tmp_path / "film.mp4").read_bytes()
    response = await a_moot.call("POST", "/api/v2/media", anna, files={"file": ("v.mp4", data, "video/mp4")})
    assert response.status_code == 202
    assert response.json()["url"] is None
    await a_moot.settle()
    entity = await a_moot.ok("GET", f"/api/v1/media/{response.json()['id']}", anna)
    assert check(entity, "MediaAttachment") == []
    assert entity["type"] in ("video", "gifv")
    assert entity["meta"]["original"]["duration"] > 0
    part = await a_moot.call("GET", entity["url"], headers={"Range": "bytes=0-99"})
    assert part.status_code == 206
    assert len(part.content) == 100


def _with_thumbnail(colour: str, name: str = "", data: bytes = b"") -> dict[str, Any]:
    files = {"thumbnail": ("t.jpg", picture(colour), "image/jpeg")}
    return {**files, **({"file": (name, data, "application/octet-stream")} if name else {})}


async def _colour(a_moot: Moot, entity: dict[str, Any]) -> tuple[int, ...]:
    shown = await a_moot.call("GET", entity["preview_url"])
    assert b"CameraMaker" not in shown.content
    pixel = Image.open(io.BytesIO(shown.content)).convert("RGB").resize((1, 1)).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return tuple(round(part / 255) for part in pixel)


async def test_a_file_shows_the_thumbnail_that_its_owner_chose(a_moot: Moot, anna: Member, tmp_path: Path) -> None:
    film = media_samples.mp4(tmp_path / "film.mp4").read_bytes()
    films = await a_moot.call("POST", "/api/v2/media", anna, files=_with_thumbnail("red", "v.mp4", film))
    await a_moot.settle()
    pictures = await a_moot.ok("POST", "/api/v2/media", anna, files=_with_thumbnail("red", "p.jpg", picture("lime")))
    for entity in (await a_moot.ok("GET", f"/api/v1/media/{films.json()['id']}", anna), pictures):
        assert await _colour(a_moot, entity) == (1, 0, 0)
        assert entity["meta"]["small"]["size"] == "320x200"
        posted = await a_moot.post(anna, "look", media_ids=[entity["id"]])
        path = f"/api/v1/media/{entity['id']}"
        changed = await a_moot.ok("PUT", path, anna, files=_with_thumbnail("blue"))
        assert await _colour(a_moot, changed) == (0, 0, 1)
        assert (await a_moot.call("GET", entity["preview_url"])).status_code == 404
        shown = await a_moot.ok("GET", f"/api/v1/statuses/{posted['id']}")
        assert shown["media_attachments"][0]["preview_url"] == changed["preview_url"]
        berta = await a_moot.member()
        assert (await a_moot.call("PUT", path, berta, files=_with_thumbnail("red"))).status_code == 404


@pytest.mark.parametrize("version", [1, 2])
async def test_a_thumbnail_that_is_no_picture_is_refused(a_moot: Moot, anna: Member, version: int) -> None:
    for data in (b"no picture", picture()[:300]):
        files = {"file": ("p.jpg", picture(), "image/jpeg"), "thumbnail": ("t.jpg", data, "image/jpeg")}
        answer = await a_moot.call("POST", f"/api/v{version}/media", anna, files=files)
        assert answer.status_code == 422
        assert await a_moot.ground.db.reader.value(Sql("select count(*) from media")) == 0


async def test_what_cannot_be_cleaned_is_refused_with_a_reason(a_moot: Moot, anna: Member) -> None:
    response = await a_moot.call(
        "POST", "/api/v2/media", anna, files={"file": ("p.jpg", picture()[:300], "image/jpeg")}
    )
    assert response.status_code == 422
    assert "damaged" in response.json()["error"]
    assert not list(a_moot.ground.objects.folder.rglob("*.*"))


async def test_what_is_no_media_at_all_is_refused_at_once(a_moot: Moot, anna: Member) -> None:
    response = await a_moot.call("POST", "/api/v2/media", anna, files={"file": ("p.mp4", b"\x7fELF" * 99, "video/mp4")})
    assert response.status_code == 422
    assert "type" in response.json()["error"]
    assert await a_moot.ground.db.reader.value(Sql("select count(*) from media")) == 0


async def test_a_file_is_its_owners_alone(a_moot: Moot, anna: Member) -> None:
    berta = await a_moot.member("berta")
    entity = await upload(a_moot, anna, picture())
    for method in ("GET", "PUT", "DELETE"):
        assert (await a_moot.call(method, f"/api/v1/media/{entity['id']}", berta)).status_code == 404
    response = await a_moot.call("POST", "/api/v1/statuses", berta, json={"media_ids": [entity["id"]]})
    assert response.status_code == 422


async def test_description_and_focus_may_change_until_and_after_posting(a_moot: Moot, anna: Member) -> None:
    entity = await upload(a_moot, anna, picture())
    changed = await a_moot.ok("PUT", f"/api/v1/media/{entity['id']}", anna, json={"description": "A wall"})
    assert changed["description"] == "A wall"
    posted = await a_moot.post(anna, "Look", media_ids=[entity["id"]])
    edited = await a_moot.ok(
        "PUT", f"/api/v1/statuses/{posted['id']}", anna,
        json={
            "status": "Look",
            "media_ids": [entity["id"]],
            "media_attributes": [{"id": entity["id"], "description": "The wall", "focus": "0,7"}],
        },
    )  # fmt: skip
    assert edited["media_attachments"][0]["description"] == "The wall"
    assert edited["media_attachments"][0]["meta"]["focus"] == {"x": 0.0, "y": 1.0}


async def test_a_deleted_file_is_gone_from_the_disk(a_moot: Moot, anna: Member) -> None:
    entity = await upload(a_moot, anna, picture())
    await a_moot.ok("DELETE", f"/api/v1/media/{entity['id']}", anna)
    await a_moot.run_jobs()
    assert (await a_moot.call("GET", entity["url"])).status_code == 404
    assert not [path for path in a_moot.ground.objects.folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("key", ["../folkmoot.toml", "x" * 40, "0" * 32 + ".html", "0" * 32 + ".jpg", ""])
async def test_nothing_but_stored_files_is_served(a_moot: Moot, key: str) -> None:
    assert (await a_moot.call("GET", f"/media/{key}")).status_code == 404
