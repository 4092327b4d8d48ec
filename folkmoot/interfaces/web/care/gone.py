"""A post that was removed: the address where it stood says so, by which rule and when, and nothing of what it said."""

from folkmoot.features import accounts, moderation
from folkmoot.features.posts import UnknownPostError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.care import words
from folkmoot.interfaces.web.frame import paths
from folkmoot.interfaces.web.frame.routing import Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.faces import Faces


async def removed(visit: Visit) -> Response:
    """Answer for a post that is not to be seen: what stays if staff removed it, else UnknownPostError."""
    found = await moderation.removed_post(visit.ground, visit.member_id, parse_id(visit.places["id"]) or 0)
    if found is None:
        raise UnknownPostError
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
