"""What makes a web app of the pages: /manifest.webmanifest, /sw.js, and /offline, which it shows without a network.

All three speak the language that `?in=` names: browsers fetch them without the cookies of the visit.
"""

from typing import Any

import msgspec

from folkmoot.interfaces.web.frame import colours, files, wording
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit

pages = Pages()

MANIFEST = "/manifest.webmanifest"
WORKER = "/sw.js"
OFFLINE = "/offline"


def _speak(visit: Visit) -> None:
    visit.language = wording.choose(visit.query.get("in", ""), otherwise=visit.language)


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": files.url_of(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _shortcut(name: str, path: str) -> dict[str, Any]:
    return {"name": name, "url": path, "icons": [_icon("icon-192.png", 192, "any")]}


@pages.get(MANIFEST)
async def manifest(visit: Visit) -> Response:
    _speak(visit)
    site = visit.ground.config.site
    entity = {
        "id": "/home",
        "name": site.title,
        "short_name": site.title,
        "description": site.description,
        "lang": visit.language,
        "dir": wording.direction_of(visit.language),
        "start_url": "/home",
        "scope": "/",
        "display": "standalone",
        "background_color": colours.token("ground").light,
        "theme_color": colours.token("paper").light,
        "categories": ["social"],
        "icons": [
            _icon("icon-192.png", 192, "any"),
            _icon("icon-512.png", 512, "any"),
            _icon("icon-maskable-512.png", 512, "maskable"),
        ],
        "shortcuts": [
            _shortcut(visit.text("Write"), "/compose"),
            _shortcut(visit.text("Notifications"), "/notifications"),
        ],
        "share_target": {
            "action": "/compose",
            "method": "GET",
            "enctype": "application/x-www-form-urlencoded",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return Response(msgspec.json.encode(entity), media_type="application/manifest+json")


@pages.get(WORKER)
async def worker(visit: Visit) -> Response:
    """Give the service worker what it cannot know; any change of our files makes browsers fetch it anew."""
    _speak(visit)
    place = {
        "mark": files.mark(),
        "offline": f"{OFFLINE}?in={visit.language}",
        "title": visit.ground.config.site.title,
        "nothing": visit.text("There is something new for you."),
        "icon": files.url_of("icon-192.png"),
        "badge": files.url_of("badge.png"),
    }
    # In JSON every sign stands as it would in a script, but for two ends of lines, which old scripts read as such.
    told = msgspec.json.encode(place).decode().replace("\u2028", "").replace("\u2029", "")
    script = files.static_files()["worker.js"].body.decode()
    return Response(f"const PLACE = {told};\n{script}", media_type="text/javascript")


@pages.get(OFFLINE)
async def offline(visit: Visit) -> Response:
    _speak(visit)
    return visit.page("offline.html")
