"""From ids to JSON: a fixed number of queries for a page, rendered once, judged by `visible_to` each time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from msgspec.json import encode

from folkmoot.features import accounts, auth, filters, media, posts, site
from folkmoot.features.posts import Post, Visibility
from folkmoot.infra.boot import Ground
from folkmoot.interfaces.mastodon import present, present_filter
from folkmoot.interfaces.mastodon.links import Links

CARDS_KEPT = 20_000
ACCOUNTS_KEPT = 20_000
"""About 2.5 and 1 kB each."""
VIEWERS_KEPT = 2_000
FLAGS_KEPT = 400
"""Posts of which one viewer's flags are remembered."""


class Card(msgspec.Struct, frozen=True):
    """A rendered post: what `visible_to` judges, its JSON around the account, and words that stand beside its text."""

    post: Post
    head: bytes
    tail: bytes
    beside: str = ""


class _Viewer(NamedTuple):
    """Who looks (None: anybody), their flags, and as JSON the filters that posts fall under: mostly none."""

    id: int | None
    flags: Mapping[int, int]
    filtered: Mapping[int, bytes]


class Hydrate:
    """One per process: the rendered posts and accounts, and the way to make those that are missing."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.links = Links(ground.config.site.url)
        self._cards = ground.shelf("cards", on="post", size=CARDS_KEPT)
        self._accounts = ground.shelf("account json", on="account", size=ACCOUNTS_KEPT)
        self._flags = ground.shelf("flags", on="flags", size=VIEWERS_KEPT)
        ground.changes.on("site", self._forget_rendered)

    def _forget_rendered(self, _: int) -> None:
        """Custom emoji stand in every rendered text."""
        self._cards.clear()
        self._accounts.clear()

    async def statuses(self, viewer_id: int | None, ids: Sequence[int]) -> list[bytes]:
        """Return the statuses with these ids that the viewer may see, in their order."""
        found = await self.statuses_by_id(viewer_id, ids)
        return [found[post_id] for post_id in ids if post_id in found]

    async def statuses_by_id(self, viewer_id: int | None, ids: Sequence[int]) -> dict[int, bytes]:
        """Return the statuses with these ids that the viewer may see, by id."""
        await self._ground.read()
        cards = await self._with_originals(ids)
        subjects = [card.post for card in cards.values()]
        seen = {post.id for post in await posts.visible_to(self._ground, viewer_id, subjects)}
        faces = await self.account_json({post.account_id for post in subjects})
        viewer = _Viewer(viewer_id, await self._flags_of(viewer_id, cards), await self._filtered(viewer_id, cards))
        return {
            post_id: _assembled(cards[post_id], cards, faces, viewer)
            for post_id in ids
            if post_id in seen and ((boosted := cards[post_id].post.reblog_of_id) is None or boosted in seen)
        }

    async def post(self, viewer_id: int | None, post_id: int) -> Post:
        """Return one post to read; UnknownPostError when there is none that the viewer may see."""
        await self._ground.read()
        cards = await self._with_originals([post_id])
        seen = await posts.visible_to(self._ground, viewer_id, [card.post for card in cards.values()])
        if post_id not in cards or len(seen) < len(cards):
            raise posts.UnknownPostError
        return cards[post_id].post

    async def status(self, viewer_id: int | None, post_id: int) -> bytes:
        """Return one status; UnknownPostError when there is none that the viewer may see."""
        found = await self.statuses(viewer_id, [post_id])
        if not found:
            raise posts.UnknownPostError
        return found[0]

    async def _with_originals(self, ids: Sequence[int]) -> dict[int, Card]:
        cards = await self._of(ids)
        originals = [
            card.post.reblog_of_id
            for card in cards.values()
            if card.post.reblog_of_id is not None and card.post.reblog_of_id not in cards
        ]
        return cards | await self._of(originals) if originals else cards

    async def _of(self, ids: Sequence[int]) -> dict[int, Card]:
        cards: dict[int, Card]
        cards, missing = self._cards.many(ids)
        return cards | await self._render(missing) if missing else cards

    async def _render(self, ids: list[int]) -> dict[int, Card]:
        """Fetch and render posts: six queries for any number of them."""
        db = self._ground.db.reader
        tick = self._ground.changes.tick
        found = await posts.by_ids(db, ids)
        mentioned = await posts.mentions_of(db, ids)
        tags = await posts.tags_of(db, ids)
        files = await media.of_posts(db, ids)
        people = {post.account_id for post in found.values()} | {i for each in mentioned.values() for i in each}
        faces = await accounts.by_ids(db, list(people))
        apps = await auth.apps_by_ids(db, list({p.app_id for p in found.values() if p.app_id is not None}))
        known = await site.emojis(self._ground)
        cards = {}
        for post in found.values():
            words = present.Words(
                [faces[i] for i in mentioned.get(post.id, ()) if i in faces],
                tags.get(post.id, []),
                files.get(post.id, []),
                apps.get(post.app_id) if post.app_id is not None else None,
            )
            cut = present.status(post, faces[post.account_id], words, known, self.links)
            beside = "\n".join(item.description for item in words.media)
            card = cards[post.id] = Card(post, cut.head, cut.tail, beside)
            self._cards.put(post.id, card, tick)
        return cards

    async def account_json(self, ids: Iterable[int]) -> dict[int, bytes]:
        """Return the entity Account of each id, as JSON; unknown ids are left out."""
        faces: dict[int, bytes]
        faces, missing = self._accounts.many(ids)
        return faces | await self._render_accounts(missing) if missing else faces

    async def _render_accounts(self, ids: list[int]) -> dict[int, bytes]:
        db = self._ground.db.reader
        tick = self._ground.changes.tick
        found = await accounts.by_ids(db, ids)
        staff = await auth.roles_of(db, [account.id for account in found.values() if account.local])
        known = await site.emojis(self._ground)
        faces = {}
        for account in found.values():
            entity = present.account_fields(account, known, self.links, staff.get(account.id))
            face = faces[account.id] = encode(entity)
            self._accounts.put(account.id, face, tick)
        return faces

    async def accounts(self, ids: Sequence[int]) -> list[bytes]:
        """Return the entity Account of each known id, in their order."""
        await self._ground.read()
        faces = await self.account_json(ids)
        return [faces[account_id] for account_id in ids if account_id in faces]

    async def _flags_of(self, viewer_id: int | None, cards: Mapping[int, Card]) -> dict[int, int]:
        if viewer_id is None:
            return {}
        tick = self._ground.changes.tick
        known: dict[int, int] | None = self._flags.get(viewer_id)
        if known is None:
            known = {}
            self._flags.put(viewer_id, known, tick)
        flags = {post_id: known[post_id] for post_id in cards if post_id in known}
        missing = [post_id for post_id in cards if post_id not in known]
        if missing:
            found = await posts.flags(self._ground.db.reader, viewer_id, missing)
            fetched = {post_id: found.get(post_id, 0) for post_id in missing}
            if len(known) > FLAGS_KEPT:
                known.clear()  # another call of the same viewer may be filling it: only `flags` is this call's own
            known.update(fetched)
            flags |= fetched
        return flags

    async def make_ready(self, viewer_ids: list[int], ids: Sequence[int]) -> None:
        """Let `statuses_by_id` answer these viewers from memory: a fixed number of queries, however many they are."""
        cards = await self._with_originals(ids)
        tick = self._ground.changes.tick
        found = await posts.flags_among(self._ground.db.reader, viewer_ids, list(cards))
        for viewer_id, flags in found.items():
            known: dict[int, int] | None = self._flags.get(viewer_id)
            if known is None:
                self._flags.put(viewer_id, flags, tick)
            elif not self._ground.changes.changed_since(("flags", viewer_id), tick):
                known.update(flags)
        await filters.make_ready(self._ground, viewer_ids)

    async def _filtered(self, viewer_id: int | None, cards: Mapping[int, Card]) -> dict[int, bytes]:
        """Return the viewer's filters that cards fall under by id of what is shown; a boost says what its post does."""
        if viewer_id is None:
            return {}
        active = await filters.active(self._ground, viewer_id)
        if not active:
            return {}
        now = self._ground.clock()
        found = {}
        for post_id, card in cards.items():
            said = card if card.post.reblog_of_id is None else cards.get(card.post.reblog_of_id, card)
            text = f"{said.post.spoiler_text}\n{said.post.text}\n{said.beside}"
            matches = active.matches(text, (post_id, said.post.id), now)
            if matches:
                found[post_id] = present_filter.results(matches)
        return found


def _assembled(card: Card, cards: Mapping[int, Card], faces: Mapping[int, bytes], viewer: _Viewer) -> bytes:
    post = card.post
    if post.reblog_of_id is None:
        return b"".join((
            card.head, faces[post.account_id], card.tail, b',"reblog":null', _viewer_part(post, post.id, viewer), b"}",
        ))  # fmt: skip
    original = cards[post.reblog_of_id]
    return b"".join((
        card.head, faces[post.account_id], original.tail, b',"reblog":', _assembled(original, cards, faces, viewer),
        _viewer_part(original.post, post.id, viewer), b"}",
    ))  # fmt: skip


def _viewer_part(post: Post, shown_id: int, viewer: _Viewer) -> bytes:
    if viewer.id is None:
        return b""
    pinnable = post.account_id == viewer.id and post.visibility != Visibility.DIRECT
    part = present.FLAGS[viewer.flags[post.id], pinnable]
    if shown_id in viewer.filtered:
        return part.replace(present.UNFILTERED, b'"filtered":' + viewer.filtered[shown_id])
    return part
