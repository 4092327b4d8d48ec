"""Carrying the story out: every account, picture, post and deed by the verb that a member's own app would end at."""

import asyncio
import secrets
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from folkmoot.features import accounts, announcements, auth, media, moderation, polls, posts, relations, site, trends
from folkmoot.features.accounts import Account, ProfileChange
from folkmoot.features.polls import PollDraft
from folkmoot.features.posts import Draft, Visibility
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.clock import DAY, SECOND
from folkmoot.interfaces.cli.demo import gallery
from folkmoot.interfaces.cli.demo.story import VARIANTS
from folkmoot.interfaces.cli.demo.types import Act, Event, Scene, Story
from folkmoot.interfaces.cli.demo.words import Person, Question, vocabulary

TRENDS = 10
"""Posts and tags that the demo lets trend, of each so many."""
TRENDING = (trends.Kind.POST, trends.Kind.TAG)
BATCH = 100
"""Events in one transaction."""
PICTURE_SIZE = (960, 640)
AVATAR_SIZE = (320, 320)
HEADER_SIZE = (1200, 400)
HEADERS = ("hills", "lake", "town", "night", "quilt", "flowers")
_MARKS = {Act.FAVOURITE: posts.favourite, Act.BOOKMARK: posts.bookmark, Act.PIN: posts.pin}
Advance = Callable[[str, int], None]
"""Called with the name of a stage and how many more steps of it are done."""


class StoryClock:
    """A clock that stands where the story has got to."""

    def __init__(self, at: int) -> None:
        self.at = at

    def __call__(self) -> int:
        return self.at


class Seeder:
    """Tells one story to one empty community."""

    def __init__(self, ground: Ground, clock: StoryClock, story: Story, advance: Advance) -> None:
        self._ground = ground
        self._clock = clock
        self._story = story
        self._advance = advance
        self._members: list[Account] = []
        self._rules: list[int] = []
        self._media: dict[int, list[int]] = {}
        self._ids: dict[int, int] = {}
        self._posts: dict[int, posts.Post] = {}

    async def seed(self, passwords: dict[str, str]) -> None:
        """Write everything; those whose names are in `passwords` can sign in with theirs, nobody else can."""
        self._clock.at = min(self._story.joined)
        await self._open_accounts(passwords)
        await self._write_rules()
        with tempfile.TemporaryDirectory(prefix="folkmoot-demo-") as folder:
            await self._hang_pictures(Path(folder))
        for start in range(0, len(self._story.events), BATCH):
            batch = self._story.events[start : start + BATCH]
            self._clock.at = batch[-1].at
            await self._happen(batch)
            await self._run_jobs()
            self._advance("events", len(batch))
        await self._announce()
        await self._let_trend()

    async def _run_jobs(self) -> None:
        """Let follow what follows, at the time it would have: notifications get the hour of what they tell of."""
        await polls.end_due(self._ground)
        while await self._ground.runner.run_due():
            pass

    async def _write_rules(self) -> None:
        async with self._ground.work() as work:
            for rule in vocabulary("en").rule:
                written = await site.add_rule(work, site.RuleText(rule.text, rule.hint))
                await site.translate_rule(work, written.id, "de", site.RuleText(rule.de))
                self._rules.append(written.id)

    async def _announce(self) -> None:
        async with self._ground.work() as work:
            for said in vocabulary("en").announcement:
                made_id = await announcements.publish(work, announcements.Words(said.text))
                for place, name in enumerate(said.reactions):
                    await announcements.react(work, made_id, self._members[place].id, name, ())

    async def _let_trend(self) -> None:
        """Count what is hot at the end of the story, and allow the hottest, as a moderator would."""
        await trends.recompute(self._ground, trends.no_objection)
        db = await self._ground.read()
        hot = [item for kind in TRENDING for item in await trends.candidates(db, kind, TRENDS)]
        async with self._ground.work() as work:
            for item in hot:
                subject = await trends.find(work.db, item.kind, item.number)
                await trends.review(work, subject, trends.State.ALLOWED, None)

    async def _open_accounts(self, passwords: dict[str, str]) -> None:
        hashes = {name: await auth.hash_password(password) for name, password in passwords.items()}
        nobody = await auth.hash_password(new_password())
        async with self._ground.work() as work:
            for person, joined in zip(self._story.people, self._story.joined, strict=True):
                self._members.append(await self._open(work, person, joined, hashes.get(person.username, nobody)))
        self._advance("members", len(self._members))

    async def _open(self, work: Work, person: Person, joined: int, hashed: str) -> Account:
        account = await accounts.open_account(work, person.username, display_name=person.name, created_at=joined)
        await auth.open_user(
            work,
            account.id,
            email=email_of(person.username),
            password_hash=hashed,
            locale=person.language,
            confirmed=True,
            approved=True,
        )
        if person.role:
            await auth.grant_role(work, account.id, person.role, by=None)
        fields = [accounts.Field(name, value) for name, value in person.fields]
        change = ProfileChange(note=person.note, fields=fields, bot=person.bot, indexable=True)
        return await accounts.edit_profile(work, account.id, change)

    async def _hang_pictures(self, folder: Path) -> None:
        """Draw and take in every picture; the media feature decides how many are cleaned at once."""
        dressed = [place for place, person in enumerate(self._story.people) if person.picture != "none"]
        acts = [partial(self._dress, folder, place) for place in dressed]
        acts += [partial(self._attach, folder, place) for place, post in enumerate(self._story.posts) if post.scenes]
        await _a_few_at_once(acts)

    async def _dress(self, folder: Path, place: int) -> None:
        """Give a member an avatar, and some a header."""
        person = self._story.people[place]
        variant = _first_variant(person.picture)
        path = folder / f"avatar-{place}.jpg"
        await asyncio.to_thread(gallery.save, person.picture, variant, place, AVATAR_SIZE, path)
        avatar, static = await media.store_picture(self._ground, path, "avatar")
        change = ProfileChange(avatar=avatar, avatar_static=static)
        self._advance("pictures", 1)
        if place % 4 == 0:
            scene = HEADERS[place // 4 % len(HEADERS)]
            path = folder / f"header-{place}.jpg"
            await asyncio.to_thread(gallery.save, scene, _first_variant(scene), place, HEADER_SIZE, path)
            header, static = await media.store_picture(self._ground, path, "header")
            change = ProfileChange(
                avatar=change.avatar, avatar_static=change.avatar_static, header=header, header_static=static
            )
            self._advance("pictures", 1)
        async with self._ground.work() as work:
            await accounts.edit_profile(work, self._members[place].id, change)

    async def _attach(self, folder: Path, place: int) -> None:
        """Draw what a post shows and take it in under its author's name."""
        post = self._story.posts[place]
        ids = []
        for number, scene in enumerate(post.scenes):
            path = folder / f"post-{place}-{number}.{'mp4' if scene.name == 'film' else 'jpg'}"
            await asyncio.to_thread(_draw, scene, path)
            item = await media.upload(self._ground, self._members[post.author].id, path, description=scene.alt)
            ids.append(item.id)
            self._advance("pictures", 1)
        self._media[place] = ids

    async def _happen(self, batch: Sequence[Event]) -> None:
        """Let a stretch of time pass in one transaction; reports read before they write and come after it."""
        async with self._ground.work() as work:
            for event in batch:
                await self._act(work, event)
        self._posts.clear()
        for event in batch:
            if event.act is Act.REPORT:
                await self._report(event)

    async def _act(self, work: Work, event: Event) -> None:
        who = self._members[event.who].id
        match event.act:
            case Act.POST:
                await self._publish(work, event.target)
            case Act.EDIT:
                await self._edit(work, event)
            case Act.FOLLOW:
                await relations.follow(work, who, self._members[event.target], relations.FollowOptions())
            case Act.FAVOURITE | Act.BOOKMARK | Act.PIN:
                await _MARKS[event.act](work, who, await self._post(work, event.target))
            case Act.BOOST:
                await posts.reblog(work, who, await self._post(work, event.target), created_at=event.at)
            case Act.VOTE:
                choices = map(int, event.words.split(","))
                await polls.vote(work, who, self._ids[event.target], choices, at=event.at)

    async def _publish(self, work: Work, place: int) -> None:
        post = self._story.posts[place]
        draft = Draft(
            text=post.text,
            spoiler_text=post.spoiler,
            visibility=Visibility[post.visibility.upper()],
            language=post.language,
            media_ids=self._media.get(place, []),
            created_at=post.at,
            quote_policy=posts.QuotePolicy.PUBLIC,
            poll=_poll(post.poll),
            quoted_id=None if post.quoted is None else self._ids[post.quoted],
        )
        parent = None if post.parent is None else await self._post(work, post.parent)
        domain = self._ground.config.site.domain
        author = self._members[post.author].id
        self._ids[place] = await posts.publish(work, author, draft, parent=parent, own_domain=domain)

    async def _edit(self, work: Work, event: Event) -> None:
        said = await self._post(work, event.target)
        draft = Draft(text=event.words, language=said.language, media_ids=self._media.get(event.target, []))
        await posts.edit(work, said, draft, own_domain=self._ground.config.site.domain)

    async def _post(self, work: Work, place: int) -> posts.Post:
        """Return the written post at a place of the story."""
        if place not in self._posts:
            post_id = self._ids[place]
            self._posts[place] = (await posts.by_ids(work.db, [post_id]))[post_id]
        return self._posts[place]

    async def _report(self, event: Event) -> None:
        category, _, comment = event.words.partition("\n")
        target = self._members[self._story.posts[event.target].author].id
        rules = [self._rules[1]] if category == "violation" else []
        complaint = moderation.Complaint(
            category=category, comment=comment, post_ids=[self._ids[event.target]], rule_ids=rules
        )
        report = await moderation.prepare_report(self._ground, self._members[event.who].id, target, complaint)
        async with self._ground.work() as work:
            await moderation.file_report(work, report)


def _poll(question: Question | None) -> PollDraft | None:
    if question is None:
        return None
    seconds = question.days * DAY // SECOND
    return PollDraft(question.options, seconds, multiple=question.multiple, hide_totals=question.hide_totals)


async def _a_few_at_once(acts: Iterable[Callable[[], Awaitable[None]]]) -> None:
    """Run all of them, four at a time: enough to keep two cleaning processes busy while the next are drawn."""
    places = asyncio.Semaphore(4)

    async def one(act: Callable[[], Awaitable[None]]) -> None:
        async with places:
            await act()

    async with asyncio.TaskGroup() as group:
        for act in acts:
            group.create_task(one(act))


def _draw(scene: Scene, path: Path) -> None:
    if scene.name == "film":
        gallery.save_film(path)
    else:
        gallery.save(scene.name, scene.variant, scene.seed, PICTURE_SIZE, path)


def _first_variant(scene: str) -> str:
    return VARIANTS.get(scene, ("",))[0]


def new_password() -> str:
    """Return a password that nobody guesses and everybody can type."""
    return "-".join(secrets.token_hex(2) for _ in range(4))


def email_of(username: str) -> str:
    """Return the address under which a member of the demo signs in; nothing is ever delivered there."""
    return f"{username}@demo.example"


def pictures_of(story: Story) -> int:
    """Return how many pictures there are to draw and take in."""
    dressed = [place for place, person in enumerate(story.people) if person.picture != "none"]
    return story.scenes + len(dressed) + sum(place % 4 == 0 for place in dressed)
