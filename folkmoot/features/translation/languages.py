"""Which languages the service knows, remembered for an hour."""

import asyncio

from folkmoot.features.translation import fetch
from folkmoot.features.translation.errors import NoTranslationError
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import HOUR, MINUTE

UNKNOWN = "und"
"""What the language of a post without one is called in the table of pairs."""


def is_set_up(ground: Ground) -> bool:
    """Say whether the operator chose a service."""
    return bool(ground.config.translation.url)


async def pairs(ground: Ground) -> dict[str, list[str]]:
    """Return the languages that can be translated, each with those it can be translated into; "und" is any.

    Empty where no service is set up, or while it does not answer.
    """
    return await ground.one(_Known).get() if is_set_up(ground) else {}


class _Known:
    """One per process: what the service last said."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._pairs: dict[str, list[str]] = {}
        self._until = 0
        self._asking = asyncio.Lock()

    async def get(self) -> dict[str, list[str]]:
        async with self._asking:
            if self._ground.clock() >= self._until:
                await self._ask()
        return self._pairs

    async def _ask(self) -> None:
        try:
            found = await fetch.languages(self._ground)
        except NoTranslationError:
            self._until = self._ground.clock() + MINUTE
            return
        known = {code: sorted(set(targets) - {code}) for code, targets in found.items()}
        self._pairs = {**known, UNKNOWN: sorted({code for targets in found.values() for code in targets})}
        self._until = self._ground.clock() + HOUR


def matching(code: str, known: list[str]) -> str:
    """Return the service's name of a language: the same, or one of its forms (zh: zh-Hans); "" where it has none."""
    wanted = code.lower().replace("_", "-")
    names = {name.lower(): name for name in known}
    if wanted in names:
        return names[wanted]
    base = wanted.partition("-")[0]
    return names.get(base) or next((name for low, name in names.items() if low.startswith(f"{base}-")), "")
