"""/accounts/{id}/...: following people, what one wants to hear of them, recommending them, and notes about them.

A script gets the piece of the page that it names (`piece`); a form leads back to where it was sent from.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from msgspec.structs import replace

from folkmoot.features import accounts, relations
from folkmoot.features.relations import FollowOptions
from folkmoot.infra.errors import LimitedError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.entering import local
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame import rendering, wording
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.people.heads import Head, Heads, open_head
from folkmoot.interfaces.web.people.rows import standings

pages = Pages()

SPOKEN = (
    "ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl",
    "he", "hi", "hr", "hu", "id", "is", "it", "ja", "ka", "ko", "lt", "lv", "nb", "nl", "oc", "pl", "pt", "ro", "ru",
    "sk", "sl", "sr", "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
"""Languages of which a member may choose those they want of somebody, as they are written in posts."""
_CODE = re.compile(r"[a-z]{2,3}")
TOO_OFTEN = marked("That was very much in a short time. Please wait five minutes.")

Verb = Callable[..., Awaitable[object]]
"""Of the transaction, the member and the id of the other account."""


async def meant(visit: Visit) -> Head:
    """Return the account that the address names by its id; MissingError where there is none."""
    return await open_head(visit.ground, parse_id(visit.places["id"]) or 0)


def counted(visit: Visit) -> None:
    """Count an act of a member as the client API counts its calls; LimitedError where they are too many."""
    settings = visit.ground.config.limits
    if not settings.enabled:
        return
    key = f"account:{current(visit).account_id}"
    if not visit.ground.limits.take(key, settings.per_account, visit.now).allowed:
        raise LimitedError(TOO_OFTEN)


async def answered(visit: Visit, head: Head) -> Response:
    """Show how the member now stands to the account, or go back."""
    piece = visit.form.get("piece", "")
    if not visit.is_partial or piece not in {"panel", "button"}:
        return visit.go(local(visit.form.get("back", "") or head.face.path))
    fresh = (await visit.ground.one(Heads).of([head.id]))[head.id]
    standing = (await standings(visit, [head.id])).get(head.id)
    if piece == "panel":
        panel = rendering.macro("person.html", "standing_panel", visit.language)
        return visit.piece(panel(fresh, standing, visit))
    return visit.piece(rendering.macro("person.html", "follow", visit.language)(fresh.face, standing, visit))


async def _wishes(visit: Visit, head: Head) -> FollowOptions:
    """Return what the member wants to see of the account now; what a new follow has where there is none."""
    found = await relations.follow_options(await visit.ground.read(), current(visit).account_id, [head.id])
    return found.get(head.id, FollowOptions())


async def _follow(visit: Visit, head: Head, options: FollowOptions) -> Response:
    counted(visit)
    db = await visit.ground.read()
    account = await accounts.get(db, head.id)
    async with visit.ground.work() as work:
        await relations.follow(work, current(visit).account_id, account, options)
    return await answered(visit, head)


@pages.post("/accounts/{id}/follow", member=True)
async def follow(visit: Visit) -> Response:
    head = await meant(visit)
    return await _follow(visit, head, await _wishes(visit, head))


def _wish(name: str, **change: Any) -> None:
    """Let a page change what the member wants to see of somebody whom they follow."""

    @pages.post(f"/accounts/{{id}}/{name}", member=True)
    async def wish(visit: Visit) -> Response:
        head = await meant(visit)
        return await _follow(visit, head, replace(await _wishes(visit, head), **change))


_wish("notify", notify=True)
_wish("hush", notify=False)
_wish("show_boosts", show_reblogs=True)
_wish("hide_boosts", show_reblogs=False)


def _act(name: str, verb: Verb) -> None:
    @pages.post(f"/accounts/{{id}}/{name}", member=True)
    async def act(visit: Visit) -> Response:
        head = await meant(visit)
        counted(visit)
        async with visit.ground.work() as work:
            await verb(work, current(visit).account_id, head.id)
        return await answered(visit, head)


_act("unfollow", relations.unfollow)
_act("endorse", relations.endorse)
_act("unendorse", relations.unendorse)
_act("remove_follower", relations.remove_follower)


@pages.post("/accounts/{id}/note", member=True)
async def note(visit: Visit) -> Response:
    head = await meant(visit)
    counted(visit)
    comment = visit.form.get("comment", "").replace("\r\n", "\n").strip()
    async with visit.ground.work() as work:
        await relations.note(work, current(visit).account_id, head.id, comment)
    return await answered(visit, head)


@pages.get("/accounts/{id}/unfollow", member=True)
async def ask_unfollow(visit: Visit) -> Response:
    """Ask before a follow ends that the other would have to allow again."""
    return visit.page("unfollow.html", head=await meant(visit), act="unfollow")


@pages.get("/accounts/{id}/remove_follower", member=True)
async def ask_remove(visit: Visit) -> Response:
    return visit.page("unfollow.html", head=await meant(visit), act="remove_follower")


@pages.get("/accounts/{id}/languages", member=True)
async def languages(visit: Visit) -> Response:
    head = await meant(visit)
    chosen = set((await _wishes(visit, head)).languages)
    first = [*visit.ground.config.site.languages, *chosen, *SPOKEN]
    rows = [(code, wording.name_of(code), code in chosen) for code in dict.fromkeys(first)]
    return visit.page("follow_languages.html", head=head, rows=rows)


@pages.post("/accounts/{id}/languages", member=True)
async def choose_languages(visit: Visit) -> Response:
    head = await meant(visit)
    chosen = [code for code in dict.fromkeys(visit.chosen("language")) if _CODE.fullmatch(code)][: len(SPOKEN)]
    return await _follow(visit, head, replace(await _wishes(visit, head), languages=chosen))
