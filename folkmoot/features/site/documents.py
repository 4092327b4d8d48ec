"""The long texts: extended description, privacy policy, and the terms of service with their versions."""

import re

from folkmoot.features.site import store
from folkmoot.features.site.types import EXTENDED_DESCRIPTION, PRIVACY_POLICY, Document, Terms
from folkmoot.infra.boot import Work
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import InvalidError, MissingError

TEXT_LIMIT = 100_000

_KINDS = (EXTENDED_DESCRIPTION, PRIVACY_POLICY)
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)


async def document(db: Reader, kind: str) -> Document:
    """Return one of the long texts; an empty one where it was never written."""
    return await store.document(db, kind)


async def written_documents(db: Reader) -> set[str]:
    """Return the kinds of those long texts that somebody has written."""
    return await store.document_kinds(db)


async def write_document(work: Work, kind: str, text: str) -> None:
    """Write one of the long texts, in plain text; an empty one takes it away."""
    if kind not in _KINDS:
        raise InvalidError(f"Validation failed: There is no document {kind!r}")
    _check(text)
    await store.write_document(work.db, kind, text, work.now)
    work.touch("site", 0)


async def terms(db: Reader, today: str, date: str = "") -> Terms:
    """Return the terms that apply on `today` (or, before the first ones do, those to come), or the version of `date`.

    Dates as YYYY-MM-DD; MissingError when there are none.
    """
    versions = await store.terms(db)
    if date:
        wanted = [version for version in versions if version.effective_date == date]
    else:
        wanted = [version for version in versions if version.effective_date <= today][-1:] or versions[:1]
    if not wanted:
        raise MissingError("Record not found")
    return wanted[0]


async def all_terms(db: Reader) -> list[Terms]:
    """Return every version of the terms, the oldest first."""
    return await store.terms(db)


async def has_terms(db: Reader) -> bool:
    """Say whether any terms of service were published."""
    return bool(await store.terms(db))


async def publish_terms(work: Work, effective_date: str, text: str) -> None:
    """Publish terms that apply from `effective_date` (YYYY-MM-DD); again with the same date replaces their text."""
    if not _DATE.fullmatch(effective_date):
        raise InvalidError("Validation failed: The date must be written YYYY-MM-DD")
    if not text.strip():
        raise InvalidError("Validation failed: Text can't be blank")
    _check(text)
    await store.publish_terms(work.db, effective_date, text, work.now)
    work.touch("site", 0)


def _check(text: str) -> None:
    if len(text) > TEXT_LIMIT:
        raise InvalidError(f"Validation failed: Text is too long (maximum is {TEXT_LIMIT} characters)")
