"""Files of a post to come: sent along with the form, or one by one by a script."""

from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace
from starlette.responses import PlainTextResponse

from folkmoot.features import media, posts
from folkmoot.features.media import FileRefusedError, Media
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import Refusal
from folkmoot.infra.ids import parse_id
from folkmoot.infra.multipart import Upload
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame import rendering
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.writing import refusals
from folkmoot.interfaces.web.writing.form import File, Written
from folkmoot.interfaces.web.writing.starting import files_of

pages = Pages()

MEDIA = "/compose/media"
INTERRUPTED = "Processing was interrupted. Send the file again."
NAME_SHOWN = 80
NO_FILE = marked("Please choose a file.")


class Shown(NamedTuple):
    """A file of the form for a template: what is said of it, and the file; `fault` says why it cannot be used."""

    file: File
    item: Media
    fault: str


async def taken(visit: Visit, written: Written) -> tuple[Written, list[str]]:
    """Take in the files that came with the form; returns the form with them, and why others were not taken."""
    faults: list[str] = []
    files = list(written.files)
    for upload in visit.asked.spooled:
        if not upload.filename and not upload.size:
            continue  # an empty field
        if len(files) >= posts.MEDIA_LIMIT:
            faults.append(refusals.too_many_files(visit))
            break
        try:
            files.extend(files_of([await _received(visit, upload)]))
        except Refusal as error:
            name = upload.filename[:NAME_SHOWN]
            faults.append(f"{name}: {refusals.sentence_of(visit, error)}")
    return replace(written, files=tuple(files)), faults


async def _received(visit: Visit, upload: Upload) -> Media:
    refusals.count(visit, "upload")
    if not upload.path or upload.size > visit.ground.config.media.video_bytes:
        raise FileRefusedError("The file is too large.")
    return await media.receive(visit.ground, current(visit).account_id, Path(upload.path))


async def shown(visit: Visit, files: tuple[File, ...]) -> list[Shown]:
    """Return the member's own among these files, for the form. At most one query."""
    found = await media.by_ids(await visit.ground.read(), [file.id for file in files])
    own = ((file, found[file.id]) for file in files if file.id in found)
    return [Shown(file, item, _fault(visit, item)) for file, item in own if item.account_id == visit.member_id]


def _fault(visit: Visit, item: Media) -> str:
    refusal = INTERRUPTED if item.is_stuck(visit.now) else item.refusal
    return refusals.sentence_of(visit, FileRefusedError(refusal)) if refusal else ""


async def describe(work: Work, account_id: int, files: tuple[File, ...]) -> None:
    """Write down what the form says of its files."""
    for file in files:
        await media.describe(work, account_id, file.id, description=file.description.strip(), focus=file.focus)


async def undescribed(visit: Visit, files: tuple[File, ...]) -> bool:
    """Say whether a picture or film has no description."""
    entries = await shown(visit, files)
    return any(entry.item.kind != "audio" and not entry.file.description.strip() for entry in entries)


def _piece(visit: Visit, entry: Shown) -> Response:
    return visit.piece(rendering.macro("compose_parts.html", "file", visit.language)(entry))


@pages.post(MEDIA, member=True, spooled=True)
async def send(visit: Visit) -> Response:
    """Take one file from a script, which gets its piece of the form, or a sentence why not."""
    try:
        if not visit.asked.spooled:
            raise FileRefusedError(NO_FILE)
        item = await _received(visit, visit.asked.spooled[0])
    except Refusal as error:
        return PlainTextResponse(refusals.sentence_of(visit, error), refusals.STATUS.get(error.kind, 422))
    [entry] = await shown(visit, files_of([item]))
    return _piece(visit, entry)


@pages.get(f"{MEDIA}/{{id}}", member=True)
async def look(visit: Visit) -> Response:
    """Show a script how far a file is."""
    entries = await shown(visit, (File(parse_id(visit.places["id"]) or 0),))
    if not entries:
        raise media.UnknownMediaError
    return _piece(visit, entries[0])
