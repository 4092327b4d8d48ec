"""Facts about polls that others follow up."""

import msgspec


class PollEnded(msgspec.Struct, frozen=True):
    """Nobody can answer any more; `expires_at` (ms since 1970) tells this end from that of a poll opened again."""

    post_id: int
    expires_at: int
