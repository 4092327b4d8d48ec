"""/settings/profile: a member's name, pictures, words about themselves and table, as others will see them."""

from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from folkmoot.features import accounts, site
from folkmoot.features.accounts import (
    DESCRIPTION_LIMIT,
    DISPLAY_NAME_LIMIT,
    FIELD_LIMIT,
    FIELDS_LIMIT,
    NOTE_LIMIT,
    Account,
    Field,
    ProfileChange,
)
from folkmoot.features.media import FileRefusedError
from folkmoot.formats import text as text_format
from folkmoot.gathering import Links, change_profile
from folkmoot.infra.errors import InvalidError, Refusal
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.posts import wording
from folkmoot.interfaces.web.preferences.refusals import told
from folkmoot.interfaces.web.preferences.sections import inside, saved
from folkmoot.interfaces.web.writing.refusals import STATUS, count

pages = Pages()

HERE = "/settings/profile"
PICTURES = ("avatar", "header")
LIMITS = {"name": DISPLAY_NAME_LIMIT, "note": NOTE_LIMIT, "field": FIELD_LIMIT, "description": DESCRIPTION_LIMIT}


class Look(NamedTuple):
    """How a profile looks, for a template: HTML of what its member wrote."""

    name: str
    note: str
    fields: list[tuple[str, str, int | None]]


@pages.get(HERE, member=True)
async def form(visit: Visit) -> Response:
    account = await accounts.get(await visit.ground.read(), current(visit).account_id)
    return await _page(visit, account)


@pages.post(HERE, member=True, spooled=True)
async def save(visit: Visit) -> Response:
    member_id = current(visit).account_id
    account = await accounts.get(await visit.ground.read(), member_id)
    change = _change(visit, account)
    try:
        _check(change)
        await change_profile(visit.ground, member_id, change, _pictures(visit))
    except Refusal as error:
        return await _page(visit, _typed(account, change), STATUS.get(error.kind, 422), told(visit, error))
    return saved(visit, HERE)


def _change(visit: Visit, account: Account) -> ProfileChange:
    """Return what the form asks for; lines that stay as they are stay verified."""
    form = visit.form
    known = {(field.name, field.value): field for field in account.fields}
    fields = [
        Field(form.get(f"name-{index}", "").strip(), form.get(f"value-{index}", "").strip())
        for index in range(FIELDS_LIMIT)
    ]
    change = ProfileChange(
        display_name=" ".join(form.get("display_name", "").split()),
        note=form.get("note", "").replace("\r\n", "\n"),
        fields=[known.get((field.name, field.value), field) for field in fields if field.name or field.value],
        bot=bool(form.get("bot")),
        avatar_description=form.get("avatar_description", "").strip(),
        header_description=form.get("header_description", "").strip(),
    )
    removed = {
        name: ""
        for picture in PICTURES
        if form.get(f"remove-{picture}") and picture not in visit.asked.named
        for name in (picture, f"{picture}_static", f"{picture}_description")
    }
    return replace(change, **removed)


def _check(change: ProfileChange) -> None:
    if any(not field.name for field in change.fields or []):
        raise InvalidError("Each line of your table needs a label.")


def _pictures(visit: Visit) -> dict[str, Path]:
    """Return where the pictures lie that came along; they count as any other upload."""
    found = {name: visit.asked.named[name] for name in PICTURES if name in visit.asked.named}
    for _ in found:
        count(visit, "upload")
    if not all(upload.path for upload in found.values()):
        raise FileRefusedError("The file is too large.")
    return {name: Path(upload.path) for name, upload in found.items()}


def _typed(account: Account, change: ProfileChange) -> Account:
    """Return the account as its member wants it but for the pictures, which no form can hold."""
    return replace(
        account,
        display_name=change.display_name or "",
        note=change.note or "",
        fields=change.fields or [],
        bot=bool(change.bot),
        avatar_description=change.avatar_description or "",
        header_description=change.header_description or "",
    )


async def _page(visit: Visit, account: Account, status: int = 200, fault: str = "") -> Response:
    spare = [Field("", "")] * FIELDS_LIMIT
    return await inside(
        visit, "profile_form.html", status, account=account, look=await _look(visit, account), fault=fault,
        lines=[*account.fields, *spare][:FIELDS_LIMIT], limits=LIMITS,
        most=visit.ground.config.media.image_bytes, used=text_format.length(account.note),
    )  # fmt: skip


async def _look(visit: Visit, account: Account) -> Look:
    known = await site.emojis(visit.ground)
    links = Links(visit.ground.config.site.url)
    return Look(
        wording.line(account.display_name or account.username, known),
        wording.plain(account.note, known, links),
        [
            (wording.line(field.name, known), wording.plain(field.value, known, links), field.verified_at)
            for field in account.fields
        ],
    )
