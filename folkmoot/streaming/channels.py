"""The streams there are: their names, and in which of those for everybody a post stands."""

from collections.abc import Iterator
from typing import NamedTuple

from folkmoot.features.timelines import Fresh, Public, stands_in_public, stands_under_tag

PUBLIC = {
    "public": Public(),
    "public:media": Public(only_media=True),
    "public:local": Public("local"),
    "public:local:media": Public("local", only_media=True),
    "public:remote": Public("remote"),
    "public:remote:media": Public("remote", only_media=True),
}
TAGGED = {"hashtag": Public(), "hashtag:local": Public("local")}
OWN = ("user", "user:notification", "direct")


class Channel(NamedTuple):
    """A stream: its name, and the key of its tag or the id of its list ('' for others)."""

    name: str
    argument: str = ""


USER, NOTIFICATION, DIRECT = (Channel(name) for name in OWN)


def standing(item: Fresh) -> Iterator[Channel]:
    """Yield the streams for everybody in which a post stands."""
    if not item.listed:
        return
    for name, wanted in PUBLIC.items():
        if stands_in_public(item, wanted):
            yield Channel(name)
    for name, wanted in TAGGED.items():
        for tag in item.tags:
            if stands_under_tag(item, tag, wanted):
                yield Channel(name, tag)
