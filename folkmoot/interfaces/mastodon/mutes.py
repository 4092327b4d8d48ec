"""/api/v1/mutes: whom the member mutes, and for how long."""

from msgspec.json import encode

from folkmoot.features import relations
from folkmoot.infra.clock import iso
from folkmoot.interfaces.mastodon.call import Call, Reply, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


@routes.get("/api/v1/mutes", scope="read:mutes")
async def mutes(call: Call, params: Page) -> Reply:
    bounds = params.bounds(40, 80)
    db = await call.ground.read()
    rows = newest_first(await relations.muted(db, call.member_id, bounds, call.ground.clock()), bounds)
    faces = await call.ground.one(Hydrate).account_json([row.account_id for row in rows], call.member_id)
    shown = [_muted(faces[row.account_id], row.expires_at) for row in rows if row.account_id in faces]
    return listing(shown, link(call, [row.row_id for row in rows], bounds, previous="since_id"))


def _muted(face: bytes, expires_at: int | None) -> bytes:
    """Return the entity MutedAccount: an Account that also tells when the mute ends."""
    end = None if expires_at is None else iso(expires_at)
    return face[:-1] + b',"mute_expires_at":' + encode(end) + b"}"
