"""/api/v1/accounts: oneself and others."""

from msgspec.json import encode

from folkmoot.features import accounts, auth
from folkmoot.features.accounts import UnknownAccountError
from folkmoot.interfaces.mastodon import present
from folkmoot.interfaces.mastodon.call import Call, Reply
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.routing import Routes, Who

routes = Routes()


@routes.get("/api/v1/accounts/verify_credentials", scope="read:accounts|profile")
async def verify_credentials(call: Call) -> Reply:
    return await credentials(call)


async def credentials(call: Call) -> Reply:
    """Reply with the entity CredentialAccount of the member who calls."""
    db = await call.ground.read()
    account = await accounts.get(db, call.member_id)
    user = await auth.user_of(db, call.member_id)
    assert user is not None
    face = (await call.ground.one(Hydrate).account_json([account.id]))[account.id]
    own = {
        "source": {
            "attribution_domains": [],
            "note": account.note,
            "fields": [{"name": f.name, "value": f.value, "verified_at": None} for f in account.fields],
            "privacy": user.post_visibility,
            "sensitive": user.post_sensitive,
            "language": user.post_language,
            "follow_requests_count": 0,
            "hide_collections": account.hide_collections,
            "discoverable": account.discoverable,
            "indexable": account.indexable,
            "quote_policy": "nobody",
        },
        "role": present.role(await auth.role_of(db, user.role_id)),
    }
    return Reply(face[:-1] + b"," + encode(own)[1:])


@routes.get("/api/v1/accounts/{id}", who=Who.ANYBODY)
async def get(call: Call) -> Reply:
    found = await call.ground.one(Hydrate).accounts([call.id])
    if not found:
        raise UnknownAccountError
    return Reply(found[0])
