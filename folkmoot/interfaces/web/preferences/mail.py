"""/settings/mail: what a member is told of by mail, and the link in each mail that ends them."""

import hmac

from folkmoot.features import notifications
from folkmoot.features.notifications import MAILED_KINDS, MailWish
from folkmoot.infra.errors import MissingError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.preferences.sections import inside, saved

pages = Pages()

MAIL = "/settings/mail"
STOP = f"{MAIL}/stop"
WORDS = {
    "mention": marked("Somebody mentions me"),
    "follow": marked("Somebody follows me"),
    "follow_request": marked("Somebody asks to follow me"),
    "favourite": marked("Somebody likes a post of mine"),
    "reblog": marked("Somebody boosts a post of mine"),
    "status": marked("Somebody I watch posts something"),
    "update": marked("A post I boosted was changed"),
    "quote": marked("Somebody quotes a post of mine"),
    "poll": marked("A poll has ended"),
}


@pages.get(MAIL, member=True)
async def form(visit: Visit) -> Response:
    wish = await notifications.mail_wish(await visit.ground.read(), current(visit).account_id)
    kinds = [(kind, visit.text(WORDS[kind]), kind in wish.kinds) for kind in MAILED_KINDS]
    return await inside(visit, "mail.html", kinds=kinds, only_away=wish.only_away)


@pages.post(MAIL, member=True)
async def save(visit: Visit) -> Response:
    kinds = [kind for kind in MAILED_KINDS if visit.form.get(kind)]
    wish = MailWish(kinds, only_away=bool(visit.form.get("only_away")))
    async with visit.ground.work() as work:
        await notifications.set_mail_wish(work, current(visit).account_id, wish)
    return saved(visit, MAIL)


@pages.get(STOP)
async def ask(visit: Visit) -> Response:
    """Ask first: programs that look through mails follow links."""
    _member(visit)
    return visit.page("mail_stop.html", stopped=False)


@pages.post(STOP, signed=True)
async def stop(visit: Visit) -> Response:
    """End the mails at one press, in our page or in the member's mail program (RFC 8058)."""
    member_id = _member(visit)
    async with visit.ground.work() as work:
        await notifications.stop_mail(work, member_id)
    return visit.page("mail_stop.html", stopped=True)


def _member(visit: Visit) -> int:
    """Return the member whose mails the address ends; MissingError where it is not one that we wrote."""
    member_id = parse_id(visit.query.get("member", "")) or 0
    mark = notifications.stop_mark(visit.ground.secrets, member_id)
    if not hmac.compare_digest(mark.encode(), visit.query.get("mark", "").encode()):
        raise MissingError("There is no page at this address.")
    return member_id
