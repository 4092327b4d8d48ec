"""How much a draft may hold, how many there may be, and who may overwrite one."""

import msgspec

from folkmoot.features.drafts.errors import ChangedMeanwhileError
from folkmoot.features.drafts.types import Params, Saved
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import new_id, time_of

LIMIT = 100
"""Drafts of one member."""
SIZE_LIMIT = 1 << 16
"""Bytes of everything in a draft, written as JSON: several times what a post may hold."""
FILES_LIMIT = 16
"""Files of one draft."""
LONGEST_POLL = 2**31 - 1


def written(params: Params) -> str:
    """Return the parameters as they are stored; InvalidError when they are too much."""
    if len(params.media_ids) > FILES_LIMIT:
        raise InvalidError(f"Validation failed: A draft cannot hold more than {FILES_LIMIT} files")
    if params.poll is not None and not 0 <= (params.poll.expires_in or 0) <= LONGEST_POLL:
        raise InvalidError("Validation failed: Poll expires in must be a number of seconds")
    body = msgspec.json.encode(params)
    if len(body) > SIZE_LIMIT:
        raise InvalidError(f"Validation failed: A draft cannot be larger than {SIZE_LIMIT} bytes")
    return body.decode()


def check_total(others: int) -> None:
    if others >= LIMIT:
        raise InvalidError(f"Validation failed: No more than {LIMIT} drafts can be kept")


def check_seen(current: Saved, seen_at: int | None) -> None:
    """Refuse with ChangedMeanwhileError what is meant for the version of `seen_at`; None means whatever there is."""
    if seen_at is not None and seen_at != current.updated_at:
        raise ChangedMeanwhileError


def next_version(current: Saved, now: int) -> int:
    """Return the version after the current one, made at `now`, or just after it where the clock stood still."""
    return new_id(max(now, time_of(current.version) + 1))
