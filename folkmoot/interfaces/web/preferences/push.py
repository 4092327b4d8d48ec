"""/settings/push: messages to this browser while nobody looks at it: turned on, of what and from whom, tried, off."""

from folkmoot.features import push
from folkmoot.features.push import ALERTS, Asked, Holder, Subscription
from folkmoot.infra.errors import InvalidError, LimitedError, MissingError
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.preferences import mail
from folkmoot.interfaces.web.reading.notices import kinds_of

pages = Pages()

PUSH = "/settings/push"
WORDS = mail.WORDS | {
    "quoted_update": marked("A post I quoted was changed"),
    "admin.sign_up": marked("Somebody joins"),
    "admin.report": marked("Somebody reports something"),
}
FIRST = ("mention", "status", "follow", "follow_request", "reblog", "favourite", "quote", "poll")
"""What is ticked before anything was chosen."""
FROM = {
    "all": marked("Everybody"),
    "followed": marked("People I follow"),
    "follower": marked("People who follow me"),
}
TESTS = 10
"""Test messages in five minutes."""


def _holder(visit: Visit) -> Holder:
    return Holder("session", current(visit).id)


async def _subscription(visit: Visit) -> Subscription | None:
    try:
        return await push.held_by(await visit.ground.read(), _holder(visit))
    except MissingError:
        return None


@pages.get(PUSH, member=True)
async def form(visit: Visit) -> Response:
    known = await _subscription(visit)
    chosen = FIRST if known is None else known.alerts
    return visit.page(
        "push.html",
        known=known,
        kinds=[(kind, visit.text(WORDS[kind]), kind in chosen) for kind in await kinds_of(visit, ALERTS)],
        senders=[(name, visit.text(words), known is not None and name == known.policy) for name, words in FROM.items()],
        key=push.server_key(visit.ground.secrets.otp_key).rstrip("="),
        said=visit.query.get("said", ""),
    )


@pages.post(f"{PUSH}/subscription", member=True)
async def subscribe(visit: Visit) -> Response:
    """Remember where this browser wants to be told, until its session ends."""
    endpoint, public_key, auth_secret = (visit.form.get(name, "") for name in ("endpoint", "public_key", "auth_secret"))
    alerts, policy = _wishes(visit)
    asked = Asked(endpoint, public_key, auth_secret, standard=True, alerts=alerts, policy=policy)
    async with visit.ground.work() as work:
        try:
            await push.subscribe(work, current(visit).account_id, _holder(visit), asked)
        except InvalidError as error:
            raise InvalidError("This browser named no place to which we can send messages.") from error
    return visit.go(f"{PUSH}?said=on")


@pages.post(PUSH, member=True)
async def change(visit: Visit) -> Response:
    alerts, policy = _wishes(visit)
    async with visit.ground.work() as work:
        await push.change(work, _holder(visit), alerts, policy)
    return visit.go(f"{PUSH}?said=saved")


def _wishes(visit: Visit) -> tuple[list[str], str]:
    chosen = visit.chosen("kind")
    sender = visit.form.get("from", "all")
    if sender not in FROM:
        raise InvalidError("Say whose doings we tell you of.")
    return [kind for kind in ALERTS if kind in chosen], sender


@pages.post(f"{PUSH}/test", member=True)
async def try_out(visit: Visit) -> Response:
    member_id, limits = current(visit).account_id, visit.ground.config.limits
    if limits.enabled and not visit.ground.limits.take(f"push test:{member_id}", TESTS, visit.now).allowed:
        raise LimitedError(marked("That was often. Please wait a few minutes."))
    title, body = visit.text("It works"), visit.text("This is how we tell you of news.")
    async with visit.ground.work() as work:
        await push.try_out(work, member_id, _holder(visit), title, body)
    return visit.go(f"{PUSH}?said=sent")


@pages.post(f"{PUSH}/off", member=True)
async def turn_off(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        await push.unsubscribe(work, _holder(visit))
    return visit.go(PUSH)
