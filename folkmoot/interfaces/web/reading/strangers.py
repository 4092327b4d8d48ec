"""/notifications/requests and /notifications/policy: whom the member wants kept aside, and what becomes of them."""

from typing import NamedTuple

from folkmoot.features import notifications
from folkmoot.features.notifications import Policy, Request, Wanted
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.faces import Face, Faces
from folkmoot.interfaces.web.posts.feed import Feed, Shown
from folkmoot.interfaces.web.reading import notices

pages = Pages()

REQUESTS = "/notifications/requests"
POLICY = "/notifications/policy"
SORTS = {
    "for_not_following": marked("People you do not follow"),
    "for_not_followers": marked("People who do not follow you"),
    "for_new_accounts": marked("New accounts"),
    "for_private_mentions": marked("Private mentions that nobody asked for"),
    "for_limited_accounts": marked("Accounts that the moderators limited"),
}
HINTS = {
    "for_not_following": marked("Until you follow or accept them"),
    "for_not_followers": marked("Also where you follow them"),
    "for_new_accounts": marked("Opened within the last 30 days, and not followed by you"),
    "for_private_mentions": marked("From people you do not follow, and no answer to a message of yours"),
    "for_limited_accounts": marked("Unless you follow them"),
}
WORDS = (
    ("accept", marked("Tell me")),
    ("filter", marked("Keep aside")),
    ("drop", marked("Ignore")),
)


class Waiting(NamedTuple):
    """Somebody kept aside, for a template: how much they caused, and the newest post among it, where there is one."""

    request: Request
    face: Face
    shown: Shown | None


@pages.get(REQUESTS, member=True)
async def requests(visit: Visit) -> Response:
    bounds = bounds_of(visit)
    found = await notifications.requests(visit.ground, current(visit).account_id, bounds)
    further = older(visit, [item.id for item in found], bounds)
    return await placed(visit, "requests.html", waiting=await _waiting(visit, found), next=further)


async def _waiting(visit: Visit, found: list[Request]) -> list[Waiting]:
    faces = await visit.ground.one(Faces).of([item.from_id for item in found])
    post_ids = [item.post_id for item in found if item.post_id is not None]
    shown = {entry.id: entry for entry in await visit.ground.one(Feed).shown(visit, list(dict.fromkeys(post_ids)))}
    return [Waiting(item, faces[item.from_id], shown.get(item.post_id or 0)) for item in found if item.from_id in faces]


@pages.get(f"{REQUESTS}/{{id}}", member=True)
async def request(visit: Visit) -> Response:
    """Show what one of them did, before the member decides."""
    request_id = parse_id(visit.places["id"]) or 0
    item = await notifications.get_request(visit.ground, current(visit).account_id, request_id)
    bounds = bounds_of(visit)
    wanted = Wanted(await notices.kinds_of(visit), item.from_id, aside=True)
    found = await notices.groups(visit, wanted, bounds)
    entries = await notices.notices(visit, found, found[0].newest.id if found else 0)
    further = older(visit, [group.newest.id for group in found], bounds)
    if visit.is_partial:
        return visit.page("notice_list.html", entries=entries, next=further)
    face = (await visit.ground.one(Faces).of([item.from_id]))[item.from_id]
    return await placed(visit, "request.html", request=item, face=face, entries=entries, next=further)


@pages.post(f"{REQUESTS}/{{id}}/accept", member=True)
async def accept(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        await notifications.accept_requests(work, current(visit).account_id, _ids(visit))
    return visit.go(REQUESTS)


@pages.post(f"{REQUESTS}/{{id}}/dismiss", member=True)
async def dismiss(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        await notifications.dismiss_requests(work, current(visit).account_id, _ids(visit))
    return visit.go(REQUESTS)


def _ids(visit: Visit) -> list[int]:
    return [parse_id(visit.places["id"]) or 0]


@pages.get(POLICY, member=True)
async def policy(visit: Visit) -> Response:
    chosen = await notifications.policy_of(await visit.ground.read(), current(visit).account_id)
    sorts = [(name, visit.text(words), visit.text(HINTS[name]), getattr(chosen, name)) for name, words in SORTS.items()]
    verdicts = [(name, visit.text(words)) for name, words in WORDS]
    return await placed(visit, "policy.html", sorts=sorts, verdicts=verdicts, saved="saved" in visit.query)


@pages.post(POLICY, member=True)
async def change_policy(visit: Visit) -> Response:
    words = {name for name, _ in WORDS}
    given = {name: visit.form.get(name, "") for name in SORTS}
    if not words.issuperset(given.values()):
        raise InvalidError("Choose for each of them what we do.")
    async with visit.ground.work() as work:
        await notifications.set_policy(work, current(visit).account_id, Policy(**given))
    return visit.go(f"{POLICY}?saved=1")
