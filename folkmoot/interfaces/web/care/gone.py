"""A post that was removed: the address where it stood says so, by which rule and when, and nothing of what it said."""

from folkmoot.features import accounts, moderation
from folkmoot.features.posts import Post
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.care import words
from folkmoot.interfaces.web.frame import paths
from folkmoot.interfaces.web.frame.routing import Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.faces import Faces


async def removed(visit: Visit) -> Response | None:
    """Answer for a post that is not to be seen: with what stays if staff removed it, None for all others."""
    found = await moderation.removed_post(visit.ground, visit.member_id, parse_id(visit.places["id"]) or 0)
    if found is None:
        return None
    face = None
    if found.account_id is not None:
        author = await accounts.get(visit.ground.db.reader, found.account_id)
        path = f"{paths.profile(author)}/{found.post_id}"
        if visit.asked.path != path:
            return visit.go(path)
        face = (await visit.ground.one(Faces).of([author.id]))[author.id]
    return await placed(
        visit, "removed.html", 410,
        removed=found,
        face=face,
        rules=words.broken(visit, found.rules),
        reason=visit.text(words.REASONS[found.category]) if found.category in words.REASONS else "",
        own=visit.member_id is not None and visit.member_id == found.account_id,
    )  # fmt: skip


async def removed_above(visit: Visit, post: Post) -> str:
    """Return the path of the removed post that this one answers, "" where there is none."""
    found = await moderation.removed_parent(visit.ground, visit.member_id, post)
    if found is None or found.account_id is None:
        return ""
    return f"{paths.profile(await accounts.get(visit.ground.db.reader, found.account_id))}/{found.post_id}"
