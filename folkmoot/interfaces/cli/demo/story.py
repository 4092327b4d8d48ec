"""What happens in the demo community, decided before anything is written: the same seed tells the same story."""

import bisect
import itertools
import math
from random import Random

import msgspec

from folkmoot.infra.clock import DAY, HOUR, MINUTE
from folkmoot.interfaces.cli.demo.deeds import deeds
from folkmoot.interfaces.cli.demo.types import SPAN, Act, Event, Post, Scene, Story
from folkmoot.interfaces.cli.demo.words import Idea, Person, Special, Topic, Vocabulary, people, vocabulary

PICTURED = 0.032
"""Pictures for each post."""
LANGUAGES = ("en", "de")
VARIANTS = {
    "hills": ("dawn", "day", "dusk", "fog"),
    "lake": ("dawn", "day", "dusk"),
    "tree": ("spring", "summer", "autumn", "winter"),
    "town": ("dusk", "day"),
    "night": ("moon", "stars"),
    "flowers": ("mixed",),
    "harvest": ("table",),
    "bread": ("loaf",),
    "cat": ("window",),
    "quilt": ("squares",),
    "bicycle": ("road",),
    "mug": ("steam",),
}
HOUR_WEIGHTS = (1, 0, 0, 0, 1, 2, 6, 10, 11, 9, 8, 8, 10, 9, 7, 7, 8, 10, 12, 14, 15, 13, 8, 4)


class _Draft:
    """A post whose place among the others is not known yet."""

    def __init__(self, post: Post, parent: "_Draft | None", quoted: "_Draft | None" = None) -> None:
        self.post = post
        self.parent = parent
        self.quoted = quoted


class Teller:
    """Makes up a story of `size` posts that ends at `now` (ms since 1970)."""

    def __init__(self, seed: int, now: int, size: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a story, not a secret
        self.now = now
        self.size = size
        self.people = people()
        self.index = {person.username: at for at, person in enumerate(self.people)}
        self.words = {language: vocabulary(language) for language in LANGUAGES}
        self.pictures = round(size * PICTURED)
        self.said: set[str] = set()
        self.eager = list(itertools.accumulate(self.random.paretovariate(1.6) for _ in self.people))
        self.drafts: list[_Draft] = []

    def tell(self) -> Story:
        """Return the story."""
        named: dict[str, _Draft] = {}
        self.drafts = [
            self._special(special, code, named) for code in LANGUAGES for special in self.words[code].special
        ]
        while len(self.drafts) < self.size:
            self._thread()
        posts = self._in_order()
        joined = [self.now - SPAN - self.random.randint(2 * DAY, 400 * DAY) for _ in self.people]
        joined[self.index["member"]] = self.now - SPAN
        events = [Event(post.at, Act.POST, post.author, at) for at, post in enumerate(posts)]
        events += deeds(self.random, self.people, posts, self.now)
        return Story(self.people, joined, posts, sorted(events))

    def _special(self, special: Special, code: str, named: dict[str, _Draft]) -> _Draft:
        at = self.now - round(special.days_ago * DAY)
        alts = self.words[code].alts
        film = [Scene("film", "", 1, alts["film"])] if special.film else []
        pictures = [Scene(*_scene(wanted), seed, alts[wanted]) for seed, wanted in enumerate(special.scenes)]
        author = self.index[special.author]
        post = Post(author, at, special.text, code, None, "", special.visibility, special.pinned, (*film, *pictures))
        post = msgspec.structs.replace(post, poll=special.poll, edited=special.edited)
        draft = _Draft(post, named.get(special.answers), named.get(special.quotes))
        if special.name:
            named[special.name] = draft
        return draft

    def _thread(self) -> None:
        """Let somebody say something, and others answer."""
        author = self._somebody()
        person = self.people[author]
        words = self.words[person.language]
        topic = self._topic(words, person)
        opener = self._opener(author, words, topic)
        self.drafts.append(opener)
        told, used = [opener], set[str]()
        wanted = 0 if topic.name == "sales" else min(self.random.choice((0, 0, 0, 1, 1, 2, 2, 3, 4, 6, 11)), 14)
        for _ in range(min(wanted, self.size - len(self.drafts))):
            reply = self._reply(told, used, words, topic)
            if reply is None:
                break
            told.append(reply)
            self.drafts.append(reply)

    def _somebody(self) -> int:
        """Return a person; some are heard far more often than others."""
        return bisect.bisect(self.eager, self.random.random() * self.eager[-1])

    def _topic(self, words: Vocabulary, person: Person) -> Topic:
        known = words.topics(person.topics) or words.topics(["town"])
        return self.random.choice([known[0], *known])

    def _opener(self, author: int, words: Vocabulary, topic: Topic) -> _Draft:
        templates = topic.openers
        scenes: tuple[Scene, ...] = ()
        if topic.pictures and self.pictures > 0 and self.random.random() < 6 * PICTURED:
            idea = self.random.choice(topic.pictures)
            scenes = self._scenes(words, idea)
            templates = idea.texts
        text = self._fresh(words, templates, set())
        tags = self.random.sample(topic.tags, k=min(len(topic.tags), self.random.choice((0, 0, 1, 1, 2))))
        text += "".join(f" #{tag}" for tag in tags)
        spoiler = self.random.choice(words.general.warnings) if self.random.random() < 0.03 else ""
        visibility = self.random.choices(("public", "unlisted", "private"), (90, 6, 4))[0]
        post = Post(
            author,
            self._moment(),
            text,
            self._code(words),
            spoiler=spoiler,
            visibility=visibility,
            scenes=scenes,
            topic=topic.name,
        )
        return _Draft(post, None)

    def _scenes(self, words: Vocabulary, idea: Idea) -> tuple[Scene, ...]:
        count = min(self.random.choice((1, 1, 1, 1, 2, 3)), self.pictures)
        self.pictures -= count
        variant = self.random.choice(VARIANTS[idea.scene])
        alt = words.alts[f"{idea.scene}-{variant}"]
        return tuple(Scene(idea.scene, variant, self.random.getrandbits(30), alt) for _ in range(count))

    def _reply(self, told: list[_Draft], used: set[str], words: Vocabulary, topic: Topic) -> _Draft | None:
        """Return an answer to one of those `told`; None when the story's end comes first."""
        parent = told[0] if self.random.random() < 0.55 else told[-1]
        asked = told[0].post.author
        if parent is not told[0] and parent.post.author != asked and self.random.random() < 0.6:
            author, templates = asked, words.general.answers
        else:
            author = self._listener(parent.post, topic)
            templates = topic.replies if self.random.random() < 0.65 else words.general.replies
        at = parent.post.at + round(self.random.expovariate(1 / (90 * MINUTE))) + 20_000
        if at >= self.now:
            return None
        text = self._fresh(words, templates, used)
        text = f"@{self.people[parent.post.author].username} {text}"
        visibility = parent.post.visibility
        return _Draft(Post(author, at, text, self._code(words), None, parent.post.spoiler, visibility), parent)

    def _listener(self, post: Post, topic: Topic) -> int:
        """Return somebody else, more likely one who cares about the topic; houses and sellers don't chat."""
        while True:
            found = self.random.randrange(len(self.people))
            person = self.people[found]
            cares = topic.name in person.topics or self.random.random() < 0.25
            if found != post.author and cares and not person.bot and "sales" not in person.topics:
                return found

    def _fresh(self, words: Vocabulary, templates: list[str], used: set[str]) -> str:
        """Return something that nobody in this thread, and if that takes few tries nobody at all, has said yet."""
        unused = [template for template in templates if template not in used] or templates
        for _ in range(25):
            template = self.random.choice(unused)
            text = words.say(template, self.random)
            if text not in self.said:
                break
        self.said.add(text)
        used.add(template)
        return text

    def _moment(self) -> int:
        """Return a moment in the span, more often lately than long ago and in the evening than at night."""
        while True:
            back = round(SPAN * math.pow(self.random.random(), 1.25))
            at = self.now - back
            hour = at // HOUR % 24
            if back > MINUTE and self.random.random() * max(HOUR_WEIGHTS) < HOUR_WEIGHTS[hour]:
                return at

    def _code(self, words: Vocabulary) -> str:
        return next(code for code, known in self.words.items() if known is words)

    def _in_order(self) -> list[Post]:
        """Return the posts in order of time, each with the position of what it answers."""
        ordered = sorted(self.drafts, key=lambda draft: draft.post.at)
        places = {id(draft): at for at, draft in enumerate(ordered)}
        return [
            msgspec.structs.replace(
                draft.post,
                parent=None if draft.parent is None else places[id(draft.parent)],
                quoted=None if draft.quoted is None else places[id(draft.quoted)],
            )
            for draft in ordered
        ]


def _scene(wanted: str) -> tuple[str, str]:
    name, _, variant = wanted.partition("-")
    return name, variant
