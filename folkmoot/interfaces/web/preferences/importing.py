"""/settings/import: a file is sent, its check is shown, and it is worked off when its member says so."""

from starlette.responses import StreamingResponse

from folkmoot.features import portability
from folkmoot.features.portability import FILE_LIMIT, FileRefusedError
from folkmoot.infra.errors import Refusal
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.preferences.exporting import attachment
from folkmoot.interfaces.web.preferences.sections import inside

pages = Pages()

IMPORT = "/settings/import"
CHECK = f"{IMPORT}/check"
KINDS = {
    "following": marked("Whom you follow"),
    "lists": marked("Your lists"),
    "blocking": marked("Whom you block"),
    "muting": marked("Whom you mute"),
    "domain_blocking": marked("Which servers you block"),
    "bookmarks": marked("Your bookmarks"),
}
FILE_FAULTS = {
    "missing": marked("Please choose a file."),
    "empty": marked("There is nothing in the file."),
    "encoding": marked("The file is not written in UTF-8. Save it as CSV in UTF-8 and try again."),
    "nul": marked("The file holds signs that no text has. Is it really a CSV file?"),
    "malformed": marked("The file is no CSV: a quotation mark is not closed, or a line is far too long."),
    "too_many": marked("The file has too many lines: 20,000 can be imported at once."),
}
PROBLEMS = {
    "address": marked("no address of an account (name@server)"),
    "value": marked("a column holds what does not belong there"),
    "title": marked("the list has no name"),
    "domain": marked("no name of a server"),
    "uri": marked("no address of a post"),
    "too_long": marked("far too long"),
    "unknown": marked("not reachable from here yet"),
    "refused": marked("not possible: blocked, moved or gone"),
    "waits": marked("asked to follow; it has to say yes before it can be on a list"),
}


async def _page(visit: Visit, status: int = 200, fault: str = "", line: int = 0) -> Response:
    items = await portability.imports_of(await visit.ground.read(), current(visit).account_id)
    return await inside(
        visit, "import.html", status, items=items, kinds=_told(visit, KINDS), chosen=visit.form.get("kind", ""),
        fault=fault, line=line,
    )  # fmt: skip


def _told(visit: Visit, sentences: dict[str, str]) -> dict[str, str]:
    return {code: visit.text(sentence) for code, sentence in sentences.items()}


@pages.get(IMPORT, member=True)
async def imports(visit: Visit) -> Response:
    return await _page(visit)


@pages.post(IMPORT, member=True, upload=FILE_LIMIT)
async def send(visit: Visit) -> Response:
    """Read and check a file."""
    data = visit.asked.files.get("file", b"")
    try:
        import_id = await portability.read_import(
            visit.ground, current(visit).account_id, data, kind=visit.form.get("kind", ""),
            overwrite=visit.form.get("mode") == "overwrite",
        )  # fmt: skip
    except FileRefusedError as error:
        code = error.code if data else "missing"
        return await _page(visit, 422, visit.text(FILE_FAULTS[code]), error.line)
    except Refusal as error:
        return await _page(visit, 422, visit.text(error.sentence))
    return visit.go(f"{CHECK}?id={import_id}")


@pages.get(CHECK, member=True)
async def check(visit: Visit) -> Response:
    """Show what was found in a file, how far it is worked off, and what came of it."""
    wanted = parse_id(visit.query.get("id", "")) or 0
    shown = await portability.preview(await visit.ground.read(), current(visit).account_id, wanted)
    return await inside(
        visit,
        "import_check.html",
        shown=shown,
        item=shown.item,
        kinds=_told(visit, KINDS),
        problems=_told(visit, PROBLEMS),
    )


@pages.post(f"{IMPORT}/start", member=True)
async def start(visit: Visit) -> Response:
    wanted = parse_id(visit.form.get("id", "")) or 0
    async with visit.ground.work() as work:
        await portability.start_import(work, current(visit).account_id, wanted)
    return visit.go(f"{CHECK}?id={wanted}")


@pages.post(f"{IMPORT}/drop", member=True)
async def drop(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        await portability.drop_import(work, current(visit).account_id, parse_id(visit.form.get("id", "")) or 0)
    return visit.go(IMPORT)


@pages.get(f"{IMPORT}/failures.csv", member=True)
async def failures(visit: Visit) -> Response:
    """Hand out the lines that were not done, to be mended and sent again."""
    wanted = parse_id(visit.query.get("id", "")) or 0
    item = await portability.import_of(await visit.ground.read(), current(visit).account_id, wanted)
    parts = portability.failures(visit.ground, item, _told(visit, PROBLEMS))
    return StreamingResponse(parts, media_type="text/csv; charset=utf-8", headers=attachment(f"{item.kind}_failed.csv"))
