"""Ending the private side of an account: nobody is signed in to it any more, and nobody can sign in."""

from folkmoot.features.auth import closing_store
from folkmoot.features.auth.tokens import revoke_tokens_of
from folkmoot.infra.boot import Work


async def close_user(work: Work, account_id: int) -> None:
    """Revoke every token and session of a member and delete address, password, factors and settings."""
    await revoke_tokens_of(work, account_id)
    await closing_store.delete_private(work.db, account_id)
    work.touch("account", account_id)
