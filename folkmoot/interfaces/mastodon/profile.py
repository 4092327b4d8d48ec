"""/api/v1/profile: the member's own profile as it was written."""

from folkmoot.features import accounts
from folkmoot.interfaces.mastodon.account_self import FaceParams, SourceParams, change_face, raw_fields
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.routing import Routes
from folkmoot.interfaces.mastodon.tagging import featured_shown

routes = Routes()


@routes.get("/api/v1/profile", scope="profile|read:accounts")
async def profile(call: Call) -> Reply:
    """Reply with the entity Profile of the member who calls."""
    account = await accounts.get(await call.ground.read(), call.member_id)
    links = call.ground.one(Hydrate).links

    def picture(key: str) -> str | None:
        return links.media(key) if key else None

    return json(
        {
            "id": str(account.id),
            "display_name": account.display_name,
            "note": account.note,
            "fields": raw_fields(account),
            "avatar": picture(account.avatar),
            "avatar_static": picture(account.avatar_static or account.avatar),
            "avatar_description": account.avatar_description,
            "header": picture(account.header),
            "header_static": picture(account.header_static or account.header),
            "header_description": account.header_description,
            "locked": account.locked,
            "bot": account.bot,
            "hide_collections": account.hide_collections,
            "discoverable": account.discoverable,
            "indexable": account.indexable,
            "show_media": account.show_media,
            "show_media_replies": account.show_media_replies,
            "show_featured": account.show_featured,
            "attribution_domains": account.attribution_domains,
            "featured_tags": await featured_shown(call, account),
        }
    )


@routes.put("/api/v1/profile", scope="write:accounts")
@routes.patch("/api/v1/profile", scope="write:accounts")
async def change(call: Call, params: FaceParams) -> Reply:
    await change_face(call, params, SourceParams())
    return await profile(call)
