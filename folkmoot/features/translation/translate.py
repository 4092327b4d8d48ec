"""Translating a post, or remembering how it was translated."""

from hashlib import blake2b
from html import escape

import msgspec

from folkmoot.features.posts import Post
from folkmoot.features.translation import fetch, store
from folkmoot.features.translation.errors import NoTranslationError, NotTranslatableError
from folkmoot.features.translation.languages import UNKNOWN, is_set_up, matching, pairs
from folkmoot.features.translation.types import Translated, Words
from folkmoot.formats import html
from folkmoot.infra.boot import Ground


async def translate(ground: Ground, post: Post, words: Words, language: str) -> Translated:
    """Return the words of a post, which the viewer may see, in another language.

    NotTranslatableError where the post is not for everybody or the languages are no pair that the service knows;
    NoTranslationError where there is no service, or it does not answer.
    """
    if not post.readable_by_all:
        raise NotTranslatableError
    source, target = await _pair(ground, post.language, language)
    key = (post.id, target, _version(words, source))
    known = await store.get(await ground.read(), *key)
    if known is not None:
        return known
    made = await _made(ground, words, source, target)
    async with ground.work() as work:
        await store.put(work.db, key, made, work.now)
    return made


async def _pair(ground: Ground, source: str, target: str) -> tuple[str, str]:
    """Return what the service calls the two languages; the first is "und" where it has to find out."""
    if not is_set_up(ground):
        raise NoTranslationError("no translation service is set up")
    known = await pairs(ground)
    if not known:
        raise NoTranslationError("the translation service does not say which languages it knows")
    read = matching(source, list(known)) if source else UNKNOWN
    written = matching(target, known[read]) if read else ""
    if not written:
        raise NotTranslatableError
    return read, written


def _version(words: Words, source: str) -> int:
    """Return a number that changes with any of the words: an edit, a described picture, another poll."""
    digest = blake2b(msgspec.json.encode((words, source)), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


async def _made(ground: Ground, words: Words, source: str, target: str) -> Translated:
    given = [words.content, *(escape(text) for text in words.plain)]
    asked = [text for text in given if text]
    auto = "auto" if source == UNKNOWN else source
    answered, found = await fetch.translated(ground, asked, auto, target) if asked else ([], "")
    answers = iter(answered)
    texts = [next(answers) if text else "" for text in given]
    plain = [html.text_of(text) for text in texts[1:]]
    options = len(words.options)
    return Translated(
        Words(html.harmless(texts[0]), plain[0], plain[1 : 1 + options], plain[1 + options :]),
        found or UNKNOWN if source == UNKNOWN else source,
        fetch.PROVIDER,
    )
