"""The door to the web; what is behind it is loaded when the first request goes out, not by every process."""

from typing import TYPE_CHECKING

from folkmoot.infra.boot import Ground
from folkmoot.infra.http.types import Answer, Wanted

if TYPE_CHECKING:
    from folkmoot.infra.http.client import Client


class Outbound:
    """One per process."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._client: Client | None = None

    async def ask(self, wanted: Wanted) -> Answer:
        """Return the answer, whatever its status; OutboundError says why there is none.

        Never call it inside a transaction.
        """
        if self._client is None:
            from folkmoot.infra.http.client import Client

            self._client = Client(self._ground)
        return await self._client.ask(wanted)
