"""Home against a slow and obvious model of it: random communities, every reader, every way of paging."""

import random
from typing import Any, NamedTuple

import pytest

from folkmoot.features import relations
from tests.support.moot import Member, Moot
from tests.support.ties import block, follow, keep_apart, mute, unblock, unfollow, unmute

MEMBERS = 5
TAGS = ("", "", "moss", "stones")
LANGUAGES = ("en", "de", "")
VISIBILITIES = ("public", "public", "unlisted", "private", "direct")


class Said(NamedTuple):
    """A post or, with `boosts`, a boost, as the model remembers it."""

    id: int
    author: int
    visibility: str
    language: str
    mentioned: frozenset[int]
    answers: int | None
    boosts: "Said | None"
    tag: str = ""


class World:
    """What happened so far, and by it what each reader should see. Members are numbers."""

    def __init__(self) -> None:
        self.said: dict[int, Said] = {}
        self.follows: dict[tuple[int, int], tuple[bool, tuple[str, ...]]] = {}
        self.blocks: set[tuple[int, int]] = set()
        self.mutes: set[tuple[int, int]] = set()
        self.apart: set[tuple[int, int]] = set()
        self.tags: set[tuple[int, str]] = set()

    def sees(self, reader: int, post: Said) -> bool:
        if post.boosts is not None and not self.sees(reader, post.boosts):
            return False
        if reader == post.author:
            return True
        if (post.author, reader) in self.blocks:
            return False
        if post.visibility in ("public", "unlisted") or reader in post.mentioned:
            return True
        return post.visibility == "private" and (reader, post.author) in self.follows

    def end(self, pair: tuple[int, int]) -> None:
        """End a follow, and with it the place on a list."""
        self.follows.pop(pair, None)
        self.apart.discard(pair)

    def shuns(self, reader: int, author: int) -> bool:
        pairs = {(reader, author), (author, reader)}
        return bool(pairs & self.blocks) or (reader, author) in self.mutes

    def wants(self, reader: int, post: Said) -> bool:
        if reader == post.author:
            return True
        if self.shuns(reader, post.author) or (reader, post.author) in self.apart:
            return False
        by_tag = post.visibility == "public" and (reader, post.tag) in self.tags
        if by_tag or (reader, post.author) not in self.follows:
            return by_tag
        shows_boosts, languages = self.follows[reader, post.author]
        if post.boosts is not None:
            return shows_boosts and not self.shuns(reader, post.boosts.author)
        if languages and post.language and post.language not in languages:
            return False
        known = {post.author, reader} | {target for who, target in self.follows if who == reader}
        return post.answers is None or post.answers in known

    def home(self, reader: int) -> list[Said]:
        """Everything that belongs into the home of `reader`, newest first, boosts of it not yet thinned out."""
        newest = sorted(self.said.values(), key=lambda post: -post.id)
        return [post for post in newest if self.wants(reader, post) and self.sees(reader, post)]


def thinned(entries: list[Said]) -> list[int]:
    """Leave out boosts of what stands there itself, or in a newer boost."""
    seen = {post.id for post in entries if post.boosts is None}
    kept = []
    for post in entries:
        if post.boosts is not None:
            if post.boosts.id in seen:
                continue
            seen.add(post.boosts.id)
        kept.append(post.id)
    return kept


class Play:
    """Random acts, carried out in the community and in the model alike."""

    def __init__(self, moot: Moot, members: list[Member], chance: random.Random) -> None:
        self.moot = moot
        self.members = members
        self.chance = chance
        self.world = World()

    async def act(self) -> None:
        acts = (self.post, self.post, self.post, self.boost, self.delete, self.relate, self.relate, self.tag)
        await self.chance.choice(acts)()

    async def talk(self) -> None:
        await self.chance.choice((self.post, self.post, self.boost))()

    def _pick(self, who: int) -> Said | None:
        seen = [post for post in self.world.said.values() if self.world.sees(who, post)]
        return self.chance.choice(seen) if seen else None

    async def post(self) -> None:
        who = self.chance.randrange(MEMBERS)
        mentioned = frozenset(n for n in range(MEMBERS) if n != who and self.chance.random() < 0.2)
        fields: dict[str, Any] = {
            "visibility": self.chance.choice(VISIBILITIES),
            "language": self.chance.choice(LANGUAGES),
        }
        target = self._pick(who) if self.chance.random() < 0.4 else None
        if target is not None and target.boosts is None:
            fields["in_reply_to_id"] = str(target.id)
        else:
            target = None
        tag = self.chance.choice(TAGS)
        text = f"words {tag and '#' + tag} " + " ".join(f"@{self.members[n].name}" for n in sorted(mentioned))
        made = await self.moot.post(self.members[who], text, **fields)
        answers = target.author if target else None
        self._write(made, who, fields["visibility"], fields["language"], mentioned, answers)
        post_id = int(made["id"])
        self.world.said[post_id] = self.world.said[post_id]._replace(tag=tag)

    def _write(
        self, made: dict[str, Any], who: int, visibility: str, language: str, mentioned: frozenset[int],
        answers: int | None = None, boosts: Said | None = None,
    ) -> None:  # fmt: skip
        post_id = int(made["id"])
        self.world.said[post_id] = Said(post_id, who, visibility, language, mentioned, answers, boosts)

    async def boost(self) -> None:
        who = self.chance.randrange(MEMBERS)
        target = self._pick(who)
        if target is None or target.boosts is not None:
            return
        answer = await self.moot.call("POST", f"/api/v1/statuses/{target.id}/reblog", self.members[who])
        may = target.visibility in ("public", "unlisted") or (target.visibility == "private" and target.author == who)
        assert answer.status_code == (200 if may else 422), answer.text
        if may and int(answer.json()["id"]) not in self.world.said:
            made = answer.json()
            self._write(made, who, made["visibility"], "", frozenset(), boosts=target)

    async def delete(self) -> None:
        who = self.chance.randrange(MEMBERS)
        own = [post for post in self.world.said.values() if post.author == who]
        if not own or self.chance.random() < 0.5:
            return
        gone = self.chance.choice(own)
        await self.moot.ok("DELETE", f"/api/v1/statuses/{gone.id}", self.members[who])
        kept = {
            i: p for i, p in self.world.said.items() if i != gone.id and (p.boosts is None or p.boosts.id != gone.id)
        }
        self.world.said = kept

    async def relate(self) -> None:
        who, whom = self.chance.sample(range(MEMBERS), 2)
        pair, people = (who, whom), (self.members[who], self.members[whom])
        world, deed = (
            self.world,
            self.chance.choice(("follow",) * 6 + ("unfollow", "block", "unblock", "mute", "unmute", "part")),
        )
        blocked = {pair, pair[::-1]} & world.blocks
        if deed == "follow" and not blocked:
            wishes = (self.chance.random() < 0.7, self.chance.choice(((), (), ("en",), ("de", "fr"))))
            world.follows[pair] = wishes
            await follow(self.moot, *people, show_reblogs=wishes[0], languages=list(wishes[1]))
        elif deed == "unfollow":
            world.end(pair)
            await unfollow(self.moot, *people)
        elif deed == "block":
            world.blocks.add(pair)
            world.end(pair)
            world.end(pair[::-1])
            await block(self.moot, *people)
        elif deed == "unblock":
            world.blocks.discard(pair)
            await unblock(self.moot, *people)
        elif deed == "mute":
            world.mutes.add(pair)
            await mute(self.moot, *people)
        elif deed == "unmute":
            world.mutes.discard(pair)
            await unmute(self.moot, *people)
        elif deed == "part" and pair in world.follows and pair not in world.apart:
            world.apart.add(pair)
            await keep_apart(self.moot, *people)

    async def tag(self) -> None:
        who, tag = self.chance.randrange(MEMBERS), self.chance.choice(TAGS[2:])
        wanted = (who, tag) not in self.world.tags
        self.world.tags ^= {(who, tag)}
        verb = relations.follow_tag if wanted else relations.unfollow_tag
        async with self.moot.ground.work() as work:
            await verb(work, self.members[who].id, tag)

    async def befriend(self) -> None:
        """Let everyone follow everyone."""
        for who in range(MEMBERS):
            for whom in set(range(MEMBERS)) - {who}:
                self.world.follows[who, whom] = (True, ())
                await follow(self.moot, self.members[who], self.members[whom])

    async def page(self, reader: int, **params: Any) -> list[int]:
        body = await self.moot.ok("GET", "/api/v1/timelines/home", self.members[reader], params=params)
        return [int(status["id"]) for status in body]


@pytest.fixture
async def play(a_moot: Moot, seed: int) -> Play:
    members = [await a_moot.member(f"m{number}") for number in range(MEMBERS)]
    return Play(a_moot, members, random.Random(seed))


@pytest.mark.parametrize("seed", range(3))
async def test_home_is_what_the_model_says_after_every_few_acts(play: Play) -> None:
    """Few enough entries that one page holds the whole home: then it must be exactly the model's."""
    for _ in range(12):
        for _ in range(5):
            await play.act()
        for reader in range(MEMBERS):
            wanted = play.world.home(reader)
            assert len(wanted) <= 40
            assert await play.page(reader, limit=40) == thinned(wanted), play.world.follows


@pytest.mark.parametrize("seed", range(10, 12))
async def test_walking_home_meets_everything_once(play: Play) -> None:
    await play.befriend()
    for _ in range(10):
        await play.relate()
    for _ in range(3):
        await play.tag()
    for _ in range(150):
        await play.talk()
    assert any(len(play.world.home(reader)) > 60 for reader in range(MEMBERS)), "deeper than what is remembered"
    for reader in range(MEMBERS):
        entries = play.world.home(reader)
        for limit, downward in ((4, True), (7, False), (40, True)):
            walked = await _walk(play, reader, limit, downward=downward)
            _check_walk(entries, walked)


async def _walk(play: Play, reader: int, limit: int, *, downward: bool) -> list[list[int]]:
    """Return every page, newest first, by max_id downward or by min_id upward."""
    pages = []
    params: dict[str, Any] = {} if downward else {"min_id": 1}
    while page := await play.page(reader, limit=limit, **params):
        assert len(page) <= limit
        pages.append(page)
        params = {"max_id": page[-1]} if downward else {"min_id": page[0]}
    return pages if downward else pages[::-1]


def _check_walk(entries: list[Said], pages: list[list[int]]) -> None:
    """Every post exactly once; a boost only where its post does not stand on the same page; all in order."""
    by_id = {post.id: post for post in entries}
    walked = [post_id for page in pages for post_id in page]
    assert walked == sorted(set(walked), reverse=True)
    assert set(walked) <= set(by_id)
    assert {post.id for post in entries if post.boosts is None} <= set(walked)
    shown = {by_id[post_id].boosts.id for post_id in walked if by_id[post_id].boosts} | set(walked)  # type: ignore[union-attr]
    assert {post.boosts.id for post in entries if post.boosts} <= shown
    for page in pages:
        subjects = [by_id[post_id].boosts.id if by_id[post_id].boosts else post_id for post_id in page]  # type: ignore[union-attr]
        assert len(subjects) == len(set(subjects))


async def test_a_mute_ends_by_itself(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    await follow(a_moot, anna, berta)
    post = await a_moot.post(berta, "hello")
    await mute(a_moot, anna, berta, duration=60)
    assert await a_moot.ok("GET", "/api/v1/timelines/home", anna) == []
    a_moot.clock.advance(61_000)
    home = await a_moot.ok("GET", "/api/v1/timelines/home", anna)
    assert [status["id"] for status in home] == [post["id"]]


async def test_a_reader_whose_filters_leave_nothing_gets_an_empty_page(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    await follow(a_moot, anna, berta, languages=["de"])
    for number in range(45):
        await a_moot.post(berta, f"post {number}", language="en")
    assert await a_moot.ok("GET", "/api/v1/timelines/home", anna) == []
    post = await a_moot.post(berta, "Beitrag", language="de")
    home = await a_moot.ok("GET", "/api/v1/timelines/home", anna)
    assert [status["id"] for status in home] == [post["id"]]
