"""Media: pictures, sounds and films that were cleaned before they were stored; the original is never kept.

Announces MediaErased. Promises that a stored file holds pixels and samples and nothing about who, where or when.
"""

from folkmoot.features.media.attach import attach, detach, hold, release, replace
from folkmoot.features.media.describe import DESCRIPTION_LIMIT, check_description, describe, parse_focus
from folkmoot.features.media.errors import FileRefusedError, UnknownMediaError
from folkmoot.features.media.events import MediaErased
from folkmoot.features.media.keep import keep, let_go
from folkmoot.features.media.portray import portray
from folkmoot.features.media.read import by_ids, objects_of, of_account, of_posts
from folkmoot.features.media.receive import portrayed, receive
from folkmoot.features.media.remove import remove, remove_loose
from folkmoot.features.media.studio import begin, is_picture, process, store_picture, store_thumbnail, upload
from folkmoot.features.media.types import PROCESSING, READY, REFUSED, Media, Thumbnail

__all__ = [
    "DESCRIPTION_LIMIT",
    "PROCESSING",
    "READY",
    "REFUSED",
    "FileRefusedError",
    "Media",
    "MediaErased",
    "Thumbnail",
    "UnknownMediaError",
    "attach",
    "begin",
    "by_ids",
    "check_description",
    "describe",
    "detach",
    "hold",
    "is_picture",
    "keep",
    "let_go",
    "objects_of",
    "of_account",
    "of_posts",
    "parse_focus",
    "portray",
    "portrayed",
    "process",
    "receive",
    "release",
    "remove",
    "remove_loose",
    "replace",
    "store_picture",
    "store_thumbnail",
    "upload",
]
