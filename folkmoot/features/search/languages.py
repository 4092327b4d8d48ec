"""The languages that posts are written in here: a word of a query is looked for by its stem in each of them."""

from folkmoot.features.search import index_store
from folkmoot.features.search.content import UNKNOWN
from folkmoot.formats.terms import ALGORITHMS
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import MINUTE

REMEMBERED = 10 * MINUTE
MOST = 6


class Languages:
    """What this process knows of the languages in use, asked anew every few minutes."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._known: list[str] = []
        self._until = 0

    async def in_use(self) -> list[str]:
        """Return the codes of the languages in use, at most six."""
        now = self._ground.clock()
        if now >= self._until:
            written = await index_store.languages(await self._ground.read())
            codes = [code.lower().replace("_", "-").partition("-")[0] for code in written]
            self._known = list(dict.fromkeys([*UNKNOWN, *(code for code in codes if code in ALGORITHMS)]))[:MOST]
            self._until = now + REMEMBERED
        return self._known
