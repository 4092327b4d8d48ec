"""The small form above the home timeline: text alone, and the way to everything else."""

from typing import NamedTuple

from msgspec.structs import replace

from folkmoot.features import posts
from folkmoot.interfaces.web.frame.routing import Visit
from folkmoot.interfaces.web.writing.form import Written
from folkmoot.interfaces.web.writing.showing import VISIBILITIES
from folkmoot.interfaces.web.writing.starting import empty


class Small(NamedTuple):
    """An empty form, the choices of who may see a post, and how long it may be."""

    written: Written
    visibilities: list[tuple[str, str]]
    limit: int


async def fresh(visit: Visit) -> Small:
    """Return what the template needs."""
    written = replace(await empty(visit), back="/home")
    said = [(word, visit.text(sentence)) for word, sentence in VISIBILITIES.items()]
    return Small(written, said, posts.TEXT_LIMIT)
