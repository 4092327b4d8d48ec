"""The words of trends."""

from enum import StrEnum
from typing import NamedTuple, Protocol

import msgspec

from folkmoot.infra.boot import Ground


class Kind(StrEnum):
    """What can be judged; a publisher is the host of a link, which stands for all links to it."""

    TAG = "tag"
    POST = "post"
    LINK = "link"
    PUBLISHER = "publisher"


class State(StrEnum):
    """Where a subject stands; only what is allowed is shown."""

    PENDING = "pending"
    ALLOWED = "allowed"
    REFUSED = "refused"


class Verdict(StrEnum):
    """What a policy says of a candidate; `ASK` leaves it to a moderator."""

    ALLOW = "allow"
    REFUSE = "refuse"
    ASK = "ask"


class Subject(msgspec.Struct, frozen=True):
    """What a review is about: `key` is the tag, the id of the post or preview, or the host.

    `number` is the id that the client API knows it by; `post_id` is set for posts alone.
    """

    kind: Kind
    key: str
    number: int
    post_id: int | None = None


class Candidate(msgspec.Struct, frozen=True):
    """What a policy judges, in plain facts: the tag, the host, or what a page says of itself.

    Of a post all its words: those of its poll and the descriptions of its media, too.
    """

    subject: Subject
    text: str
    language: str = ""
    author_id: int | None = None
    url: str = ""


class Judge(Protocol):
    """The hook of the policy: asked once for every new candidate, and again when what it says has changed."""

    async def __call__(self, ground: Ground, candidate: Candidate, /) -> Verdict: ...


class Trend(msgspec.Struct, frozen=True):
    """A candidate with what was counted, as staff see it; the review of a publisher counts nothing."""

    kind: Kind
    key: str
    number: int
    voices: int
    score: float
    state: State


class Day(NamedTuple):
    """How a link was used on the day (UTC) that began at `start` (ms since 1970): posts, and accounts of theirs."""

    start: int
    uses: int = 0
    accounts: int = 0


class Span(NamedTuple):
    """The time that is looked at: now (ms since 1970), the length of the window and of the usual before it (ms).

    `least` are the fewest voices of a trend, `oldest` the time by which an account must have been opened to count.
    """

    now: int
    window: int
    usual: int
    least: int
    oldest: int


class Heat(NamedTuple):
    """How many voices turned to something, and the same with older ones counting less."""

    voices: int
    weight: float


class Standing(NamedTuple):
    """A review as it was written: `said` is what the subject said of itself then."""

    state: State
    said: str
    reviewed_at: int
