"""/keyboard: what keys do; a script asks for the list alone."""

from typing import NamedTuple

from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed

pages = Pages()


class Key(NamedTuple):
    """Keys, pressed one after the other, and what they do."""

    keys: tuple[str, ...]
    does: str


class Group(NamedTuple):
    """Keys for one purpose."""

    title: str
    keys: tuple[Key, ...]


GROUPS = (
    Group(
        marked("Reading"),
        (
            Key(("j",), marked("next post")),
            Key(("k",), marked("post before it")),
            Key((".",), marked("show new posts")),
            Key(("o",), marked("open the post")),
            Key(("x",), marked("show what is covered, else the pictures")),
        ),
    ),
    Group(
        marked("The post in focus"),
        (
            Key(("r",), marked("reply")),
            Key(("b",), marked("boost")),
            Key(("f",), marked("favourite")),
        ),
    ),
    Group(
        marked("Anywhere"),
        (
            Key(("n",), marked("write a post")),
            Key(("/",), marked("search")),
            Key(("?",), marked("this list")),
            Key(("Esc",), marked("close, or leave the search")),
        ),
    ),
    Group(
        marked("Go to"),
        (
            Key(("g", "h"), marked("home")),
            Key(("g", "n"), marked("notifications")),
            Key(("g", "l"), marked("local")),
            Key(("g", "e"), marked("explore")),
            Key(("g", "c"), marked("conversations")),
            Key(("g", "i"), marked("lists")),
            Key(("g", "b"), marked("bookmarks")),
            Key(("g", "f"), marked("favourites")),
            Key(("g", "s"), marked("settings")),
        ),
    ),
)


@pages.get("/keyboard")
async def keyboard(visit: Visit) -> Response:
    if visit.is_partial:
        return visit.page("keys.html", groups=GROUPS)
    return await placed(visit, "keyboard.html", groups=GROUPS)
