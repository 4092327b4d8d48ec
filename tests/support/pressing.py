"""Members at our pages: signed in, and pressing the buttons that belong to the one form of a page."""

from folkmoot.infra.db import Sql
from tests.support.browser import Browser
from tests.support.moot import Member, Moot
from tests.support.signing import PASSWORD, QUICK_HASHER, signed_in

_GIVE = Sql("update local_user set password_hash = $2 where account_id = $1")


async def at_our_pages(a_moot: Moot, member: Member) -> Browser:
    """A browser in which this member, made with a token, is signed in."""
    async with a_moot.ground.work() as work:
        await work.db.run(_GIVE, member.id, QUICK_HASHER.hash(PASSWORD))
    return await signed_in(a_moot, member.name)


async def press(browser: Browser, path: str, **fields: str) -> Browser:
    """Press the button of the page that goes to `path`."""
    assert f'formaction="{path}"' in browser.text, path
    form = next(form for form in browser._found_forms() if "back" in form["fields"])
    return await browser.post(path, {**form["fields"], **fields})
