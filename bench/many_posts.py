"""A million posts in English and German with their index entries, written past every feature."""

import random
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import NamedTuple

from folkmoot.features.posts import Visibility
from folkmoot.features.search.content import VERSION
from folkmoot.formats import terms
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Sql, Writer
from folkmoot.infra.ids import new_id

AUTHORS = 2_000
LISTED = 0.7
"""Of the authors so many want to be found."""
MARKS = 3_000
"""Favourites and bookmarks of the one who searches, each."""
START = 1_600_000_000_000
SPAN = 4 * 365 * 86_400_000
AT_ONCE = 2_000
VOCABULARY = 40_000
SPOKEN = 400_000
"""Words said by a language in all; posts are cut out of them with leaps."""

_COMMON = {
    "en": "the to and of a in is it you that for on was with this be have are not my at so we just but what",
    "de": "die der und das ist ich nicht zu es in ein auf mit den sich auch von wir so eine im man aber noch dass",
}
_BEGINNINGS = {
    "en": "gar riv mar win sto bre lan har pla tra cra fen mil cor wood hea sun ber tor bli",
    "de": "gart fluss mark wint stra brot land haf platz trag kraf feld müh korn wald her sonn berg turm blüh",
}
_MIDDLES = [
    "a",
    "e",
    "i",
    "o",
    "u",
    "an",
    "en",
    "in",
    "on",
    "un",
    "ar",
    "er",
    "ir",
    "or",
    "ur",
    "al",
    "el",
    "il",
    "ol",
    "ul",
]
_ENDS = {
    "en": ["", "s", "ing", "ed", "er", "ers", "ness", "ful", "ly", "tion", "ment"],
    "de": ["", "e", "en", "er", "es", "ung", "ungen", "heit", "lich", "isch", "chen"],
}


class Said(NamedTuple):
    """A post to be: its text, and the two texts of its index entry without marks."""

    text: str
    said: str
    more: str


class Language:
    """Words of a language with frequencies after Zipf: the first 25 are the ones that everybody uses."""

    def __init__(self, code: str, chance: random.Random) -> None:
        self.code = code
        made: dict[str, None] = dict.fromkeys(_COMMON[code].split())
        beginnings = _BEGINNINGS[code].split()
        while len(made) < VOCABULARY:
            middles = "".join(chance.choices(_MIDDLES, k=chance.randint(1, 2)))
            joint = chance.choice("bdfgklmnprst")
            made[chance.choice(beginnings) + middles + joint + chance.choice(_ENDS[code])] = None
        self.words = list(made)
        weights = list(accumulate(1 / (rank + 8) for rank in range(VOCABULARY)))
        self._spoken = chance.choices(self.words, cum_weights=weights, k=SPOKEN)
        self._chance = chance
        self._forms = {word.written: (word.plain, word) for word in terms.words(" ".join(self.words))}
        self._found_by = {
            written: (plain, " ".join(sorted(terms.forms(word, (code,)))))
            for written, (plain, word) in self._forms.items()
        }

    def say(self) -> Said:
        """Return a text of 6 to 40 words, and what it is found by."""
        chance, length = self._chance, self._chance.randint(6, 40)
        leap = chance.randint(1, 200)
        at = chance.randrange(SPOKEN - leap * length)
        words = self._spoken[at : at + leap * length : leap]
        found = [self._found_by[word] for word in words]
        more = dict.fromkeys(form for _, form in found if form)
        return Said(" ".join(words), " ".join(plain for plain, _ in found), " ".join(more))


class Row(NamedTuple):
    """A post and its index entry, as they are stored."""

    post: tuple[object, ...]
    entry: tuple[object, ...]


class Filling:
    """Fills an empty database in batches; the indexes of words are made when all words are there."""

    def __init__(self, ground: Ground, count: int, tell: Callable[[str], None]) -> None:
        self.count = count
        self._ground = ground
        self._tell = tell
        self._chance = random.Random(5)
        self.languages = [Language("en", self._chance), Language("de", self._chance)]
        self.authors = [new_id(START - SPAN // 10 + number) for number in range(AUTHORS)]
        self.listed = {author for author in self.authors if self._chance.random() < LISTED}
        self.some: list[str] = []
        """Texts of posts, from which phrases are taken."""

    @property
    def searcher(self) -> int:
        return self.authors[0]

    async def run(self) -> None:
        async with self._ground.work() as work:
            await work.db.many(_ACCOUNT, map(self._account, range(AUTHORS)))
            for sql in _BEFORE:
                await work.db.run(sql)
        batch: list[Row] = []
        for number, row in enumerate(self._rows(), 1):
            batch.append(row)
            if len(batch) == AT_ONCE or number == self.count:
                async with self._ground.work() as work:
                    await _write(work.db, batch)
                batch.clear()
            if number % 200_000 == 0:
                self._tell(f"{number:,} posts")
        await self._mark()
        self._tell("indexing")
        for sql in _AFTER:
            async with self._ground.work() as work:
                await work.db.run(sql)

    def _account(self, number: int) -> tuple[object, ...]:
        author = self.authors[number]
        return author, f"author{number}", START, author in self.listed

    def _rows(self) -> Iterator[Row]:
        chance = self._chance
        step = SPAN // self.count
        weights = list(accumulate(1 / (rank + 20) for rank in range(AUTHORS)))
        by = chance.choices(self.authors, cum_weights=weights, k=100_000)
        for number in range(self.count):
            language, author = self.languages[chance.random() < 0.4], chance.choice(by)
            said = language.say()
            if number % 1_000 == 0:
                self.some.append(said.text)
            public, answer, link = chance.random() < 0.8, chance.random() < 0.3, chance.random() < 0.1
            marks = f":by-{author} :in-{language.code}"
            marks += " :open" if public and author in self.listed else ""
            marks += (" :reply" if answer else "") + (" :link :embed" if link else "")
            at = START + number * step
            post_id = new_id(at)
            visibility = int(Visibility.PUBLIC if public else Visibility.UNLISTED)
            yield Row(
                (post_id, author, said.text, visibility, language.code, 1 if answer else None, at),
                (post_id, f" {said.said} ", f" {marks} {said.more} ", VERSION),
            )

    async def _mark(self) -> None:
        """Let the searcher favourite and bookmark posts of all times."""
        db = await self._ground.read()
        ids = [row[0] for row in await db.all(_SOME, max(1, self.count // (2 * MARKS)))]
        async with self._ground.work() as work:
            await work.db.many(_FAVOURITE, [(self.searcher, post_id, post_id) for post_id in ids[::2]])
            await work.db.many(_BOOKMARK, [(self.searcher, post_id, post_id) for post_id in ids[1::2]])


async def _write(db: Writer, batch: list[Row]) -> None:
    await db.many(_POST, [row.post for row in batch])
    await db.many(_ENTRY, [row.entry for row in batch])


_ACCOUNT = Sql("insert into account (id, username, username_key, created_at, indexable) values ($1, $2, $2, $3, $4)")
_POST = Sql("""
insert into post (id, account_id, text, visibility, language, in_reply_to_id, thread_id, created_at)
values ($1, $2, $3, $4, $5, $6, $1, $7)
""")
_ENTRY = Sql("insert into post_words (post_id, said, more, version) values ($1, $2, $3, $4)")
_SOME = Sql("select id from (select id, row_number() over (order by id) as n from post) numbered where n % $1 = 0")
_FAVOURITE = Sql("insert into favourite (account_id, post_id, id) values ($1, $2, $3)")
_BOOKMARK = Sql("insert into bookmark (account_id, post_id, id) values ($1, $2, $3)")
_BEFORE = (Sql("drop index post_words_words", sqlite="drop trigger post_words_in"),)
_AFTER = (
    Sql(
        "create index post_words_words on post_words using gin (words) with (fastupdate = off)",
        sqlite="insert into post_index (post_index) values ('rebuild')",
    ),
    Sql("analyze"),
)
