"""/appeals: what members object to, for staff to answer."""

from typing import NamedTuple

from folkmoot.features import auth, moderation
from folkmoot.features.auth import Permission
from folkmoot.features.moderation import Appeal, Strike
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.care import words
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.faces import Face, Faces

pages = Pages()


class Line(NamedTuple):
    """An appeal with what it is against; `by` is who decided first, None when they left."""

    appeal: Appeal
    strike: Strike
    face: Face
    by: Face | None
    done: str
    rules: list[str]


@pages.get("/appeals", member=True)
async def appeals(visit: Visit) -> Response:
    db = await visit.ground.read()
    await auth.authorize(db, current(visit).account_id, Permission.MANAGE_REPORTS)
    waiting = await moderation.waiting_appeals(db)
    ids = [item.strike_id for item in waiting]
    strikes = await moderation.strikes_by_ids(db, ids)
    removed = await moderation.removed_by_strikes(db, ids)
    people = {i for each in strikes.values() for i in (each.target_account_id, each.account_id) if i is not None}
    faces = await visit.ground.one(Faces).of(people)
    lines = []
    for item in waiting:
        strike = strikes[item.strike_id]
        rules = [text for post in removed.get(strike.id, []) for text in words.broken(visit, post.rules)]
        done = visit.text(words.DONE[strike.action])
        face, by = faces[strike.target_account_id], faces.get(strike.account_id or 0)
        lines.append(Line(item, strike, face, by, done, rules))
    return await placed(visit, "appeals.html", lines=lines)


@pages.post("/appeals/{id}", member=True)
async def judge(visit: Visit) -> Response:
    """Answer one: whatever button other than that for yes was pressed is no."""
    granted = visit.form.get("answer") == "yes"
    async with visit.ground.work() as work:
        strike_id = parse_id(visit.places["id"]) or 0
        await moderation.judge_appeal(work, current(visit).account_id, strike_id, granted=granted)
    return visit.go("/appeals")
