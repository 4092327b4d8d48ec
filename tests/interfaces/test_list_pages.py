"""Pages of lists, bookmarks, favourites, followed tags, collections, the menu and everywhere: by forms alone."""

import re
from typing import Any

from folkmoot.features import accounts, auth, lists, relations
from folkmoot.features.lists import RepliesPolicy
from folkmoot.interfaces.web.entry.entering import local
from folkmoot.interfaces.web.finding.trending import key_of
from tests.support.browser import Browser, browser_of
from tests.support.counting import counting
from tests.support.moot import Member, Moot
from tests.support.signing import PASSWORD, QUICK_HASHER, signed_in
from tests.support.ties import block, follow


async def member(a_moot: Moot, name: str, *, role: str = "", listed: bool = False) -> Member:
    """Open a member who has a password."""
    found = await a_moot.member(name, role=role)
    async with a_moot.ground.work() as work:
        await auth.change_password(work, found.id, QUICK_HASHER.hash(PASSWORD), kept="")
        if listed:
            await accounts.edit_profile(work, found.id, accounts.ProfileChange(discoverable=True))
    return found
