"""The words of media."""

from typing import Any

import msgspec

PROCESSING = "processing"
READY = "ready"
REFUSED = "refused"


class Media(msgspec.Struct, frozen=True):
    """A file of a post. Columns in the order of store.COLUMNS; `original` and `small` are object keys.

    `meta` is the Mastodon entity's `meta` without the focus; `refusal` says why a file was not taken.
    """

    id: int
    account_id: int
    post_id: int | None
    position: int
    state: str
    kind: str
    original: str
    small: str
    meta: dict[str, Any]
    blurhash: str
    description: str
    focus_x: float | None
    focus_y: float | None
    refusal: str
    created_at: int

    @property
    def objects(self) -> list[str]:
        """Return the keys of its stored files."""
        return [key for key in (self.original, self.small) if key]
