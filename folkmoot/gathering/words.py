"""What people say as HTML with full addresses, for whoever shows it outside of our own pages."""

from collections.abc import Iterable

from folkmoot.features.accounts import Account
from folkmoot.formats import text as text_format
from folkmoot.gathering.links import Links


def as_html(text: str, mentioned: Iterable[Account], links: Links) -> str:
    """Return the text of a post as HTML, its mentions linked to the accounts they mean."""
    by_name = {account.acct.lower(): account for account in mentioned}

    def resolve(handle: str) -> tuple[str, str] | None:
        account = by_name.get(links.own(handle).lower())
        return None if account is None else (links.profile(account), account.username)

    return text_format.to_html(text, resolve, links.tag_base)
