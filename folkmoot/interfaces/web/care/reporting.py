"""/report: telling the moderators of a post or an account, in three taps."""

from typing import NamedTuple

from folkmoot.features import accounts, auth, moderation, posts, site
from folkmoot.features.accounts import Account, UnknownAccountError
from folkmoot.features.moderation import COMMENT_LIMIT, Complaint
from folkmoot.infra.errors import InvalidError, LimitedError, MissingError, Refusal
from folkmoot.infra.ids import MAX_ID, parse_id
from folkmoot.interfaces.web.care import words
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame import paths
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.faces import Faces
from folkmoot.interfaces.web.posts.feed import Feed, Shown

pages = Pages()

MORE = 10
"""Posts of the same account that are offered beside the one reported."""
DISLIKE = "dislike"
ONESELF = marked("This is your own account: nobody reports themselves.")
TOO_MANY = marked("You sent many reports just now. Please wait a few minutes.")
TOO_LONG = marked("Your words are too long: at most 1,000 characters.")
ANYTHING = marked("Please choose what it is about.")


class Subject(NamedTuple):
    """Whom, and which post of theirs, a report is about."""

    account: Account
    post_id: int | None

    @property
    def query(self) -> str:
        return f"account={self.account.id}" if self.post_id is None else f"post={self.post_id}"


async def _subject(visit: Visit, given: dict[str, str]) -> Subject:
    """Return what the address or the form names; what the member may not see is missing."""
    member_id = current(visit).account_id
    db = await visit.ground.read()
    post_id, account_id = parse_id(given.get("post", "")), parse_id(given.get("account", "")) or 0
    if post_id is not None:
        post = await posts.get_visible(visit.ground, member_id, post_id)
        if post.reblog_of_id is not None:
            post = await posts.get_visible(visit.ground, member_id, post.reblog_of_id)
        post_id, account_id = post.id, post.account_id
    account = await accounts.get(db, account_id)
    if account_id == member_id:
        raise InvalidError(ONESELF)
    if await auth.dormant(db, [account_id]):
        raise UnknownAccountError
    return Subject(account, post_id)


@pages.get("/report", member=True)
async def report(visit: Visit) -> Response:
    """Ask what it is about and, once that is known, whether to send it."""
    subject = await _subject(visit, visit.query)
    about, rule_ids = visit.query.get("about", ""), _ids(visit.query.get("rule", ""))
    if rule_ids:
        about = "violation"
    if about == DISLIKE:
        return visit.go(f"{paths.profile(subject.account)}/keep_away?why=dislike&{subject.query}")
    if about in words.CATEGORIES and (about != "violation" or rule_ids):
        return await _confirm(visit, subject, about, rule_ids)
    return await _shown(visit, "report.html", subject)


def _ids(*texts: str) -> list[int]:
    """Return distinct ids; one that is none of ours becomes 0, which no thing has."""
    return list(dict.fromkeys(parse_id(text) or 0 for text in texts if text))


async def _shown(visit: Visit, template: str, subject: Subject, status: int = 200, **context: object) -> Response:
    feed = visit.ground.one(Feed)
    wanted = [] if subject.post_id is None else [subject.post_id]
    return await placed(
        visit, template, status,
        subject=subject,
        face=(await visit.ground.one(Faces).of([subject.account.id]))[subject.account.id],
        shown=next(iter(await feed.shown(visit, wanted)), None),
        rules=[(rule.id, words.rule_text(visit, rule)) for rule in await site.rules(visit.ground)],
        **context,
    )  # fmt: skip


async def _confirm(
    visit: Visit, subject: Subject, about: str, rule_ids: list[int], status: int = 200, fault: str = ""
) -> Response:
    return await _shown(
        visit, "report_confirm.html", subject, status,
        about=about,
        words=words.CATEGORIES[about],
        broken=rule_ids,
        more=await _more(visit, subject),
        chosen=_ids(*visit.chosen("posts")),
        comment=visit.form.get("comment", ""),
        forward="forward" in visit.form,
        limit=COMMENT_LIMIT,
        fault=fault,
    )  # fmt: skip


async def _more(visit: Visit, subject: Subject) -> list[Shown]:
    """Return what else the account said lately, as far as the member may see it."""
    wanted, bounds = posts.Filter(exclude_reblogs=True), (MAX_ID, 0, MORE + 1, False)
    ids = await posts.on_profile(visit.ground, visit.member_id, subject.account.id, wanted, bounds)
    others = [post_id for post_id in ids if post_id != subject.post_id][:MORE]
    return await visit.ground.one(Feed).shown(visit, others)


@pages.post("/report", member=True)
async def send(visit: Visit) -> Response:
    """File the report; one that is refused comes back with what was written."""
    subject = await _subject(visit, visit.form)
    about, rule_ids = visit.form.get("about", ""), _ids(*visit.chosen("rule"))
    if about not in words.CATEGORIES:
        raise InvalidError(ANYTHING)
    comment = visit.form.get("comment", "").replace("\r\n", "\n").strip()
    if len(comment) > COMMENT_LIMIT:
        return await _confirm(visit, subject, about, rule_ids, 422, visit.text(TOO_LONG))
    complaint = Complaint(
        comment=comment,
        category=about,
        post_ids=_ids(str(subject.post_id or ""), *visit.chosen("posts")),
        rule_ids=rule_ids if about == "violation" else [],
        forward="forward" in visit.form,
    )
    try:
        _count(visit)
        filed = await _file(visit, subject, complaint)
    except MissingError:
        gone = visit.text("One of these posts is gone. Look through them again, please.")
        return await _confirm(visit, subject, about, rule_ids, 422, gone)
    except LimitedError as error:
        return await _confirm(visit, subject, about, rule_ids, 429, visit.text(error.sentence))
    except Refusal:
        return await _confirm(visit, subject, about, rule_ids, 422, visit.text("Please choose which rule it breaks."))
    return visit.go(f"/report/sent?id={filed}")


def _count(visit: Visit) -> None:
    """Hold the member to the limit that apps have too."""
    settings = visit.ground.config.limits
    name = f"report:{current(visit).account_id}"
    if settings.enabled and not visit.ground.limits.take(name, settings.reports_per_account, visit.now).allowed:
        raise LimitedError(TOO_MANY)


async def _file(visit: Visit, subject: Subject, complaint: Complaint) -> int:
    """File what the member says; returns its id."""
    by = current(visit).account_id
    prepared = await moderation.prepare_report(visit.ground, by, subject.account.id, complaint)
    async with visit.ground.work() as work:
        return (await moderation.file_report(work, prepared)).id


@pages.get("/report/sent", member=True)
async def sent(visit: Visit) -> Response:
    """Say what happens next."""
    wanted = parse_id(visit.query.get("id", "")) or 0
    found = (await moderation.reports_by_ids(await visit.ground.read(), [wanted])).get(wanted)
    if found is None or found.account_id != visit.member_id:
        raise MissingError("There is no such report.")
    account = await accounts.get(visit.ground.db.reader, found.target_account_id)
    return await placed(
        visit, "report_sent.html",
        report=found,
        account=account,
        face=(await visit.ground.one(Faces).of([account.id]))[account.id],
        pace=words.pace(visit, await moderation.pace_of_reports(visit.ground)),
    )  # fmt: skip
