"""Users: the private side of a local account."""

import re

from folkmoot.features.auth import store
from folkmoot.features.auth.events import UserOpened
from folkmoot.features.auth.types import PostingDefaults, User
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import InvalidError

EMAIL_LIMIT = 254
DEFAULTS_KEPT = 20_000

BLOCKED = "is of a provider or a person that this community keeps out"

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{1,64}}@(?:localhost|{_LABEL}(?:\.{_LABEL})+)", re.ASCII)
"""Addresses without quotation marks or comments: nobody has others, and every mail server takes these."""


async def open_user(  # noqa: PLR0913 - what a sign-up states
    work: Work,
    account_id: int,
    *,
    email: str,
    password_hash: str,
    locale: str = "en",
    reason: str = "",
    confirmed: bool = False,
    approved: bool = False,
) -> User:
    """Give a local account its private side; InvalidError when the address is malformed or in use."""
    check_email(email)
    user = User(
        account_id, email, password_hash, None, locale, work.now, work.now if confirmed else None,
        work.now if approved else None, None, reason, None, "public", post_sensitive=False, post_language="",
    )  # fmt: skip
    if not await store.insert_user(work.db, user, email_key(email)):
        raise email_refused("taken", "has already been taken")
    work.announce(UserOpened(account_id, unconfirmed=not confirmed, unapproved=not approved))
    return user


def email_key(email: str) -> str:
    """Return the form under which an address is looked up."""
    return email.strip().lower()


def check_email(email: str) -> None:
    """Refuse what cannot be a deliverable address; the confirmation mail is the real test."""
    if not email.strip():
        raise email_refused("blank", "can't be blank")
    if len(email) > EMAIL_LIMIT or not _EMAIL.fullmatch(email):
        raise email_refused("invalid", "is invalid")


def email_refused(code: str, words: str) -> InvalidError:
    """Return the refusal of an address; `words` go on after "E-mail"."""
    return InvalidError(f"Validation failed: E-mail {words}", fields={"email": [(f"ERR_{code.upper()}", words)]})


async def user_of(db: Reader, account_id: int) -> User | None:
    """Return the private side of an account; None for those of other servers."""
    return await store.user_of(db, account_id)


async def user_by_email(db: Reader, email: str) -> User | None:
    """Return the member with this address, or None."""
    return await store.user_by_email(db, email_key(email))


async def posting_defaults(ground: Ground, account_id: int) -> PostingDefaults:
    """Return what a member's new posts start from, from memory where nothing changed since `ground.read()`."""
    shelf = ground.shelf("posting defaults", on="preferences", size=DEFAULTS_KEPT)
    known: PostingDefaults | None = shelf.get(account_id)
    if known is None:
        tick = ground.changes.tick
        user = await user_of(ground.db.reader, account_id)
        known = (
            PostingDefaults()
            if user is None
            else PostingDefaults(user.post_visibility, user.post_sensitive, user.post_language, user.quote_policy)
        )
        shelf.put(account_id, known, tick)
    return known


async def update_preferences(
    work: Work,
    account_id: int,
    *,
    visibility: str | None,
    sensitive: bool | None,
    language: str | None,
    quote_policy: str | None = None,
) -> None:
    """Change what new posts start from; None leaves a thing as it is."""
    await store.update_preferences(
        work.db, account_id, visibility=visibility, sensitive=sensitive, language=language, quote_policy=quote_policy
    )
    work.touch("preferences", account_id)
