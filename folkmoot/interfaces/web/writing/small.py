"""The small forms, above the home timeline and below a post: text alone, and the way to everything else."""

from typing import NamedTuple

from msgspec.structs import replace

from folkmoot.features import posts
from folkmoot.interfaces.web.frame.routing import Visit
from folkmoot.interfaces.web.writing.form import Written
from folkmoot.interfaces.web.writing.showing import VISIBILITIES
from folkmoot.interfaces.web.writing.starting import answering, empty


class Small(NamedTuple):
    """An empty form, the choices of who may see a post, and how long it may be."""

    written: Written
    visibilities: list[tuple[str, str]]
    limit: int


async def fresh(visit: Visit) -> Small:
    """Return what the template needs."""
    return _small(visit, replace(await empty(visit), back="/home"))


async def answer_to(visit: Visit, post_id: int) -> Small:
    """Return what the template needs for an answer to this post."""
    return _small(visit, replace(await answering(visit, post_id), back=""))


def _small(visit: Visit, written: Written) -> Small:
    said = [(word, visit.text(sentence)) for word, sentence in VISIBILITIES.items()]
    return Small(written, said, posts.TEXT_LIMIT)
