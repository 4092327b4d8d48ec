"""An account that has moved: it points to another, can still be read, and says nothing more."""

from folkmoot.features.accounts import store
from folkmoot.infra.boot import Work
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import ForbiddenError


class MovedError(ForbiddenError):
    """The account has moved: it cannot be followed any more, and its member posts where they went."""

    def __init__(self) -> None:
        super().__init__("This account has moved")


async def redirect(work: Work, account_id: int, target_id: int | None) -> None:
    """Let an account point to another, or (None) to none; the caller has checked that it may."""
    await store.redirect(work.db, account_id, target_id)
    work.touch("account", account_id)


async def require_here(db: Reader, account_id: int) -> None:
    """Refuse with MovedError where the account has moved. One query."""
    if await store.moved_to(db, account_id) is not None:
        raise MovedError
