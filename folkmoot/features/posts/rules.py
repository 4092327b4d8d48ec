"""What a post may be."""

from msgspec.structs import replace

from folkmoot.features import polls
from folkmoot.features.posts.types import Draft, Post, Visibility
from folkmoot.formats import graphemes
from folkmoot.formats import text as text_format
from folkmoot.infra.errors import InvalidError

TEXT_LIMIT = 500
RAW_TEXT_LIMIT = 10_000
"""Code points of a post and its warning before links, mentions and joined signs are shortened for counting."""
MEDIA_LIMIT = 4
PINS_LIMIT = 5
TAGS_LIMIT = 60
MENTIONS_LIMIT = 60


def check_text(text: str, spoiler_text: str, *, has_media: bool) -> None:
    """Refuse an empty or overlong post with InvalidError."""
    if not text.strip() and not spoiler_text.strip() and not has_media:
        raise InvalidError("Validation failed: Text can't be blank", fields={"text": [("ERR_BLANK", "can't be blank")]})
    raw = len(text) + len(spoiler_text)
    if raw > RAW_TEXT_LIMIT or text_format.length(text) + graphemes.count(spoiler_text) > TEXT_LIMIT:
        raise InvalidError(
            f"Validation failed: Text character limit of {TEXT_LIMIT} exceeded",
            fields={"text": [("ERR_TOO_LONG", f"is over {TEXT_LIMIT} characters")]},
        )


def check_attached(draft: Draft) -> Draft:
    """Return the draft with its poll as it may be asked; InvalidError for too many files, or such a poll."""
    if len(draft.media_ids) > MEDIA_LIMIT:
        raise InvalidError(f"Validation failed: Cannot attach more than {MEDIA_LIMIT} files")
    if draft.poll is None:
        return draft
    check_alone(draft.poll.options or [""], draft.media_ids)
    return replace(draft, poll=polls.check_poll(draft.poll))


def check_alone(options: list[str], media_ids: list[int]) -> None:
    """Refuse files beside a poll with these options, with InvalidError."""
    if options and media_ids:
        raise InvalidError("Validation failed: A poll cannot be attached together with files")


def check_words(tags: int, mentions: int) -> None:
    """Refuse more tags or mentions than a post may have, with InvalidError."""
    if tags > TAGS_LIMIT:
        raise InvalidError(f"Validation failed: Cannot use more than {TAGS_LIMIT} tags")
    if mentions > MENTIONS_LIMIT:
        raise InvalidError(f"Validation failed: Cannot mention more than {MENTIONS_LIMIT} accounts")


def check_draft(draft: Draft) -> Draft:
    """Return a draft as it may be published later; InvalidError when it may not, but for its files."""
    draft = expanded(draft)
    check_text(draft.text, draft.spoiler_text, has_media=bool(draft.media_ids))
    check_words(len(text_format.tags(draft.text)), len(text_format.mentions(draft.text)))
    return check_attached(draft)


def thread_of(post_id: int, parent: Post | None) -> int:
    return post_id if parent is None else parent.thread_id


def boost_visibility(original: Post, wanted: Visibility | None, booster_id: int) -> Visibility:
    """Return the visibility of a boost: never wider than the original; only its author may boost a private post."""
    if original.visibility == Visibility.DIRECT or (
        original.visibility == Visibility.PRIVATE and original.account_id != booster_id
    ):
        raise InvalidError("Validation failed: Reblog of this post is not allowed")
    if original.visibility == Visibility.PRIVATE:
        return Visibility.PRIVATE
    return Visibility(max(original.visibility, Visibility.PUBLIC if wanted is None else wanted))


def check_pin(post: Post, account_id: int) -> None:
    if post.account_id != account_id:
        raise InvalidError("Validation failed: Someone else's post cannot be pinned")
    if post.reblog_of_id is not None:
        raise InvalidError("Validation failed: A boost cannot be pinned")
    if post.visibility == Visibility.DIRECT:
        raise InvalidError("Validation failed: Posts that are only visible to mentioned users cannot be pinned")


def expanded(draft: Draft) -> Draft:
    """Return the draft with what follows from it: a content warning makes a post sensitive."""
    if draft.spoiler_text and not draft.sensitive:
        return replace(draft, sensitive=True)
    return draft
