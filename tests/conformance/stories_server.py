"""Stories of the server: what it says of itself, apps and their tokens, searching, and trends."""

from urllib.parse import parse_qs, urlencode, urlsplit

from folkmoot.features import policy, site
from folkmoot.features.trends import Kind
from tests.conformance.town import Town, story
from tests.support.crowd import allow, compute, crowd, share
from tests.support.signing import ADDRESS, CHALLENGE, VERIFIER, app, app_token, member_with_password, signed_in

INSTANCE = "/api/v1/instance"


@story(
    "GET /health", "GET /api/v2/instance", f"GET {INSTANCE}", f"GET {INSTANCE}/rules", f"GET {INSTANCE}/activity",
    f"GET {INSTANCE}/peers", f"GET {INSTANCE}/extended_description", f"GET {INSTANCE}/privacy_policy",
    f"GET {INSTANCE}/terms_of_service", f"GET {INSTANCE}/terms_of_service/:date", f"GET {INSTANCE}/domain_blocks",
    "GET /api/v1/custom_emojis",
)  # fmt: skip
async def the_server_tells_of_itself(town: Town) -> None:
    owner = await town.member(role="owner")
    async with town.moot.ground.work() as work:
        await site.change_settings(work, title="Plum Village")
        await site.write_document(work, site.EXTENDED_DESCRIPTION, "Who we are")
        await site.write_document(work, site.PRIVACY_POLICY, "We keep little.")
        await site.publish_terms(work, "2020-01-01", "Be kind.")
        await site.publish_terms(work, "2021-01-01", "Be kinder.")
        rule = await site.add_rule(work, site.RuleText("Be kind", "To all"))
        await site.translate_rule(work, rule.id, "de", site.RuleText("Sei freundlich"))
        await site.add_emoji(work, site.Emoji("plum", "plum.png", "plum.png", "fruit", visible=True))
        rules = policy.DomainRule("suspend", public_comment="Spam")
        await policy.block_domain(work, "loud.example", rules)
    for name in ("health", "api/v2/instance", "api/v1/custom_emojis"):
        await town.do(f"GET /{name}")
    assert (await town.do(f"GET {INSTANCE}"))["contact_account"]
    parts = ("activity", "peers", "extended_description", "privacy_policy", "terms_of_service", "rules")
    for part in parts:
        await town.do(f"GET {INSTANCE}/{part}")
    await town.do(f"GET {INSTANCE}/terms_of_service/:date", date="2020-01-01")
    await town.do(f"GET {INSTANCE}/domain_blocks", owner)


@story(
    "POST /api/v1/apps", "GET /api/v1/apps/verify_credentials", "GET /.well-known/oauth-authorization-server",
    "GET /oauth/authorize", "POST /oauth/token", "POST /oauth/revoke", "GET /oauth/userinfo", "POST /oauth/userinfo",
)  # fmt: skip
async def an_app_is_let_in(town: Town) -> None:
    await member_with_password(town.moot, "ida")
    wanted = {"client_name": "Seabird", "redirect_uris": [ADDRESS], "scopes": "read profile", "website": ADDRESS}
    made = await town.do("POST /api/v1/apps", json=wanted)
    own = await app_token(town.moot, await app(town.moot))
    await town.do("GET /api/v1/apps/verify_credentials", headers=own)
    await town.do("GET /.well-known/oauth-authorization-server")
    secrets = {"client_id": made["client_id"], "client_secret": made["client_secret"]}
    asked = {
        "response_type": "code", "client_id": made["client_id"], "redirect_uri": ADDRESS, "scope": "read profile",
        "state": "kept", "code_challenge": CHALLENGE, "code_challenge_method": "S256", "force_login": "false",
        "lang": "de",
    }  # fmt: skip
    browser = await signed_in(town.moot, "ida")
    await browser.open(f"/oauth/authorize?{urlencode(asked)}")
    assert (browser.status, "Seabird" in browser.text) == (200, True)
    await browser.send("/oauth/authorize", decision="allow")
    code = parse_qs(urlsplit(browser.left_to).query)["code"][0]
    town.carried_out("GET /oauth/authorize", asked)
    grant = {"grant_type": "authorization_code", "code": code, "redirect_uri": ADDRESS, "scope": "read profile"}
    token = await town.do("POST /oauth/token", data={**secrets, **grant, "code_verifier": VERIFIER})
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    for method in ("GET", "POST"):
        assert (await town.do(f"{method} /oauth/userinfo", headers=headers))["preferred_username"] == "ida"
    await town.do("POST /oauth/revoke", data={**secrets, "token": token["access_token"]})


@story("GET /api/v2/search")
async def things_are_found(town: Town) -> None:
    anna = await town.member(name="searcher")
    said = await town.post(anna, "rhubarb #rhubarb")
    await town.moot.run_jobs()
    found = await town.do("GET /api/v2/search", anna, params={"q": "rhubarb"})
    assert [status["id"] for status in found["statuses"]] == [said["id"]]
    assert found["hashtags"]
    assert (await town.do("GET /api/v2/search", anna, params={"q": "searcher", "resolve": "true"}))["accounts"]
    narrow = {"q": "rhubarb", "type": "statuses", "following": "false", "account_id": str(anna.id)}
    assert (await town.do("GET /api/v2/search", anna, params={**narrow, "exclude_unreviewed": "true"}))["statuses"]


@story(
    "GET /api/v1/trends", "GET /api/v1/timelines/link",
    *(f"GET /api/v1/trends/{kind}" for kind in ("tags", "statuses", "links")),
    *(f"GET /api/v1/admin/trends/{kind}" for kind in ("tags", "statuses", "links")),
)  # fmt: skip
async def things_are_talked_of(town: Town) -> None:
    people = await crowd(town.moot, 6)
    staff = await town.member(role="owner")
    for person in people:
        await town.post(person, "#currants today")
    hot = await town.post(people[0], "Currants!")
    for fan in people[1:]:
        await town.do("POST /api/v1/statuses/:id/favourite", fan, id=hot["id"])
    link = await share(town.moot, people, "https://www.news.example/currants", "Currants")
    await compute(town.moot)
    for kind in ("tags", "statuses", "links"):
        assert await town.do(f"GET /api/v1/admin/trends/{kind}", staff)
    for what, key in ((Kind.TAG, "currants"), (Kind.POST, hot["id"]), (Kind.LINK, str(link))):
        await allow(town.moot, what, key)
    assert await town.do("GET /api/v1/trends")
    assert await town.do("GET /api/v1/timelines/link", params={"url": "https://www.news.example/currants"})
    for kind in ("tags", "statuses", "links"):
        assert await town.do(f"GET /api/v1/trends/{kind}", params={"limit": "2", "offset": "0"})
