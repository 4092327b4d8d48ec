"""The words of media."""

from typing import Any

import msgspec

from folkmoot.infra.clock import MINUTE

PROCESSING = "processing"
READY = "ready"
REFUSED = "refused"
STUCK_AFTER = 20 * MINUTE


class Media(msgspec.Struct, frozen=True):
    """A file of a post. Columns in the order of store.COLUMNS; `original` and `small` are object keys.

    `meta` is the Mastodon entity's `meta` without the focus; `refusal` says why a file was not taken; `held_by` is
    what keeps it for a post to come.
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
    held_by: int | None = None

    def is_stuck(self, now: int) -> bool:
        """Say whether the process that cleaned it must have died: the file has to be sent again."""
        return self.state == PROCESSING and now - self.created_at > STUCK_AFTER

    @property
    def objects(self) -> list[str]:
        """Return the keys of its stored files."""
        return [key for key in (self.original, self.small) if key]


class Thumbnail(msgspec.Struct, frozen=True):
    """A small stored picture that belongs to no post: its object key and its size in pixels."""

    key: str
    width: int
    height: int
    blurhash: str
