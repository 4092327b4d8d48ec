"""Stories of accounts: profiles, ties between people, lists of them, and what a member keeps for themselves."""

from tests.conformance.town import Town, picture, stories, story
from tests.support.moot import Member
from tests.support.signing import app, app_token, mails

ACCOUNTS = "/api/v1/accounts"
PROFILE = {
    "display_name": "Anna :oak:", "note": "Grows #leeks with @berta", "locked": False, "bot": False,
    "discoverable": True, "hide_collections": False, "indexable": True, "attribution_domains": ["garden.example"],
}  # fmt: skip
FIELDS = [{"name": "Garden", "value": "https://garden.example"}, {"name": "Soil", "value": "Loam :oak:"}]


@story(f"POST {ACCOUNTS}", "POST /api/v1/emails/confirmations")
async def a_stranger_joins(town: Town) -> None:
    client = await app(town.moot, scopes="read write")
    headers = await app_token(town.moot, client, "read write")
    fields = {
        "username": "newcomer", "email": "newcomer@example.org", "password": "a sentence is easy to remember",
        "agreement": True, "locale": "en", "reason": "Leeks", "date_of_birth": "1990-02-03",
    }  # fmt: skip
    token = await town.do(f"POST {ACCOUNTS}", json=fields, headers=headers)
    mine = {"Authorization": f"Bearer {token['access_token']}"}
    await town.do("POST /api/v1/emails/confirmations", json={"email": "other@example.org"}, headers=mine)
    assert (await mails(town.moot))[-1]["To"] == "other@example.org"


@story(
    f"PATCH {ACCOUNTS}/update_credentials", f"GET {ACCOUNTS}/verify_credentials", "GET /api/v1/profile",
    "PATCH /api/v1/profile", "DELETE /api/v1/profile/avatar", "DELETE /api/v1/profile/header",
    "GET /api/v1/preferences",
)  # fmt: skip
async def a_member_presents_themselves(town: Town) -> None:
    anna = await town.member()
    await town.emoji("oak")
    pictures = {"avatar": picture(), "header": picture("olive")}
    source = {f"source[{name}]": said for name, said in SOURCE.items()}
    fields = {f"fields_attributes[{n}][{key}]": said for n, one in enumerate(FIELDS) for key, said in one.items()}
    form = {"display_name": "Anna", "avatar_description": "A leek", "header_description": "A field"}
    await town.do(f"PATCH {ACCOUNTS}/update_credentials", anna, files=pictures, data={**form, **source, **fields})
    await town.do(f"PATCH {ACCOUNTS}/update_credentials", anna, json=PROFILE)
    shown = await town.do(f"GET {ACCOUNTS}/verify_credentials", anna)
    assert shown["source"]["quote_policy"] == "followers"
    assert len(shown["fields"]) == 2
    await town.do("PATCH /api/v1/profile", anna, files=pictures, data=form)
    seen = await town.do(f"GET {ACCOUNTS}/:id", id=anna.id)
    assert (seen["avatar_description"], seen["header_description"]) == ("A leek", "A field")
    more = {"show_media": True, "show_media_replies": False, "show_featured": True}
    await town.do("PATCH /api/v1/profile", anna, json={**PROFILE, **more, "fields_attributes": FIELDS})
    assert (await town.do("GET /api/v1/profile", anna))["header_description"] == "A field"
    await town.do("GET /api/v1/preferences", anna)
    await town.do("DELETE /api/v1/profile/avatar", anna)
    await town.do("DELETE /api/v1/profile/header", anna)


SOURCE = {"privacy": "unlisted", "sensitive": "true", "language": "de", "quote_policy": "followers"}


async def _two(town: Town) -> tuple[Member, Member]:
    return await town.member(), await town.member()


@story(f"GET {ACCOUNTS}", f"GET {ACCOUNTS}/:id", f"GET {ACCOUNTS}/lookup", f"GET {ACCOUNTS}/search",
       f"GET {ACCOUNTS}/:id/identity_proofs")  # fmt: skip
async def accounts_are_found(town: Town) -> None:
    anna, berta = await _two(town)
    assert len(await town.do(f"GET {ACCOUNTS}", params={"id[]": [str(anna.id), str(berta.id)]})) == 2
    await town.do(f"GET {ACCOUNTS}/:id", id=anna.id)
    assert await town.do(f"GET {ACCOUNTS}/:id/identity_proofs", anna, id=berta.id) == []
    await town.do(f"GET {ACCOUNTS}/lookup", anna, params={"acct": berta.name})
    await town.do(f"POST {ACCOUNTS}/:id/follow", anna, id=berta.id)
    asked = {"q": berta.name, "following": "true", "resolve": "true"}
    assert await town.do(f"GET {ACCOUNTS}/search", anna, params=asked)


@stories(f"{ACCOUNTS}/:id", "POST follow, POST unfollow, GET followers, GET following, POST remove_from_followers")
async def people_follow_each_other(town: Town) -> None:
    anna, berta = await _two(town)
    wanted = {"reblogs": False, "notify": True, "languages": ["de"]}
    tie = await town.do(f"POST {ACCOUNTS}/:id/follow", anna, id=berta.id, json=wanted)
    assert (tie["following"], tie["notifying"], tie["languages"]) == (True, True, ["de"])
    assert await town.do(f"GET {ACCOUNTS}/:id/followers", id=berta.id)
    assert await town.do(f"GET {ACCOUNTS}/:id/following", berta, id=anna.id)
    await town.do(f"POST {ACCOUNTS}/:id/remove_from_followers", berta, id=anna.id)
    assert not (await town.do(f"POST {ACCOUNTS}/:id/unfollow", anna, id=berta.id))["following"]


@story(
    f"POST {ACCOUNTS}/:id/block", f"POST {ACCOUNTS}/:id/unblock", "GET /api/v1/blocks", f"POST {ACCOUNTS}/:id/mute",
    f"POST {ACCOUNTS}/:id/unmute", "GET /api/v1/mutes", f"POST {ACCOUNTS}/:id/note", f"GET {ACCOUNTS}/relationships",
    "POST /api/v1/domain_blocks", "GET /api/v1/domain_blocks", "DELETE /api/v1/domain_blocks",
)  # fmt: skip
async def people_keep_away_from_each_other(town: Town) -> None:
    anna, berta = await _two(town)
    await town.do(f"POST {ACCOUNTS}/:id/block", anna, id=berta.id)
    assert await town.do("GET /api/v1/blocks", anna)
    await town.do(f"POST {ACCOUNTS}/:id/unblock", anna, id=berta.id)
    await town.do(f"POST {ACCOUNTS}/:id/mute", anna, id=berta.id, json={"notifications": True, "duration": 3600})
    (muted,) = await town.do("GET /api/v1/mutes", anna)
    assert muted["mute_expires_at"]
    await town.do(f"POST {ACCOUNTS}/:id/note", anna, id=berta.id, json={"comment": "Owes me a spade"})
    asked = {"id[]": [str(berta.id)], "with_suspended": "true"}
    (tie,) = await town.do(f"GET {ACCOUNTS}/relationships", anna, params=asked)
    assert (tie["muting"], tie["note"]) == (True, "Owes me a spade")
    await town.do(f"POST {ACCOUNTS}/:id/unmute", anna, id=berta.id)
    await town.do("POST /api/v1/domain_blocks", anna, json={"domain": "loud.example"})
    assert await town.do("GET /api/v1/domain_blocks", anna) == ["loud.example"]
    await town.do("DELETE /api/v1/domain_blocks", anna, params={"domain": "loud.example"})


@stories("/api/v1/follow_requests", "GET, POST :account_id/authorize, POST :account_id/reject")
async def who_is_locked_is_asked(town: Town) -> None:
    anna, berta = await _two(town)
    shy = await town.member(locked=True)
    for one in (anna, berta):
        assert (await town.do(f"POST {ACCOUNTS}/:id/follow", one, id=shy.id))["requested"]
    assert len(await town.do("GET /api/v1/follow_requests", shy)) == 2
    await town.do("POST /api/v1/follow_requests/:account_id/authorize", shy, account_id=anna.id)
    await town.do("POST /api/v1/follow_requests/:account_id/reject", shy, account_id=berta.id)


@story(
    *(f"POST {ACCOUNTS}/:id/{act}" for act in ("endorse", "unendorse", "pin", "unpin")), "GET /api/v1/endorsements",
    f"GET {ACCOUNTS}/:id/endorsements", f"GET {ACCOUNTS}/familiar_followers", "GET /api/v1/directory",
    "GET /api/v1/suggestions", "DELETE /api/v1/suggestions/:account_id", "GET /api/v2/suggestions",
)  # fmt: skip
async def people_are_recommended(town: Town) -> None:
    anna, berta = await _two(town)
    carl = await town.member()
    for who, whom in ((anna, berta), (berta, carl)):
        await town.do(f"POST {ACCOUNTS}/:id/follow", who, id=whom.id)
    for act in ("endorse", "unendorse", "pin"):
        await town.do(f"POST {ACCOUNTS}/:id/{act}", anna, id=berta.id)
    assert await town.do("GET /api/v1/endorsements", anna)
    assert await town.do(f"GET {ACCOUNTS}/:id/endorsements", id=anna.id)
    await town.do(f"POST {ACCOUNTS}/:id/unpin", anna, id=berta.id)
    (known,) = await town.do(f"GET {ACCOUNTS}/familiar_followers", anna, params={"id[]": str(carl.id)})
    assert [account["id"] for account in known["accounts"]] == [str(berta.id)]
    await town.post(carl)
    assert await town.do("GET /api/v1/directory", params={"order": "new", "local": "true"})
    assert await town.do("GET /api/v1/suggestions", anna)
    assert await town.do("GET /api/v2/suggestions", anna)
    await town.do("DELETE /api/v1/suggestions/:account_id", anna, account_id=carl.id)
