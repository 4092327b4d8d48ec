"""Apps: the programs that members use, registered by themselves (RFC 7591 in spirit, Mastodon's form of it)."""

from urllib.parse import urlsplit

from folkmoot.features.auth import store
from folkmoot.features.auth.errors import BadClientError
from folkmoot.features.auth.scopes import parse_scopes
from folkmoot.features.auth.secret import digest, new_secret
from folkmoot.features.auth.types import App
from folkmoot.infra.boot import Work
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import InvalidError

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
NAME_LIMIT = 60
URI_LIMIT = 2_000
URIS_LIMIT = 20

_WEB = ("http", "https")
_DANGEROUS = ("", "javascript", "data", "vbscript", "file", "blob", "about")


async def register_app(
    work: Work, *, name: str, redirect_uris: list[str], scopes: str = "read", website: str = ""
) -> tuple[App, str]:
    """Register an app; returns it and its secret, which cannot be had again. InvalidError says what is wrong."""
    _check_app(name, redirect_uris, website)
    if parse_scopes(scopes) is None:
        raise InvalidError("Validation failed: Scopes doesn't match configured on the server.")
    secret = new_secret()
    app = App(
        work.new_id(), new_secret(), digest(secret), name, website, redirect_uris,
        " ".join(dict.fromkeys(scopes.split())), work.now,
    )  # fmt: skip
    await store.insert_app(work.db, app)
    return app, secret


def _check_app(name: str, redirect_uris: list[str], website: str) -> None:
    if not name.strip():
        raise InvalidError("Validation failed: Application name can't be blank")
    if len(name) > NAME_LIMIT:
        raise InvalidError(f"Validation failed: Application name is too long (maximum is {NAME_LIMIT} characters)")
    if not redirect_uris:
        raise InvalidError("Validation failed: Redirect URI can't be blank")
    if len(redirect_uris) > URIS_LIMIT or not all(map(_is_redirect, redirect_uris)):
        raise InvalidError("Validation failed: Redirect URI must be an absolute URI.")
    if website and _scheme(website) not in _WEB:
        raise InvalidError("Validation failed: Website must be a valid URL")


def _scheme(uri: str) -> str:
    """Return the scheme of an absolute URI; '' when it is none, or names no host where it should."""
    # Browsers read a backslash as a slash, so that what stands before it would be the host.
    if not uri.isprintable() or " " in uri or "\\" in uri or len(uri) > URI_LIMIT:
        return ""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return ""
    return "" if parts.scheme in _WEB and not parts.netloc else parts.scheme


def _is_redirect(uri: str) -> bool:
    """Accept absolute URIs of any scheme that cannot run in a browser (RFC 8252 allows private ones)."""
    return uri == OUT_OF_BAND or (_scheme(uri) not in _DANGEROUS and "#" not in uri)


async def app_by_client_id(db: Reader, client_id: str) -> App:
    """Return the app; BadClientError when there is none."""
    app = await store.app_by_client_id(db, client_id)
    if app is None:
        raise BadClientError
    return app


async def app_by_id(db: Reader, app_id: int) -> App | None:
    """Return the app, or None."""
    return (await store.apps_by_ids(db, [app_id])).get(app_id)


async def apps_by_ids(db: Reader, ids: list[int]) -> dict[int, App]:
    """Return the apps with these ids, by id. One query."""
    return await store.apps_by_ids(db, ids) if ids else {}
