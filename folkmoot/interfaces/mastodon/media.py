"""/api/v1/media and /api/v2/media: uploading files and saying what they show."""

import logging
import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from folkmoot.features import media
from folkmoot.features.media import Media
from folkmoot.infra.boot import Ground
from folkmoot.infra.errors import InvalidError
from folkmoot.interfaces.mastodon import present
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, Upload, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.routing import Routes

log = logging.getLogger(__name__)
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
    return _entity(call, await _taken(call, item, params.thumbnail), headers=_DEPRECATED)


@routes.post("/api/v2/media", scope="write:media", limit="upload")
async def create(call: Call, params: UploadParams) -> Reply:
    file = _file(params)
    said = {"description": params.description, "focus": params.focus}
    if media.is_picture(Path(file.path)):
        item = await media.upload(call.ground, call.member_id, Path(file.path), **said)
        return _entity(call, await _taken(call, item, params.thumbnail))
    item = await media.begin(call.ground, call.member_id, **said)
    thumbnail = _kept(params.thumbnail.path) if isinstance(params.thumbnail, Upload) else None
    call.ground.background(_process(call.ground, item, _kept(file.path), thumbnail))
    return _entity(call, item, 202)


def _kept(path: str) -> Path:
    """Take a spooled file out of the call, at whose end it would be removed."""
    descriptor, spool = tempfile.mkstemp(prefix="folkmoot-upload-")
    os.close(descriptor)
    return Path(path).rename(spool)


def _dropped(spool: Path) -> None:
    spool.unlink(missing_ok=True)


async def _process(ground: Ground, item: Media, spool: Path, thumbnail: Path | None) -> None:
    try:
        item = await media.process(ground, item, spool)
        if thumbnail is not None and item.state == media.READY:
            await _portray(ground, item, thumbnail)
    finally:
        _dropped(spool)
        if thumbnail is not None:
            _dropped(thumbnail)


async def _portray(ground: Ground, item: Media, thumbnail: Path) -> None:
    """Use the thumbnail that came with a file; one that is none leaves the file its own, as nobody waits to be told."""
    try:
        await media.portray(ground, item, thumbnail)
    except media.FileRefusedError as error:
        log.info("thumbnail of media %d refused: %s", item.id, error)


async def _portrayed(call: Call, item: Media, thumbnail: Any) -> Media:
    """Return the file with the thumbnail that came along, if any did."""
    if not isinstance(thumbnail, Upload):
        return item
    return await media.portray(call.ground, item, Path(thumbnail.path))


async def _taken(call: Call, item: Media, thumbnail: Any) -> Media:
    """Return a new file with the thumbnail that came along; where that is refused, neither is taken."""
    try:
        return await _portrayed(call, item, thumbnail)
    except media.FileRefusedError:
        async with call.ground.work() as work:
            await media.remove(work, call.member_id, item.id)
        raise


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
    await _portrayed(call, await _own(call), params.thumbnail)
    async with call.ground.work() as work:
        item = await media.describe(work, call.member_id, call.id, description=params.description, focus=params.focus)
    return _entity(call, item)


@routes.delete("/api/v1/media/{id}", scope="write:media")
async def delete(call: Call) -> Reply:
    async with call.ground.work() as work:
        await media.remove(work, call.member_id, call.id)
    return EMPTY
