"""Tags as the one who looks sees them, and the tag that a call names."""

from typing import Any

from folkmoot.features import relations, search, showcase
from folkmoot.features.accounts import Account
from folkmoot.formats.text import named_tag
from folkmoot.infra.errors import MissingError
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.present_tag import Standing, featured_tag, tag


def tag_meant(call: Call) -> str:
    """Return the key of the tag in the path; MissingError when it cannot be one."""
    key = named_tag(call.parts[0])
    if not key:
        raise MissingError("Record not found")
    return key


async def tags_shown(call: Call, keys: list[str]) -> list[dict[str, Any]]:
    """Return the entity Tag of each key, in their order. Three queries for any number."""
    history = await search.tag_history(call.ground, keys)
    standing = None
    if call.viewer_id is not None:
        db = await call.ground.read()
        standing = Standing(
            await relations.tags_followed_among(db, call.viewer_id, keys),
            await showcase.featured_among(db, call.viewer_id, keys),
        )
    links = call.ground.one(Hydrate).links
    return [tag(key, history[key], links, standing) for key in keys]


async def featured_shown(call: Call, account: Account) -> list[dict[str, Any]]:
    """Return the entity FeaturedTag of each tag on the profile of an account. One query."""
    links = call.ground.one(Hydrate).links
    found = await showcase.featured_tags(await call.ground.read(), account.id)
    return [featured_tag(item, account, links) for item in found]


async def reply_tag(call: Call, key: str) -> Reply:
    """Reply with one tag as the caller sees it now."""
    return json((await tags_shown(call, [key]))[0])
