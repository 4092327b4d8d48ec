"""The words of timelines."""

from typing import NamedTuple

import msgspec

NEWEST = 2**63 - 1


class Entry(NamedTuple):
    """What a timeline knows of a post: enough to decide whether a reader gets it, nothing to show.

    `by_tag` says that it stands here for a tag that the reader follows, whoever wrote it.
    """

    id: int
    account_id: int
    visibility: int
    in_reply_to_account_id: int | None
    language: str
    reblog_of_id: int | None
    reblog_account_id: int | None
    reblog_visibility: int | None
    by_tag: bool = False


class Fresh(NamedTuple):
    """A post that has just come, or was changed, and what decides in which timelines it stands.

    `listed`: anybody may be shown it there; `begins`: it answers nobody but its own author; `tags` are keys,
    `domain` is its author's.
    """

    entry: Entry
    listed: bool
    begins: bool
    domain: str
    has_media: bool
    tags: frozenset[str] = frozenset()

    @property
    def local(self) -> bool:
        return not self.domain


class Public(msgspec.Struct, frozen=True):
    """Which public posts are wanted. `place` is all, local or remote."""

    place: str = "all"
    only_media: bool = False


class Tagged(msgspec.Struct, frozen=True):
    """Which tagged posts are wanted: one of `any_of`, all of `all_of`, none of `none_of` (keys of tags)."""

    any_of: list[str]
    all_of: list[str] = []
    none_of: list[str] = []
    place: str = "all"
    only_media: bool = False
