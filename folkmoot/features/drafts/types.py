"""The words of drafts."""

import msgspec

from folkmoot.infra.ids import time_of


class Poll(msgspec.Struct, frozen=True):
    """A poll as far as it was written; `expires_in` in seconds."""

    options: list[str] = []
    expires_in: int | None = None
    multiple: bool = False
    hide_totals: bool = False


class Params(msgspec.Struct, frozen=True, omit_defaults=True):
    """The parameters of a post to come, as they were given: nothing in them has been judged."""

    text: str = ""
    spoiler_text: str = ""
    visibility: str = ""
    sensitive: bool | None = None
    language: str = ""
    in_reply_to_id: str = ""
    quoted_status_id: str = ""
    quote_approval_policy: str = ""
    media_ids: list[int] = []
    poll: Poll | None = None


class Saved(msgspec.Struct, frozen=True):
    """A draft. Columns in the order of store.COLUMNS; `version` is an id of its own for each change, ever greater."""

    id: int
    account_id: int
    version: int
    params: Params

    @property
    def created_at(self) -> int:
        return time_of(self.id)

    @property
    def updated_at(self) -> int:
        """When it was last changed (ms since 1970); no two versions of a draft share a moment."""
        return time_of(self.version)
