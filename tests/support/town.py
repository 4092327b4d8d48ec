"""A community in which every page has something to show, and the address of one example of each page."""

from typing import NamedTuple

from folkmoot.features import auth
from folkmoot.interfaces.web.frame.visit import SESSION_COOKIE
from tests.support.moot import Member, Moot
from tests.support.ties import follow


class Town(NamedTuple):
    """Who lives there, what stands for the places of paths, and the cookies of who looks."""

    moot: Moot
    places: dict[str, str]
    special: dict[str, str]
    """Addresses of pages whose places mean something else than elsewhere."""
    cookies: dict[str, str]

    def address(self, pattern: str) -> str:
        """Return the address of an example of the page with this pattern."""
        if pattern in self.special:
            return self.special[pattern]
        return pattern.format_map(self.places)


async def town(moot: Moot) -> Town:
    """Fill a community; anna is the member who looks, olga serves it."""
    anna, ben = await moot.member("anna"), await moot.member("ben")
    olga = await moot.member("olga", role="owner")
    await follow(moot, anna, ben)
    await follow(moot, ben, anna)
    post = await moot.post(anna, "We meet under the oak #moot https://moot.example/oak", language="en")
    answer = await moot.post(ben, "@anna I bring the bread", in_reply_to_id=post["id"])
    await moot.post(ben, "who comes?", poll={"options": ["I", "not I"], "expires_in": 3600})
    await moot.post(ben, "behind a word", spoiler_text="careful")
    await moot.post(ben, "@anna in private", visibility="direct")
    await moot.ok("POST", f"/api/v1/statuses/{post['id']}/favourite", ben)
    await moot.ok("POST", f"/api/v1/statuses/{post['id']}/bookmark", anna)
    await moot.ok("POST", f"/api/v1/statuses/{answer['id']}/reblog", anna)
    await moot.run_jobs()
    cookies = {member.name: await _signed_in(moot, member) for member in (anna, olga)}
    places = {"name": "anna", "id": post["id"], "tag": "moot"}
    return Town(moot, places, {}, cookies)


async def _signed_in(moot: Moot, member: Member) -> str:
    async with moot.ground.work() as work:
        _, secret = await auth.open_session(work, member.id, address="127.0.0.1", user_agent="", factor_shown=True)
    return f"{SESSION_COOKIE}={secret}"
