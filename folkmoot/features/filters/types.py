"""The words of filters."""

from typing import NamedTuple

import msgspec
from msgspec import UNSET, UnsetType


class Keyword(NamedTuple):
    """Words to look for; with `whole_word` they must not be part of a longer word."""

    id: int
    keyword: str
    whole_word: bool


class Mark(NamedTuple):
    """One post that was put into a filter."""

    id: int
    post_id: int


class Filter(msgspec.Struct, frozen=True):
    """A member's filter; `expires_at` (ms since 1970) is when it ends, None for never."""

    id: int
    account_id: int
    title: str
    contexts: list[str]
    action: str
    expires_at: int | None
    keywords: list[Keyword]
    statuses: list[Mark]


class KeywordChange(msgspec.Struct, frozen=True):
    """A keyword to add or, with the id of one, to change or to destroy; None leaves as it is."""

    id: int | None = None
    keyword: str | None = None
    whole_word: bool | None = None
    destroy: bool = False


class Change(msgspec.Struct, frozen=True):
    """What a member asks of a filter: None leaves as it is; `expires_in` counts seconds, None there ends never."""

    title: str | None = None
    contexts: list[str] | None = None
    action: str | None = None
    expires_in: int | UnsetType | None = UNSET
    keywords: list[KeywordChange] = []


class Match(NamedTuple):
    """A filter that a post falls under: by which keywords, and as which posts."""

    filter: Filter
    keywords: list[str]
    post_ids: list[int]
