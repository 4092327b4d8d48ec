"""The words of the demo's story: scenes, posts, and what happens."""

from enum import StrEnum

import msgspec

from folkmoot.infra.clock import DAY
from folkmoot.interfaces.cli.demo.words import Person, Question

SPAN = 35 * DAY
"""How far back the posts reach."""


class Scene(msgspec.Struct, frozen=True):
    """A picture to draw; `seed` makes each of a kind different. `film` is the one that moves."""

    name: str
    variant: str
    seed: int
    alt: str


class Post(msgspec.Struct, frozen=True):
    """A post at its place in the story; `author`, `parent` and `quoted` are positions in the lists of people and posts.

    `edited` is what its author changes it to after a while.
    """

    author: int
    at: int
    text: str
    language: str
    parent: int | None = None
    spoiler: str = ""
    visibility: str = "public"
    pinned: bool = False
    scenes: tuple[Scene, ...] = ()
    topic: str = ""
    poll: Question | None = None
    quoted: int | None = None
    edited: str = ""


class Act(StrEnum):
    """What somebody does with a post or a person."""

    POST = "post"
    EDIT = "edit"
    FOLLOW = "follow"
    FAVOURITE = "favourite"
    BOOST = "boost"
    BOOKMARK = "bookmark"
    PIN = "pin"
    VOTE = "vote"
    REPORT = "report"


class Event(msgspec.Struct, frozen=True, order=True):
    """Who did what when; `target` is the position of a post, or of a person where someone is followed."""

    at: int
    act: Act
    who: int
    target: int
    words: str = ""


class Story(msgspec.Struct, frozen=True):
    """Everybody, everything said in order of time, and everything that happens in that order."""

    people: list[Person]
    joined: list[int]
    posts: list[Post]
    events: list[Event]

    @property
    def scenes(self) -> int:
        return sum(len(post.scenes) for post in self.posts)
