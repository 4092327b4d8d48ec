"""A member's own posts and profile as ActivityStreams, many at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from folkmoot.features import accounts, media, polls, posts, site
from folkmoot.features.accounts import Account
from folkmoot.features.media import Media
from folkmoot.features.polls import Poll
from folkmoot.features.portability.exports import uri_of
from folkmoot.features.posts import Post, Visibility
from folkmoot.formats import activitystreams as streams
from folkmoot.formats import text as text_format
from folkmoot.infra.boot import Ground

MEDIA_FOLDER = "media_attachments/files/"
TYPES = {
    "jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp", "mp4": "video/mp4",
    "webm": "video/webm", "mp3": "audio/mpeg", "ogg": "audio/ogg", "flac": "audio/flac", "m4a": "audio/mp4",
}  # fmt: skip


class Page(NamedTuple):
    """What a page of posts refers to, by the ids of posts and accounts."""

    mentions: Mapping[int, list[int]]
    tags: Mapping[int, list[posts.Tag]]
    files: Mapping[int, list[Media]]
    polls: Mapping[int, Poll]
    others: Mapping[int, Post]
    people: Mapping[int, Account]
    emojis: Mapping[str, str]


async def gather(ground: Ground, page: Sequence[Post]) -> Page:
    """Fetch what these posts refer to: six queries for any number of them."""
    db, ids = ground.db.reader, [post.id for post in page]
    mentions = await posts.mentions_of(db, ids)
    referred = {ref for post in page for ref in (post.reblog_of_id, post.quoted_id, post.in_reply_to_id) if ref}
    others = await posts.by_ids(db, list(referred))
    wanted = {post.account_id for post in (*page, *others.values())} | {i for each in mentions.values() for i in each}
    base = base_of(ground)
    return Page(
        mentions,
        await posts.tags_of(db, ids),
        await media.of_posts(db, ids),
        await polls.of_posts(db, ids),
        others,
        await accounts.by_ids(db, list(wanted)),
        {code: f"{base}/media/{item.image}" for code, item in (await site.emojis(ground)).items()},
    )


def base_of(ground: Ground) -> str:
    return ground.config.site.url.rstrip("/")


def activity(ground: Ground, post: Post, page: Page) -> dict[str, Any] | None:
    """Return the activity by which a post came to be; None for a boost of what is gone."""
    base, author = base_of(ground), page.people[post.account_id]
    by = streams.actor_id(base, author.username)
    if post.reblog_of_id is None:
        return streams.create(_note(ground, post, page))
    original = page.others.get(post.reblog_of_id)
    if original is None:
        return None
    said = uri_of(ground, original, page.people[original.account_id])
    activity_id = f"{streams.note_id(base, author.username, post.id)}/activity"
    return streams.announce(activity_id, by, Visibility(post.visibility).word, post.created_at, said)


def _note(ground: Ground, post: Post, page: Page) -> streams.Note:
    base, author = base_of(ground), page.people[post.account_id]
    mentioned = [page.people[i] for i in page.mentions.get(post.id, ()) if i in page.people]
    poll = page.polls.get(post.id)
    return streams.Note(
        id=streams.note_id(base, author.username, post.id),
        actor=streams.actor_id(base, author.username),
        url=f"{base}/@{author.username}/{post.id}",
        content=content(ground, post.text, mentioned),
        summary=post.spoiler_text,
        sensitive=post.sensitive,
        language=post.language,
        visibility=Visibility(post.visibility).word,
        published=post.created_at,
        updated=post.edited_at,
        in_reply_to=_reference(ground, post.in_reply_to_id, page),
        quote=_reference(ground, post.quoted_id, page),
        mentions=[(_actor_uri(base, account), _at(account, ground.config.site.domain)) for account in mentioned],
        tags=[(f"{base}/tags/{quote(tag.key)}", tag.name) for tag in page.tags.get(post.id, ())],
        emojis=[(code, url) for code, url in page.emojis.items() if f":{code}:" in f"{post.text}\n{post.spoiler_text}"],
        attachments=[_attachment(item) for item in page.files.get(post.id, ()) if item.original],
        question=None if poll is None else _question(poll, ground.clock()),
    )


def content(ground: Ground, text: str, mentioned: Iterable[Account]) -> str:
    """Return text as HTML, its mentions linked to the accounts they mean."""
    base, domain = base_of(ground), ground.config.site.domain
    known = {account.acct.lower(): account for account in mentioned}

    def resolve(handle: str) -> tuple[str, str] | None:
        account = known.get(handle.removesuffix(f"@{domain}").lower())
        return None if account is None else (account.url or f"{base}/@{account.username}", account.username)

    return text_format.to_html(text, resolve, f"{base}/tags/")


def _reference(ground: Ground, post_id: int | None, page: Page) -> str:
    other = page.others.get(post_id or 0)
    return "" if other is None else uri_of(ground, other, page.people[other.account_id])


def _actor_uri(base: str, account: Account) -> str:
    return account.uri if account.domain else streams.actor_id(base, account.username)


def _at(account: Account, domain: str) -> str:
    return f"@{account.username}@{account.domain or domain}"


def _attachment(item: Media) -> streams.Attachment:
    size = item.meta.get("original", {})
    focus = None if item.focus_x is None or item.focus_y is None else (item.focus_x, item.focus_y)
    return streams.Attachment(
        media_type(item.original), MEDIA_FOLDER + item.original, item.description, item.blurhash,
        size.get("width"), size.get("height"), focus,
    )  # fmt: skip


def media_type(key: str) -> str:
    """Return the media type of a stored file by its name."""
    return TYPES.get(key.rpartition(".")[2], "application/octet-stream")


def _question(poll: Poll, now: int) -> streams.Question:
    return streams.Question(
        list(zip(poll.options, poll.tallies, strict=True)), poll.multiple, poll.expires_at, poll.voters_count,
        poll.has_ended(now),
    )  # fmt: skip


async def actor(ground: Ground, account: Account) -> dict[str, Any]:
    """Return a member's profile as it stands in an archive: with the names of the files beside it."""
    base = base_of(ground)
    aliases = await accounts.aliases_of(ground.db.reader, account.id)
    wanted = [alias.target_id for alias in aliases if alias.target_id is not None]
    people = await accounts.by_ids(ground.db.reader, [*wanted, *filter(None, [account.moved_to_id])])
    own = streams.actor_id(base, account.username)
    moved = people.get(account.moved_to_id or 0)
    return streams.actor(
        streams.Actor(
            id=own,
            username=account.username,
            name=account.display_name,
            note=content(ground, account.note, ()),
            url=f"{base}/@{account.username}",
            fields=[(field.name, content(ground, field.value, ())) for field in account.fields],
            published=account.created_at,
            locked=account.locked,
            bot=account.bot,
            discoverable=account.discoverable,
            indexable=account.indexable,
            icon=_picture("avatar", account.avatar),
            image=_picture("header", account.header),
            also_known_as=[_actor_uri(base, people[i]) for i in wanted if i in people]
            + [f"acct:{alias.handle}" for alias in aliases if alias.handle],
            moved_to="" if moved is None else _actor_uri(base, moved),
            collections={"outbox": "outbox.json", "likes": "likes.json", "bookmarks": "bookmarks.json"},
        )
    )


def _picture(name: str, key: str) -> tuple[str, str] | None:
    return (media_type(key), picture_name(name, key)) if key else None


def picture_name(name: str, key: str) -> str:
    """Return what the avatar or header is called in an archive."""
    return f"{name}.{key.rpartition('.')[2]}"
