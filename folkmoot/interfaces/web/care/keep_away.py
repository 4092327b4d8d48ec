"""/@name/keep_away and /accounts/{id}/...: muting, blocking and letting go, each explained before it is done."""

from collections.abc import Awaitable, Callable
from typing import Any

from folkmoot.features import accounts, auth, relations
from folkmoot.features.accounts import Account, UnknownAccountError
from folkmoot.infra.boot import Work
from folkmoot.infra.clock import DAY, HOUR, MINUTE, SECOND
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.care import words
from folkmoot.interfaces.web.entry.entering import local
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame import paths
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.faces import Faces

pages = Pages()

DURATIONS = (30 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY)
"""How long a mute may last here, beside for good."""

Verb = Callable[[Visit, Work, int, Account], Awaitable[None]]
"""Of the visit, the transaction, the member and the account."""


@pages.get("/@{name}/keep_away", member=True)
async def keep_away(visit: Visit) -> Response:
    db = await visit.ground.read()
    account = await accounts.by_handle(db, visit.places["name"], visit.ground.config.site.domain)
    if await auth.dormant(db, [account.id]):
        raise UnknownAccountError
    return await _shown(visit, account)


async def _shown(visit: Visit, account: Account) -> Response:
    member_id = current(visit).account_id
    if account.id == member_id:
        raise InvalidError("This is your own account.")
    [standing] = await relations.between(await visit.ground.read(), member_id, [account.id], visit.now)
    post_id = parse_id(visit.query.get("post", ""))
    context: dict[str, Any] = {
        "account": account,
        "face": (await visit.ground.one(Faces).of([account.id]))[account.id],
        "standing": standing,
        "durations": [(span // SECOND, words.lasting(visit, span)) for span in DURATIONS],
        "why": visit.query.get("why", ""),
        "report": f"post={post_id}" if post_id else f"account={account.id}",
    }
    if visit.is_partial:
        return visit.page("keep_away_ways.html", **context)
    return await placed(visit, "keep_away.html", **context)


async def _meant(visit: Visit) -> Account:
    db = await visit.ground.read()
    account = await accounts.get(db, parse_id(visit.places["id"]) or 0)
    if await auth.dormant(db, [account.id]):
        raise UnknownAccountError
    return account


async def _mute(visit: Visit, work: Work, member_id: int, account: Account) -> None:
    """Mute as chosen; a button alone mutes for good, with notifications."""
    chosen = visit.form.get("duration", "0")
    if chosen not in {"0", *(str(span // SECOND) for span in DURATIONS)}:
        raise InvalidError("Please choose how long.")
    notifications = "chosen" not in visit.form or "notifications" in visit.form
    await relations.mute(work, member_id, account.id, notifications=notifications, duration=int(chosen))


async def _unmute(_: Visit, work: Work, member_id: int, account: Account) -> None:
    await relations.unmute(work, member_id, account.id)


async def _block(_: Visit, work: Work, member_id: int, account: Account) -> None:
    await relations.block(work, member_id, account.id)


async def _unblock(_: Visit, work: Work, member_id: int, account: Account) -> None:
    await relations.unblock(work, member_id, account.id)


async def _remove_follower(_: Visit, work: Work, member_id: int, account: Account) -> None:
    await relations.remove_follower(work, member_id, account.id)


async def _block_domain(_: Visit, work: Work, member_id: int, account: Account) -> None:
    await relations.block_domain(work, member_id, _server(account))


async def _unblock_domain(_: Visit, work: Work, member_id: int, account: Account) -> None:
    await relations.unblock_domain(work, member_id, _server(account))


def _server(account: Account) -> str:
    if account.local:
        raise InvalidError("This account is one of this community.")
    return account.domain


_VERBS: dict[str, Verb] = {
    "mute": _mute,
    "unmute": _unmute,
    "block": _block,
    "unblock": _unblock,
    "let_go": _remove_follower,
    "block_domain": _block_domain,
    "unblock_domain": _unblock_domain,
}


def _act(name: str, verb: Verb) -> None:
    @pages.post(f"/accounts/{{id}}/{name}", member=True)
    async def act(visit: Visit) -> Response:
        account = await _meant(visit)
        async with visit.ground.work() as work:
            await verb(visit, work, current(visit).account_id, account)
        if visit.is_partial:
            return await _shown(visit, account)
        return visit.go(local(visit.form.get("back") or f"{paths.profile(account)}/keep_away"))


for _name, _verb in _VERBS.items():
    _act(_name, _verb)
