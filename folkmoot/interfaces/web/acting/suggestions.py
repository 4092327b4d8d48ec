"""The form by which a member waves away somebody who was suggested."""

from folkmoot.features import discovery
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.entering import local
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit

pages = Pages()


@pages.post("/suggestions/{id}/dismiss", member=True)
async def dismiss(visit: Visit) -> Response:
    """Suggest an account never again; a script takes the row away itself."""
    account_id = parse_id(visit.places["id"])
    if account_id is not None:
        async with visit.ground.work() as work:
            await discovery.dismiss(work, current(visit).account_id, account_id)
    return visit.piece("") if visit.is_partial else visit.go(local(visit.form.get("back", "/explore")))
