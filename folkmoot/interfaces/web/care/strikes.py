"""/strikes: what staff decided about a member's account, why, and the way to object."""

from typing import NamedTuple

from folkmoot.features import moderation
from folkmoot.features.moderation import APPEAL_LIMIT, Appeal, RemovedPost, Strike
from folkmoot.infra.errors import ConflictError, InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.care import words
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.faces import Faces

pages = Pages()


class Line(NamedTuple):
    """A strike for whom it concerns: what was done, what follows, why, and how an appeal against it stands."""

    strike: Strike
    done: str
    effect: str
    rules: list[str]
    reason: str
    appeal: Appeal | None
    answer: str
    may_appeal: bool


class Refused(NamedTuple):
    """An appeal that was not taken, with what was typed."""

    strike_id: int
    text: str
    fault: str


@pages.get("/strikes", member=True)
async def strikes(visit: Visit) -> Response:
    return await _shown(visit)


async def _shown(visit: Visit, status: int = 200, refused: Refused | None = None) -> Response:
    member_id = current(visit).account_id
    db = await visit.ground.read()
    bounds = bounds_of(visit)
    found = await moderation.strikes_of(db, member_id, bounds)
    ids = [strike.id for strike in found]
    removed = await moderation.removed_by_strikes(db, ids)
    appeals = await moderation.appeals(db, ids)
    return await placed(
        visit, "strikes.html", status,
        lines=[_line(visit, each, removed.get(each.id, []), appeals.get(each.id)) for each in found],
        me=(await visit.ground.one(Faces).of([member_id]))[member_id],
        next=older(visit, ids, bounds),
        limit=APPEAL_LIMIT,
        refused=refused,
    )  # fmt: skip


def _line(visit: Visit, strike: Strike, removed: list[RemovedPost], appeal: Appeal | None) -> Line:
    category = removed[0].category if removed else ""
    return Line(
        strike,
        done=visit.text(words.STRIKES[strike.action]),
        effect=visit.text(words.EFFECTS[strike.action]),
        rules=[text for item in removed for text in words.broken(visit, item.rules)],
        reason=visit.text(words.REASONS[category]) if category in words.REASONS else "",
        appeal=appeal,
        answer=visit.text(words.APPEALS[appeal.state]) if appeal else "",
        may_appeal=appeal is None and moderation.may_appeal(strike, visit.now),
    )


@pages.post("/strikes/{id}/appeal", member=True)
async def appeal(visit: Visit) -> Response:
    """Keep the appeal; one that cannot be taken comes back with its words."""
    strike_id, text = parse_id(visit.places["id"]) or 0, visit.form.get("text", "").replace("\r\n", "\n")
    try:
        async with visit.ground.work() as work:
            await moderation.appeal(work, current(visit).account_id, strike_id, text)
    except InvalidError:
        fault = visit.text("Please say in your own words why it was wrong, in at most 2,000 characters.")
        return await _shown(visit, 422, Refused(strike_id, text, fault))
    except ConflictError:
        return await _shown(visit, 409)
    return visit.go(f"/strikes#s-{strike_id}")
