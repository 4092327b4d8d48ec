"""The demo community: a believable story, told by the verbs that everybody uses."""

import itertools
import shutil
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from folkmoot.features import accounts, auth
from folkmoot.formats import text
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY, system_clock
from folkmoot.infra.config import Config, DatabaseSettings, Place, Secrets, Site, load
from folkmoot.infra.db import Sql
from folkmoot.interfaces.cli.demo import command, gallery
from folkmoot.interfaces.cli.demo.seeding import Seeder, StoryClock, email_of, pictures_of
from folkmoot.interfaces.cli.demo.story import LANGUAGES, VARIANTS, Teller
from folkmoot.interfaces.cli.demo.types import SPAN, Act, Story
from folkmoot.interfaces.cli.demo.words import people, vocabulary
from folkmoot.wiring import CONSEQUENCES
from tests.conformance.entities import check
from tests.support.moot import moot

NOW = 1_800_000_000_000


def told(size: int = 300, now: int = NOW) -> Story:
    return Teller(1, now, size).tell()


def unpictured(story: Story) -> Story:
    """The same story without anything to draw."""
    return replace(
        story,
        people=[replace(person, picture="none") for person in story.people],
        posts=[replace(post, scenes=()) for post in story.posts],
    )


def test_the_same_seed_tells_the_same_story() -> None:
    assert told() == told()
    assert told().posts != Teller(2, NOW, 300).tell().posts


def test_the_full_story_has_what_a_community_has() -> None:
    story = told(2000)
    assert (len(story.people), len(story.posts)) == (50, 2000)
    acts = [event.act for event in story.events]
    assert {act: acts.count(act) > 0 for act in Act} == dict.fromkeys(Act, True)
    assert acts.count(Act.REPORT) == 4
    assert {post.language for post in story.posts} == set(LANGUAGES)
    assert {post.visibility for post in story.posts} == {"public", "unlisted", "private", "direct"}
    assert any(post.spoiler for post in story.posts)
    assert [scene.name for post in story.posts for scene in post.scenes].count("film") == 1
    assert 50 <= story.scenes <= 75
    assert len({post.text for post in story.posts}) > 1700
    assert {post.language for post in story.posts if post.poll} == set(LANGUAGES)


def test_nothing_happens_before_its_cause_or_after_now() -> None:
    story = told(600)
    assert [event.at for event in story.events] == sorted(event.at for event in story.events)
    assert all(NOW - SPAN <= event.at < NOW for event in story.events)
    for event in story.events:
        assert event.at > story.joined[event.who]
        if event.act not in {Act.POST, Act.FOLLOW}:
            assert event.at > story.posts[event.target].at
    for place, post in enumerate(story.posts):
        assert post.parent is None or post.parent < place


def test_everything_that_can_be_said_can_be_posted() -> None:
    random = Random(7)
    for words in map(vocabulary, LANGUAGES):
        spoken = [[*topic.openers, *topic.replies] for topic in words.topic]
        shown = [idea.texts for topic in words.topic for idea in topic.pictures]
        for template in itertools.chain(*spoken, *shown, words.general.replies, words.general.answers):
            for _ in range(5):
                said = words.say(template, random)
                assert not set("{}|") & set(said), template
                assert 3 < text.length(said) < 450


def test_everybody_can_be_a_member() -> None:
    everybody = people()
    assert len({person.username for person in everybody}) == len(everybody) == 50
    assert {person.role for person in everybody} == {"", "owner", "moderator"}
    for person in everybody:
        assert vocabulary(person.language).topics(person.topics), person.username
        assert person.picture in {"none", "portrait", *VARIANTS}


@pytest.mark.parametrize("scene", [*VARIANTS, "portrait"])
def test_pictures_differ_by_seed_and_are_described(scene: str) -> None:
    for variant in VARIANTS.get(scene, ("",)):
        one, other = (gallery.paint(scene, variant, seed, (48, 32)) for seed in (1, 2))
        assert one.size == (48, 32)
        assert one.tobytes() != other.tobytes()
        assert one.tobytes() == gallery.paint(scene, variant, 1, (48, 32)).tobytes()
        if scene != "portrait":
            assert all(f"{scene}-{variant}" in vocabulary(language).alts for language in LANGUAGES)


def test_few_people_make_a_trend_in_a_small_town(tmp_path: Path) -> None:
    command._make_room(tmp_path / "demo")
    settings = load(tmp_path / "demo").config.trends
    assert (settings.window_hours, settings.least_voices) == (72, 2)


async def seeded(folder: Path, url: str, story: Story, clock: StoryClock) -> None:
    settings = replace(Config(), site=Site(url="http://moot.test"), database=DatabaseSettings(url=url))
    place = Place(folder, settings, Secrets(session_key="11" * 32, otp_key="22" * 32))
    ground = Ground(place, CONSEQUENCES, clock)
    await ground.start()
    try:
        await Seeder(ground, clock, story, lambda _stage, _steps: None).seed({"member": "a password of hers"})
    finally:
        await ground.stop()


async def test_the_story_becomes_a_community(database_url: str, tmp_path: Path) -> None:
    now = system_clock()
    story = unpictured(told(60, now))
    await seeded(tmp_path, database_url, story, StoryClock(now))
    async with moot(tmp_path, database_url) as running:
        db = await running.ground.read()
        user = await auth.user_by_email(db, email_of("member"))
        assert user is not None
        assert await auth.verify_password(user.password_hash, "a password of hers")
        public = await running.ok("GET", "/api/v1/timelines/public?limit=40")
        assert [check(status, "Status") for status in public] == [[]] * len(public)
        assert public[0]["content"]
        asked = [status["poll"] for status in public if status["poll"]]
        assert {poll["expired"] for poll in asked} == {True, False}
        assert all(poll["votes_count"] > 0 for poll in asked)
        told_of = Sql("select count(*), count(distinct post_id) from notification where kind = 'poll'")
        count, ended = await db.one(told_of) or (0, 0)
        assert ended == sum(post.poll is not None and post.at + post.poll.days * DAY <= now for post in story.posts)
        assert count > ended, "who answered is told, too"
        member = await accounts.by_handle(db, "member", "moot.test")
        assert member.statuses_count == sum(
            post.author == 2 and post.visibility != "direct" for post in story.posts
        ) + sum(event.act is Act.BOOST and event.who == 2 for event in story.events)
        assert member.following_count == sum(event.act is Act.FOLLOW and event.who == 2 for event in story.events)
        [role] = (await auth.roles_of(db, [(await accounts.by_handle(db, "owner", "moot.test")).id])).values()
        assert role.name == "owner"


async def test_pictures_and_the_film_are_taken_in(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "folkmoot.db")
    url = f"sqlite:///{tmp_path / 'folkmoot.db'}"
    now = system_clock()
    tellings = (Teller(seed, now, 40).tell() for seed in itertools.count(1))
    story = next(story for story in tellings if sum(bool(post.scenes) for post in story.posts) > 1)
    bare = unpictured(story)
    bare = replace(bare, posts=story.posts, people=[story.people[0], *bare.people[1:]])
    await seeded(tmp_path, url, bare, StoryClock(now))
    async with moot(tmp_path, url) as running:
        public = await running.ok("GET", "/api/v1/timelines/public?limit=40&only_media=true")
        attached = [item for status in public for item in status["media_attachments"]]
        assert {item["type"] for item in attached} == {"image", "gifv"}
        assert all(item["description"] and item["blurhash"] for item in attached)
        owner = await running.ok("GET", "/api/v1/accounts/lookup?acct=owner")
        assert owner["avatar"] != owner["header"]
        assert "missing" not in owner["avatar"]


def test_progress_knows_its_length() -> None:
    story = told(300)
    dressed = sum(person.picture != "none" for person in story.people)
    assert pictures_of(story) > story.scenes + dressed
    assert all(SPAN < NOW - joined < 500 * DAY or joined == NOW - SPAN for joined in story.joined)
