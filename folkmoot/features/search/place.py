"""Reading an address of this server: which profile or post it shows."""

import re
from typing import NamedTuple

from folkmoot.infra.ids import parse_id

_PATH = re.compile(
    r"(?:/@(?P<name>\w+)(?:/(?P<id>\d{1,19}))?|/users/(?P<user>\w+)(?:/statuses/(?P<status>\d{1,19}))?)/?", re.ASCII
)


class Place(NamedTuple):
    """What an address shows: the post with `post_id`, or without one the profile of `username`."""

    username: str
    post_id: int | None


def locate(text: str, base: str) -> Place | None:
    """Return what the address `text` shows, if it is one of this server (whose own address is `base`)."""
    address, base = text.strip(), base.rstrip("/")
    if not address.startswith(base + "/"):
        return None
    path = address[len(base) :].partition("?")[0].partition("#")[0]
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    post = match["id"] or match["status"]
    return Place(match["name"] or match["user"], parse_id(post) if post else None)
