"""/users/name, /users/name/statuses/id and /@name/id/embed: posts and people at their other addresses."""

from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.reading.post import Focus, of_post

pages = Pages()


@pages.get("/users/{name}")
async def person(visit: Visit) -> Response:
    return visit.go(f"/@{visit.places['name']}")


@pages.get("/users/{name}/statuses/{id}")
async def said(visit: Visit) -> Response:
    return visit.go(f"/@{visit.places['name']}/{parse_id(visit.places['id']) or 0}")


@pages.get("/@{name}/{id}/embed")
async def embed(visit: Visit) -> Response:
    """Answer with a post for a frame on another site: the same for everybody, whoever is signed in here."""
    visit.session = None
    return await _framed(visit)


@of_post
async def _framed(visit: Visit, focus: Focus) -> Response:
    visit.frames = "*"
    return visit.page("embed.html", shown=focus.shown)
