"""/compose/suggest: whom and what the beginning of a name may mean, for the list below the text."""

from starlette.responses import JSONResponse

from folkmoot.features import search
from folkmoot.features.search import AccountQuery
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.posts.faces import Faces
from folkmoot.interfaces.web.writing import refusals

pages = Pages()

SHOWN = 6
QUERY_LENGTH = 100


@pages.get("/compose/suggest", member=True)
async def suggest(visit: Visit) -> Response:
    """Answer a script with at most six accounts (for @name) or tags (for #name)."""
    refusals.count(visit, "account")
    query = visit.query.get("q", "")[:QUERY_LENGTH]
    sign, name = query[:1], query[1:].strip()
    if sign not in {"@", "#"} or not name:
        return JSONResponse([])
    await visit.ground.read()
    if sign == "#":
        tags = await search.find_tags(visit.ground, name, SHOWN)
        return JSONResponse([{"put": f"#{tag}", "name": f"#{tag}", "avatar": ""} for tag in tags])
    ids = await search.find_accounts(visit.ground, current(visit).account_id, AccountQuery(name, SHOWN))
    faces = await visit.ground.one(Faces).of(ids)
    return JSONResponse(
        [
            {"put": f"@{face.acct}", "name": face.plain_name, "avatar": face.avatar}
            for account_id in ids
            if (face := faces.get(account_id))
        ]
    )
