"""What everybody's home stream tells of announcements: those that come, change and go, and reactions to them."""

from collections.abc import Sequence

from msgspec.json import encode

from folkmoot.features import announcements
from folkmoot.interfaces.mastodon import announcements as api_announcements
from folkmoot.interfaces.mastodon.call import Call
from folkmoot.streaming import Event

NOBODY = 0
"""Who looks: what everybody gets says nothing of what one of them did."""


class Board:
    """What was announced, as those who listen at this process were last told."""

    def __init__(self) -> None:
        self._counts: dict[int, dict[str, int]] = {}

    async def events(self, call: Call, kind: str, announcement_id: int) -> list[Event]:
        """Return the events that a change of this kind brings about."""
        db = await call.ground.read()
        found = [
            item
            for item in await announcements.current(db, NOBODY, call.ground.clock())
            if item.id == announcement_id
        ]  # fmt: skip
        reacted = await announcements.reactions(db, [announcement_id], NOBODY)
        if kind == "announcement reaction":
            return self._reactions(announcement_id, reacted.get(announcement_id, ()))
        if not found:
            self._counts.pop(announcement_id, None)
            return [Event("announcement.delete", str(announcement_id))]
        [entity] = await api_announcements.entities(call, found, reacted)
        return [Event("announcement", encode(entity).decode())]

    def _reactions(self, announcement_id: int, reacted: Sequence[announcements.Reaction]) -> list[Event]:
        """Tell of each emoji of which the number changed since it was told last; 0 of those taken back."""
        before = self._counts.get(announcement_id, {})
        now = {reaction.name: reaction.count for reaction in reacted}
        self._counts[announcement_id] = now
        changed = {name: now.get(name, 0) for name in (*before, *now) if before.get(name) != now.get(name)}
        return [
            Event(
                "announcement.reaction",
                encode({"name": name, "count": count, "announcement_id": str(announcement_id)}).decode(),
            )
            for name, count in changed.items()
        ]
