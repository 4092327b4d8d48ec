"""What a post is found by: its words in order, their stems, and marks for what it has and whose it is."""

from typing import NamedTuple

import msgspec

from folkmoot.features.media import Media
from folkmoot.features.posts import Post, Visibility
from folkmoot.formats import terms
from folkmoot.formats.text import pieces

VERSION = 2
"""Raised when posts are to be indexed anew because this module finds other words in them."""
UNKNOWN = ("de", "en")
"""The stems that a post without a known language is found by."""

_KINDS = {"image": ":image", "video": ":video", "gifv": ":video", "audio": ":audio"}


class Content(msgspec.Struct, frozen=True):
    """A post with all that is searched of it; `listed` says that its author wants to be found."""

    post: Post
    media: list[Media] = []
    tags: list[str] = []
    options: list[str] = []
    listed: bool = False


class Entry(NamedTuple):
    """A row of the index; both texts begin and end with a blank, and a blank more parts what is said apart."""

    post_id: int
    said: str
    more: str


def by(account_id: int) -> str:
    """Return the mark of posts of an account."""
    return f":by-{account_id}"


def entry(content: Content) -> Entry:
    """Return what a post is found by."""
    post = content.post
    texts = [post.spoiler_text, post.text, *content.options, *(item.description for item in content.media)]
    language = post.language.lower().replace("_", "-").partition("-")[0]
    languages = (language,) if language in terms.ALGORITHMS else UNKNOWN
    said, more = [], set(_marks(content, language))
    for text in texts:
        words = terms.words(text)
        said.append(" ".join(terms.spoken(words)))
        for word in set(words):
            more.update(terms.keys(word) if word.is_dense else terms.forms(word, languages))
    return Entry(post.id, f" {'  '.join(filter(None, said))} ", f" {' '.join(sorted(more))} ")


def _marks(content: Content, language: str) -> list[str]:
    post = content.post
    marks = [by(post.account_id), *(f"#{tag}" for tag in content.tags)]
    marks += [_KINDS[item.kind] for item in content.media if item.kind in _KINDS]
    has_link = any(piece.kind == "link" for piece in pieces(post.text))
    held = {
        ":open": post.visibility == Visibility.PUBLIC and content.listed,
        ":media": bool(content.media),
        ":link": has_link,
        ":embed": has_link and not content.media and post.quote_state is None,
        ":poll": bool(content.options),
        ":reply": post.in_reply_to_id is not None,
        ":sensitive": post.sensitive,
        f":in-{language}": bool(language),
    }
    return marks + [mark for mark, holds in held.items() if holds]
