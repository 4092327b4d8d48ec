"""/api/v1/media and /api/v2/media: uploading files and saying what they show."""

from pathlib import Path
from typing import Any

import msgspec

from folkmoot.features import media
from folkmoot.features.media import Media
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.multipart import Upload
from folkmoot.interfaces.mastodon import present
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()

_DEPRECATED = ((b"deprecation", b"@1546300800"),)


class UploadParams(msgspec.Struct, frozen=True):
    file: Any = None
    thumbnail: Any = None
    description: str = ""
    focus: str = ""


class ChangeParams(msgspec.Struct, frozen=True):
    thumbnail: Any = None
    description: str | None = None
    focus: str | None = None


def _entity(call: Call, item: Media, status: int = 200, headers: tuple[tuple[bytes, bytes], ...] = ()) -> Reply:
    return json(present.attachment(item, call.ground.one(Hydrate).links), status, headers)


def _file(params: UploadParams) -> Upload:
    if not isinstance(params.file, Upload):
        raise InvalidError("Validation failed: File can't be blank", fields={"file": [("ERR_BLANK", "can't be blank")]})
    return params.file


@routes.post("/api/v1/media", scope="write:media", limit="upload")
async def create_and_wait(call: Call, params: UploadParams) -> Reply:
    item = await media.upload(
        call.ground,
        call.member_id,
        Path(_file(params).path),
        description=params.description,
        focus=params.focus,
    )
    return _entity(call, await media.portrayed(call.ground, item, _spooled(params.thumbnail)), headers=_DEPRECATED)


@routes.post("/api/v2/media", scope="write:media", limit="upload")
async def create(call: Call, params: UploadParams) -> Reply:
    item = await media.receive(
        call.ground,
        call.member_id,
        Path(_file(params).path),
        _spooled(params.thumbnail),
        description=params.description,
        focus=params.focus,
    )
    return _entity(call, item, 202 if item.state == media.PROCESSING else 200)


def _spooled(given: Any) -> Path | None:
    return Path(given.path) if isinstance(given, Upload) else None


async def _own(call: Call) -> Media:
    item = (await media.by_ids(await call.ground.read(), [call.id])).get(call.id)
    if item is None or item.account_id != call.member_id:
        raise media.UnknownMediaError
    return item


@routes.get("/api/v1/media/{id}", scope="write:media")
async def get(call: Call) -> Reply:
    item = await _own(call)
    if item.is_stuck(call.ground.clock()):
        raise media.FileRefusedError("Processing was interrupted. Send the file again.")
    if item.state == media.REFUSED:
        raise media.FileRefusedError(item.refusal)
    return _entity(call, item, 206 if item.state == media.PROCESSING else 200)


@routes.put("/api/v1/media/{id}", scope="write:media")
async def change(call: Call, params: ChangeParams) -> Reply:
    item = await _own(call)
    if (thumbnail := _spooled(params.thumbnail)) is not None:
        await media.portray(call.ground, item, thumbnail)
    async with call.ground.work() as work:
        item = await media.describe(work, call.member_id, call.id, description=params.description, focus=params.focus)
    return _entity(call, item)


@routes.delete("/api/v1/media/{id}", scope="write:media")
async def delete(call: Call) -> Reply:
    async with call.ground.work() as work:
        await media.remove(work, call.member_id, call.id)
    return EMPTY
