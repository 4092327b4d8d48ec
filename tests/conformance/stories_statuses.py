"""Stories of statuses: saying something with all that belongs to it, marking it, finding it and taking it back."""

from typing import Any

from folkmoot.infra.clock import HOUR, iso
from tests.conformance.town import Town, picture, stories, story

STATUSES = "/api/v1/statuses"
ID = f"{STATUSES}/:id"


@story(f"POST {STATUSES}", f"PUT {ID}", f"GET {ID}", f"GET {STATUSES}", f"GET {ID}/history", f"GET {ID}/source",
       f"DELETE {ID}", f"GET {ID}/context", "GET /api/oembed")  # fmt: skip
async def a_post_with_everything(town: Town) -> None:
    anna, berta = await town.voice(), await town.member()
    await town.emoji("leek")
    first = await town.do(f"POST {STATUSES}", anna, json={"status": f"Look: {town.web.base}/leeks"})
    pictures = [await town.upload(anna, description="A leek", focus="0.1,-0.2") for _ in range(2)]
    said = await town.do(
        f"POST {STATUSES}", anna, headers={"Idempotency-Key": "once"},
        json={
            "status": f"@{berta.name} see :leek: #leeks", "media_ids": pictures, "sensitive": True, "language": "en",
            "spoiler_text": "Vegetables", "visibility": "public", "in_reply_to_id": first["id"],
            "quote_approval_policy": "public",
        },
    )  # fmt: skip
    await town.do(
        f"PUT {ID}", anna, id=said["id"],
        json={
            "status": f"@{berta.name} see :leek: #leeks!", "media_ids": pictures[:1], "sensitive": False,
            "language": "de", "spoiler_text": "Roots :leek:", "quote_approval_policy": "followers",
            "media_attributes": [{"id": pictures[0], "description": "One leek", "focus": "0.5,0.5"}],
        },
    )  # fmt: skip
    shown = await town.do(f"GET {ID}", anna, id=said["id"])
    assert all(shown[part] for part in ("media_attachments", "mentions", "tags", "emojis", "edited_at", "application"))
    await town.moot.run_jobs()
    assert (await town.do(f"GET {ID}", id=first["id"]))["card"]["title"] == "Leeks"
    assert len(await town.do(f"GET {STATUSES}", berta, params={"id[]": [first["id"], said["id"]]})) == 2
    assert len(await town.do(f"GET {ID}/history", id=said["id"])) == 2
    await town.do(f"GET {ID}/source", anna, id=said["id"])
    assert (await town.do(f"GET {ID}/context", id=said["id"]))["ancestors"]
    assert (await town.do(f"GET {ID}/context", id=first["id"]))["descendants"]
    params: dict[str, Any] = {"url": said["url"], "maxwidth": 300, "maxheight": 300}
    await town.do("GET /api/oembed", params=params)
    await town.do(f"DELETE {ID}", anna, id=said["id"], params={"delete_media": "true"})


@story("GET /api/v1/polls/:id", "POST /api/v1/polls/:id/votes")
async def people_vote(town: Town) -> None:
    anna, berta = await town.member(), await town.member()
    await town.emoji("kale")
    poll = {"options": ["leeks", "kale :kale:"], "expires_in": 3600, "multiple": True, "hide_totals": False}
    asked = await town.do(f"POST {STATUSES}", anna, json={"status": "Which?", "poll": poll})
    vote = await town.do("POST /api/v1/polls/:id/votes", berta, id=asked["poll"]["id"], json={"choices": [0, 1]})
    assert vote["own_votes"] == [0, 1]
    await town.do("GET /api/v1/polls/:id", berta, id=asked["poll"]["id"])
    await town.do(f"PUT {ID}", anna, id=asked["id"], json={"status": "Which one?", "poll": {**poll, "multiple": False}})
    assert len(await town.do(f"GET {ID}/history", id=asked["id"])) == 2


@story(f"GET {ID}/quotes", f"POST {ID}/quotes/:quoting_status_id/revoke", f"PUT {ID}/interaction_policy")
async def a_post_is_quoted(town: Town) -> None:
    anna, berta = await town.member(), await town.member()
    said = await town.post(anna, "quote me")
    policy = {"quote_approval_policy": "public"}
    await town.do(f"PUT {ID}/interaction_policy", anna, id=said["id"], json=policy)
    quoted = {"status": "hear, hear", "quoted_status_id": said["id"]}
    made = await town.do(f"POST {STATUSES}", berta, json=quoted)
    assert made["quote"]["quoted_status"]["id"] == said["id"]
    await town.do(f"PUT {ID}", berta, id=made["id"], json={"status": "well said"})
    assert (await town.do(f"GET {ID}/history", id=made["id"]))[0]["quote"]
    assert await town.do(f"GET {ID}/quotes", anna, id=said["id"])
    deeper = await town.post(anna, "and so on", quoted_status_id=made["id"])
    assert (await town.do(f"GET {ID}", id=deeper["id"]))["quote"]["quoted_status"]["quote"]
    parts = {"id": said["id"], "quoting_status_id": made["id"]}
    revoked = await town.do(f"POST {ID}/quotes/:quoting_status_id/revoke", anna, **parts)
    assert revoked["quote"]["state"] == "revoked"


MARKS = ("favourite", "reblog", "bookmark", "mute", "pin")


@story(
    *(f"POST {ID}/{undone}{mark}" for mark in MARKS for undone in ("", "un")), f"GET {ID}/favourited_by",
    f"GET {ID}/reblogged_by", "GET /api/v1/favourites", "GET /api/v1/bookmarks", "GET /api/v1/accounts/:id/statuses",
)  # fmt: skip
async def a_post_is_marked(town: Town) -> None:
    anna = await town.member()
    said = await town.post(anna, "Mine #leeks")
    for mark in MARKS:
        body = {"json": {"visibility": "unlisted"}} if mark == "reblog" else {}
        await town.do(f"POST {ID}/{mark}", anna, id=said["id"], **body)
    assert await town.do(f"GET {ID}/favourited_by", id=said["id"])
    assert await town.do(f"GET {ID}/reblogged_by", id=said["id"])
    assert await town.do("GET /api/v1/favourites", anna)
    assert await town.do("GET /api/v1/bookmarks", anna)
    narrow = {"exclude_replies": "true", "exclude_reblogs": "true", "pinned": "true", "tagged": "leeks"}
    assert await town.do("GET /api/v1/accounts/:id/statuses", anna, id=anna.id, params=narrow)
    await town.do("GET /api/v1/accounts/:id/statuses", id=anna.id, params={"only_media": "true"})
    assert len(await town.do("GET /api/v1/accounts/:id/statuses", id=anna.id)) == 2
    for mark in MARKS:
        await town.do(f"POST {ID}/un{mark}", anna, id=said["id"])


@story(f"POST {ID}/translate", "GET /api/v1/instance/translation_languages")
async def a_post_is_translated(town: Town) -> None:
    anna = await town.member()
    named = await town.upload(anna, description="a leek")
    poll = {"options": ["leeks", "kale"], "expires_in": 3600}
    said = [
        await town.post(anna, "hello", language="en", **more)
        for more in ({"spoiler_text": "food", "media_ids": [named]}, {"poll": poll})
    ]
    for one in said:
        await town.do(f"POST {ID}/translate", await town.member(), id=one["id"], json={"lang": "de"})
    assert await town.do("GET /api/v1/instance/translation_languages")


@story(
    "POST /api/v1/media", "GET /api/v1/media/:id", "PUT /api/v1/media/:id", "DELETE /api/v1/media/:id",
    "POST /api/v2/media",
)  # fmt: skip
async def pictures_are_sent(town: Town) -> None:
    anna = await town.member()
    said = {"description": "A leek", "focus": "0.0,1.0"}
    for version in (1, 2):
        files = {"file": picture(), "thumbnail": picture("red")}
        made = await town.do(f"POST /api/v{version}/media", anna, files=files, data=said)
        await town.moot.settle()
    await town.do("GET /api/v1/media/:id", anna, id=made["id"])
    other = {"thumbnail": picture("blue")}
    changed = await town.do("PUT /api/v1/media/:id", anna, id=made["id"], data=said, files=other)
    assert changed["preview_url"] != made["preview_url"]
    await town.do("DELETE /api/v1/media/:id", anna, id=made["id"])


@stories("/api/v1/scheduled_statuses", "GET, GET :id, PUT :id, DELETE :id")
async def a_post_waits(town: Town) -> None:
    anna = await town.voice()
    poll = {"options": ["leeks", "kale"], "expires_in": 3600, "multiple": True, "hide_totals": True}
    when = iso(town.moot.clock() + HOUR)
    said = await town.post(anna, "first")
    made = [
        await town.do(f"POST {STATUSES}", anna, json={"status": "later", "scheduled_at": when, **more})
        for more in (
            {"poll": poll, "in_reply_to_id": said["id"], "language": "en", "sensitive": True, "spoiler_text": "hm"},
            {"media_ids": [await town.upload(anna)], "visibility": "unlisted"},
        )
    ]
    assert len(await town.do("GET /api/v1/scheduled_statuses", anna)) == 2
    await town.do("GET /api/v1/scheduled_statuses/:id", anna, id=made[0]["id"])
    later = {"scheduled_at": iso(town.moot.clock() + 2 * HOUR)}
    await town.do("PUT /api/v1/scheduled_statuses/:id", anna, id=made[0]["id"], json=later)
    await town.do("DELETE /api/v1/scheduled_statuses/:id", anna, id=made[0]["id"])


@stories("/api/v1/timelines", "GET home, GET public, GET tag/:hashtag, GET list/:list_id")
async def timelines_are_read(town: Town) -> None:
    anna = await town.member()
    await town.post(anna, f"{town.web.base}/leeks #leeks")
    await town.post(anna, "#leeks", media_ids=[await town.upload(anna)])
    await town.moot.run_jobs()
    assert await town.do("GET /api/v1/timelines/home", anna)
    narrow = {"only_media": "true", "local": "true", "remote": "false"}
    assert await town.do("GET /api/v1/timelines/public", params=narrow)
    assert await town.do("GET /api/v1/timelines/public")
    tagged = {"any[]": "kale", "all[]": "leeks", "none[]": "beet", **narrow}
    assert await town.do("GET /api/v1/timelines/tag/:hashtag", hashtag="leeks", params=tagged)
    made = await town.do("POST /api/v1/lists", anna, json={"title": "All"})
    await town.do("GET /api/v1/timelines/list/:list_id", anna, list_id=made["id"])
