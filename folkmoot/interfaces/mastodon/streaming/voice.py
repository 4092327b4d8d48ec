"""News in the words of the API: entities as JSON, made for each member, encoded once for all who get the same."""

from collections.abc import Collection

from folkmoot.features import notifications
from folkmoot.features.conversations import Conversation
from folkmoot.infra.boot import Ground
from folkmoot.interfaces.mastodon import conversations as api_conversations
from folkmoot.interfaces.mastodon import notifications as api_notifications
from folkmoot.interfaces.mastodon.call import Call
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.streaming.announced import Board
from folkmoot.interfaces.mastodon.streaming.channels import PREFIX
from folkmoot.interfaces.mastodon.streaming.tokens import Token
from folkmoot.streaming import DIRECT, NOTIFICATION, USER, Event, Listener, Wanted

NAMES = {"published": "update", "edited": "status.update"}


class ApiVoice:
    """One per process."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._hydrate = ground.one(Hydrate)
        self._board = Board()

    async def ready(self, ids: list[int]) -> None:
        await self._hydrate.statuses(None, ids)

    async def post(self, change: str, post_id: int, wanted: Wanted) -> Collection[int]:
        await self._hydrate.make_ready(list(wanted), [post_id])
        shown, made = list[int](), dict[bytes, Event]()
        for viewer_id, places in wanted.items():
            status = (await self._hydrate.statuses_by_id(viewer_id, [post_id])).get(post_id)
            if status is None:
                continue
            event = made.get(status) or made.setdefault(status, Event(NAMES[change], status.decode()))
            for listener, channel in places:
                listener.hear(event, channel)
            shown.append(viewer_id)
        return shown

    async def notifications(self, viewer_id: int, told: list[int], listening: list[Listener]) -> None:
        call = self._call(listening[0])
        assert call.caller is not None
        kinds = notifications.kinds_for(call.caller.permissions, (), ())
        bounds = (max(told) + 1, min(told) - 1, len(told), True)
        items = await notifications.page(self._ground, viewer_id, notifications.Wanted(kinds), bounds)
        for shown in await api_notifications.shown(call, [item for item in items if item.id in told]):
            event = Event("notification", shown.decode())
            for listener in listening:
                listener.hear(event, USER)
                listener.hear(event, NOTIFICATION)

    async def conversation(self, item: Conversation, listening: list[Listener]) -> None:
        for shown in await api_conversations.shown(self._call(listening[0]), [item]):
            event = Event("conversation", shown.decode())
            for listener in listening:
                listener.hear(event, DIRECT)

    async def announcement(self, change: str, announcement_id: int, listening: list[Listener]) -> None:
        for event in await self._board.events(self._call(listening[0]), change, announcement_id):
            for listener in listening:
                listener.hear(event, USER)

    def _call(self, listener: Listener) -> Call:
        assert isinstance(listener.ticket, Token)
        return Call(self._ground, listener.ticket.caller, (), PREFIX, "", {}, "")
