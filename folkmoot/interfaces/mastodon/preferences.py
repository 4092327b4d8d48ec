"""/api/v1/preferences: what a member's posts start from and how they read."""

from folkmoot.features import auth
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


@routes.get("/api/v1/preferences", scope="read:accounts")
async def preferences(call: Call) -> Reply:
    user = await auth.user_of(await call.ground.read(), call.member_id)
    assert user is not None
    return json(
        {
            "posting:default:visibility": user.post_visibility,
            "posting:default:sensitive": user.post_sensitive,
            "posting:default:language": user.post_language or None,
            "posting:default:quote_policy": user.quote_policy,
            "reading:expand:media": "default",
            "reading:expand:spoilers": False,
        }
    )
