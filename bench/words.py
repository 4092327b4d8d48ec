"""The texts of the benchmark's posts: plain sentences, always the same for the same seed."""

import random

TEXT_LENGTH = 60
"""Characters that a post has at least; with account and links a status is then about 1.8 kB as JSON."""

_TALK = """
the bridge was closed again this morning and nobody had told the bus drivers so we walked along the river with bread
coffee and a map from last year looking for the place where children used to swim before the mill burned down my
neighbour says that rain will come tonight but her knee has been wrong since spring meanwhile library stays open until
nine because somebody found money for one more winter who wants to read with us on thursday bring your own chair please
and do not forget that cat next door is still missing
"""
_WORDS = _TALK.split()
_TAGS = ("river", "bread", "library", "winter", "mending", "bicycles", "moot", "garden")


class Speaker:
    """Makes texts; `names` are the members whom some of them mention."""

    def __init__(self, names: list[str], seed: int = 7) -> None:
        self._names = names
        self._random = random.Random(seed)

    def text(self) -> str:
        """Return a text: two of five carry a tag, one of five mentions a member."""
        chance = self._random
        parts: list[str] = []
        while len(" ".join(parts)) < TEXT_LENGTH:
            parts.append(self._sentence())
        if chance.random() < 0.4:
            parts.append(f"#{chance.choice(_TAGS)}")
        if chance.random() < 0.2:
            parts.append(f"@{chance.choice(self._names)}")
        return " ".join(parts)

    def _sentence(self) -> str:
        words = self._random.choices(_WORDS, k=self._random.randint(6, 14))
        return " ".join(words).capitalize() + "."
