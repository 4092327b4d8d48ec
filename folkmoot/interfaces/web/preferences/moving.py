"""/settings/move: which accounts are one's own, and moving to one of them."""

from folkmoot.features import accounts, auth, portability
from folkmoot.infra.errors import Refusal
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.preferences.sections import inside

pages = Pages()

MOVE = "/settings/move"


async def _page(visit: Visit, status: int = 200, fault: str = "", part: str = "") -> Response:
    db, mine = await visit.ground.read(), current(visit).account_id
    account = await accounts.get(db, mine)
    aliases = await accounts.aliases_of(db, mine)
    wanted = [alias.target_id for alias in aliases if alias.target_id] + [account.moved_to_id or 0]
    people, domain = await accounts.by_ids(db, wanted), visit.ground.config.site.domain
    moved_at = await portability.moved_last(db, mine)
    free_at = None if moved_at is None else moved_at + portability.COOLDOWN
    rows = [
        (alias.id, portability.address(people[alias.target_id], domain) if alias.target_id in people else alias.handle)
        for alias in aliases
    ]
    return await inside(
        visit, "move.html", status, account=account, aliases=rows, moved=people.get(account.moved_to_id or 0),
        fault=fault, part=part, free_at=free_at if free_at is not None and free_at > visit.now else None,
        own=portability.address(account, domain),
    )  # fmt: skip


@pages.get(MOVE, member=True)
async def overview(visit: Visit) -> Response:
    return await _page(visit)


@pages.post(f"{MOVE}/alias", member=True)
async def add_alias(visit: Visit) -> Response:
    handle = visit.form.get("alias", "").strip()
    try:
        async with visit.ground.work() as work:
            domain = visit.ground.config.site.domain
            await accounts.add_alias(work, current(visit).account_id, handle, domain)
    except Refusal as error:
        return await _page(visit, 422, visit.text(error.sentence), "alias")
    return visit.go(MOVE)


@pages.post(f"{MOVE}/alias/remove", member=True)
async def remove_alias(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        await accounts.remove_alias(work, current(visit).account_id, parse_id(visit.form.get("id", "")) or 0)
    return visit.go(MOVE)


@pages.post(MOVE, member=True)
async def move(visit: Visit) -> Response:
    """Move to another account; the password is asked for again."""
    handle, password = visit.form.get("handle", "").strip(), visit.form.get("password", "")
    try:
        await portability.move_account(visit.ground, current(visit), password, handle)
    except (auth.WrongPasswordError, Refusal) as error:
        return await _page(visit, 422, visit.text(error.sentence), "move")
    return visit.go(MOVE)


@pages.post(f"{MOVE}/end", member=True)
async def end(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        await portability.end_redirect(work, current(visit).account_id)
    return visit.go(MOVE)
