"""Writing an archive: page by page into a file on disk, never the whole of it in memory."""

import asyncio
import os
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from msgspec.json import encode
from msgspec.json import format as formatted
from msgspec.structs import asdict

from folkmoot.features import accounts, drafts, filters, lists, media, posts, scheduling
from folkmoot.features.accounts import Account
from folkmoot.features.portability import notes
from folkmoot.features.portability.exports import EXPORTS, PAGE, address, export, pages, uris_of
from folkmoot.formats import activitystreams as streams
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import iso
from folkmoot.infra.ids import MAX_ID

_COPIED = 1 << 20
"""Bytes of a stored file that are in memory at once."""


async def build(ground: Ground, account: Account, path: Path) -> int:
    """Write the archive of a member to `path`, readable by its owner alone; returns its size in bytes."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as raw, ZipFile(raw, "w", ZIP_DEFLATED) as zipped:
        await _write(zipped, "actor.json", await notes.actor(ground, account))
        await _outbox(ground, account, zipped)
        await _marks(ground, account, zipped)
        await _extras(ground, account, zipped)
        for name in EXPORTS:
            await _parts(zipped, f"lists/{name}", export(ground, account.id, name))
        await _pictures(ground, account, zipped)
    return await asyncio.to_thread(os.path.getsize, path)


async def _write(zipped: ZipFile, name: str, value: Any) -> None:
    await asyncio.to_thread(zipped.writestr, name, formatted(encode(value), indent=2))


async def _parts(zipped: ZipFile, name: str, parts: AsyncIterator[str]) -> None:
    with zipped.open(name, "w", force_zip64=True) as member:
        async for part in parts:
            await asyncio.to_thread(member.write, part.encode())


async def _outbox(ground: Ground, account: Account, zipped: ZipFile) -> None:
    """Write every post and boost of the member as the activity it came by, oldest first, and then their files."""
    keys: list[str] = []
    with zipped.open("outbox.json", "w", force_zip64=True) as member:
        head = {"@context": streams.CONTEXT, "id": "outbox.json", "type": "OrderedCollection"}
        await asyncio.to_thread(member.write, encode(head)[:-1] + b',"orderedItems":[\n')
        total = await _activities(ground, account, member, keys)
        member.write(b'\n],"totalItems":%d}\n' % total)
    for key in keys:
        await _stored(ground, zipped, notes.MEDIA_FOLDER + key, key)


async def _activities(ground: Ground, account: Account, member: IO[bytes], keys: list[str]) -> int:
    above, total = 0, 0
    while batch := await posts.by_account(ground.db.reader, account.id, posts.Filter(), (MAX_ID, above, PAGE, True)):
        page = await notes.gather(ground, batch)
        made = [found for post in batch if (found := notes.activity(ground, post, page)) is not None]
        keys += [item.original for items in page.files.values() for item in items if item.original]
        lines = b",\n".join(map(encode, made))
        await asyncio.to_thread(member.write, (b",\n" if total and made else b"") + lines)
        total += len(made)
        above = batch[-1].id
    return total


async def _marks(ground: Ground, account: Account, zipped: ZipFile) -> None:
    """Write what was favourited and bookmarked: of other people's posts the URIs alone."""
    for name, read in (("likes.json", posts.favourited), ("bookmarks.json", posts.bookmarked)):
        uris: list[str] = []
        async for page in pages(partial(read, ground.db.reader, account.id)):
            uris += await uris_of(ground, account.id, [row.id for row in page])
        await _write(zipped, name, streams.collection(name, uris))


async def _extras(ground: Ground, account: Account, zipped: ZipFile) -> None:
    db = ground.db.reader
    await _write(zipped, "lists.json", [await _list(ground, made) for made in await lists.of_account(db, account.id)])
    await _write(zipped, "filters.json", [_filter(item) for item in await filters.of_account(db, account.id)])
    waiting = await scheduling.of_account(db, account.id, (MAX_ID, 0, scheduling.TOTAL_LIMIT, True))
    saved = await drafts.of_account(db, account.id, (MAX_ID, 0, drafts.LIMIT, True))
    files = [i for item in waiting for i in item.draft.media_ids] + [i for item in saved for i in item.params.media_ids]
    held = await media.by_ids(db, files)
    await _write(zipped, "scheduled.json", [_scheduled(item, held) for item in waiting])
    await _write(zipped, "drafts.json", [_draft(item, held) for item in saved])
    for file in held.values():
        if file.original and file.account_id == account.id:
            await _stored(ground, zipped, notes.MEDIA_FOLDER + file.original, file.original)


async def _list(ground: Ground, made: lists.List) -> dict[str, Any]:
    people = await accounts.by_ids(ground.db.reader, await lists.member_ids(ground.db.reader, made.id))
    return {
        "title": made.title,
        "replies_policy": made.replies_policy.value,
        "exclusive": made.exclusive,
        "accounts": sorted(address(account, ground.config.site.domain) for account in people.values()),
    }


def _filter(item: filters.Filter) -> dict[str, Any]:
    return {
        "title": item.title,
        "context": item.contexts,
        "filter_action": item.action,
        "expires_at": None if item.expires_at is None else iso(item.expires_at),
        "keywords": [{"keyword": each.keyword, "whole_word": each.whole_word} for each in item.keywords],
    }


def _scheduled(item: scheduling.Scheduled, held: dict[int, media.Media]) -> dict[str, Any]:
    draft = item.draft
    return {
        "scheduled_at": iso(item.scheduled_at),
        "text": draft.text,
        "spoiler_text": draft.spoiler_text,
        "visibility": draft.visibility.word,
        "sensitive": draft.sensitive,
        "language": draft.language,
        "poll": draft.poll,
        "attachments": [_file(held[i]) for i in draft.media_ids if i in held],
    }


def _draft(item: drafts.Saved, held: dict[int, media.Media]) -> dict[str, Any]:
    kept = {name: value for name, value in asdict(item.params).items() if name != "media_ids"}
    attachments = [_file(held[i]) for i in item.params.media_ids if i in held]
    return {"updated_at": iso(item.updated_at), **kept, "attachments": attachments}


def _file(item: media.Media) -> dict[str, str]:
    return {"file": notes.MEDIA_FOLDER + item.original, "description": item.description}


async def _pictures(ground: Ground, account: Account, zipped: ZipFile) -> None:
    for name, key in (("avatar", account.avatar), ("header", account.header)):
        if key:
            await _stored(ground, zipped, notes.picture_name(name, key), key)


async def _stored(ground: Ground, zipped: ZipFile, name: str, key: str) -> None:
    """Copy a stored file; one that is gone meanwhile is left out."""
    path = ground.objects.path(key)
    if path is not None:
        await asyncio.to_thread(_copy, zipped, name, path)


def _copy(zipped: ZipFile, name: str, path: Path) -> None:
    try:
        with path.open("rb") as source, zipped.open(_entry(name, path), "w", force_zip64=True) as target:
            while block := source.read(_COPIED):
                target.write(block)
    except FileNotFoundError:
        return


def _entry(name: str, path: Path) -> ZipInfo:
    """Media are compressed already: they are stored as they are."""
    info = ZipInfo.from_file(path, name)
    info.compress_type, info.external_attr = ZIP_STORED, 0o600 << 16
    return info
