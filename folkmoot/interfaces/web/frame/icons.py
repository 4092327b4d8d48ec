"""The icons of the pages: one file of symbols, made from those of Lucide that are named here."""

import re
from collections.abc import Callable

NAMES = {
    "account": "circle-user-round",
    "add": "plus",
    "alt": "captions",
    "apps": "layout-grid",
    "back": "arrow-left",
    "bell": "bell",
    "block": "ban",
    "bookmark": "bookmark",
    "boost": "repeat-2",
    "calendar": "calendar-clock",
    "check": "check",
    "clock": "clock",
    "close": "x",
    "collection": "library",
    "compose": "square-pen",
    "conversation": "messages-square",
    "delete": "trash-2",
    "direct": "at-sign",
    "download": "download",
    "draft": "file-pen-line",
    "edit": "pencil",
    "explore": "compass",
    "favourite": "star",
    "feed": "rss",
    "file": "paperclip",
    "filter": "funnel",
    "flag": "flag",
    "focus": "crosshair",
    "follow": "user-plus",
    "followers": "users",
    "home": "house",
    "image": "image",
    "info": "info",
    "invite": "ticket",
    "keyboard": "keyboard",
    "language": "languages",
    "leave": "log-out",
    "link": "link",
    "list": "list",
    "local": "tent-tree",
    "lock": "lock",
    "look": "palette",
    "mail": "mail",
    "menu": "menu",
    "more": "ellipsis",
    "move": "truck",
    "mute": "volume-x",
    "next": "chevron-right",
    "pin": "pin",
    "play": "play",
    "poll": "chart-bar",
    "previous": "chevron-left",
    "private": "lock",
    "public": "globe",
    "quote": "quote",
    "reply": "reply",
    "scale": "scale",
    "search": "search",
    "server": "server",
    "settings": "settings",
    "shield": "shield-check",
    "sound": "audio-lines",
    "tag": "hash",
    "translate": "languages",
    "trend": "trending-up",
    "unfollow": "user-minus",
    "unlisted": "moon",
    "up": "arrow-up",
    "upload": "upload",
    "verified": "badge-check",
    "video": "video",
    "warning": "triangle-alert",
    "zoom": "zoom-in",
}
"""What we call it -> what Lucide calls it."""

_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def sprite(read: Callable[[str], str]) -> bytes:
    """Return the file of symbols; `read` gives the SVG of one of Lucide's icons."""
    symbols = (
        f'<symbol id="{name}" viewBox="0 0 24 24">{_inside(read(theirs))}</symbol>' for name, theirs in NAMES.items()
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" stroke-width="2"'
        f' stroke-linecap="round" stroke-linejoin="round">{"".join(symbols)}</svg>'
    ).encode()


def _inside(drawing: str) -> str:
    found = _INSIDE.search(drawing)
    assert found is not None
    return re.sub(r"\s+", " ", found[1]).replace(" />", "/>").strip()
