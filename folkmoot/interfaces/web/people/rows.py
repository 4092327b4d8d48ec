"""People one below the other: who they are, and what the member who looks may do about them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from folkmoot.features import relations
from folkmoot.features.relations import Listed, Relationship
from folkmoot.infra.db import Bounds
from folkmoot.interfaces.web.frame.paging import older
from folkmoot.interfaces.web.frame.routing import Response, Visit
from folkmoot.interfaces.web.people.heads import Head, Heads
from folkmoot.interfaces.web.place import placed

PAGE = 40


class Person(NamedTuple):
    """One of a list, for `person` of person.html; `standing` is None for visitors and for oneself."""

    head: Head
    standing: Relationship | None


async def people(visit: Visit, ids: Sequence[int]) -> list[Person]:
    """Return these people in order, without those who are gone or keep the member out. A fixed number of queries."""
    ground = visit.ground
    heads = await ground.one(Heads).of(ids)
    shut = frozenset[int]()
    if visit.member_id is not None:
        shut = (await relations.audience(ground, visit.member_id)).blocked_by
    shown = [i for i in dict.fromkeys(ids) if i in heads and not heads[i].is_gone and i not in shut]
    found = await standings(visit, shown)
    return [Person(heads[i], found.get(i)) for i in shown]


async def standings(visit: Visit, ids: Sequence[int]) -> dict[int, Relationship]:
    """Return how the member stands to each of these people but themselves, by id; nothing for visitors."""
    if visit.member_id is None:
        return {}
    others = [account_id for account_id in ids if account_id != visit.member_id]
    if not others:
        return {}
    db = await visit.ground.read()
    found = await relations.between(db, visit.member_id, others, visit.now)
    return {each.target_id: each for each in found}


async def people_page(visit: Visit, rows: Sequence[Listed], bounds: Bounds, **context: Any) -> Response:
    """Answer with a page of people; `title` and `nothing` (what stands where there is nobody) are in `context`.

    A script that asks for the next page gets the people alone.
    """
    shown: dict[str, Any] = {
        "people": await people(visit, [row.account_id for row in rows]),
        "next": older(visit, [row.row_id for row in rows], bounds),
        **context,
    }
    if visit.is_partial:
        return visit.page("people_rows.html", **shown)
    return await placed(visit, "people.html", **shown)
