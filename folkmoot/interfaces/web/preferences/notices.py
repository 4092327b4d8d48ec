"""/settings/notifications: the ways to all that decides of what a member is told, and where."""

from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.preferences.sections import inside

pages = Pages()


@pages.get("/settings/notifications", member=True)
async def overview(visit: Visit) -> Response:
    return await inside(visit, "notification_settings.html")
