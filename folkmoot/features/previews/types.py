"""The words of previews."""

import msgspec

WAITING = "waiting"
READY = "ready"
EMPTY = "empty"
FAILED = "failed"


class Linked(msgspec.Struct, frozen=True):
    """What the facts about a post that may carry a link have in common."""

    post_id: int


class Preview(msgspec.Struct, frozen=True):
    """What a page says about itself. Columns in the order of store.COLUMNS.

    `kind` is link, photo, video or rich; `html` is one frame or ""; `image` the key of a stored object; `width` and
    `height` are those of the frame, or of the picture, in pixels; `published_at` is in ms since 1970.
    """

    id: int
    url: str
    state: str = WAITING
    kind: str = "link"
    title: str = ""
    description: str = ""
    language: str = ""
    author_name: str = ""
    author_url: str = ""
    author_account_id: int | None = None
    provider_name: str = ""
    provider_url: str = ""
    html: str = ""
    width: int = 0
    height: int = 0
    image: str = ""
    image_description: str = ""
    blurhash: str = ""
    published_at: int | None = None
    failures: int = 0
