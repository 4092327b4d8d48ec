"""What the demo's people say and who they are, read from the files beside: templates with choices, invented people."""

import re
from importlib.resources import files
from random import Random

import msgspec

_INNERMOST = re.compile(r"\{([^{}]*)\}")
_BEGINNING = re.compile(r"(^|[.!?] )([a-zäöü])")


class Idea(msgspec.Struct, frozen=True):
    """A picture that somebody may post: which scene, and what they say to it."""

    scene: str
    texts: list[str]


class Topic(msgspec.Struct, frozen=True):
    """What people talk about; `openers` begin a thread, `replies` answer in it."""

    name: str
    tags: list[str]
    openers: list[str]
    replies: list[str]
    pictures: list[Idea] = []


class General(msgspec.Struct, frozen=True):
    """Replies that fit anywhere, answers of who began a thread, and content warnings."""

    replies: list[str]
    answers: list[str]
    warnings: list[str]


class Question(msgspec.Struct, frozen=True):
    """The poll of a post, open for `days`."""

    options: list[str]
    days: int
    multiple: bool = False
    hide_totals: bool = False


class Special(msgspec.Struct, frozen=True):
    """A post that every demo has. Others that stand after it name it by its `name`: as what they answer or quote.

    `scenes` are pictures, each a scene and its variant (`cat-window`); `edited` is what it says in the end.
    """

    author: str
    days_ago: float
    text: str
    visibility: str = "public"
    pinned: bool = False
    film: bool = False
    poll: Question | None = None
    name: str = ""
    answers: str = ""
    quotes: str = ""
    scenes: list[str] = []
    edited: str = ""


class RuleOfConduct(msgspec.Struct, frozen=True):
    """A rule of the community, a hint at what it means, and the rule in German."""

    text: str
    hint: str
    de: str


class Notice(msgspec.Struct, frozen=True):
    """What everybody in the demo is told; the first members react with these emoji, one each."""

    text: str
    reactions: list[str] = []


class Vocabulary(msgspec.Struct, frozen=True):
    """Everything that is said in one language; `alts` describe pictures by scene and variant."""

    slots: dict[str, list[str]]
    topic: list[Topic]
    general: General
    alts: dict[str, str]
    special: list[Special] = []
    rule: list[RuleOfConduct] = []
    announcement: list[Notice] = []

    def say(self, template: str, random: Random) -> str:
        """Return one of the texts that `template` stands for."""

        def choose(match: re.Match[str]) -> str:
            inside: str = match[1]
            choices = inside.split("|") if "|" in inside else self.slots[inside]
            return random.choice(choices)

        while _INNERMOST.search(template):
            template = _INNERMOST.sub(choose, template)
        return _BEGINNING.sub(lambda match: match[1] + match[2].upper(), template)

    def topics(self, wanted: list[str]) -> list[Topic]:
        """Return the topics with these names, in their order, as far as this language has them."""
        known = {topic.name: topic for topic in self.topic}
        return [known[name] for name in wanted if name in known]


class Person(msgspec.Struct, frozen=True):
    """Somebody who does not exist. `topics` begins with the dearest; `picture` is a scene, 'portrait' or 'none'."""

    username: str
    name: str
    language: str
    topics: list[str]
    picture: str
    note: str
    fields: list[tuple[str, str]] = []
    role: str = ""
    bot: bool = False


class _People(msgspec.Struct, frozen=True):
    person: list[Person]
    rows: list[tuple[str, str, str, str, str, str]]


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def vocabulary(language: str) -> Vocabulary:
    """Return what is said in `language`, 'en' or 'de'."""
    return msgspec.toml.decode(_read(f"{language}.toml"), type=Vocabulary)


def people() -> list[Person]:
    """Return everybody, those with a role and the houses of the town first."""
    read = msgspec.toml.decode(_read("people.toml"), type=_People)
    others = [
        Person(username, name, language, topics.split(","), picture, note)
        for username, name, language, topics, picture, note in read.rows
    ]
    return [*read.person, *others]
