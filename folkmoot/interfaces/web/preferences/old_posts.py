"""/settings/posts: which of their own old posts a member has deleted."""

import re

from msgspec.structs import replace

from folkmoot.features import automatic_deletion
from folkmoot.features.automatic_deletion import PREVIEW_LIMIT, Rule
from folkmoot.infra.errors import Refusal
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.preferences.refusals import told
from folkmoot.interfaces.web.preferences.sections import inside, saved

pages = Pages()

HERE = "/settings/posts"
DAY = 24 * 3600
AGES = {
    7: marked("a week"),
    14: marked("two weeks"),
    30: marked("a month"),
    61: marked("two months"),
    91: marked("three months"),
    182: marked("half a year"),
    365: marked("a year"),
    731: marked("two years"),
}
"""Days -> words."""
KEPT = {
    "keep_pinned": marked("Posts pinned to my profile"),
    "keep_self_fav": marked("Posts I have favourited myself"),
    "keep_self_bookmark": marked("Posts I have bookmarked"),
    "keep_direct": marked("Posts only for those who are named"),
    "keep_polls": marked("Polls"),
    "keep_media": marked("Posts with pictures, films or sounds"),
}
_NUMBER = re.compile(r"[0-9]{1,9}")


@pages.get(HERE, member=True)
async def form(visit: Visit) -> Response:
    rule = await automatic_deletion.rule_of(await visit.ground.read(), current(visit).account_id)
    return await _page(visit, rule, counted=rule.enabled)


@pages.post(HERE, member=True)
async def save(visit: Visit) -> Response:
    """Save the rule, or only count what it would take."""
    member_id = current(visit).account_id
    before = await automatic_deletion.rule_of(await visit.ground.read(), member_id)
    rule = _typed(visit, before)
    try:
        if visit.form.get("do") == "count":
            return await _page(visit, rule, counted=True)
        async with visit.ground.work() as work:
            await automatic_deletion.put(work, member_id, lambda _: rule)
    except Refusal as error:
        return await _page(visit, rule, 422, told(visit, error))
    return saved(visit, HERE)


def _typed(visit: Visit, before: Rule) -> Rule:
    kept = {name: bool(visit.form.get(name)) for name in KEPT}
    days = _number(visit, "age")
    return replace(
        before, **kept,
        enabled=bool(visit.form.get("enabled")),
        min_status_age=before.min_status_age if days is None else days * DAY,
        min_favs=_number(visit, "min_favs"), min_reblogs=_number(visit, "min_reblogs"),
    )  # fmt: skip


def _number(visit: Visit, name: str) -> int | None:
    """Return what was typed; None for nothing, and 0, which no rule takes, for what is no number."""
    text = visit.form.get(name, "").strip()
    if not text:
        return None
    return int(text) if _NUMBER.fullmatch(text) else 0


async def _page(
    visit: Visit, rule: Rule, status: int = 200, fault: str = "", *, counted: bool = False
) -> Response:  # fmt: skip
    count = await automatic_deletion.preview(await visit.ground.read(), rule, visit.now) if counted else None
    days = rule.min_status_age // DAY
    return await inside(
        visit, "old_posts.html", status, rule=rule, fault=fault, count=count, most=PREVIEW_LIMIT, days=days,
        ages={each: visit.text(words) for each, words in AGES.items()},
        kept=[(name, visit.text(words), getattr(rule, name)) for name, words in KEPT.items()],
    )  # fmt: skip
