"""/posts/{id}/remove: staff remove a post, for a reason that everybody may read."""

from folkmoot.features import accounts, auth, moderation, posts, site
from folkmoot.features.auth import Permission
from folkmoot.features.moderation import TEXT_LIMIT, Removal
from folkmoot.features.posts import Post
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.care import words
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame import paths
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.cards import HtmlCards
from folkmoot.interfaces.web.posts.faces import Faces

pages = Pages()

CATEGORIES = ("spam", "legal", "other")
"""Reasons beside the rules of the community."""


async def _post(visit: Visit, report_id: int | None) -> Post:
    """Return the post at hand: one that staff may see as anybody may, or one that a report at hand speaks of."""
    by, post_id = current(visit).account_id, parse_id(visit.places["id"]) or 0
    db = await visit.ground.read()
    await auth.authorize(db, by, Permission.MANAGE_REPORTS)
    if report_id is not None:
        report = (await moderation.reports_by_ids(db, [report_id])).get(report_id)
        if report is None or post_id not in report.post_ids or report.target_account_id == by:
            raise posts.UnknownPostError
        await posts.for_moderation(visit.ground, by, {f"report:{report_id}": [post_id]})
        found = (await posts.by_ids(db, [post_id])).get(post_id)
        if found is None:
            raise posts.UnknownPostError
    else:
        found = await posts.get_visible(visit.ground, by, post_id)
    await auth.authorize(db, by, Permission.MANAGE_REPORTS, found.account_id)
    return found


@pages.get("/posts/{id}/remove", member=True)
async def remove(visit: Visit) -> Response:
    return await _shown(visit, await _post(visit, parse_id(visit.query.get("report", ""))))


async def _shown(visit: Visit, post: Post, status: int = 200, fault: str = "") -> Response:
    account = await accounts.get(visit.ground.db.reader, post.account_id)
    return await placed(
        visit, "remove.html", status,
        post=post,
        account=account,
        face=(await visit.ground.one(Faces).of([account.id]))[account.id],
        card=(await visit.ground.one(HtmlCards).within(visit.language).of([post.id]))[post.id],
        rules=[(rule.id, words.rule_text(visit, rule)) for rule in await site.rules(visit.ground)],
        categories={category: words.CATEGORIES[category] for category in CATEGORIES},
        why=visit.form.get("why", ""),
        words=visit.form.get("words", ""),
        mail=visit.asked.method != "POST" or "mail" in visit.form,
        report=visit.query.get("report", "") or visit.form.get("report", ""),
        limit=TEXT_LIMIT,
        fault=fault,
    )  # fmt: skip


@pages.post("/posts/{id}/remove", member=True)
async def removing(visit: Visit) -> Response:
    """Remove it and show what stands there now."""
    report_id = parse_id(visit.form.get("report", ""))
    post = await _post(visit, report_id)
    rules = await site.rules(visit.ground)
    why = visit.form.get("why", "")
    removal = Removal(
        category=why if why in CATEGORIES else "violation",
        rule_ids=[] if why in CATEGORIES else [parse_id(why) or 0],
        text=visit.form.get("words", "").replace("\r\n", "\n").strip(),
        report_id=report_id,
        mail="mail" in visit.form,
    )
    try:
        async with visit.ground.work() as work:
            await moderation.remove_post(work, current(visit).account_id, post, removal, rules)
    except InvalidError:
        fault = visit.text("Please choose a reason, and say it in at most 5,000 characters.")
        return await _shown(visit, post, 422, fault)
    author = await accounts.get(visit.ground.db.reader, post.account_id)
    return visit.go(paths.post(post, author) if post.readable_by_all else paths.profile(author))
