"""What a name may be."""

import re

from folkmoot.features.accounts.errors import NameRefusedError
from folkmoot.infra.errors import InvalidError

NAME_LIMIT = 30
DISPLAY_NAME_LIMIT = 50
NOTE_LIMIT = 500
RAW_NOTE_LIMIT = 5_000
"""Code points before links and joined signs are shortened for counting."""
FIELDS_LIMIT = 4
FIELD_LIMIT = 255
DESCRIPTION_LIMIT = 500
"""Code points that describe a picture of the profile."""
ATTRIBUTION_DOMAINS = 10
DOMAIN_LIMIT = 253

_NAME = re.compile(r"[a-z0-9_]+", re.IGNORECASE | re.ASCII)
_HANDLE = re.compile(r"@?([a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)(?:@([\w.:\[\]-]+))?", re.IGNORECASE | re.ASCII)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]")
_RESERVED = frozenset((
    "abuse", "admin", "administrator", "api", "folkmoot", "help", "hostmaster", "info", "instance", "mailer-daemon",
    "mod", "moderation", "noreply", "postmaster", "root", "security", "support", "system", "webmaster", "www",
))  # fmt: skip


def check_name(username: str) -> str:
    """Return `username` when a member may take it; NameRefusedError says why not."""
    if not username:
        raise _refused("blank", "can't be blank")
    if len(username) > NAME_LIMIT:
        raise _refused("too_long", f"is too long (maximum is {NAME_LIMIT} characters)")
    if not _NAME.fullmatch(username):
        raise _refused("invalid", "must contain only letters, numbers and underscores")
    if username.lower() in _RESERVED:
        raise _refused("reserved", "is reserved")
    return username


def taken() -> NameRefusedError:
    return _refused("taken", "has already been taken")


def _refused(code: str, words: str) -> NameRefusedError:
    fields = {"username": [(f"ERR_{code.upper()}", words)]}
    return NameRefusedError(f"Validation failed: Username {words}", fields=fields)


def parse_handle(handle: str, own_domain: str) -> tuple[str, str] | None:
    """Split `@name@domain` into (lower-case name, domain); the domain of our own accounts is empty."""
    match = _HANDLE.fullmatch(handle.strip())
    if match is None:
        return None
    domain = (match[2] or "").lower()
    return match[1].lower(), "" if domain == own_domain.lower() else domain


def read_domains(given: list[str]) -> list[str]:
    """Return the domains of websites in lower case, each once; InvalidError when one is none, or they are too many."""
    domains = list(dict.fromkeys(text.strip().lower() for text in given if text.strip()))
    if len(domains) > ATTRIBUTION_DOMAINS:
        raise InvalidError(f"Validation failed: Attribution domains can't be more than {ATTRIBUTION_DOMAINS}")
    if not all(len(domain) <= DOMAIN_LIMIT and _DOMAIN.fullmatch(domain) for domain in domains):
        raise InvalidError("Validation failed: Attribution domains is not a list of domain names")
    return domains
