"""Posts: what members say, boost, quote, favourite, bookmark and pin, who may see it, and its edits and end.

Announces PostPublished, PostEdited, PostErased, PostFavourited and PostBoosted. Promises that a private post is
reached only through `visible_to`, and that a deleted post is deleted: its row, edits, media and poll go at once.
"""

from folkmoot.features.posts.author import author_changed
from folkmoot.features.posts.delete import delete
from folkmoot.features.posts.edit import edit
from folkmoot.features.posts.errors import UnknownPostError
from folkmoot.features.posts.events import PostBoosted, PostEdited, PostErased, PostFavourited, PostPublished
from folkmoot.features.posts.interact import (
    bookmark,
    favourite,
    mute_thread,
    pin,
    unbookmark,
    unfavourite,
    unmute_thread,
    unpin,
)
from folkmoot.features.posts.keys import claim_key, made_with_key, release_key
from folkmoot.features.posts.profile import on_profile
from folkmoot.features.posts.publish import publish
from folkmoot.features.posts.quote import check_quote
from folkmoot.features.posts.quote_policy import set_quote_policy
from folkmoot.features.posts.quote_rules import may_quote
from folkmoot.features.posts.quotes import quotes_of
from folkmoot.features.posts.read import (
    Flags,
    Listed,
    bookmarked,
    by_account,
    by_ids,
    edits,
    favourited,
    favourited_by,
    flags,
    flags_among,
    mentioned_in,
    mentions_of,
    pinned,
    quoting,
    reblogged_by,
    tags_of,
    thread,
    thread_muted_by,
    words_of,
)
from folkmoot.features.posts.reblog import reblog, unreblog
from folkmoot.features.posts.revoke import revoke_quote
from folkmoot.features.posts.rules import MEDIA_LIMIT, PINS_LIMIT, TEXT_LIMIT, check_draft
from folkmoot.features.posts.types import Draft, Edit, Filter, Post, QuotePolicy, QuoteState, Quoting, Tag, Visibility
from folkmoot.features.posts.visible import for_moderation, get_visible, visible_to

__all__ = [
    "MEDIA_LIMIT",
    "PINS_LIMIT",
    "TEXT_LIMIT",
    "Draft",
    "Edit",
    "Filter",
    "Flags",
    "Listed",
    "Post",
    "PostBoosted",
    "PostEdited",
    "PostErased",
    "PostFavourited",
    "PostPublished",
    "QuotePolicy",
    "QuoteState",
    "Quoting",
    "Tag",
    "UnknownPostError",
    "Visibility",
    "author_changed",
    "bookmark",
    "bookmarked",
    "by_account",
    "by_ids",
    "check_draft",
    "check_quote",
    "claim_key",
    "delete",
    "edit",
    "edits",
    "favourite",
    "favourited",
    "favourited_by",
    "flags",
    "flags_among",
    "for_moderation",
    "get_visible",
    "made_with_key",
    "may_quote",
    "mentioned_in",
    "mentions_of",
    "mute_thread",
    "on_profile",
    "pin",
    "pinned",
    "publish",
    "quotes_of",
    "quoting",
    "reblog",
    "reblogged_by",
    "release_key",
    "revoke_quote",
    "set_quote_policy",
    "tags_of",
    "thread",
    "thread_muted_by",
    "unbookmark",
    "unfavourite",
    "unmute_thread",
    "unpin",
    "unreblog",
    "visible_to",
    "words_of",
]
