"""Facts about relations that others follow up."""

import msgspec


class Followed(msgspec.Struct, frozen=True):
    account_id: int
    target_id: int


class DomainBlocked(msgspec.Struct, frozen=True):
    account_id: int
    domain: str


class FollowRequested(msgspec.Struct, frozen=True):
    account_id: int
    target_id: int
