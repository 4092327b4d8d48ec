"""/api/v1/filters: the same filters as older apps know them, each keyword a filter of its own."""

import msgspec
from msgspec import UNSET, UnsetType

from folkmoot.features import filters
from folkmoot.features.filters import Change, Filter, KeywordChange
from folkmoot.infra.errors import InvalidError
from folkmoot.interfaces.mastodon import present_filter
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


class PhraseParams(msgspec.Struct, frozen=True):
    phrase: str | None = None
    context: list[str] | None = None
    irreversible: bool | None = None
    whole_word: bool | None = None
    expires_in: int | UnsetType | None = UNSET


@routes.get("/api/v1/filters", scope="read:filters")
async def phrases(call: Call) -> Reply:
    mine = await filters.of_account(await call.ground.read(), call.member_id)
    return json([present_filter.phrase(item, keyword) for item in mine for keyword in item.keywords])


@routes.post("/api/v1/filters", scope="write:filters")
async def create(call: Call, params: PhraseParams) -> Reply:
    phrase = (params.phrase or "").strip()
    _refuse_blank(phrase)
    wanted = Change(
        title=phrase,
        contexts=params.context or [],
        action="hide" if params.irreversible else "warn",
        expires_in=params.expires_in,
        keywords=[KeywordChange(None, phrase, bool(params.whole_word))],
    )
    async with call.ground.work() as work:
        made = await filters.create(work, call.member_id, wanted)
    return json(present_filter.phrase(made, made.keywords[0]))


@routes.get("/api/v1/filters/{id}", scope="read:filters")
async def get(call: Call) -> Reply:
    return await _one(call)


async def _one(call: Call) -> Reply:
    found, keyword = await filters.by_keyword(await call.ground.read(), call.member_id, call.id)
    return json(present_filter.phrase(found, keyword))


@routes.put("/api/v1/filters/{id}", scope="write:filters")
async def change(call: Call, params: PhraseParams) -> Reply:
    phrase = None if params.phrase is None else params.phrase.strip()
    if phrase is not None:
        _refuse_blank(phrase)
    async with call.ground.work() as work:
        found, keyword = await filters.by_keyword(work.db, call.member_id, call.id)
        wanted = Change(
            title=phrase if found.title == keyword.keyword else None,
            contexts=params.context,
            action=_action(found, params),
            expires_in=params.expires_in,
            keywords=[KeywordChange(keyword.id, phrase, params.whole_word)],
        )
        _refuse_to_change_several(found, wanted)
        await filters.change(work, call.member_id, found.id, wanted)
    return await _one(call)


@routes.delete("/api/v1/filters/{id}", scope="write:filters")
async def delete(call: Call) -> Reply:
    async with call.ground.work() as work:
        await filters.delete_keyword(work, call.member_id, call.id)
    return EMPTY


def _action(found: Filter, params: PhraseParams) -> str | None:
    """Return what the filter is to do: an app that does not know of `blur` leaves it as it is."""
    if params.irreversible is None or params.irreversible == (found.action == "hide"):
        return None
    return "hide" if params.irreversible else "warn"


def _refuse_blank(phrase: str) -> None:
    if not phrase:
        raise InvalidError("Validation failed: Phrase can't be blank")


def _refuse_to_change_several(found: Filter, wanted: Change) -> None:
    """Refuse what would change other keywords, of which an older app knows nothing."""
    same = (
        wanted.contexts is None or set(wanted.contexts) == set(found.contexts),
        wanted.action is None,
        isinstance(wanted.expires_in, UnsetType) or wanted.expires_in is found.expires_at is None,
    )
    if len(found.keywords) > 1 and not all(same):
        raise InvalidError("This filter has several keywords: only an app that knows of such filters can change it")
