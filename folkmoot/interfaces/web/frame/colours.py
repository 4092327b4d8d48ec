"""The few colours that are said outside of the stylesheets, read from where they stand: tokens.css."""

import re
from functools import cache
from typing import NamedTuple

from folkmoot.interfaces.web.frame.files import FOLDER


class Pair(NamedTuple):
    """A colour in the light and in the dark, as #rrggbb."""

    light: str
    dark: str


@cache
def token(name: str) -> Pair:
    """Return what a token says where nothing was chosen; KeyError where there is no such colour."""
    found = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", (FOLDER / "tokens.css").read_text())
    if found is None:
        raise KeyError(name)
    return Pair(found[1], found[2])
