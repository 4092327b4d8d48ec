"""What may be announced, and with what people may react."""

from collections.abc import Container

from folkmoot.features.announcements.types import Words
from folkmoot.infra.errors import InvalidError

TEXT_LIMIT = 5_000
REACTIONS_LIMIT = 8
"""Different emoji under one announcement, as apps expect."""


def check_words(words: Words) -> None:
    """InvalidError says what is wrong."""
    if not words.text.strip():
        raise InvalidError("Validation failed: Text can't be blank")
    if len(words.text) > TEXT_LIMIT:
        raise InvalidError(f"Validation failed: Text is too long (maximum is {TEXT_LIMIT} characters)")
    if words.starts_at is not None and words.ends_at is not None and words.ends_at < words.starts_at:
        raise InvalidError("Validation failed: Ends at must be after starts at")
    if words.all_day and words.starts_at is None and words.ends_at is None:
        raise InvalidError("Validation failed: Whole days need a day on which it starts or ends")


def check_reaction(name: str, custom: Container[str]) -> None:
    """InvalidError where `name` is neither an emoji nor the shortcode of one of the community's own."""
    import emoji  # its table of all languages is read when somebody reacts, not by every process

    if name not in custom and not emoji.is_emoji(name):
        raise InvalidError("Validation failed: Name is not a recognized emoji")
