"""/settings: the way to everything a member can set here; their language, their apps, their invitations."""

from folkmoot.features import auth
from folkmoot.features.auth import Permission
from folkmoot.infra.clock import DAY
from folkmoot.infra.errors import ForbiddenError, MissingError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.entering import local
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame import wording
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.frame.visit import LANGUAGE_COOKIE
from folkmoot.interfaces.web.preferences.sections import SETTINGS, inside, may, saved

pages = Pages()

APPS = "/settings/apps"
INVITES = "/settings/invites"
INVITE_USES = (1, 5, 25, 100)
INVITE_DAYS = (1, 7, 30, 365)


@pages.get(SETTINGS, member=True)
async def overview(visit: Visit) -> Response:
    return await inside(visit, "settings.html")


@pages.post("/settings/language", member=True)
async def language(visit: Visit) -> Response:
    """Note the language for pages and mails."""
    chosen = wording.choose(visit.form.get("language", ""))
    async with visit.ground.work() as work:
        await auth.change_locale(work, current(visit).account_id, chosen)
    visit.set_cookie(LANGUAGE_COOKIE, chosen)
    return saved(visit, local(visit.form.get("back", ""), "/settings"))


@pages.get(APPS, member=True)
async def apps(visit: Visit) -> Response:
    db = await visit.ground.read()
    held = await auth.authorized_apps(db, current(visit).account_id)
    known = await auth.apps_by_ids(db, [app_id for app_id, _, _ in held])
    rows = [(known[app_id], since) for app_id, since, _ in held if app_id in known]
    return await inside(visit, "apps.html", apps=rows)


@pages.post(APPS, member=True)
async def revoke(visit: Visit) -> Response:
    """Take from an app what it may do."""
    async with visit.ground.work() as work:
        await auth.revoke_app(work, current(visit).account_id, parse_id(visit.form.get("id", "")) or 0)
    return visit.go(APPS)


async def _invites(visit: Visit, link: str = "") -> Response:
    if not await may(visit, Permission.INVITE_USERS):
        raise ForbiddenError("You cannot invite people here.")
    invites = await auth.invites_of(await visit.ground.read(), current(visit).account_id)
    return await inside(
        visit, "invites.html", invites=invites, link=link, uses=INVITE_USES, days=INVITE_DAYS, now=visit.now
    )


@pages.get(INVITES, member=True)
async def invites(visit: Visit) -> Response:
    return await _invites(visit)


@pages.post(INVITES, member=True)
async def invite(visit: Visit) -> Response:
    """Make an invitation and show its link, which cannot be shown again."""
    if not await may(visit, Permission.INVITE_USERS):
        raise ForbiddenError("You cannot invite people here.")
    uses, days = (parse_id(visit.form.get(name, "")) or 1 for name in ("uses", "days"))
    async with visit.ground.work() as work:
        code = await auth.make_invite(work, current(visit).account_id, max_uses=uses, life=days * DAY)
    return await _invites(visit, f"{visit.ground.config.site.url.rstrip('/')}/auth/sign_up?invite={code}")


@pages.post(f"{INVITES}/end", member=True)
async def end_invite(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        ended = await auth.end_invite(work, current(visit).account_id, parse_id(visit.form.get("id", "")) or 0)
    if not ended:
        raise MissingError("There is no such invitation.")
    return visit.go(INVITES)
