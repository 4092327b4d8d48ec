"""What changed from one version of a text to the next, word by word, as HTML."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from markupsafe import Markup, escape

_WORDS = re.compile(r"\s+|[^\s]+")
MOST = 4_000
"""Words up to which they are compared one by one; longer texts are told as a whole."""


def changed(before: str, after: str) -> Markup:
    """Return `after` with what was put in marked up as <ins>, and what was left out as <del>."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST:
        return _whole(before, after)
    return Markup("").join(_parts(old, new))


def _whole(before: str, after: str) -> Markup:
    return escape(after) if before == after else _del(before) + _ins(after)


def _parts(old: list[str], new: list[str]) -> Iterator[Markup]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        left, put = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        if kind == "equal":
            yield escape(put)
        else:
            yield _del(left) + _ins(put)


def _del(text: str) -> Markup:
    return Markup("<del>{}</del>").format(text) if text else Markup("")


def _ins(text: str) -> Markup:
    return Markup("<ins>{}</ins>").format(text) if text else Markup("")
