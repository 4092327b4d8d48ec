"""The ticket of this interface: a bearer token, asked about anew when it or its member changes."""

from folkmoot.features import auth
from folkmoot.features.auth import Caller
from folkmoot.infra.boot import Ground
from folkmoot.infra.changes import Key
from folkmoot.infra.errors import Refusal
from folkmoot.interfaces.mastodon.streaming.channels import member_of


class Token:
    """A token that was shown, and who it says its bearer is."""

    over = "The access token is not good any more"

    def __init__(self, secret: str, caller: Caller) -> None:
        self.caller = caller
        self.viewer_id = member_of(caller)
        self.key: Key = ("token", auth.token_key(secret))
        self._secret = secret

    @property
    def hears_notifications(self) -> bool:
        return auth.allows(self.caller.scopes, "read:notifications")

    async def renew(self, ground: Ground) -> bool:
        """Say whether it is still good, and learn what its bearer may do now."""
        try:
            caller = await auth.authenticate(ground, self._secret)
            caller.require_active()
        except Refusal:
            return False
        self.caller = caller
        return True
