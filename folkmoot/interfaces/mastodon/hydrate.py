"""From ids to JSON: a fixed number of queries for a page, rendered once, judged by `visible_to` each time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from msgspec.json import encode

from folkmoot.features import accounts, auth, filters, media, polls, posts, previews, relations, site
from folkmoot.features.accounts import Account
from folkmoot.features.posts import Post
from folkmoot.features.relations import Audience
from folkmoot.infra.boot import Ground
from folkmoot.infra.changes import Key
from folkmoot.interfaces.mastodon import (
    present,
    present_card,
    present_filter,
    present_poll,
    tagged_collections,
)
from folkmoot.interfaces.mastodon.assembly import Card, Page, Viewer, assembled, quotable, quoting
from folkmoot.interfaces.mastodon.links import Links
from folkmoot.interfaces.mastodon.present_moved import Moved, with_destinations

CARDS_KEPT = 20_000
ACCOUNTS_KEPT = 20_000
"""About 2.5 and 1 kB each."""
VIEWERS_KEPT = 2_000
FLAGS_KEPT = 400
"""Posts of which one viewer's flags are remembered."""
DEPTH = 3
"""From a boost to what it boosts, to what that quotes, and to the post of which a quoted quote gives the id."""


class Hydrate:
    """One per process: the rendered posts and accounts, and the way to make those that are missing."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.links = Links(ground.config.site.url)
        self._cards = ground.shelf("cards", on="post", size=CARDS_KEPT)
        self._accounts = ground.shelf("account json", on="account", size=ACCOUNTS_KEPT)
        self._flags = ground.shelf("flags", on="flags", size=VIEWERS_KEPT)
        self._credits: dict[int, set[int]] = {}
        ground.changes.on("site", self._forget_rendered)
        ground.changes.on("account", self._forget_credited)

    def _forget_rendered(self, _: int) -> None:
        """Custom emoji stand in every rendered text."""
        self._cards.clear()
        self._accounts.clear()
        self._credits.clear()

    def _forget_credited(self, account_id: int) -> None:
        """An account stands in the cards of pages that it wrote."""
        for post_id in self._credits.pop(account_id, ()):
            self._cards.drop(post_id)

    async def statuses(self, viewer_id: int | None, ids: Sequence[int]) -> list[bytes]:
        """Return the statuses with these ids that the viewer may see, in their order."""
        found = await self.statuses_by_id(viewer_id, ids)
        return [found[post_id] for post_id in ids if post_id in found]

    async def statuses_by_id(
        self, viewer_id: int | None, ids: Sequence[int], opened: Collection[int] = ()
    ) -> dict[int, bytes]:
        """Return the statuses with these ids that the viewer may see, by id.

        `opened` are shown whoever may see them: what `posts.for_moderation` let through.
        """
        await self._ground.read()
        page, viewer = await self._gathered(viewer_id, ids)
        cards, seen = page.cards, viewer.seen
        seen |= cards.keys() & opened
        return {
            post_id: assembled(cards[post_id], page, viewer)
            for post_id in ids
            if post_id in seen and ((boosted := cards[post_id].post.reblog_of_id) is None or boosted in seen)
        }

    async def _gathered(self, viewer_id: int | None, ids: Sequence[int]) -> tuple[Page, Viewer]:
        cards = await self._with_others(ids)
        subjects = [card.post for card in cards.values()]
        viewer = Viewer(
            None if viewer_id is None else await relations.audience(self._ground, viewer_id),
            {post.id for post in await posts.visible_to(self._ground, viewer_id, subjects)},
            await self._flags_of(viewer_id, cards),
            await self._filtered(viewer_id, cards),
            await self._polls(viewer_id, cards),
            await self._collections(viewer_id, cards),
            self._ground.clock(),
        )
        return Page(cards, await self._faces({post.account_id for post in subjects}, viewer.reader)), viewer

    async def quote(self, viewer_id: int | None, post_id: int) -> bytes:
        """Return the entity Quote of a post as its status holds it for this viewer; null for none."""
        await self._ground.read()
        page, viewer = await self._gathered(viewer_id, [post_id])
        return quoting(page.cards[post_id].post, page, viewer) if post_id in viewer.seen else b"null"

    async def shows(self, ids: Sequence[int]) -> set[Key]:
        """Return what the statuses with these ids depend on beside the viewer: all posts in them, and the accounts."""
        found = (await self._with_others(ids)).values()
        named = {card.post.account_id for card in found} | {card.credited for card in found if card.credited}
        people = {("account", account_id) for account_id in named} | await self.destinations(named)
        return {("post", card.post.id) for card in found} | people

    async def destinations(self, ids: Iterable[int]) -> set[Key]:
        """Return where those of these accounts went that have moved: they are shown with them."""
        faces = await self._known_faces(ids)
        return {("account", face.target_id) for face in faces.values() if type(face) is Moved}

    async def post(self, viewer_id: int | None, post_id: int) -> Post:
        """Return one post to read; UnknownPostError when there is none that the viewer may see."""
        await self._ground.read()
        cards = await self._with_others([post_id])
        seen = {post.id for post in await posts.visible_to(self._ground, viewer_id, [c.post for c in cards.values()])}
        if post_id not in seen or ((boosted := cards[post_id].post.reblog_of_id) is not None and boosted not in seen):
            raise posts.UnknownPostError
        return cards[post_id].post

    async def status(self, viewer_id: int | None, post_id: int) -> bytes:
        """Return one status; UnknownPostError when there is none that the viewer may see."""
        found = await self.statuses(viewer_id, [post_id])
        if not found:
            raise posts.UnknownPostError
        return found[0]

    async def poll(self, viewer_id: int | None, post_id: int) -> bytes:
        """Return the poll of a post; UnknownPostError when there is none that the viewer may see."""
        post = await self.post(viewer_id, post_id)
        shown = await self._polls(viewer_id, await self._of([post.id]))
        if post.id not in shown:
            raise posts.UnknownPostError
        return shown[post.id]

    def next_end(self, ids: Iterable[int], now: int) -> int | None:
        """Return when (ms since 1970) the first open poll of these posts ends, of those remembered; None for none.

        What links to a collection is not to be remembered at all: it shows what changes unheard.
        """
        found = self._cards.many(ids)[0].values()
        if any(card.collections for card in found):
            return now
        return min((card.poll.expires_at for card in found if card.poll and card.poll.expires_at > now), default=None)

    async def _with_others(self, ids: Sequence[int]) -> dict[int, Card]:
        """Return these posts, those that they boost or quote, and what those quote in turn."""
        cards = found = await self._of(ids)
        for _ in range(DEPTH):
            others = {other for card in found.values() if card.others for other in card.others} - cards.keys()
            if not others:
                break
            found = await self._of(list(others))
            cards = cards | found
        return cards

    async def _of(self, ids: Sequence[int]) -> dict[int, Card]:
        cards: dict[int, Card]
        cards, missing = self._cards.many(ids)
        return cards | await self._render(missing) if missing else cards

    async def _render(self, ids: list[int]) -> dict[int, Card]:
        """Fetch and render posts: eleven queries at most for any number of them."""
        db = self._ground.db.reader
        tick = self._ground.changes.tick
        found = await posts.by_ids(db, ids)
        mentioned, tags = await posts.words_of(db, ids)
        files = await media.of_posts(db, ids)
        asked = await polls.of_posts(db, ids)
        people = {post.account_id for post in found.values()} | {i for each in mentioned.values() for i in each}
        faces = await accounts.by_ids(db, list(people))
        await self._render_authors({post.account_id: faces[post.account_id] for post in found.values()}, tick)
        apps = await auth.apps_by_ids(db, list({p.app_id for p in found.values() if p.app_id is not None}))
        known = await site.emojis(self._ground)
        pages, credited = await self._previews([post.id for post in found.values() if "://" in post.text])
        cards = {}
        for post in found.values():
            words = present.Words(
                [faces[i] for i in mentioned.get(post.id, ()) if i in faces],
                tags.get(post.id, []),
                files.get(post.id, []),
                apps.get(post.app_id) if post.app_id is not None else None,
                pages.get(post.id),
            )
            cut = present.status(post, faces[post.account_id], words, known, self.links)
            poll = asked.get(post.id)
            beside = "\n".join([*(item.description for item in words.media), *(poll.options if poll else ())])
            asks = present_poll.cut(poll, known, self.links) if poll else None
            tail = cut.tail + (b',"poll":' if asks else b',"poll":null')
            others = tuple(other for other in (post.reblog_of_id, post.quoted_id) if other is not None)
            linked = tagged_collections.linked_ids(post.text, self.links)
            credit, allowed = credited.get(post.id), quotable(post)
            card = Card(post, cut.head, tail, beside, asks, cut.url, others, linked, credit, allowed)
            cards[post.id] = card
            self._cards.put(post.id, card, tick)
        return cards

    async def _previews(self, ids: list[int]) -> tuple[dict[int, dict[str, Any]], dict[int, int]]:
        """Return the entity PreviewCard of each post that shows a link, and the account that wrote the page, if any."""
        found = await previews.of_posts(self._ground.db.reader, ids) if ids else {}
        credited = {i: page.author_account_id for i, page in found.items() if page.author_account_id is not None}
        faces = await self.account_json(set(credited.values()), None) if credited else {}
        for post_id, account_id in credited.items():
            self._credits.setdefault(account_id, set()).add(post_id)
        shown = {
            post_id: present_card.preview_card(page, faces.get(page.author_account_id or 0), self.links)
            for post_id, page in found.items()
        }
        return shown, credited

    async def account_json(self, ids: Iterable[int], viewer_id: int | None) -> dict[int, bytes]:
        """Return the entity Account of each id as the viewer sees it, as JSON; unknown ids are left out."""
        return await self._faces(ids, None if viewer_id is None else await relations.audience(self._ground, viewer_id))

    async def _faces(self, ids: Iterable[int], reader: Audience | None) -> dict[int, bytes]:
        known = await self._known_faces(ids)
        moved = {face.target_id for face in known.values() if type(face) is Moved}
        faces = with_destinations(known, await self._known_faces(moved) if moved else {})
        if reader is None:
            return {account_id: present.unfeatured(face) for account_id, face in faces.items()}
        for account_id in faces.keys() & (reader.blocking | reader.blocked_by):
            faces[account_id] = present.unfeatured(faces[account_id])
        return faces

    async def _known_faces(self, ids: Iterable[int]) -> dict[int, bytes | Moved]:
        faces: dict[int, bytes | Moved]
        faces, missing = self._accounts.many(ids)
        if not missing:
            return faces
        tick = self._ground.changes.tick
        return faces | await self._render_accounts(await accounts.by_ids(self._ground.db.reader, missing), tick)

    async def _render_authors(self, authors: Mapping[int, Account], tick: int) -> None:
        """Render those authors that are missing while they are at hand: they need not be asked for again."""
        _, missing = self._accounts.many(authors)
        if missing:
            await self._render_accounts({account_id: authors[account_id] for account_id in missing}, tick)

    async def _render_accounts(self, found: Mapping[int, Account], tick: int) -> dict[int, bytes | Moved]:
        db = self._ground.db.reader
        staff = await auth.roles_of(db, [account.id for account in found.values() if account.local])
        known = await site.emojis(self._ground)
        faces: dict[int, bytes | Moved] = {}
        for account in found.values():
            entity = present.account_fields(account, known, self.links, staff.get(account.id))
            made = encode(entity)
            gone = account.moved_to_id is not None and account.suspended_at is None
            face = faces[account.id] = Moved(made, account.moved_to_id or 0) if gone else made
            self._accounts.put(account.id, face, tick)
        return faces

    async def accounts(self, ids: Sequence[int], viewer_id: int | None) -> list[bytes]:
        """Return the entity Account of each known id as the viewer sees it, in their order."""
        await self._ground.read()
        faces = await self.account_json(ids, viewer_id)
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
        cards = await self._with_others(ids)
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

    async def _polls(self, viewer_id: int | None, cards: Mapping[int, Card]) -> dict[int, bytes]:
        """Return the polls of cards by id of the post, as the viewer sees them now. At most one query."""
        asked = {post_id: card.poll for post_id, card in cards.items() if card.poll is not None}
        if not asked:
            return {}
        now = self._ground.clock()
        chosen = {} if viewer_id is None else await polls.ballots(self._ground.db.reader, viewer_id, list(asked))
        return {post_id: present_poll.shown(cut, now, viewer_id, chosen.get(post_id)) for post_id, cut in asked.items()}

    async def _collections(self, viewer_id: int | None, cards: Mapping[int, Card]) -> dict[int, bytes]:
        """Return the collections that cards link to by id of the post, as the viewer sees them. At most two queries."""
        linked = {post_id: card.collections for post_id, card in cards.items() if card.collections}
        return await tagged_collections.of_posts(self._ground, viewer_id, linked)
