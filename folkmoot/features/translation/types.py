"""The words of translation."""

import msgspec


class Words(msgspec.Struct, frozen=True):
    """All words of a post: its text as HTML, its warning, its poll's options and its files' descriptions as text."""

    content: str
    spoiler_text: str = ""
    options: list[str] = []
    descriptions: list[str] = []

    @property
    def plain(self) -> list[str]:
        return [self.spoiler_text, *self.options, *self.descriptions]


class Translated(msgspec.Struct, frozen=True):
    """The same words in another language; `source` is the language they were in, `provider` who translated them."""

    words: Words
    source: str
    provider: str
