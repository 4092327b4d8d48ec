"""From committed changes to news: who gets to hear of what, judged at that moment by the rules of the timelines."""

import asyncio
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import Protocol

from folkmoot.features import conversations, lists, posts, timelines
from folkmoot.features.posts import Visibility
from folkmoot.features.timelines import Fresh, Reading
from folkmoot.infra.boot import Ground
from folkmoot.infra.changes import Key
from folkmoot.streaming import channels
from folkmoot.streaming.channels import DIRECT, NOTIFICATION, USER, Channel
from folkmoot.streaming.events import Event
from folkmoot.streaming.listener import Listener, Voice, Wanted
from folkmoot.streaming.readers import Readers

POSTED = ("published", "edited")
ERASED = ("erased", "erased public", "erased direct")
PLAIN = {"filters": "filters_changed", "merged": "notifications_merged"}
"""Changes of a member that the member's own stream tells of in a word."""
ANNOUNCED = ("announcement", "announcement reaction")
TICKETS = ("token", "sessions")
NEWS = frozenset([*POSTED, *ERASED, *PLAIN, *ANNOUNCED, *TICKETS, "told", "conversed"])
"""The kinds of change that somebody who listens may have to hear of."""

VIEWERS = 500
"""Members for whom a post is rendered before others get their turn."""
REMEMBERED = 40
"""Originals that a member was shown last: no boost shows them again, as in the home timeline."""
CLOSED_REMEMBERED = 10_000
"""Direct posts of which it is known who was sent them."""


class Room(Protocol):
    """Who listens, as the courier needs to know it."""

    readers: Readers
    listeners: set[Listener]
    voices: Counter[Voice]

    def at(self, channel: Channel) -> Iterable[Listener]: ...

    def of(self, viewer_id: int) -> Iterable[Listener]: ...

    def open(self, *names: str) -> list[Channel]: ...

    def tell(self, viewer_id: int, channel: Channel, event: Event) -> None: ...

    async def check_tickets(self, keys: Iterable[Key]) -> None: ...


class _Batch:
    """What was looked up for some transactions: a fixed number of queries, however many they are."""

    def __init__(self) -> None:
        self.posts: dict[int, Fresh] = {}
        self.mentioned: dict[int, list[int]] = {}
        self.lists: dict[int, lists.List] = {}
        self.on_list: dict[int, set[int]] = {}
        self.conversations: defaultdict[int, list[conversations.Conversation]] = defaultdict(list)


class Courier:
    """Brings what was committed to those who listen, transaction by transaction, in order."""

    def __init__(self, ground: Ground, room: Room) -> None:
        self._ground = ground
        self._room = room
        self._shown: defaultdict[int, deque[int]] = defaultdict(lambda: deque(maxlen=REMEMBERED))
        self._closed: OrderedDict[int, list[int]] = OrderedDict()

    def forget(self, viewer_id: int) -> None:
        """Forget what a member was shown, who does not listen any more."""
        self._shown.pop(viewer_id, None)

    async def bring(self, transactions: Sequence[Sequence[Key]]) -> None:
        """Tell those who listen what these transactions, which touched these keys, did."""
        batch = await self._looked_up([key for keys in transactions for key in keys])
        for keys in transactions:
            await self._room.check_tickets([key for key in keys if key[0] in TICKETS])
            for kind, changed_id in keys:
                if kind in POSTED and changed_id in batch.posts:
                    await self._bring_post(kind, batch.posts[changed_id], batch)
                elif kind in ERASED:
                    await self._bring_end(kind, changed_id, [key for touched, key in keys if touched == "outbox"])
                elif kind in PLAIN:
                    self._room.tell(changed_id, USER, Event(PLAIN[kind]))
                elif kind == "conversed":
                    await self._bring_conversations(batch.conversations[changed_id])
                elif kind in ANNOUNCED:
                    await self._bring_announcement(kind, changed_id)
            await self._bring_notifications(keys)

    async def _looked_up(self, keys: Sequence[Key]) -> _Batch:
        db, batch = await self._ground.read(), _Batch()
        posted = list(dict.fromkeys(changed_id for kind, changed_id in keys if kind in POSTED))
        if posted:
            batch.posts = await timelines.fresh(db, posted)
            for voice in list(self._room.voices):
                await voice.ready(posted)
            entries = [item.entry for item in batch.posts.values()]
            closed = [entry.id for entry in entries if entry.visibility >= Visibility.PRIVATE]
            batch.mentioned = await posts.mentions_of(db, closed) if closed else {}
            list_ids = [int(channel.argument) for channel in self._room.open("list")]
            if list_ids:
                people = {entry.account_id for entry in entries} | {entry.in_reply_to_account_id for entry in entries}
                batch.lists = await lists.by_ids(db, list_ids)
                batch.on_list = await lists.among(db, list_ids, [person for person in people if person is not None])
        conversed = [changed_id for kind, changed_id in keys if kind == "conversed"]
        if conversed:
            for item in await conversations.ending_with(db, conversed):
                batch.conversations[item.last_id].append(item)
        return batch

    async def _bring_post(self, change: str, item: Fresh, batch: _Batch) -> None:
        wanted: Wanted = defaultdict(list)
        now, post_id = self._ground.clock(), item.entry.id
        for channel in channels.standing(item):
            for listener in self._room.at(channel):
                reading = self._room.readers.get(listener.viewer_id)
                if reading is not None and not _shuns(reading, item, now):
                    wanted[listener.viewer_id].append((listener, channel))
        for viewer_id in self._room.readers.concerned(item):
            reading = self._reading(viewer_id, item, batch)
            if reading is not None and timelines.stands_at_home(item, reading, now) and self._is_new(viewer_id, item):
                wanted[viewer_id] += [(listener, USER) for listener in self._room.of(viewer_id)]
        self._want_on_lists(wanted, item, batch)
        if item.entry.visibility == Visibility.DIRECT:
            self._closed[post_id] = list(wanted)
            if len(self._closed) > CLOSED_REMEMBERED:
                self._closed.popitem(last=False)
        await self._hand_out(change, item, wanted)

    def _want_on_lists(self, wanted: Wanted, item: Fresh, batch: _Batch) -> None:
        now = self._ground.clock()
        for list_id, made in batch.lists.items():
            reading = self._reading(made.account_id, item, batch)
            if reading and timelines.stands_on_list(item, made, batch.on_list[list_id], reading, now):
                channel = Channel("list", str(list_id))
                wanted[made.account_id] += [(listener, channel) for listener in self._room.at(channel)]

    def _reading(self, viewer_id: int, item: Fresh, batch: _Batch) -> Reading | None:
        reading = self._room.readers.get(viewer_id)
        if reading is not None and viewer_id in batch.mentioned.get(item.entry.id, ()):
            return reading._replace(mentioned_in=frozenset([item.entry.id]))
        return reading

    def _is_new(self, viewer_id: int, item: Fresh) -> bool:
        """Say whether it is no boost of what the member was shown a moment ago."""
        original = item.entry.reblog_of_id
        return original is None or original not in self._shown.get(viewer_id, ())

    async def _hand_out(self, change: str, item: Fresh, wanted: Wanted) -> None:
        """Have every voice tell the post to the members who hear it."""
        viewers = list(wanted)
        for start in range(0, len(viewers), VIEWERS):
            for voice, part in _apart(wanted, viewers[start : start + VIEWERS]).items():
                for viewer_id in await voice.post(change, item.entry.id, part):
                    self._shown[viewer_id].append(item.entry.reblog_of_id or item.entry.id)
            await asyncio.sleep(0)

    async def _bring_end(self, kind: str, post_id: int, authors: list[int]) -> None:
        """Tell that a post is gone: everybody of a public one, who was sent it of a direct one, else followers."""
        event, room = Event("delete", str(post_id)), self._room
        viewers = self._who_saw(kind, post_id, authors)
        for viewer_id in viewers:
            room.tell(viewer_id, USER, event)
        for channel in room.open("list"):
            for listener in room.at(channel):
                if listener.viewer_id in viewers:
                    listener.hear(event, channel)
        for channel in room.open(*channels.PUBLIC, *channels.TAGGED) if kind == "erased public" else ():
            for listener in room.at(channel):
                listener.hear(event, channel)
        await asyncio.sleep(0)

    def _who_saw(self, kind: str, post_id: int, authors: list[int]) -> set[int]:
        """Return in whose home a post stood that is gone."""
        if kind == "erased direct":
            return {*self._closed.pop(post_id, ()), *authors}
        followers = self._room.readers.followers(authors)
        return followers | self._room.readers.followers_of_tags() if kind == "erased public" else followers

    async def _bring_conversations(self, items: list[conversations.Conversation]) -> None:
        for item in items:
            listening = [listener for listener in self._room.of(item.account_id) if DIRECT in listener.channels]
            for voice, some in _by_voice(listening).items():
                await voice.conversation(item, some)

    async def _bring_announcement(self, kind: str, announcement_id: int) -> None:
        listening = [listener for listener in self._room.listeners if USER in listener.channels]
        for voice, some in _by_voice(listening).items():
            await voice.announcement(kind, announcement_id, some)

    async def _bring_notifications(self, keys: Sequence[Key]) -> None:
        told = [key for kind, key in keys if kind == "told"]
        for viewer_id in (key for kind, key in keys if told and kind == "notifications"):
            listening = [listener for listener in self._room.of(viewer_id) if _hears(listener)]
            for voice, some in _by_voice(listening).items():
                await voice.notifications(viewer_id, told, some)


def _apart(wanted: Wanted, viewers: Iterable[int]) -> dict[Voice, Wanted]:
    """Return who gets a post of these members, by the voice in which they hear it."""
    found: dict[Voice, Wanted] = {}
    for viewer_id in viewers:
        for listener, channel in wanted[viewer_id]:
            found.setdefault(listener.voice, {}).setdefault(viewer_id, []).append((listener, channel))
    return found


def _by_voice(listening: Iterable[Listener]) -> dict[Voice, list[Listener]]:
    found: dict[Voice, list[Listener]] = {}
    for listener in listening:
        found.setdefault(listener.voice, []).append(listener)
    return found


def _shuns(reading: Reading, item: Fresh, now: int) -> bool:
    author_id, reader = item.entry.account_id, reading.audience
    return reader.shuns(author_id, now) or reader.shuns_domain(author_id, item.domain)


def _hears(listener: Listener) -> bool:
    """Say whether its ticket lets it hear of notifications; on the stream `user` that is not a matter of course."""
    return listener.ticket.hears_notifications and (USER in listener.channels or NOTIFICATION in listener.channels)
