"""/reports: what a member reported, how it stands, and what came of it."""

from typing import NamedTuple

from folkmoot.features import moderation, site
from folkmoot.features.moderation import Report
from folkmoot.interfaces.web.care import words
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.faces import Face, Faces

pages = Pages()


class Line(NamedTuple):
    """A report for its author; `is_new` says that it was decided since they looked."""

    report: Report
    face: Face
    about: str
    state: str
    outcome: str
    is_new: bool


@pages.get("/reports", member=True)
async def reports(visit: Visit) -> Response:
    """Show them; with that they are told."""
    member_id = current(visit).account_id
    bounds = bounds_of(visit)
    found = await moderation.own_reports(await visit.ground.read(), member_id, bounds)
    faces = await visit.ground.one(Faces).of({item.target_account_id for item in found})
    rules = {rule.id: words.rule_text(visit, rule) for rule in await site.rules(visit.ground)}
    lines = [_line(visit, item, faces[item.target_account_id], rules) for item in found]
    if any(line.is_new for line in lines):
        async with visit.ground.work() as work:
            await moderation.tell_of_decisions(work, member_id)
    return await placed(
        visit, "reports.html",
        lines=lines,
        next=older(visit, [item.id for item in found], bounds),
        pace=words.pace(visit, await moderation.pace_of_reports(visit.ground)),
    )  # fmt: skip


def _line(visit: Visit, report: Report, face: Face, rules: dict[int, str]) -> Line:
    broken = [rules[rule_id] for rule_id in report.rule_ids if rule_id in rules]
    decided = report.action_taken_at is not None
    return Line(
        report, face,
        about=" · ".join(broken) or visit.text(words.CATEGORIES[report.category]),
        state=words.state(report),
        outcome=words.outcome(visit, report) if decided else "",
        is_new=decided and report.told_at is None,
    )  # fmt: skip
