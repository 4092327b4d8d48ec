"""/settings/roles: who serves this community, and the one way by which a member gives another a role."""

from folkmoot.features import accounts, auth
from folkmoot.features.auth import Permission
from folkmoot.infra.errors import ForbiddenError, Refusal
from folkmoot.interfaces.web.entry.proof import again, current
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.preferences.sections import inside, may, saved

pages = Pages()

ROLES = "/settings/roles"


async def _roles(visit: Visit, status: int = 200, fault: str = "") -> Response:
    if not await may(visit, Permission.MANAGE_ROLES):
        raise ForbiddenError("Your role does not allow you to do that.")
    session = current(visit)
    db = await visit.ground.read()
    factors = await auth.factors_of(db, session.account_id)
    if factors.any and not auth.has_fresh_factor(session, visit.now):
        return visit.go(again(ROLES))
    known = sorted((await auth.roles(db)).values(), key=lambda role: role.position)
    staff = [(role, account_id) for role in reversed(known) for account_id in await auth.holders(db, role.name)]
    people = await accounts.by_ids(db, [account_id for _, account_id in staff])
    rows = [(role, people[account_id]) for role, account_id in staff]
    return await inside(visit, "roles.html", status, factors=factors, roles=known, rows=rows, fault=fault)


@pages.get(ROLES, member=True)
async def roles(visit: Visit) -> Response:
    return await _roles(visit)


@pages.post(ROLES, member=True)
async def grant(visit: Visit) -> Response:
    """Give a member a role, or take theirs away when none is chosen."""
    name = visit.form.get("name", "")
    try:
        found = await accounts.by_handle(await visit.ground.read(), name, visit.ground.config.site.domain)
        async with visit.ground.work() as work:
            await auth.grant_role(work, found.id, visit.form.get("role", ""), by=current(visit))
    except auth.StaleFactorError:
        return visit.go(again(ROLES))
    except ForbiddenError as error:
        return await _roles(visit, 403, visit.text(error.sentence))
    except Refusal:
        return await _roles(visit, 422, visit.text("There is no such member here."))
    return saved(visit, ROLES)
