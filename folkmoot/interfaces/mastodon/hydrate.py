"""From ids to JSON: a fixed number of queries for a page, rendered once, judged by `visible_to` each time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from msgspec.json import encode

from folkmoot.features import accounts, auth, posts, relations, site
from folkmoot.features.accounts import Account
from folkmoot.features.posts import Post
from folkmoot.features.relations import Audience
from folkmoot.features.site import Emoji
from folkmoot.gathering import Cards, Links, Source, Viewer, Viewers, quotable
from folkmoot.infra.boot import Ground
from folkmoot.infra.changes import Key
from folkmoot.interfaces.mastodon import present, present_card, present_poll, tagged_collections
from folkmoot.interfaces.mastodon.assembly import JsonCard, Page, assembled, polled, quoting
from folkmoot.interfaces.mastodon.present_moved import Moved, with_destinations

ACCOUNTS_KEPT = 20_000
"""About 1 kB each."""


class Hydrate:
    """One per process: the rendered posts and accounts, and the way to make those that are missing."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.links = Links(ground.config.site.url)
        self._cards = Cards(ground, "status json", self._render)
        self._viewers = ground.one(Viewers)
        self._accounts = ground.shelf("account json", on="account", size=ACCOUNTS_KEPT)
        self._credits: dict[int, set[int]] = {}
        ground.changes.on("site", self._forget_rendered)
        ground.changes.on("account", self._forget_credited)

    def _forget_rendered(self, _: int) -> None:
        """Custom emoji stand in every rendered text."""
        self._accounts.clear()
        self._credits.clear()

    def _forget_credited(self, account_id: int) -> None:
        """An account stands in the cards of pages that it wrote."""
        for post_id in self._credits.pop(account_id, ()):
            self._cards.kept.drop(post_id)

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
        cards = await self._cards.with_others(ids)
        viewer = await self._viewers.of(viewer_id, cards)
        faces = await self._faces({card.post.account_id for card in cards.values()}, viewer.reader)
        return Page(cards, faces, await self._collections(viewer_id, cards)), viewer

    async def quote(self, viewer_id: int | None, post_id: int) -> bytes:
        """Return the entity Quote of a post as its status holds it for this viewer; null for none."""
        await self._ground.read()
        page, viewer = await self._gathered(viewer_id, [post_id])
        return quoting(page.cards[post_id].post, page, viewer) if post_id in viewer.seen else b"null"

    async def shows(self, ids: Sequence[int]) -> set[Key]:
        """Return what the statuses with these ids depend on beside the viewer: all posts in them, and the accounts."""
        found = (await self._cards.with_others(ids)).values()
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
        cards = await self._cards.with_others([post_id])
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
        cards = await self._cards.of([post.id])
        asks = cards[post.id].asks
        if asks is None:
            raise posts.UnknownPostError
        return polled(asks, post.id, await self._viewers.of(viewer_id, cards))

    def next_end(self, ids: Iterable[int], now: int) -> int | None:
        """Return when (ms since 1970) the first open poll of these posts ends, of those remembered; None for none.

        What links to a collection is not to be remembered at all: it shows what changes unheard.
        """
        found = self._cards.kept.many(ids)[0].values()
        if any(card.collections for card in found):
            return now
        return min((card.poll.expires_at for card in found if card.poll and card.poll.expires_at > now), default=None)

    async def _render(self, found: list[Source], tick: int) -> list[JsonCard]:
        await self._render_authors({source.author.id: source.author for source in found}, tick)
        known = await site.emojis(self._ground)
        pages = await self._previews(found)
        return [self._card(source, pages.get(source.post.id), known) for source in found]

    def _card(self, source: Source, page: dict[str, Any] | None, known: Mapping[str, Emoji]) -> JsonCard:
        cut = present.status(source, page, known, self.links)
        asks = present_poll.cut(source.poll, known, self.links) if source.poll else None
        return JsonCard(
            post=source.post,
            beside=source.beside,
            poll=source.poll,
            others=source.others,
            head=cut.head,
            tail=cut.tail + (b',"poll":' if asks else b',"poll":null'),
            asks=asks,
            url=cut.url,
            collections=tagged_collections.linked_ids(source.post.text, self.links),
            credited=source.page.author_account_id if source.page else None,
            quotable=quotable(source.post),
        )

    async def _previews(self, found: list[Source]) -> dict[int, dict[str, Any]]:
        """Return the entity PreviewCard of each post that shows a link, by its id, with the account that wrote it."""
        pages = {source.post.id: source.page for source in found if source.page is not None}
        credited = {i: page.author_account_id for i, page in pages.items() if page.author_account_id is not None}
        faces = await self.account_json(set(credited.values()), None) if credited else {}
        for post_id, account_id in credited.items():
            self._credits.setdefault(account_id, set()).add(post_id)
        return {
            post_id: present_card.preview_card(page, faces.get(page.author_account_id or 0), self.links)
            for post_id, page in pages.items()
        }

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

    async def make_ready(self, viewer_ids: list[int], ids: Sequence[int]) -> None:
        """Let `statuses_by_id` answer these viewers from memory: a fixed number of queries, however many they are."""
        await self._viewers.make_ready(viewer_ids, list(await self._cards.with_others(ids)))

    async def _collections(self, viewer_id: int | None, cards: Mapping[int, JsonCard]) -> dict[int, bytes]:
        """Return the collections that cards link to by id of the post, as the viewer sees them. At most two queries."""
        linked = {post_id: card.collections for post_id, card in cards.items() if card.collections}
        return await tagged_collections.of_posts(self._ground, viewer_id, linked)
