"""Facts about posts that others follow up."""

import msgspec


class PostPublished(msgspec.Struct, frozen=True):
    """`tells` says that somebody may want a notification of it, `direct` that only those mentioned may see it.

    `linked` says that there may be a link in its text.
    """

    post_id: int
    account_id: int
    tells: bool
    direct: bool = False
    linked: bool = False


class PostEdited(msgspec.Struct, frozen=True):
    """`newly_mentioned` are ids of accounts; `tells` says that there are any, or that somebody boosted or quoted it.

    `linked` says that there may be a link in the text as it is, or as it was.
    """

    post_id: int
    account_id: int
    newly_mentioned: list[int]
    tells: bool
    direct: bool = False
    linked: bool = False


class PostErased(msgspec.Struct, frozen=True):
    """The row is gone; `objects` are the keys of its stored files."""

    post_id: int
    account_id: int
    objects: list[str]
    has_objects: bool
    direct: bool = False


class PostFavourited(msgspec.Struct, frozen=True):
    post_id: int
    author_id: int
    by_id: int


class PostBoosted(msgspec.Struct, frozen=True):
    """`post_id` is the post that was boosted, `boost_id` the boost."""

    post_id: int
    author_id: int
    by_id: int
    boost_id: int
