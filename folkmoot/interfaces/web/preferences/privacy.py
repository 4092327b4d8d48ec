"""/settings/privacy: who follows and finds a member, what their profile shows, and what their posts start from."""

import re
from typing import NamedTuple

from msgspec.structs import replace

from folkmoot.features import accounts, auth
from folkmoot.features.accounts import Account, ProfileChange
from folkmoot.features.posts import QuotePolicy
from folkmoot.gathering import Defaults, change_profile
from folkmoot.infra.errors import Refusal
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.preferences.refusals import told
from folkmoot.interfaces.web.preferences.sections import inside, saved
from folkmoot.interfaces.web.writing.languages import all_languages

pages = Pages()

HERE = "/settings/privacy"


class Switch(NamedTuple):
    """Something that is on or off; `name` is that of a field of the account."""

    name: str
    title: str
    words: str


REACH = (
    Switch("locked", marked("I approve each follower"), marked("Whoever wants to follow you asks first.")),
    Switch(
        "discoverable", marked("Help people find me"),
        marked("Your profile and posts may be suggested, stand in the directory and in collections of others."),
    ),
    Switch("indexable", marked("My public posts can be found"), marked("Everybody can search what they say.")),
    Switch(
        "hide_collections", marked("Keep my follows to myself"),
        marked("Nobody sees whom you follow and who follows you."),
    ),
)  # fmt: skip
SHOWN = (
    Switch("show_media", marked("A page of media"), marked("Pictures, films and sounds of your public posts.")),
    Switch("show_media_replies", marked("Media in replies too"), marked("Also those that you sent as an answer.")),
    Switch("show_featured", marked("What I feature"), marked("Hashtags, people and collections.")),
)
VISIBILITIES = {
    "public": marked("Everybody"),
    "unlisted": marked("Everybody, but not in the timelines"),
    "private": marked("Followers"),
}
QUOTERS = {
    QuotePolicy.PUBLIC.word: marked("Everybody"),
    QuotePolicy.FOLLOWERS.word: marked("Followers"),
    QuotePolicy.NOBODY.word: marked("Nobody but me"),
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*|")


@pages.get(HERE, member=True)
async def form(visit: Visit) -> Response:
    db = await visit.ground.read()
    account = await accounts.get(db, current(visit).account_id)
    user = await auth.user_of(db, account.id)
    assert user is not None
    defaults = Defaults(user.post_visibility, user.post_sensitive, user.post_language, user.quote_policy)
    return await _page(visit, account, defaults)


@pages.post(HERE, member=True)
async def save(visit: Visit) -> Response:
    member_id = current(visit).account_id
    chosen = {switch.name: bool(visit.form.get(switch.name)) for switch in (*REACH, *SHOWN)}
    domains = visit.form.get("attribution_domains", "").split()
    defaults = _defaults(visit)
    try:
        await change_profile(
            visit.ground, member_id, replace(ProfileChange(attribution_domains=domains), **chosen), defaults=defaults
        )
    except Refusal as error:
        account = await accounts.get(await visit.ground.read(), member_id)
        return await _page(
            visit, replace(account, **chosen, attribution_domains=domains), defaults, 422, told(visit, error)
        )
    return saved(visit, HERE)


def _defaults(visit: Visit) -> Defaults:
    """Return what posts start from; what no form of ours can say leaves a thing as it is."""
    visibility, language, quoters = (visit.form.get(name, "") for name in ("visibility", "language", "quote_policy"))
    return Defaults(
        visibility if visibility in VISIBILITIES else None,
        bool(visit.form.get("sensitive")),
        language if _LANGUAGE.fullmatch(language) else None,
        quoters if quoters in QUOTERS else None,
    )


async def _page(
    visit: Visit, account: Account, defaults: Defaults, status: int = 200, fault: str = ""
) -> Response:  # fmt: skip
    return await inside(
        visit, "privacy.html", status, account=account, defaults=defaults, fault=fault,
        reach=_told(visit, account, REACH), shown=_told(visit, account, SHOWN),
        visibilities={value: visit.text(words) for value, words in VISIBILITIES.items()},
        quoters={value: visit.text(words) for value, words in QUOTERS.items()}, tongues=all_languages(visit.language),
    )  # fmt: skip


def _told(visit: Visit, account: Account, switches: tuple[Switch, ...]) -> list[tuple[Switch, bool]]:
    return [
        (Switch(each.name, visit.text(each.title), visit.text(each.words)), bool(getattr(account, each.name)))
        for each in switches
    ]
