"""Addresses of the web in one spelling, so that two links to one page are the same link."""

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

LENGTH = 2_000
"""Characters of an address; what is longer is none."""

_PORTS = {"http": 80, "https": 443}
_PATH_SIGNS = "/%:@!$&'()*+,;=~-._"
_QUERY_SIGNS = _PATH_SIGNS + "?"
_LOOSE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_.])?|\[[0-9a-f:.]+\]")


def canonical(url: str, base: str = "") -> str:
    """Return an address of http or https in ASCII and without its fragment; "" for what is none.

    `base` is the page that a relative address stands on. One with a user name or password is none.
    """
    if len(url) > LENGTH or len(base) > LENGTH:
        return ""
    try:
        parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
        host, port = _host(parts.hostname or ""), parts.port
    except (ValueError, UnicodeError):
        return ""
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host or "@" in parts.netloc:
        return ""
    place = host if port in {None, _PORTS[scheme]} else f"{host}:{port}"
    path, query = _quoted(parts.path or "/", _PATH_SIGNS), _quoted(parts.query, _QUERY_SIGNS)
    written = urlunsplit((scheme, place, path, query, ""))
    return written if len(written) <= LENGTH else ""


def host_of(url: str) -> str:
    """Return the host of an address that `canonical` wrote, without a leading www."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _host(name: str) -> str:
    """Return the name of a host in ASCII; "" where it cannot be one."""
    if ":" in name:
        name = f"[{name}]"
    written = name if name.isascii() else name.encode("idna").decode("ascii")
    written = written.lower().rstrip(".")
    return written if _HOST.fullmatch(written) else ""


def _quoted(text: str, signs: str) -> str:
    """Escape what an address may not hold, and leave what is escaped already."""
    return quote(_LOOSE_PERCENT.sub("%25", text), safe=signs)
