"""Taking a file in from its sender: pictures are waited for, sounds and films are cleaned while others go on."""

import logging
import os
import tempfile
from pathlib import Path

from folkmoot.features.media.errors import FileRefusedError
from folkmoot.features.media.portray import portray
from folkmoot.features.media.remove import remove
from folkmoot.features.media.studio import begin, is_picture, process, upload
from folkmoot.features.media.types import READY, Media
from folkmoot.infra.boot import Ground

log = logging.getLogger(__name__)


async def receive(
    ground: Ground,
    account_id: int,
    path: Path,
    thumbnail: Path | None = None,
    *,
    description: str = "",
    focus: str = "",
) -> Media:
    """Take in the spooled file at `path`, which is moved away where it is worked on after this returns.

    What is returned is ready or being processed; FileRefusedError says why a file is not taken. `thumbnail` is shown
    before the file itself.
    """
    if is_picture(path):
        item = await upload(ground, account_id, path, description=description, focus=focus)
        return await portrayed(ground, item, thumbnail)
    item = await begin(ground, account_id, description=description, focus=focus)
    picture = None if thumbnail is None else _kept(thumbnail)
    ground.background(_process(ground, item, _kept(path), picture))
    return item


async def portrayed(ground: Ground, item: Media, thumbnail: Path | None) -> Media:
    """Return a new file with the thumbnail that came along; where that is refused, neither is taken."""
    if thumbnail is None:
        return item
    try:
        return await portray(ground, item, thumbnail)
    except FileRefusedError:
        async with ground.work() as work:
            await remove(work, item.account_id, item.id)
        raise


def _kept(path: Path) -> Path:
    """Take a spooled file out of the request, at whose end it would be removed."""
    descriptor, spool = tempfile.mkstemp(prefix="folkmoot-upload-")
    os.close(descriptor)
    return path.rename(spool)


def _dropped(spool: Path) -> None:
    spool.unlink(missing_ok=True)


async def _process(ground: Ground, item: Media, spool: Path, thumbnail: Path | None) -> None:
    try:
        item = await process(ground, item, spool)
        if thumbnail is not None and item.state == READY:
            await _portray(ground, item, thumbnail)
    finally:
        _dropped(spool)
        if thumbnail is not None:
            _dropped(thumbnail)


async def _portray(ground: Ground, item: Media, thumbnail: Path) -> None:
    """Use the thumbnail that came with a file; one that is none leaves the file its own, as nobody waits to be told."""
    try:
        await portray(ground, item, thumbnail)
    except FileRefusedError as error:
        log.info("thumbnail of media %d refused: %s", item.id, error)
