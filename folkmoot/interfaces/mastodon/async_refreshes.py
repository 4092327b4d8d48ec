"""/api/v1_alpha/async_refreshes: whether something that a member waits for is still being made."""

from folkmoot.features import annual_reports
from folkmoot.features.annual_reports import State
from folkmoot.infra.errors import MissingError
from folkmoot.infra.sealing import BrokenSealError, Seal
from folkmoot.interfaces.mastodon.call import Call, Headers, Reply, json
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()

RETRY = 3
"""Seconds after which it makes sense to ask again."""
_STATUS = {State.GENERATING: "running", State.AVAILABLE: "finished"}


def refreshing(call: Call, year: int) -> Headers:
    """Return the header that lets the member who calls ask how far their report of a year is.

    The id tells nobody anything, and is good for this member alone.
    """
    name = _seal(call).close(f"annual report {year}", call.member_id)
    return ((b"mastodon-async-refresh", f'id="{name}", retry={RETRY}'.encode()),)


@routes.get("/api/v1_alpha/async_refreshes/{id}", scope="read")
async def get(call: Call) -> Reply:
    try:
        waited_for = _seal(call).open(call.parts[0], call.member_id)
    except BrokenSealError as error:
        raise MissingError("Record not found") from error
    year = int(waited_for.rpartition(" ")[2])
    state = await annual_reports.state(await call.ground.read(), call.member_id, year, call.ground.clock())
    if state not in _STATUS:
        raise MissingError("Record not found")
    return json({"async_refresh": {"id": call.parts[0], "status": _STATUS[state]}})


def _seal(call: Call) -> Seal:
    return Seal(call.ground.secrets.session_key, "async refreshes")
