"""/lists: the member's lists, what those on one of them say, and who is on it."""

from folkmoot.features import accounts, lists, relations, search, timelines
from folkmoot.features.lists import List, RepliesPolicy
from folkmoot.features.search import AccountQuery
from folkmoot.infra.errors import MissingError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.finding.persons import persons
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.reading.timelines import timeline

pages = Pages()

MEMBERS = 40
"""Members of a list on one page."""
FOUND = 10
"""People offered for a list."""
POLICIES = {
    RepliesPolicy.FOLLOWED: marked("Their answers to anybody I follow"),
    RepliesPolicy.LIST: marked("Their answers to people on this list"),
    RepliesPolicy.NONE: marked("No answers"),
}


async def list_meant(visit: Visit) -> List:
    """Return the list that the address names; MissingError for any that is not the member's."""
    list_id = parse_id(visit.places["id"]) or 0
    try:
        return await lists.get(await visit.ground.read(), current(visit).account_id, list_id)
    except MissingError:
        raise MissingError("There is no such list.") from None


@pages.get("/lists", member=True)
async def every(visit: Visit) -> Response:
    account_id = parse_id(visit.query.get("account", ""))
    return await mine(visit) if account_id is None else await with_account(visit, account_id)


async def mine(visit: Visit, status: int = 200, fault: str = "") -> Response:
    """Answer with all lists of the member."""
    db = await visit.ground.read()
    found = await lists.of_account(db, current(visit).account_id)
    return await placed(
        visit, "lists.html", status,
        lists=found,
        sizes=await lists.sizes(db, [item.id for item in found]),
        wanted=visit.form.get("title", ""),
        most=lists.TITLE_LIMIT,
        fault=fault,
    )  # fmt: skip


async def with_account(visit: Visit, account_id: int, status: int = 200, fault: str = "") -> Response:
    """Answer with the lists that one account may be put on."""
    db, member_id = await visit.ground.read(), current(visit).account_id
    account = await accounts.get(db, account_id)
    rows = await persons(visit, [account.id])
    if not rows:
        raise accounts.UnknownAccountError
    return await placed(
        visit, "lists_of_account.html", status,
        person=rows[0],
        lists=await lists.of_account(db, member_id),
        on={item.id for item in await lists.containing(db, member_id, account.id)},
        may_list=account.id == member_id or bool(await relations.followed_among(db, member_id, [account.id])),
        wanted=visit.form.get("title", ""),
        most=lists.TITLE_LIMIT,
        fault=fault,
    )  # fmt: skip


@pages.get("/lists/{id}", member=True)
async def one(visit: Visit) -> Response:
    found, bounds = await list_meant(visit), bounds_of(visit)
    ids = await timelines.of_list(visit.ground, found.account_id, found.id, bounds)
    nothing = visit.text("Nobody on this list has said anything yet.")
    return await timeline(
        visit, "list.html", ids, bounds, context="home", title=found.title, list=found, nothing=nothing
    )


@pages.get("/lists/{id}/edit", member=True)
async def edit(visit: Visit) -> Response:
    return await edited(visit, await list_meant(visit))


async def edited(visit: Visit, found: List, status: int = 200, fault: str = "") -> Response:
    """Answer with the page on which a list is changed; `found` as it is to be shown in the form."""
    db = await visit.ground.read()
    bounds = bounds_of(visit, MEMBERS)
    rows = await lists.members(db, found.id, bounds)
    words = visit.query.get("q", "").strip()
    offered = await _offered(visit, found, words) if words else []
    on = (await lists.among(db, [found.id], offered))[found.id] if offered else set()
    shown = {person.id: person for person in await persons(visit, [*(row.account_id for row in rows), *offered])}
    return await placed(
        visit, "list_edit.html", status,
        list=found,
        policies=[(policy.value, visit.text(words)) for policy, words in POLICIES.items()],
        most=lists.TITLE_LIMIT,
        members=[shown[row.account_id] for row in rows if row.account_id in shown],
        next=older(visit, [row.row_id for row in rows], bounds),
        words=words,
        offered=[shown[i] for i in offered if i in shown and i not in on],
        fault=fault,
    )  # fmt: skip


async def _offered(visit: Visit, found: List, words: str) -> list[int]:
    """Return whom the member follows and these words find."""
    query = AccountQuery(words, FOUND, followed_by=found.account_id)
    return await search.find_accounts(visit.ground, found.account_id, query)


@pages.get("/lists/{id}/delete", member=True)
async def ask_delete(visit: Visit) -> Response:
    return visit.page("list_delete.html", list=await list_meant(visit))
