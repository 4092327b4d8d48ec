"""/settings/security/passkeys: a member's passkeys.

The script fetches options as JSON; what the browser then answers comes back in an ordinary form.
"""

from folkmoot.features import accounts, auth
from folkmoot.infra.errors import Refusal
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.passkeys import binding_of, json, offered
from folkmoot.interfaces.web.entry.proof import HERE, again, current
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.preferences.sections import inside

pages = Pages()

LIST = f"{HERE}/passkeys"


@pages.get(LIST, member=True)
async def listing(visit: Visit) -> Response:
    session = current(visit)
    db = await visit.ground.read()
    factors = await auth.factors_of(db, session.account_id)
    return await inside(
        visit, "passkeys.html", factors=factors, passkeys=await auth.passkeys_of(db, session.account_id)
    )


@pages.post(f"{LIST}/options", member=True)
async def options(visit: Visit) -> Response:
    """Begin to add a passkey; whoever sits here proves first that they are the member."""
    session = current(visit)
    try:
        await auth.require_proof(visit.ground, session, visit.form.get("password", ""))
        account = await accounts.get(await visit.ground.read(), session.account_id)
        async with visit.ground.work() as work:
            made = await auth.begin_passkey(
                work, account.id, site=visit.ground.config.site, username=account.username, binding=binding_of(visit)
            )
    except auth.StaleFactorError:
        return json({"go": again(LIST)})
    except Refusal as error:
        return json({"fault": visit.text(error.sentence)})
    return offered(visit, made)


@pages.post(LIST, member=True)
async def add(visit: Visit) -> Response:
    session, answer = current(visit), visit.form.get("answer", "")
    codes = await auth.add_passkey(
        visit.ground, session.account_id, answer, name=visit.form.get("name", ""), binding=binding_of(visit)
    )
    async with visit.ground.work() as work:
        await auth.factor_shown(work, session.id)
    return await inside(visit, "codes.html", codes=codes) if codes else visit.go(LIST)


@pages.post(f"{LIST}/rename", member=True)
async def rename(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        await auth.rename_passkey(work, current(visit).account_id, _id(visit), visit.form.get("name", ""))
    return visit.go(LIST)


@pages.post(f"{LIST}/remove", member=True)
async def remove(visit: Visit) -> Response:
    session = current(visit)
    if not auth.has_fresh_factor(session, visit.now):
        return visit.go(again(LIST))
    async with visit.ground.work() as work:
        await auth.remove_passkey(work, session.account_id, _id(visit))
    return visit.go(LIST)


def _id(visit: Visit) -> int:
    return parse_id(visit.form.get("id", "")) or 0
