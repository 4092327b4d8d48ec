"""What goes over the wire: an event is encoded once for all who get the same bytes."""

from msgspec.json import encode


class Event:
    """One event. `payload` is what stands in it as text: JSON, an id, or None where there is nothing to say."""

    __slots__ = ("_framed", "_payload", "_sent", "name")

    def __init__(self, name: str, payload: str | None = None) -> None:
        self.name = name
        self._payload = payload
        self._framed: dict[str, str] = {}
        self._sent = ""

    def framed(self, label: str) -> str:
        """Return the WebSocket message for the stream that its subscriber calls `label` (a JSON array)."""
        message = self._framed.get(label)
        if message is None:
            payload = "" if self._payload is None else f',"payload":{encode(self._payload).decode()}'
            message = self._framed[label] = f'{{"stream":{label},"event":"{self.name}"{payload}}}'
        return message

    @property
    def sent(self) -> str:
        """The server-sent event."""
        if not self._sent:
            payload = "undefined" if self._payload is None else self._payload
            self._sent = f"event: {self.name}\ndata: {payload}\n\n"
        return self._sent


THUMP = ":thump\n"
"""A comment of server-sent events: it says that the line is alive."""
