"""Members who visit the pages: opened together with a browser in which they are signed in."""

from typing import NamedTuple

from folkmoot.features import accounts, auth
from folkmoot.features.accounts import ProfileChange
from folkmoot.interfaces.web.frame.visit import SESSION_COOKIE
from tests.support.browser import Browser, browser_of
from tests.support.moot import Member, Moot


class Visitor(NamedTuple):
    """A member and their browser."""

    member: Member
    browser: Browser

    @property
    def id(self) -> int:
        return self.member.id


async def visitor(a_moot: Moot, name: str, *, role: str = "") -> Visitor:
    """Open a member who is signed in."""
    member = await a_moot.member(name, role=role)
    async with a_moot.ground.work() as work:
        _, secret = await auth.open_session(work, member.id, address="192.0.2.1", user_agent="test", factor_shown=False)
    browser = browser_of(a_moot.http)
    browser._http.cookies.set(SESSION_COOKIE, secret)
    return Visitor(member, browser)


async def describe(a_moot: Moot, member: Member, **change: object) -> None:
    """Change what a member's profile says; `change` is what ProfileChange takes."""
    async with a_moot.ground.work() as work:
        await accounts.edit_profile(work, member.id, ProfileChange(**change))  # type: ignore[arg-type]
