"""/api/v1/accounts/verify_credentials and /update_credentials: one's own account; /api/v1/profile: its pictures."""

import re
from pathlib import Path
from typing import Any

import msgspec
from msgspec.json import encode

from folkmoot.features import accounts, auth, relations
from folkmoot.features.accounts import Account, Field, ProfileChange
from folkmoot.features.posts import QuotePolicy
from folkmoot.gathering import Defaults, change_profile
from folkmoot.infra.clock import iso
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.multipart import Upload
from folkmoot.interfaces.mastodon import present
from folkmoot.interfaces.mastodon.call import Call, Reply
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.params import to_struct
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_VISIBILITIES = frozenset(("public", "unlisted", "private"))
_QUOTE_POLICIES = frozenset(policy.word for policy in QuotePolicy)


class FaceParams(msgspec.Struct, frozen=True):
    """What a member may change of their own profile."""

    display_name: str | None = None
    note: str | None = None
    avatar: Any = None
    header: Any = None
    locked: bool | None = None
    bot: bool | None = None
    discoverable: bool | None = None
    hide_collections: bool | None = None
    indexable: bool | None = None
    fields_attributes: list[dict[str, Any]] | None = None
    avatar_description: str | None = None
    header_description: str | None = None
    show_media: bool | None = None
    show_media_replies: bool | None = None
    show_featured: bool | None = None
    attribution_domains: list[str] | None = None


class UpdateParams(FaceParams, frozen=True):
    source: dict[str, Any] | None = None


class FieldParams(msgspec.Struct, frozen=True):
    name: str = ""
    value: str = ""


class SourceParams(msgspec.Struct, frozen=True):
    privacy: str | None = None
    sensitive: bool | None = None
    language: str | None = None
    quote_policy: str | None = None


@routes.get("/api/v1/accounts/verify_credentials", scope="read:accounts|profile")
async def verify_credentials(call: Call) -> Reply:
    return await _credentials(call)


async def _credentials(call: Call) -> Reply:
    """Reply with the entity CredentialAccount of the member who calls."""
    db = await call.ground.read()
    account = await accounts.get(db, call.member_id)
    user = await auth.user_of(db, call.member_id)
    assert user is not None
    face = (await call.ground.one(Hydrate).account_json([account.id], account.id))[account.id]
    own = {
        "source": {
            "attribution_domains": account.attribution_domains,
            "note": account.note,
            "fields": raw_fields(account),
            "privacy": user.post_visibility,
            "sensitive": user.post_sensitive,
            "language": user.post_language,
            "follow_requests_count": await relations.requests_count(db, account.id),
            "hide_collections": account.hide_collections,
            "discoverable": account.discoverable,
            "indexable": account.indexable,
            "quote_policy": user.quote_policy,
        },
        "role": present.role(await auth.role_of(db, user.role_id)),
    }
    return Reply(face[:-1] + b"," + encode(own)[1:])


def raw_fields(account: Account) -> list[dict[str, str | None]]:
    """Return the lines of the profile's table as they were written."""
    return [
        {
            "name": field.name,
            "value": field.value,
            "verified_at": None if field.verified_at is None else iso(field.verified_at),
        }
        for field in account.fields
    ]


@routes.patch("/api/v1/accounts/update_credentials", scope="write:accounts")
async def update_credentials(call: Call, params: UpdateParams) -> Reply:
    await change_face(call, params, _source(params.source))
    return await _credentials(call)


async def change_face(call: Call, params: FaceParams, source: SourceParams) -> None:
    """Change what was sent along; nothing of it where something is refused."""
    change = ProfileChange(
        display_name=None if params.display_name is None else " ".join(params.display_name.split()),
        note=None if params.note is None else params.note.replace("\r\n", "\n"),
        fields=None if params.fields_attributes is None else _fields(params.fields_attributes),
        locked=params.locked,
        bot=params.bot,
        discoverable=params.discoverable,
        indexable=params.indexable,
        hide_collections=params.hide_collections,
        avatar_description=params.avatar_description,
        header_description=params.header_description,
        show_media=params.show_media,
        show_media_replies=params.show_media_replies,
        show_featured=params.show_featured,
        attribution_domains=params.attribution_domains,
    )
    pictures = _files({"avatar": params.avatar, "header": params.header})
    defaults = Defaults(source.privacy, source.sensitive, source.language, source.quote_policy)
    await change_profile(call.ground, call.member_id, change, pictures, defaults)


def _source(given: dict[str, Any] | None) -> SourceParams:
    source: SourceParams = to_struct(given or {}, SourceParams)
    if source.privacy is not None and source.privacy not in _VISIBILITIES:
        raise InvalidError("Validation failed: Privacy is not included in the list")
    if source.quote_policy is not None and source.quote_policy not in _QUOTE_POLICIES:
        raise InvalidError("Validation failed: Quote policy is not included in the list")
    if source.language and not _LANGUAGE.fullmatch(source.language):
        raise InvalidError("Validation failed: Language is not a language code")
    return source


def _fields(given: list[dict[str, Any]]) -> list[Field]:
    """Return the lines of the profile's table as given, without the empty ones."""
    lines: list[FieldParams] = [to_struct(line, FieldParams) for line in given]
    fields = [Field(line.name.strip(), line.value.strip()) for line in lines]
    return [field for field in fields if field.name or field.value]


def _files(given: dict[str, Any]) -> dict[str, Path]:
    """Return where the pictures lie that came along."""
    for name, upload in given.items():
        if upload is not None and not isinstance(upload, Upload):
            raise InvalidError(f"Validation failed: {name.capitalize()} must be a file")
    return {name: Path(upload.path) for name, upload in given.items() if upload is not None}


@routes.delete("/api/v1/profile/avatar", scope="write:accounts")
async def remove_avatar(call: Call) -> Reply:
    change = ProfileChange(avatar="", avatar_static="", avatar_description="")
    await change_profile(call.ground, call.member_id, change)
    return await _credentials(call)


@routes.delete("/api/v1/profile/header", scope="write:accounts")
async def remove_header(call: Call) -> Reply:
    change = ProfileChange(header="", header_static="", header_description="")
    await change_profile(call.ground, call.member_id, change)
    return await _credentials(call)
