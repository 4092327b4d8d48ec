"""Collections beside other things: those that posts link to, and those that notifications tell of."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.json import encode

from folkmoot.features import collections
from folkmoot.features.collections import Collection
from folkmoot.formats import text as text_format
from folkmoot.gathering import Links
from folkmoot.infra.boot import Ground
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon import present_collection

NONE = b'"tagged_collections":[]'
"""What stands in a status that links to no collection."""


def linked_ids(text: str, links: Links) -> tuple[int, ...]:
    """Return the ids of the collections to which a text links, each once."""
    base = links.collection(0).removesuffix("0")
    if base not in text:
        return ()
    named = (piece.value.removeprefix(base) for piece in text_format.pieces(text) if piece.kind == "link")
    return tuple(dict.fromkeys(found for name in named if (found := parse_id(name)) is not None))


async def rendered(ground: Ground, viewer_id: int | None, found: Sequence[Collection]) -> dict[int, bytes]:
    """Return the entity Collection of each that the viewer (None: anybody) may see, by id."""
    links = Links(ground.config.site.url)
    seen = await collections.shown(ground, viewer_id, found)
    return {shown.collection.id: encode(present_collection.collection(shown, links)) for shown in seen}


async def of_posts(ground: Ground, viewer_id: int | None, linked: Mapping[int, Sequence[int]]) -> dict[int, bytes]:
    """Return what stands in a status instead of NONE, by id of the post, of ids of collections by the same."""
    if not linked:
        return {}
    wanted = {collection_id for ids in linked.values() for collection_id in ids}
    known = await rendered(ground, viewer_id, await collections.by_ids(ground.db.reader, list(wanted)))
    return {post_id: _listed(known[each] for each in ids if each in known) for post_id, ids in linked.items()}


def _listed(entities: Iterable[bytes]) -> bytes:
    return NONE[:-1] + b",".join(entities) + b"]"
