"""/drafts: what was written and not published yet; a script keeps it while it is being written."""

from typing import NamedTuple

from starlette.responses import JSONResponse

from folkmoot.features import drafts, media
from folkmoot.features.drafts import Saved
from folkmoot.infra.errors import Refusal
from folkmoot.infra.ids import MAX_ID, parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.writing import publishing, refusals
from folkmoot.interfaces.web.writing.composing import received

pages = Pages()

DRAFTS = "/drafts"
GONE = 410
"""Says to the script that this draft is a post by now, and is to be kept no longer."""


class Shown(NamedTuple):
    """A draft for a template, and how many files it has."""

    item: Saved
    files: int


@pages.get(DRAFTS, member=True)
async def listed(visit: Visit) -> Response:
    db = await visit.ground.read()
    found = await drafts.of_account(db, current(visit).account_id, (MAX_ID, 0, drafts.LIMIT, False))
    files = await media.by_ids(db, [file for item in found for file in item.params.media_ids])
    items = [Shown(item, sum(file in files for file in item.params.media_ids)) for item in found]
    return await placed(visit, "drafts.html", items=items)


@pages.post(f"{DRAFTS}/{{id}}/delete", member=True)
async def discard(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        await drafts.discard(work, current(visit).account_id, parse_id(visit.places["id"]) or 0)
    return visit.go(DRAFTS)


@pages.post("/compose/draft", member=True, spooled=True)
async def keep(visit: Visit) -> Response:
    """Keep what a script sends while it is being written; answers with the draft's id and version."""
    written, _ = await received(visit)
    try:
        refusals.count(visit, "account")
        draft_id = await publishing.keep(visit, written)
        item = await drafts.get(await visit.ground.read(), current(visit).account_id, draft_id)
    except drafts.UnknownDraftError:
        return JSONResponse({}, GONE)
    except Refusal as error:
        return JSONResponse({"error": refusals.sentence_of(visit, error)}, refusals.STATUS.get(error.kind, 422))
    return JSONResponse({"draft": str(item.id), "seen": str(item.updated_at)})
