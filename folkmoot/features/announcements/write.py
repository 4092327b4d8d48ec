"""Saying something to everybody, changing it, taking it back."""

from folkmoot.features.announcements import store
from folkmoot.features.announcements.rules import check_words
from folkmoot.features.announcements.types import Announcement, Words
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import MissingError


def _made(work: Work, announcement_id: int, words: Words) -> Announcement:
    return Announcement(
        announcement_id, words.text, words.starts_at, words.ends_at, words.all_day, work.now, work.now
    )  # fmt: skip


async def publish(work: Work, words: Words) -> int:
    """Announce something and return its id; InvalidError says what is wrong."""
    check_words(words)
    made = _made(work, work.new_id(), words)
    await store.insert(work.db, made)
    work.touch("announcement", made.id)
    return made.id


async def rewrite(work: Work, announcement_id: int, words: Words) -> None:
    """Change what an announcement says and when; MissingError when there is none."""
    check_words(words)
    if not await store.rewrite(work.db, _made(work, announcement_id, words)):
        raise MissingError("There is no such announcement")
    work.touch("announcement", announcement_id)


async def withdraw(work: Work, announcement_id: int) -> None:
    """Take an announcement back, with all reactions to it; MissingError when there is none."""
    if not await store.delete(work.db, announcement_id):
        raise MissingError("There is no such announcement")
    work.touch("announcement", announcement_id)
