"""Which link of a post is shown, when a page is looked at again, and whom it may name as its author."""

from folkmoot.features.accounts import Account
from folkmoot.formats import text as text_format
from folkmoot.formats.weburl import canonical, host_of
from folkmoot.infra.clock import DAY, MINUTE

FRESH_FOR = 14 * DAY
EMPTY_FOR = DAY
LEASE = 15 * MINUTE
"""How long nobody else looks at a page that a job was told to look at."""
FAILURES = 6
"""How often in a row a page may fail before it counts as one that says nothing."""


def first_link(text: str, own_domain: str) -> str:
    """Return the first link of a text that leads away from here, as `canonical` writes it; "" where there is none."""
    for piece in text_format.pieces(text):
        if piece.kind == "link":
            url = canonical(piece.value)
            if url and url.split("/", 3)[2] != own_domain.lower():
                return url
    return ""


def wait_after(failures: int) -> int:
    """Return how long (ms) a page that failed so often is left alone: 20 minutes, twice that, up to most of a day."""
    return min(DAY, 10 * MINUTE << min(failures, 10))


def vouches_for(account: Account, url: str) -> bool:
    """Say whether the pages of the site of `url` may name the account as their author.

    They may where its member said so, of the site or of a domain that it belongs to, and where the profile links there.
    """
    host = host_of(url)
    if any(host == domain or host.endswith(f".{domain}") for domain in account.attribution_domains):
        return True
    texts = [account.note, *(field.value for field in account.fields)]
    links = [piece.value for text in texts for piece in text_format.pieces(text) if piece.kind == "link"]
    sites = {host_of(written) for link in links if (written := canonical(link))}
    return host in sites
