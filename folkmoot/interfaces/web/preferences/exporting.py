"""/settings/export: what a member takes along, as CSV files and as an archive."""

from starlette.responses import FileResponse, StreamingResponse

from folkmoot.features import portability
from folkmoot.infra.clock import iso_date
from folkmoot.infra.errors import LimitedError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Handler, Pages, Response, Visit
from folkmoot.interfaces.web.preferences.sections import inside

pages = Pages()

EXPORT = "/settings/export"
LABELS = {
    "following_accounts.csv": marked("Whom you follow"),
    "followers.csv": marked("Who follows you"),
    "lists.csv": marked("Your lists"),
    "blocked_accounts.csv": marked("Whom you block"),
    "muted_accounts.csv": marked("Whom you mute"),
    "blocked_domains.csv": marked("Which servers you block"),
    "bookmarks.csv": marked("Your bookmarks"),
}


async def _page(visit: Visit, status: int = 200, fault: str = "") -> Response:
    archives = await portability.archives_of(await visit.ground.read(), current(visit).account_id, visit.now)
    files = [(name, visit.text(LABELS[name])) for name in portability.EXPORTS]
    return await inside(visit, "export.html", status, files=files, archives=archives, fault=fault)


@pages.get(EXPORT, member=True)
async def exports(visit: Visit) -> Response:
    return await _page(visit)


def _file(name: str) -> Handler:
    async def serve(visit: Visit) -> Response:
        """Stream one of the files; what is in it is read while it is sent."""
        await visit.ground.read()
        parts = portability.export(visit.ground, current(visit).account_id, name)
        return StreamingResponse(parts, media_type="text/csv; charset=utf-8", headers=attachment(name))

    return serve


for _name in portability.EXPORTS:
    pages.get(f"{EXPORT}/{_name}", member=True)(_file(_name))


def attachment(name: str) -> dict[str, str]:
    """Return the header that lets a browser keep what it gets under this name."""
    return {"content-disposition": f'attachment; filename="{name}"'}


@pages.post(f"{EXPORT}/archive", member=True)
async def ask(visit: Visit) -> Response:
    try:
        async with visit.ground.work() as work:
            await portability.ask_archive(work, current(visit).account_id)
    except LimitedError as error:
        return await _page(visit, 429, visit.text(error.sentence))
    return visit.go(EXPORT)


@pages.get(f"{EXPORT}/archive", member=True)
async def archive(visit: Visit) -> Response:
    """Hand an archive out to its member."""
    wanted = parse_id(visit.query.get("id", "")) or 0
    item, path = await portability.archive_file(visit.ground, current(visit).account_id, wanted)
    name = f"archive-{iso_date(item.created_at)}.zip"
    return FileResponse(path, media_type="application/zip", headers=attachment(name))
