"""Portability: what a member takes along, and how they leave: deleted is deleted.

Announces AccountClosed. Promises that a closed account is hidden and locked in one commit, that its erasure goes on
until nothing of it is left whatever crashes meanwhile, and that its name is never given to somebody else.
"""

from folkmoot.features.portability.close import close_account, close_own_account
from folkmoot.features.portability.dismissal import erase_suspended, reject
from folkmoot.features.portability.events import AccountClosed

__all__ = ["AccountClosed", "close_account", "close_own_account", "erase_suspended", "reject"]
