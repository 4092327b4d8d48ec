"""/compose: writing a post, with everything that can be in it, and without any script."""

from markupsafe import Markup
from msgspec.structs import replace

from folkmoot.infra.errors import Refusal
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.entering import local
from folkmoot.interfaces.web.frame import rendering
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.frame.visit import LOOK_COOKIE
from folkmoot.interfaces.web.posts.feed import Feed
from folkmoot.interfaces.web.writing import files, form, publishing, refusals
from folkmoot.interfaces.web.writing.form import File, Written
from folkmoot.interfaces.web.writing.showing import Told, form_page, reminds
from folkmoot.interfaces.web.writing.small import fresh
from folkmoot.interfaces.web.writing.starting import started

pages = Pages()

COMPOSE = "/compose"


@pages.get(COMPOSE, member=True)
async def compose(visit: Visit) -> Response:
    return await form_page(visit, await started(visit))


@pages.post(COMPOSE, member=True, spooled=True)
async def send(visit: Visit) -> Response:
    """Do what the button says: publish, keep, or show the form again with the files changed."""
    written, faults = await received(visit)
    verb, _, argument = visit.form.get("do", "publish").partition(" ")
    if verb not in {"publish", "anyway", "keep"}:
        return await form_page(visit, rearranged(written, verb, argument), Told(faults=faults))
    if faults:
        return await form_page(visit, written, Told(faults=faults), 422)
    note_reminder(visit)
    if verb == "publish" and await lacks_description(visit, written):
        return await form_page(visit, written, Told(remind=True), 422)
    try:
        return await _kept(visit, written) if verb == "keep" else await _published(visit, written)
    except Refusal as error:
        again = await publishing.mended(visit, written)
        told = Told(fault=refusals.sentence_of(visit, error))
        return await form_page(visit, again, told, refusals.STATUS.get(error.kind, 422))


async def received(visit: Visit) -> tuple[Written, list[str]]:
    """Return the form with the files that came along, as far as they are the member's own."""
    written, faults = await files.taken(visit, form.read(visit))
    if not written.files:
        return written, faults
    own = tuple(entry.file for entry in await files.shown(visit, written.files))
    return replace(written, files=own), faults


def rearranged(written: Written, verb: str, argument: str) -> Written:
    """Return the form with a file moved up or taken out."""
    place = next((i for i, file in enumerate(written.files) if file.id == parse_id(argument)), None)
    if place is None:
        return written
    kept: list[File] = [*written.files]
    moved = kept.pop(place)
    if verb == "up":
        kept.insert(max(0, place - 1), moved)
    return replace(written, files=tuple(kept))


def note_reminder(visit: Visit) -> None:
    """Note in this browser whether to remind of descriptions."""
    if "reminding" in visit.form:
        look = visit.look._replace(alt_reminder="on" if "remind" in visit.form else "off")
        visit.set_cookie(LOOK_COOKIE, look.cookie)


async def lacks_description(visit: Visit, written: Written) -> bool:
    wanted = "remind" in visit.form if "reminding" in visit.form else reminds(visit)
    return wanted and bool(written.files) and await files.undescribed(visit, written.files)


async def _kept(visit: Visit, written: Written) -> Response:
    refusals.count(visit, "account")
    await publishing.keep(visit, written)
    return visit.go("/drafts")


async def _published(visit: Visit, written: Written) -> Response:
    refusals.check(visit, written)
    refusals.count(visit, "post")
    made_id = await publishing.publish(visit, written)
    shown = await visit.ground.one(Feed).shown(visit, [made_id])
    if visit.is_partial:
        article = rendering.macro("article.html", "article", visit.language)
        again = rendering.macro("compose_small.html", "small", visit.language)
        above = Markup().join(article(entry, visit) for entry in shown)
        return visit.piece(above + again(visit, await fresh(visit), published=True))
    if not shown:
        return visit.go("/scheduled")
    return visit.go(local(written.back) if written.back else f"{shown[0].card.path}#p-{made_id}")
