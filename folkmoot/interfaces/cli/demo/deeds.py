"""What the demo's people do besides talking: follow, favourite, boost, bookmark, pin, vote and report."""

from collections.abc import Iterator
from random import Random

from msgspec.structs import replace

from folkmoot.infra.clock import DAY, HOUR, MINUTE
from folkmoot.interfaces.cli.demo.types import SPAN, Act, Event, Post
from folkmoot.interfaces.cli.demo.words import Person, Question

STAFF = ("owner", "moderator", "member")
COMPLAINTS = (
    ("sales", "spam", "Third advertisement today, and it writes to people directly."),
    ("sales", "spam", "Verkauft hier offenbar gefälschte Ware."),
    (
        "council",
        "other",
        "This repeats a rumour about the pool as if it were decided. Could somebody add what the minutes say?",
    ),
    (
        "town",
        "violation",
        "One can read the name at the door bell in this. Maybe ask before posting where people live?",
    ),
)


def deeds(random: Random, people: list[Person], posts: list[Post], now: int) -> Iterator[Event]:
    """Yield everything that people do, in no particular order."""
    yield from _follows(random, people, now)
    for place, post in enumerate(posts):
        if post.pinned:
            yield Event(post.at + MINUTE, Act.PIN, post.author, place)
        if post.edited:
            yield Event(post.at + HOUR, Act.EDIT, post.author, place, post.edited)
        if post.visibility in {"public", "unlisted"} and post.topic != "sales":
            yield from _applause(random, len(people), post, place, now)
        if post.poll is not None:
            yield from _votes(random, len(people), post, post.poll, Event(now, Act.VOTE, post.author, place))
    yield from _pins(random, posts, now)
    yield from _reports(random, people, posts, now)


def _follows(random: Random, people: list[Person], now: int) -> Iterator[Event]:
    """Everyone follows those who share their interests, and the houses of the town; most did before the first post."""
    for who, person in enumerate(people):
        wanted = 26 if person.username in STAFF else random.randint(7, 30)
        others = [place for place in range(len(people)) if place != who and "sales" not in people[place].topics]
        likely = sorted(
            others, key=lambda other: _closeness(person, people[other]) + random.random() * 2.5, reverse=True
        )
        for whom in likely[:wanted]:
            at = now - SPAN + random.randint(0, HOUR) if random.random() < 0.85 else now - random.randint(MINUTE, SPAN)
            yield Event(at, Act.FOLLOW, who, whom)


def _closeness(one: Person, other: Person) -> float:
    return len(set(one.topics) & set(other.topics)) + (2 if other.username in STAFF else 0) + (1 if other.fields else 0)


def _applause(random: Random, crowd: int, post: Post, place: int, now: int) -> Iterator[Event]:
    """A few posts are loved by many, most by some; boosts are rarer and bookmarks quiet."""
    liked = min(int(random.paretovariate(1.1)) - 1 + (4 if post.scenes else 0), crowd // 2)
    if post.parent is not None:
        liked //= 2
    fans = [who for who in random.sample(range(crowd), k=min(crowd - 1, liked + liked // 6 + 1)) if who != post.author]
    for number, who in enumerate(fans):
        at = min(now - 1, post.at + round(random.expovariate(1 / (5 * HOUR))) + MINUTE)
        if number < liked:
            yield Event(at, Act.FAVOURITE, who, place)
        if number % 6 == 5 and post.parent is None:
            yield Event(at, Act.BOOST, who, place)
        if number % 7 == 3:
            yield Event(at, Act.BOOKMARK, who, place)


def _votes(random: Random, crowd: int, post: Post, poll: Question, last: Event) -> Iterator[Event]:
    """Many answer, most of them soon; some options are far more popular than others. `last` is when it is too late."""
    until = min(last.at, post.at + poll.days * DAY) - MINUTE
    weights = [random.paretovariate(1.2) for _ in poll.options]
    places = range(len(poll.options))
    for who in random.sample(range(crowd), k=random.randint(crowd // 3, crowd * 2 // 3)):
        at = post.at + MINUTE + round(random.expovariate(1 / (8 * HOUR)))
        if who == post.author or at >= until:
            continue
        chosen = set(random.choices(places, weights, k=random.randint(1, 3) if poll.multiple else 1))
        yield replace(last, at=at, who=who, words=",".join(map(str, sorted(chosen))))


def _pins(random: Random, posts: list[Post], now: int) -> Iterator[Event]:
    """Some pin something of their own."""
    pinned: set[int] = {post.author for post in posts if post.pinned}
    for place in random.sample(range(len(posts)), k=min(len(posts), 60)):
        post = posts[place]
        if post.parent is None and post.visibility == "public" and post.author not in pinned and len(pinned) < 15:
            pinned.add(post.author)
            yield Event(min(now - 1, post.at + DAY), Act.PIN, post.author, place)


def _reports(random: Random, people: list[Person], posts: list[Post], now: int) -> Iterator[Event]:
    """A few complaints wait for the moderators."""
    judged: set[int] = set()
    for topic, category, comment in COMPLAINTS:
        fitting = [
            at
            for at, post in enumerate(posts)
            if post.topic == topic and post.visibility == "public" and at not in judged
        ]
        if not fitting:
            continue
        place = fitting[-1 - random.randrange(min(3, len(fitting)))]
        judged.add(place)
        others = [at for at, one in enumerate(people) if at != posts[place].author and one.username not in STAFF]
        at = min(now - 1, posts[place].at + random.randint(HOUR, 9 * HOUR))
        yield Event(at, Act.REPORT, random.choice(others), place, f"{category}\n{comment}")
