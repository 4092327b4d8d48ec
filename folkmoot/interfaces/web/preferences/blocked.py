"""/settings/blocked: the people whom a member mutes or blocks, the servers they block, and the ways back."""

from collections.abc import Sequence
from typing import Any

from folkmoot.features import relations
from folkmoot.infra.errors import InvalidError, Refusal
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.posts.faces import Faces
from folkmoot.interfaces.web.preferences.refusals import told
from folkmoot.interfaces.web.preferences.sections import inside, saved

pages = Pages()

MUTED = "/settings/blocked"
BLOCKED = f"{MUTED}/people"
SERVERS = f"{MUTED}/servers"


@pages.get(MUTED, member=True)
async def muted(visit: Visit) -> Response:
    bounds = bounds_of(visit)
    rows = await relations.muted(await visit.ground.read(), current(visit).account_id, bounds, visit.now)
    people = [(row.account_id, row.expires_at) for row in rows]
    return await _people(visit, "muted", people, older(visit, [row.row_id for row in rows], bounds))


@pages.get(BLOCKED, member=True)
async def blocked(visit: Visit) -> Response:
    bounds = bounds_of(visit)
    rows = await relations.blocked(await visit.ground.read(), current(visit).account_id, bounds)
    people = [(row.account_id, None) for row in rows]
    return await _people(visit, "blocked", people, older(visit, [row.row_id for row in rows], bounds))


async def _people(visit: Visit, kind: str, people: Sequence[tuple[int, int | None]], further: str) -> Response:
    faces = await visit.ground.one(Faces).of(account_id for account_id, _ in people)
    rows = [(faces[account_id], until) for account_id, until in people if account_id in faces]
    return await inside(visit, "kept_away.html", kind=kind, rows=rows, next=further)


@pages.post(f"{MUTED}/unmute", member=True)
async def unmute(visit: Visit) -> Response:
    await _undo(visit, relations.unmute)
    return saved(visit, MUTED)


@pages.post(f"{BLOCKED}/unblock", member=True)
async def unblock(visit: Visit) -> Response:
    await _undo(visit, relations.unblock)
    return saved(visit, BLOCKED)


async def _undo(visit: Visit, verb: Any) -> None:
    target = parse_id(visit.form.get("id", ""))
    if target is None:
        raise InvalidError("The form cannot be read.")
    async with visit.ground.work() as work:
        await verb(work, current(visit).account_id, target)


@pages.get(SERVERS, member=True)
async def servers(visit: Visit) -> Response:
    return await _servers(visit)


async def _servers(visit: Visit, status: int = 200, fault: str = "", typed: str = "") -> Response:
    bounds = bounds_of(visit)
    rows = await relations.blocked_domains(await visit.ground.read(), current(visit).account_id, bounds)
    return await inside(
        visit, "kept_away.html", status, kind="servers", rows=rows, fault=fault, typed=typed,
        next=older(visit, [row.row_id for row in rows], bounds),
    )  # fmt: skip


@pages.post(SERVERS, member=True)
async def block_server(visit: Visit) -> Response:
    typed = visit.form.get("domain", "").strip()
    try:
        async with visit.ground.work() as work:
            await relations.block_domain(work, current(visit).account_id, typed)
    except Refusal as error:
        return await _servers(visit, 422, told(visit, error), typed)
    return saved(visit, SERVERS)


@pages.post(f"{SERVERS}/unblock", member=True)
async def unblock_server(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        await relations.unblock_domain(work, current(visit).account_id, visit.form.get("domain", ""))
    return saved(visit, SERVERS)
