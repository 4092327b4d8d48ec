"""A community in which every page has something to show, and the address of one example of each page."""

from typing import NamedTuple

from folkmoot.features import auth, moderation, site
from folkmoot.features.moderation import Sanction
from folkmoot.features.site import RuleText
from folkmoot.interfaces.web.frame.visit import SESSION_COOKIE
from tests.support.moot import Member, Moot
from tests.support.ties import follow

ABOUT_BEN = ("languages", "unfollow", "remove_follower")
"""What anna is asked before she does it to ben."""


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
    special = await _cared_for(moot, anna, ben, answer["id"])
    await _stranger(moot, anna)
    await moot.run_jobs()
    cookies = {member.name: await _signed_in(moot, member) for member in (anna, olga)}
    places = {"name": "anna", "id": post["id"], "tag": "moot"}
    special |= await _special(moot, anna, ben, post["id"])
    special |= {f"/accounts/{{id}}/{act}": f"/accounts/{ben.id}/{act}" for act in ABOUT_BEN}
    return Town(moot, places, special, cookies)


async def _special(moot: Moot, anna: Member, ben: Member, post_id: str) -> dict[str, str]:
    """Return the addresses of pages for what is neither an account nor a post."""
    words = [{"keyword": "acorn"}]
    made = await moot.ok(
        "POST", "/api/v2/filters", anna, json={"title": "Trees", "context": ["home"], "keywords_attributes": words}
    )
    await moot.ok("POST", f"/api/v2/filters/{made['id']}/statuses", anna, json={"status_id": post_id})
    oaks = await moot.ok("POST", "/api/v1/lists", anna, json={"title": "Oaks"})
    await moot.ok("POST", f"/api/v1/lists/{oaks['id']}/accounts", anna, json={"account_ids": [str(ben.id)]})
    shown = await moot.ok("POST", "/api/v1/collections", anna, json={"name": "Who plants oaks", "discoverable": True})
    [direct] = await moot.ok("GET", "/api/v1/conversations", anna)
    [aside] = await moot.ok("GET", "/api/v1/notifications/requests", anna)
    warned = await moot.ok("GET", "/api/v1/notifications", anna, params={"types[]": "moderation_warning"})
    collection = f"/collections/{shown['collection']['id']}"
    return {
        "/settings/filters/{id}": f"/settings/filters/{made['id']}",
        **{f"/lists/{{id}}{more}": f"/lists/{oaks['id']}{more}" for more in ("", "/edit", "/delete")},
        **{f"/collections/{{id}}{more}": f"{collection}{more}" for more in ("", "/edit", "/delete")},
        "/conversations/{id}/remove": f"/conversations/{direct['id']}/remove",
        "/notifications/requests/{id}": f"/notifications/requests/{aside['id']}",
        "/notifications/warnings/{id}": f"/notifications/warnings/{warned[0]['moderation_warning']['id']}",
    }


async def _stranger(moot: Moot, anna: Member) -> None:
    """Let somebody whom anna does not follow be kept aside."""
    await moot.ok("PATCH", "/api/v2/notifications/policy", anna, json={"for_not_following": "filter"})
    await moot.post(await moot.member("carl"), "@anna do you know me?")


async def _cared_for(moot: Moot, anna: Member, ben: Member, post_id: str) -> dict[str, str]:
    """Let there be rules, long texts, a report, and something that staff decided."""
    [olga] = await auth.holders(await moot.ground.read(), "owner")
    async with moot.ground.work() as work:
        await site.add_rule(work, RuleText("Be kind", "Also to those who are wrong"))
        await site.write_document(work, site.EXTENDED_DESCRIPTION, "We meet under the oak.")
        await site.write_document(work, site.PRIVACY_POLICY, "The oak forgets.")
        for date in ("2020-01-01", "2021-01-01"):
            await site.publish_terms(work, date, "Nobody fells the oak.")
        for member in (anna, ben):
            await moderation.sanction(work, olga, member.id, Sanction("none", "Leave the oak alone", mail=False))
    filed = await moot.ok("POST", "/api/v1/reports", anna, json={"account_id": str(ben.id), "status_ids": [post_id]})
    return {
        "/@{name}/keep_away": f"/@{ben.name}/keep_away",
        "/report": f"/report?post={post_id}&about=other",
        "/report/sent": f"/report/sent?id={filed['id']}",
        "/terms/{date}": "/terms/2020-01-01",
    }


async def _signed_in(moot: Moot, member: Member) -> str:
    async with moot.ground.work() as work:
        _, secret = await auth.open_session(work, member.id, address="127.0.0.1", user_agent="", factor_shown=True)
    return f"{SESSION_COOKIE}={secret}"
