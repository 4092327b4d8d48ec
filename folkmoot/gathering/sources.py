"""All that a post shows, as the features know it."""

from collections.abc import Iterable
from typing import NamedTuple

from folkmoot.features import accounts, auth, media, polls, posts, previews
from folkmoot.features.accounts import Account
from folkmoot.features.auth import App
from folkmoot.features.media import Media
from folkmoot.features.polls import Poll
from folkmoot.features.posts import Post, Tag
from folkmoot.features.previews import Preview
from folkmoot.infra.boot import Ground


class Source(NamedTuple):
    """A post with its author, whom and what its text names, its files, its poll, its app and its linked page."""

    post: Post
    author: Account
    mentioned: list[Account]
    tags: list[Tag]
    media: list[Media]
    poll: Poll | None
    app: App | None
    page: Preview | None

    @property
    def beside(self) -> str:
        """Return the words of the post that do not stand in its text, line by line."""
        return "\n".join([*(item.description for item in self.media), *(self.poll.options if self.poll else ())])

    @property
    def others(self) -> tuple[int, ...]:
        """Return the ids of the posts that are shown with it."""
        ids = (self.post.reblog_of_id, self.post.quoted_id)
        return tuple(other for other in ids if other is not None)

    @property
    def sensitive(self) -> bool:
        return self.post.sensitive or self.author.sensitized_at is not None


async def sources(ground: Ground, ids: list[int]) -> list[Source]:
    """Fetch posts; unknown ids are left out. Nine queries at most for any number of them."""
    db = ground.db.reader
    found = await posts.by_ids(db, ids)
    mentioned, tags = await posts.words_of(db, ids)
    files = await media.of_posts(db, ids)
    asked = await polls.of_posts(db, ids)
    people = {post.account_id for post in found.values()} | {i for each in mentioned.values() for i in each}
    faces = await accounts.by_ids(db, list(people))
    apps = await auth.apps_by_ids(db, list({p.app_id for p in found.values() if p.app_id is not None}))
    linking = [post.id for post in found.values() if "://" in post.text]
    pages = await previews.of_posts(db, linking) if linking else {}
    return [
        Source(
            post,
            faces[post.account_id],
            _known(faces, mentioned.get(post.id, ())),
            tags.get(post.id, []),
            files.get(post.id, []),
            asked.get(post.id),
            None if post.app_id is None else apps.get(post.app_id),
            pages.get(post.id),
        )
        for post in found.values()
    ]


def _known(faces: dict[int, Account], ids: Iterable[int]) -> list[Account]:
    return [faces[account_id] for account_id in ids if account_id in faces]
