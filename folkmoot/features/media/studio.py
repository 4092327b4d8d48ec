"""From an upload to stored files: clean in a process of its own, store, write down; the upload itself is never kept."""

import logging
import shutil
import tempfile
from pathlib import Path

from msgspec.structs import replace

from folkmoot.features.media import store
from folkmoot.features.media.describe import check_description, parse_focus
from folkmoot.features.media.errors import FileRefusedError
from folkmoot.features.media.types import PROCESSING, READY, REFUSED, Media, Thumbnail
from folkmoot.infra.boot import Ground
from folkmoot.infra.cleaning import (
    HEAD_BYTES,
    IMAGES,
    SENTENCES,
    Cleaned,
    CleanedFile,
    Cleaner,
    Limits,
    MediaRefusedError,
    Purpose,
    Reason,
    Role,
    content_of,
)
from folkmoot.infra.ids import new_id, new_key

log = logging.getLogger(__name__)


class Studio:
    """One per process: the cleaner, within the limits of the configuration."""

    def __init__(self, ground: Ground) -> None:
        settings = ground.config.media
        limits = Limits(
            image_bytes=settings.image_bytes,
            av_bytes=settings.video_bytes,
            pixels=settings.pixels,
            frames=settings.frames,
            seconds=settings.seconds,
            memory_bytes=settings.memory_bytes,
            wall_seconds=settings.wall_seconds,
        )
        self._ground = ground
        self._cleaner = Cleaner(limits, at_once=settings.processes)

    async def into_store(self, path: Path, purpose: Purpose) -> tuple[Cleaned, dict[Role, str]]:
        """Clean the file at `path` and store what comes out; returns what it is and the key of each stored file."""
        folder = Path(tempfile.mkdtemp(prefix="folkmoot-clean-"))
        try:
            cleaned = await self._cleaner.clean(path, folder, purpose)
            name = new_key()
            keys = {file.role: _key(name, file) for file in cleaned.files}
            for file in cleaned.files:
                await self._ground.objects.put(keys[file.role], folder / file.name)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return cleaned, keys


def _key(name: str, file: CleanedFile) -> str:
    suffix = "" if file.role is Role.ORIGINAL else f"-{file.role}"
    return f"{name}{suffix}{Path(file.name).suffix}"


def is_picture(path: Path) -> bool:
    """Say whether the file is cleaned while its sender waits; FileRefusedError when it is of no type we take."""
    with path.open("rb") as file:
        content = content_of(file.read(HEAD_BYTES))
    if content is None:
        raise FileRefusedError(SENTENCES[Reason.UNSUPPORTED_TYPE])
    return content in IMAGES


async def begin(ground: Ground, account_id: int, *, description: str = "", focus: str = "") -> Media:
    """Write down that a file is being processed; InvalidError when what is said about it is wrong."""
    x, y = parse_focus(focus) if focus else (None, None)
    async with ground.work() as work:
        item = Media(
            id=new_id(work.now), account_id=account_id, post_id=None, position=0, state=PROCESSING, kind="unknown",
            original="", small="", meta={}, blurhash="", description=check_description(description), focus_x=x,
            focus_y=y, refusal="", created_at=work.now,
        )  # fmt: skip
        await store.insert(work.db, item)
    return item


async def process(ground: Ground, item: Media, path: Path) -> Media:
    """Clean and store the file of `item`; a refusal is written down and is the `refusal` of what is returned."""
    size = 0
    try:
        cleaned, keys = await ground.one(Studio).into_store(path, Purpose.ATTACHMENT)
    except MediaRefusedError as error:
        log.info("media refused: %s (%s)", error.reason, error.detail)
        item = replace(item, state=REFUSED, refusal=error.sentence)
    else:
        size = sum(file.size for file in cleaned.files)
        item = replace(
            item,
            state=READY,
            kind=str(cleaned.kind),
            original=keys[Role.ORIGINAL],
            small=keys.get(Role.SMALL, ""),
            meta=meta(cleaned),
            blurhash=cleaned.blurhash or "",
        )
    async with ground.work() as work:
        kept = await store.finish(work.db, item, size)
    if not kept:  # removed, or its account was deleted, while it was being cleaned
        await ground.objects.delete(*item.objects)
    return item


async def upload(ground: Ground, account_id: int, path: Path, *, description: str = "", focus: str = "") -> Media:
    """Take a file in for an account and wait until it is ready; FileRefusedError says why it is not taken."""
    item = await begin(ground, account_id, description=description, focus=focus)
    item = await process(ground, item, path)
    if item.state == REFUSED:
        async with ground.work() as work:
            await store.delete(work.db, [item.id])
        raise FileRefusedError(item.refusal)
    return item


async def store_picture(ground: Ground, path: Path, purpose: str) -> tuple[str, str]:
    """Take in an avatar or header (`purpose`); returns the keys of the picture and of its first frame.

    Both are the same where it does not move. FileRefusedError says why a file is not taken.
    """
    try:
        _, keys = await ground.one(Studio).into_store(path, Purpose(purpose))
    except MediaRefusedError as error:
        raise FileRefusedError(error.sentence) from error
    return keys[Role.ORIGINAL], keys.get(Role.STATIC, keys[Role.ORIGINAL])


async def store_thumbnail(ground: Ground, path: Path) -> Thumbnail:
    """Take in a picture of somebody else's for a preview, small; FileRefusedError says why it is not taken."""
    if not is_picture(path):
        raise FileRefusedError(SENTENCES[Reason.UNSUPPORTED_TYPE])
    try:
        cleaned, keys = await ground.one(Studio).into_store(path, Purpose.ATTACHMENT)
    except MediaRefusedError as error:
        raise FileRefusedError(error.sentence) from error
    role = Role.SMALL if Role.SMALL in keys else Role.ORIGINAL
    await ground.objects.delete(*(key for other, key in keys.items() if other is not role))
    file = cleaned.file(role)
    assert file is not None
    return Thumbnail(keys[role], file.width, file.height, cleaned.blurhash or "")


def meta(cleaned: Cleaned) -> dict[str, object]:
    """Return the `meta` of the Mastodon entity MediaAttachment, without the focus."""
    made: dict[str, object] = {}
    for role in (Role.ORIGINAL, Role.SMALL):
        file = cleaned.file(role)
        if file is not None and file.width and file.height:
            made[str(role)] = _size(file)
    if cleaned.duration is not None:
        original: dict[str, object] = {"duration": cleaned.duration, "bitrate": cleaned.bitrate or 0}
        sizes = made.get("original", {})
        assert isinstance(sizes, dict)
        if cleaned.frame_rate is not None:
            original |= {"width": sizes["width"], "height": sizes["height"], "frame_rate": cleaned.frame_rate}
        made |= sizes | {"length": _length(cleaned.duration), "duration": cleaned.duration}
        if cleaned.frame_rate is not None:
            made["fps"] = _fps(cleaned.frame_rate)
        made["original"] = original
    return made


def _size(file: CleanedFile) -> dict[str, object]:
    return {
        "width": file.width,
        "height": file.height,
        "size": f"{file.width}x{file.height}",
        "aspect": round(file.width / file.height, 6),
    }


def _length(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02d}:{rest:05.2f}"


def _fps(rate: str) -> int:
    over, _, under = rate.partition("/")
    return round(int(over) / int(under or 1)) if int(under or 1) else 0
