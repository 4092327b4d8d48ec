"""/tags/{tag}/...: following a tag, and showing it on one's profile."""

from collections.abc import Awaitable, Callable

from folkmoot.features import relations, showcase
from folkmoot.interfaces.web.acting.follows import counted
from folkmoot.interfaces.web.entry.entering import local
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame import paths, rendering
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.reading.tags import meant, standing_of

pages = Pages()

Verb = Callable[..., Awaitable[object]]
"""Of the transaction, the member and the key of the tag."""


def _act(name: str, verb: Verb) -> None:
    @pages.post(f"/tags/{{tag}}/{name}", member=True)
    async def act(visit: Visit) -> Response:
        key = meant(visit)
        counted(visit)
        async with visit.ground.work() as work:
            await verb(work, current(visit).account_id, key)
        if visit.is_partial:
            standing = await standing_of(visit, key)
            return visit.piece(rendering.macro("tag_acts.html", "tag_acts", visit.language)(key, standing))
        return visit.go(local(visit.form.get("back", "") or paths.tag(key)))


_act("follow", relations.follow_tag)
_act("unfollow", relations.unfollow_tag)
_act("feature", showcase.feature_tag)
_act("unfeature", showcase.unfeature_tag)
