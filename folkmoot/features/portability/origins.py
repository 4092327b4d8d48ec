"""What an address of a post means here."""

import re

from folkmoot.infra.boot import Ground
from folkmoot.infra.ids import parse_id

_PATH = re.compile(r"/(?:users/[A-Za-z0-9_]+/statuses|@[A-Za-z0-9_]+)/(\d{1,19})")


def local_post_id(ground: Ground, uri: str) -> int | None:
    """Return the id in the address of a post of this community; None for every other address."""
    base = ground.config.site.url.rstrip("/")
    match = _PATH.fullmatch(uri.removeprefix(base)) if uri.startswith(base) else None
    return None if match is None else parse_id(match[1])
