"""What members write, as HTML: links, mentions and tags lead to our own pages, custom emoji become pictures."""

import re
from collections.abc import Iterable, Mapping
from html import escape

from markupsafe import Markup

from folkmoot.features.accounts import Account
from folkmoot.features.site import Emoji
from folkmoot.formats import text as text_format
from folkmoot.gathering import Links
from folkmoot.interfaces.web.frame import paths

SUMMARY = 200
"""Characters of a text where only its beginning stands."""

_SPACE = re.compile(r"\s+")
_TAG_OR_CODE = re.compile(r"<[^>]*>|:([a-zA-Z0-9_]{2,}):")


def content(text: str, mentioned: Iterable[Account], known: Mapping[str, Emoji], links: Links) -> Markup:
    """Return the text of a post as paragraphs."""
    by_name = {account.acct.lower(): account for account in mentioned}

    def resolve(handle: str) -> tuple[str, str] | None:
        account = by_name.get(links.own(handle).lower())
        return None if account is None else (paths.profile(account), account.username)

    return pictured(text_format.to_html(text, resolve, "/tags/"), known)


def plain(text: str, known: Mapping[str, Emoji], links: Links) -> Markup:
    """Return the text of a profile, in which mentions are not verified."""

    def resolve(handle: str) -> tuple[str, str]:
        return f"/@{links.own(handle)}", handle.partition("@")[0]

    return pictured(text_format.to_html(text, resolve, "/tags/"), known)


def line(text: str, known: Mapping[str, Emoji]) -> Markup:
    """Return a line, such as a name, in which only custom emoji mean something."""
    return pictured(escape(text), known)


def pictured(html: str, known: Mapping[str, Emoji]) -> Markup:
    """Put pictures for the codes of custom emoji in the text of what is HTML already."""
    if not known or ":" not in html:
        return Markup(html)  # noqa: S704 - escaped by whoever made it

    def picture(match: re.Match[str]) -> str:
        found = known.get(match[1] or "")
        if found is None:
            return match[0]
        code = f":{found.shortcode}:"
        return (
            f'<img class="emoji" src="{paths.media(found.image)}" alt="{code}" title="{code}" width="20" height="20">'
        )

    return Markup(_TAG_OR_CODE.sub(picture, html))  # noqa: S704 - as above; codes are letters, digits and _


def summary(text: str, length: int = SUMMARY) -> str:
    """Return the beginning of a text on one line, cut between two words."""
    line = _SPACE.sub(" ", text).strip()
    if len(line) <= length:
        return line
    return line[: length - 1].rpartition(" ")[0] + "…"
