"""/menu: every place one may go, for phones and for whoever has no script."""

from folkmoot.features import auth
from folkmoot.features.auth import Permission
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed

pages = Pages()


@pages.get("/menu")
async def menu(visit: Visit) -> Response:
    return await placed(visit, "menu.html", duties=await _duties(visit))


async def _duties(visit: Visit) -> frozenset[str]:
    """Return what the member who visits does for the community, as the menu names it."""
    if visit.user is None or visit.user.role_id is None:
        return frozenset()
    role = await auth.role_of(await visit.ground.read(), visit.user.role_id)
    return frozenset(name for name, permission in {"roles": Permission.MANAGE_ROLES}.items() if role.may(permission))
