"""/directory: profiles that want to be found."""

from folkmoot.features import discovery
from folkmoot.interfaces.web.finding.persons import persons
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed

pages = Pages()

PAGE = 30
MOST_SKIPPED = 10_000


@pages.get("/directory")
async def directory(visit: Visit) -> Response:
    offset = visit.query.get("offset", "")
    skipped = min(int(offset), MOST_SKIPPED) if offset.isascii() and offset.isdigit() and len(offset) < 10 else 0
    newest, local = visit.query.get("order") == "new", visit.query.get("place") != "everywhere"
    wanted = discovery.Wanted(PAGE + 1, skipped, newest=newest, local=local)
    ids = await discovery.directory(visit.ground, visit.member_id, wanted)
    return await placed(
        visit, "directory.html",
        people=await persons(visit, ids[:PAGE]),
        newest=newest,
        local=local,
        next=visit.here(offset=str(skipped + PAGE)) if len(ids) > PAGE else "",
    )  # fmt: skip
