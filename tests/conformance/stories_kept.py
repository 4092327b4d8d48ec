"""Stories of what a member keeps and is told: notifications, filters, lists, tags, conversations, markers and push."""

from cryptography.hazmat.primitives.asymmetric import ec

from folkmoot.features import announcements
from folkmoot.features.announcements import Words
from folkmoot.formats.webpush import CURVE, b64, point_of
from tests.conformance.town import Town, stories, story
from tests.features.test_erasure_jobs import every
from tests.support.moot import BASE, Member

NOTIFICATIONS = "/api/v1/notifications"
GROUPED = "/api/v2/notifications"
ALL = {"types[]": ["mention", "favourite", "follow", "reblog"], "exclude_types[]": ["reblog"]}


async def _told(town: Town) -> tuple[Member, Member, Member]:
    """Three members who were told something of every kind, most of it by each other."""
    anna, berta = await town.member(role="owner"), await town.member()
    said = await town.post(anna, "mine", quote_approval_policy="public")
    for act in ("favourite", "reblog"):
        await town.do(f"POST /api/v1/statuses/:id/{act}", berta, id=said["id"])
    await town.do("POST /api/v1/accounts/:id/follow", berta, id=anna.id)
    await town.do("POST /api/v1/accounts/:id/follow", anna, id=berta.id, json={"notify": True})
    await town.post(berta, f"hello @{anna.name}")
    quote = await town.post(berta, "hear, hear", quoted_status_id=said["id"])
    poll = await town.post(berta, "Which?", poll={"options": ["a", "b"], "expires_in": 300})
    await town.do("POST /api/v1/polls/:id/votes", anna, id=poll["poll"]["id"], json={"choices": [0]})
    await town.do("POST /api/v1/statuses/:id/reblog", anna, id=quote["id"])
    await town.do("PUT /api/v1/statuses/:id", berta, id=quote["id"], json={"status": "well said"})
    await town.do("PUT /api/v1/statuses/:id", anna, id=said["id"], json={"status": "all mine"})
    await town.do("POST /api/v1/reports", berta, json={"account_id": str(anna.id), "status_ids": [said["id"]]})
    about = {"account_id": str(berta.id), "status_ids": [poll["id"]]}
    shy = await town.member(locked=True)
    filed = await town.do("POST /api/v1/reports", shy, json=about)
    warning = {"type": "none", "text": "Be careful", "report_id": filed["id"]}
    for who, whom in ((anna, shy), (shy, berta)):
        await town.do("POST /api/v1/accounts/:id/follow", who, id=whom.id)
    await town.do("POST /api/v1/admin/accounts/:id/action", await town.member(role="owner"), id=berta.id, json=warning)
    await town.moot.run_jobs()
    await every(town.moot, 400_000)
    return anna, berta, shy


@stories(NOTIFICATIONS, "GET, GET :id, POST :id/dismiss, POST clear, GET unread_count")
async def a_member_is_told(town: Town) -> None:
    anna, berta, shy = await _told(town)
    shown = await town.do(f"GET {NOTIFICATIONS}", anna)
    await town.do(f"GET {NOTIFICATIONS}", berta)
    await town.do(f"GET {NOTIFICATIONS}", shy)
    asked = {"account_id": str(berta.id), "include_filtered": "true", "supported_types[]": "mention", **ALL}
    assert await town.do(f"GET {NOTIFICATIONS}", anna, params=asked)
    one = shown[0]["id"]
    await town.do(f"GET {NOTIFICATIONS}/:id", anna, id=one, params={"supported_types[]": "mention"})
    of_one = {"account_id": str(berta.id), **ALL}
    assert (await town.do(f"GET {NOTIFICATIONS}/unread_count", anna, params=of_one))["count"]
    await town.do(f"POST {NOTIFICATIONS}/:id/dismiss", anna, id=one)
    await town.do(f"POST {NOTIFICATIONS}/clear", anna)


@stories(GROUPED, "GET, GET :group_key, GET :group_key/accounts, POST :group_key/dismiss, GET unread_count")
async def a_member_is_told_in_groups(town: Town) -> None:
    anna, berta, shy = await _told(town)
    for one in (anna, berta, shy):
        await town.do(f"GET {GROUPED}", one)
    of_one = {"account_id": str(berta.id), "grouped_types[]": "favourite", **ALL}
    asked = {"expand_accounts": "partial_avatars", "include_filtered": "true", "supported_types[]": "mention"}
    for _ in range(3):
        fan = await town.member()
        await town.do("POST /api/v1/accounts/:id/follow", fan, id=anna.id)
    await town.moot.run_jobs()
    found = await town.do(f"GET {GROUPED}", anna, params={**asked, "types[]": "follow"})
    assert found["partial_accounts"]
    found = await town.do(f"GET {GROUPED}", anna, params={**of_one, **asked})
    key = found["notification_groups"][0]["group_key"]
    await town.do(f"GET {GROUPED}/:group_key", anna, group_key=key, params={"supported_types[]": "mention"})
    await town.do(f"GET {GROUPED}/:group_key/accounts", anna, group_key=key)
    assert (await town.do(f"GET {GROUPED}/unread_count", anna, params=of_one))["count"]
    await town.do(f"POST {GROUPED}/:group_key/dismiss", anna, group_key=key)


POLICY = ("not_following", "not_followers", "new_accounts", "private_mentions", "limited_accounts")


@story(
    f"GET {GROUPED}/policy", f"PATCH {GROUPED}/policy", f"GET {NOTIFICATIONS}/requests",
    f"GET {NOTIFICATIONS}/requests/:id", f"POST {NOTIFICATIONS}/requests/:id/accept",
    f"POST {NOTIFICATIONS}/requests/:id/dismiss", f"POST {NOTIFICATIONS}/requests/accept",
    f"POST {NOTIFICATIONS}/requests/dismiss", f"GET {NOTIFICATIONS}/requests/merged",
)  # fmt: skip
async def strangers_wait(town: Town) -> None:
    anna = await town.member()
    await town.do(f"PATCH {GROUPED}/policy", anna, json={f"for_{name}": "filter" for name in POLICY})
    for _ in range(4):
        await town.post(await town.member(), f"@{anna.name} hello")
    await town.moot.run_jobs()
    assert (await town.do(f"GET {GROUPED}/policy", anna))["summary"]["pending_requests_count"] == 4
    ids = [request["id"] for request in await town.do(f"GET {NOTIFICATIONS}/requests", anna)]
    for act, request_id in zip(("accept", "dismiss"), ids, strict=False):
        await town.do(f"GET {NOTIFICATIONS}/requests/:id", anna, id=request_id)
        await town.do(f"POST {NOTIFICATIONS}/requests/:id/{act}", anna, id=request_id)
    for act, request_id in zip(("accept", "dismiss"), ids[2:], strict=True):
        await town.do(f"POST {NOTIFICATIONS}/requests/{act}", anna, json={"id": [request_id]})
    await town.do(f"GET {NOTIFICATIONS}/requests/merged", anna)


ALERTS = (
    "mention", "quote", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update",
    "quoted_update", "admin.sign_up", "admin.report",
)  # fmt: skip


@stories("/api/v1/push/subscription", "POST, GET, PUT, DELETE")
async def an_app_is_pushed_to(town: Town) -> None:
    anna = await town.member()
    keys = {"p256dh": b64(point_of(ec.generate_private_key(CURVE))), "auth": b64(b"0123456789abcdef")}
    told = {"alerts": dict.fromkeys(ALERTS, True), "policy": "all"}
    subscription = {"endpoint": f"{town.web.base}/box", "keys": keys, "standard": True}
    path = "/api/v1/push/subscription"
    made = await town.do(f"POST {path}", anna, json={"subscription": subscription, "data": told})
    assert all(made["alerts"].values())
    await town.do(f"GET {path}", anna)
    await town.do(f"PUT {path}", anna, json={"data": told, "policy": "followed"})
    await town.do(f"DELETE {path}", anna)


V1, V2 = "/api/v1/filters", "/api/v2/filters"


@stories(V1, "GET, POST, GET :id, PUT :id, DELETE :id")
async def words_are_filtered_as_in_old_times(town: Town) -> None:
    anna = await town.member()
    wanted = {"phrase": "kale", "context": ["home"], "irreversible": True, "whole_word": True, "expires_in": 3600}
    made = await town.do(f"POST {V1}", anna, json=wanted)
    assert await town.do(f"GET {V1}", anna)
    await town.do(f"GET {V1}/:id", anna, id=made["id"])
    await town.do(f"PUT {V1}/:id", anna, id=made["id"], json={**wanted, "phrase": "leeks"})
    await town.do(f"DELETE {V1}/:id", anna, id=made["id"])


@stories(
    V2, "GET, POST, GET :id, PUT :id, DELETE :id, GET :filter_id/keywords, POST :filter_id/keywords, GET keywords/:id,"
    "PUT keywords/:id, DELETE keywords/:id, GET :filter_id/statuses, POST :filter_id/statuses, GET statuses/:id,"
    "DELETE statuses/:id",
)  # fmt: skip
async def words_and_posts_are_filtered(town: Town) -> None:
    anna, berta = await town.member(), await town.member()
    said = await town.post(berta, "so much kale")
    wanted = {"title": "Food", "context": ["home", "public"], "filter_action": "warn", "expires_in": 3600}
    words = [{"keyword": "kale", "whole_word": True}, {"keyword": "beet", "whole_word": False}]
    made = await town.do(f"POST {V2}", anna, json={**wanted, "keywords_attributes": words})
    kept = {"filter_id": made["id"]}
    change = [{"id": made["keywords"][1]["id"], "_destroy": True}, {"keyword": "chard", "whole_word": True}]
    greens = {**wanted, "title": "Greens", "keywords_attributes": change}
    await town.do(f"PUT {V2}/:id", anna, id=made["id"], json=greens)
    word = await town.do(f"POST {V2}/:filter_id/keywords", anna, **kept, json={"keyword": "cress", "whole_word": True})
    assert len(await town.do(f"GET {V2}/:filter_id/keywords", anna, **kept)) == 3
    await town.do(f"GET {V2}/keywords/:id", anna, id=word["id"])
    await town.do(f"PUT {V2}/keywords/:id", anna, id=word["id"], json={"keyword": "water", "whole_word": False})
    await town.do(f"DELETE {V2}/keywords/:id", anna, id=word["id"])
    post = await town.do(f"POST {V2}/:filter_id/statuses", anna, **kept, json={"status_id": said["id"]})
    assert await town.do(f"GET {V2}/:filter_id/statuses", anna, **kept)
    await town.do(f"GET {V2}/statuses/:id", anna, id=post["id"])
    (met,) = (await town.do("GET /api/v1/statuses/:id", anna, id=said["id"]))["filtered"]
    assert (met["keyword_matches"], met["status_matches"]) == (["kale"], [said["id"]])
    assert await town.do(f"GET {V2}", anna)
    await town.do(f"DELETE {V2}/statuses/:id", anna, id=post["id"])
    await town.do(f"GET {V2}/:id", anna, id=made["id"])
    await town.do(f"DELETE {V2}/:id", anna, id=made["id"])


@story(
    *(f"{method} /api/v1/lists" for method in ("GET", "POST")), "GET /api/v1/accounts/:id/lists",
    *(f"{method} /api/v1/lists/:id" for method in ("GET", "PUT", "DELETE")),
    *(f"{method} /api/v1/lists/:id/accounts" for method in ("GET", "POST", "DELETE")),
)  # fmt: skip
async def people_are_listed(town: Town) -> None:
    anna, berta = await town.member(), await town.member()
    await town.do("POST /api/v1/accounts/:id/follow", anna, id=berta.id)
    wanted = {"title": "Gardeners", "replies_policy": "followed", "exclusive": True}
    made = await town.do("POST /api/v1/lists", anna, json=wanted)
    one = {"id": made["id"]}
    who = {"account_ids": [str(berta.id)]}
    await town.do("POST /api/v1/lists/:id/accounts", anna, **one, json=who)
    assert await town.do("GET /api/v1/lists/:id/accounts", anna, **one)
    assert await town.do("GET /api/v1/accounts/:id/lists", anna, id=berta.id)
    await town.do("DELETE /api/v1/lists/:id/accounts", anna, **one, json=who)
    assert await town.do("GET /api/v1/lists", anna)
    await town.do("GET /api/v1/lists/:id", anna, **one)
    await town.do("PUT /api/v1/lists/:id", anna, **one, json={**wanted, "title": "Farmers"})
    await town.do("DELETE /api/v1/lists/:id", anna, **one)


@story(
    "GET /api/v1/tags/:name", "POST /api/v1/tags/:name/follow", "POST /api/v1/tags/:name/unfollow",
    "POST /api/v1/tags/:id/feature", "POST /api/v1/tags/:id/unfeature", "GET /api/v1/followed_tags",
    "GET /api/v1/featured_tags", "POST /api/v1/featured_tags", "DELETE /api/v1/featured_tags/:id",
    "GET /api/v1/featured_tags/suggestions", "GET /api/v1/accounts/:id/featured_tags",
)  # fmt: skip
async def tags_are_followed_and_featured(town: Town) -> None:
    anna = await town.member()
    await town.post(anna, "#leeks")
    assert (await town.do("POST /api/v1/tags/:name/follow", anna, name="leeks"))["following"]
    assert await town.do("GET /api/v1/followed_tags", anna)
    await town.do("POST /api/v1/tags/:name/unfollow", anna, name="leeks")
    assert await town.do("GET /api/v1/featured_tags/suggestions", anna)
    assert (await town.do("POST /api/v1/tags/:id/feature", anna, id="leeks"))["featuring"]
    await town.do("GET /api/v1/tags/:name", anna, name="leeks")
    await town.do("POST /api/v1/tags/:id/unfeature", anna, id="leeks")
    made = await town.do("POST /api/v1/featured_tags", anna, json={"name": "leeks"})
    assert await town.do("GET /api/v1/featured_tags", anna)
    assert await town.do("GET /api/v1/accounts/:id/featured_tags", id=anna.id)
    await town.do("DELETE /api/v1/featured_tags/:id", anna, id=made["id"])


@stories("/api/v1/conversations", "GET, POST :id/read, DELETE :id")
async def people_whisper(town: Town) -> None:
    anna, berta = await town.member(), await town.member()
    await town.post(anna, f"@{berta.name} psst", visibility="direct")
    await town.moot.run_jobs()
    (talk,) = await town.do("GET /api/v1/conversations", berta)
    assert talk["last_status"]
    await town.do("POST /api/v1/conversations/:id/read", berta, id=talk["id"])
    await town.do("DELETE /api/v1/conversations/:id", berta, id=talk["id"])


@stories("/api/v1/markers", "GET, POST")
async def apps_keep_their_place(town: Town) -> None:
    anna = await town.member()
    told = {"home": {"last_read_id": "103"}, "notifications": {"last_read_id": "104"}}
    await town.do("POST /api/v1/markers", anna, json=told)
    assert await town.do("GET /api/v1/markers", anna, params={"timeline[]": ["home", "notifications"]})


@stories("/api/v1/announcements", "GET, POST :id/dismiss, PUT :id/reactions/:name, DELETE :id/reactions/:name")
async def everybody_is_told(town: Town) -> None:
    anna = await town.member()
    said = await town.post(anna, "the programme")
    now = town.moot.clock()
    await town.emoji("moon")
    text = f"Meet :moon: @{anna.name} under #oaks: {BASE}/@{anna.name}/{said['id']}"
    async with town.moot.ground.work() as work:
        made = await announcements.publish(work, Words(text, starts_at=now - 1000, ends_at=now + 9_000_000))
    await town.do("PUT /api/v1/announcements/:id/reactions/:name", anna, id=made, name="moon")
    one = {"id": made, "name": "🤔"}
    await town.do("PUT /api/v1/announcements/:id/reactions/:name", anna, **one)
    assert (await town.do("GET /api/v1/announcements", anna))[0]["reactions"]
    await town.do("DELETE /api/v1/announcements/:id/reactions/:name", anna, **one)
    await town.do("POST /api/v1/announcements/:id/dismiss", anna, id=made)


@story("POST /api/v1/reports")
async def somebody_is_reported(town: Town) -> None:
    from folkmoot.features import site

    anna, berta = await town.member(), await town.member()
    said = await town.post(berta, "buy now")
    async with town.moot.ground.work() as work:
        rule = await site.add_rule(work, site.RuleText("Sell nothing"))
    complaint = {
        "account_id": str(berta.id), "status_ids": [said["id"]], "comment": "Sells leeks", "forward": True,
        "category": "violation", "rule_ids": [str(rule.id)],
    }  # fmt: skip
    await town.do("POST /api/v1/reports", anna, json=complaint)


STREAMS = "/api/v1/streaming"


@stories(
    STREAMS, "GET user, GET user/notification, GET public, GET public/local, GET public/remote, GET hashtag,"
    "GET hashtag/local, GET list, GET direct, GET health",
)  # fmt: skip
async def apps_listen(town: Town) -> None:
    anna = await town.member()
    made = await town.do("POST /api/v1/lists", anna, json={"title": "All"})
    for name in ("user", "user/notification", "direct"):
        await town.listen(f"{STREAMS}/{name}", anna)
    for name in ("public", "public/local", "public/remote"):
        await town.listen(f"{STREAMS}/{name}", anna, only_media="true")
    for name in ("hashtag", "hashtag/local"):
        await town.listen(f"{STREAMS}/{name}", anna, tag="leeks")
    await town.listen(f"{STREAMS}/list", anna, list=made["id"])
    assert (await town.do(f"GET {STREAMS}/health")).text == "OK"
    town.carried_out(f"GET {STREAMS}/health", ())
