"""What is erased after its row went, and what nobody took."""

from typing import Protocol

from folkmoot.features.media.remove import remove_loose
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY

LOOSE_TOGETHER = 100


class Erased(Protocol):
    """A fact that says which stored files nothing refers to any more."""

    @property
    def objects(self) -> list[str]: ...


async def erase_objects(ground: Ground, fact: Erased) -> None:
    """Remove stored files; those already gone are fine."""
    await ground.objects.delete(*fact.objects)


async def erase_loose(ground: Ground, _: None) -> None:
    """Remove files that no post took within a day."""
    removed = LOOSE_TOGETHER
    while removed == LOOSE_TOGETHER:
        async with ground.work() as work:
            removed = await remove_loose(work, work.now - DAY, LOOSE_TOGETHER)
