"""Streams: each stream, each event, and that they end when they must."""

import io
from typing import Any

import msgspec
import pytest
from PIL import Image

from folkmoot.features import announcements, auth, policy
from folkmoot.infra.config import LimitsSettings
from tests.conformance.entities import check
from tests.support.moot import Member, Moot
from tests.support.streams import Socket, listening, opened, reading
from tests.support.ties import follow

EVERYTHING = "#moot the end of it"
"""A post that comes on every stream for everybody: what did not come before it does not come at all."""


async def test_a_follower_hears_of_a_post_an_edit_and_an_end(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await follow(a_moot, berta, anna)
    async with listening(a_moot, berta, "user") as socket:
        posted = await a_moot.post(anna, "one")
        stream, name, status = await socket.event()
        assert (stream, name, status["id"]) == ("user", "update", posted["id"])
        assert check(status, "Status") == []
        await a_moot.ok("PUT", f"/api/v1/statuses/{posted['id']}", anna, json={"status": "two"})
        stream, name, status = await socket.event()
        assert (stream, name, status["content"]) == ("user", "status.update", "<p>two</p>")
        assert check(status, "Status") == []
        await a_moot.ok("DELETE", f"/api/v1/statuses/{posted['id']}", anna)
        assert await socket.event() == ("user", "delete", posted["id"])


async def test_a_boost_comes_once_and_its_end_is_told(a_moot: Moot) -> None:
    anna, berta, clara = [await a_moot.member(name) for name in ("anna", "berta", "clara")]
    await follow(a_moot, clara, berta)
    posted = await a_moot.post(anna, "boost me")
    async with listening(a_moot, clara, "user") as socket:
        boost = await a_moot.ok("POST", f"/api/v1/statuses/{posted['id']}/reblog", berta)
        _, name, status = await socket.event()
        assert (name, status["id"], status["reblog"]["id"]) == ("update", boost["id"], posted["id"])
        await a_moot.ok("DELETE", f"/api/v1/statuses/{posted['id']}", anna)
        assert {(await socket.event())[1:] for _ in range(2)} == {("delete", posted["id"]), ("delete", boost["id"])}


async def test_what_is_shown_already_is_not_shown_again_by_a_boost(a_moot: Moot) -> None:
    anna, berta, clara = [await a_moot.member(name) for name in ("anna", "berta", "clara")]
    for author in (anna, berta):
        await follow(a_moot, clara, author)
    async with listening(a_moot, clara, "user") as socket:
        posted = await a_moot.post(anna, "shown")
        await a_moot.ok("POST", f"/api/v1/statuses/{posted['id']}/reblog", berta)
        await a_moot.post(anna, "end")
        assert await socket.until("end") == [("user", "update", "shown"), ("user", "update", "end")]


async def _picture(a_moot: Moot, by: Member) -> str:
    with io.BytesIO() as file:
        Image.new("RGB", (8, 8), "red").save(file, "PNG")
        data = file.getvalue()
    made = await a_moot.ok("POST", "/api/v2/media", by, files={"file": ("a.png", data, "image/png")})
    await a_moot.settle()
    media_id: str = made["id"]
    return media_id


PUBLIC_STREAMS = (
    "public",
    "public:local",
    "public:media",
    "public:local:media",
    "public:remote",
    "public:remote:media",
)


async def test_each_public_stream_carries_what_its_timeline_does(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    picture = await _picture(a_moot, anna)
    async with listening(a_moot, berta, "hashtag", tag="MOOT") as socket:
        for stream in PUBLIC_STREAMS:
            await socket.subscribe(stream)
        await socket.subscribe("hashtag:local", tag="Moot")
        first = await a_moot.post(anna, "first")
        await a_moot.post(anna, "unlisted #moot", visibility="unlisted")
        await a_moot.post(berta, "an answer", in_reply_to_id=first["id"])
        await a_moot.post(anna, "picture", media_ids=[picture])
        await a_moot.post(anna, EVERYTHING)
        heard = [await socket.event() for _ in range(2 + 4 + 4)]
    found: dict[str, list[str]] = {}
    for stream, name, status in heard:
        assert name == "update"
        found.setdefault(stream, []).append(status["content"].partition("</p>")[0].partition("<a ")[0])
    assert found == {
        "public": ["<p>first", "<p>picture", "<p>"],
        "public:local": ["<p>first", "<p>picture", "<p>"],
        "public:media": ["<p>picture"],
        "public:local:media": ["<p>picture"],
        "hashtag:MOOT": ["<p>"],
        "hashtag:local:Moot": ["<p>"],
    }


async def test_the_end_of_a_public_post_is_told_on_every_stream_for_everybody(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    posted = await a_moot.post(anna, "gone soon")
    async with listening(a_moot, berta, "public") as socket:
        await socket.subscribe("hashtag", tag="any")
        await a_moot.ok("DELETE", f"/api/v1/statuses/{posted['id']}", anna)
        assert {await socket.event(), await socket.event()} == {
            ("public", "delete", posted["id"]),
            ("hashtag:any", "delete", posted["id"]),
        }


async def test_a_list_shows_its_people(a_moot: Moot) -> None:
    anna, berta, clara = [await a_moot.member(name) for name in ("anna", "berta", "clara")]
    for author in (anna, berta):
        await follow(a_moot, clara, author)
    made = await a_moot.ok("POST", "/api/v1/lists", clara, json={"title": "few", "exclusive": True})
    where = f"/api/v1/lists/{made['id']}/accounts"
    await a_moot.ok("POST", where, clara, json={"account_ids": [str(anna.id)]})
    async with listening(a_moot, clara, "list", list=made["id"]) as socket:
        await socket.subscribe("user")
        by_berta = await a_moot.post(berta, "not on it")
        await a_moot.post(anna, "an answer", in_reply_to_id=by_berta["id"])
        kept = await a_moot.post(anna, "on it")
        assert await socket.until("on it") == [
            ("user", "update", "not on it"),
            (f"list:{made['id']}", "update", "on it"),
        ]
        await a_moot.ok("DELETE", f"/api/v1/statuses/{kept['id']}", anna)
        assert {await socket.event(), await socket.event()} == {
            (f"list:{made['id']}", "delete", kept["id"]),
            ("user", "delete", kept["id"]),
        }


async def test_a_followed_tag_brings_strangers_home(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    async with listening(a_moot, berta, "user") as socket:
        await a_moot.ok("POST", "/api/v1/tags/moot/follow", berta)
        await a_moot.post(anna, "no tag")
        posted = await a_moot.post(anna, EVERYTHING)
        stream, _, status = await socket.event()
        assert (stream, status["id"]) == ("user", posted["id"])


async def test_notifications_come_on_both_of_their_streams(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    async with listening(a_moot, berta, "user:notification") as socket:
        await socket.subscribe("user")
        await a_moot.post(anna, "hello @berta")
        await a_moot.run_jobs()
        heard = {stream: (name, payload) for stream, name, payload in [await socket.event(), await socket.event()]}
        assert set(heard) == {"user", "user:notification"}
        name, notification = heard["user"]
        assert (name, notification["type"]) == ("notification", "mention")
        assert check(notification, "Notification") == []


async def test_a_conversation_is_told_to_those_who_are_in_it(a_moot: Moot) -> None:
    anna, berta, clara = [await a_moot.member(name) for name in ("anna", "berta", "clara")]
    async with listening(a_moot, berta, "direct") as socket, listening(a_moot, clara, "direct") as stranger:
        await a_moot.post(anna, "between us, @berta", visibility="direct")
        await a_moot.run_jobs()
        stream, name, conversation = await socket.event()
        assert (stream, name, conversation["unread"]) == ("direct", "conversation", True)
        assert check(conversation, "Conversation") == []
        await a_moot.post(anna, "now you, @clara", visibility="direct")
        await a_moot.run_jobs()
        _, _, conversation = await stranger.event()
        assert "now you" in conversation["last_status"]["content"]


async def test_changed_filters_are_told_and_hold_at_once(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    async with listening(a_moot, berta, "public") as socket, listening(a_moot, anna, "public") as other:
        await socket.subscribe("user")
        words = {"title": "no", "context": ["public"], "keywords_attributes": [{"keyword": "spoil"}]}
        await a_moot.ok("POST", "/api/v2/filters", berta, json=words)
        assert await socket.message() == {"stream": ["user"], "event": "filters_changed"}
        await a_moot.post(anna, "this will spoil it")
        assert [each["filter"]["title"] for each in (await socket.event())[2]["filtered"]] == ["no"]
        assert (await other.event())[2]["filtered"] == []


async def test_unsubscribing_ends_one_stream_alone(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    async with listening(a_moot, anna, "public") as socket:
        await socket.subscribe("public:local")
        socket.tell({"type": "unsubscribe", "stream": "public"})
        await socket.subscribe("user")
        await a_moot.post(anna, "heard")
        assert {(await socket.event())[0], (await socket.event())[0]} == {"public:local", "user"}


@pytest.mark.parametrize(
    ("message", "sentence", "status"),
    [
        ({"type": "subscribe", "stream": "moon"}, "Unknown stream type", 400),
        ({"type": "subscribe", "stream": "hashtag"}, "Missing tag name parameter", 400),
        ({"type": "subscribe", "stream": "list"}, "Missing list name parameter", 400),
        ({"type": "subscribe", "stream": "list", "list": "1"}, "Not authorized to stream this list", 404),
        ({"type": "subscribe", "stream": "list", "list": 77}, "Not authorized to stream this list", 404),
        ({"type": "dance"}, "Unknown message type", 400),
        ("{not json", "Malformed message", 400),
        ("[]", "Malformed message", 400),
        ('{"type": 5}', "Malformed message", 400),
    ],
)
async def test_what_makes_no_sense_is_answered_so(a_moot: Moot, message: Any, sentence: str, status: int) -> None:
    anna = await a_moot.member("anna")
    async with listening(a_moot, anna) as socket:
        socket.tell(message)
        assert await socket.message() == {"error": sentence, "status": status}


async def test_who_makes_no_sense_for_long_is_sent_away(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    async with listening(a_moot, anna) as socket:
        for _ in range(30):
            socket.tell("nonsense")
        assert await socket.closed() == 1008


async def test_a_socket_listens_to_so_many_streams_and_no_more(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    async with listening(a_moot, anna) as socket:
        for number in range(101):
            socket.tell({"type": "subscribe", "stream": "hashtag", "tag": f"t{number}"})
        assert (await socket.message())["status"] == 422


async def test_scopes_decide_what_is_heard(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    berta = await a_moot.member("berta", scopes="read:statuses")
    clara = await a_moot.member("clara", scopes="read:notifications")
    await follow(a_moot, berta, anna)
    async with listening(a_moot, clara) as socket:
        socket.tell({"type": "subscribe", "stream": "user"})
        assert (await socket.message())["status"] == 403
        await socket.subscribe("user:notification")
    async with listening(a_moot, berta, "user") as socket:
        socket.tell({"type": "subscribe", "stream": "user:notification"})
        assert (await socket.message())["status"] == 403
        await a_moot.post(anna, "@berta told")
        await a_moot.run_jobs()
        await a_moot.post(anna, "end")
        assert [event for _, event, _ in await socket.until("end")] == ["update", "update"]


async def _status_of(a_moot: Moot, member: Member | None, **query: str) -> int:
    line = opened(a_moot, member, **query)
    sent = await line.next()
    assert sent["type"] == "websocket.http.response.start", sent
    assert "error" in msgspec.json.decode((await line.next())["body"])
    await line.task
    status: int = sent["status"]
    return status


async def test_a_socket_is_opened_to_members_alone(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    async with a_moot.ground.work() as work:
        _, of_an_app = await auth.issue_token(work, app_id=None, account_id=None, scopes="read")
    assert await _status_of(a_moot, None) == 401
    assert await _status_of(a_moot, None, access_token="guessed") == 401
    assert await _status_of(a_moot, Member(0, "", of_an_app)) == 401
    assert await _status_of(a_moot, anna, stream="moon") == 400
    assert await _status_of(a_moot, anna, path="/api/v1/elsewhere") == 404


async def test_the_token_may_stand_in_the_query(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    line = opened(a_moot, None, "/api/v1/streaming/", stream="user", access_token=anna.token)
    assert (await line.next())["type"] == "websocket.accept"
    await line.hang_up("websocket.disconnect")


async def test_a_revoked_token_is_cut_off_before_the_next_event(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    async with listening(a_moot, berta, "public") as socket, listening(a_moot, anna, "public") as other:
        async with a_moot.ground.work() as work:
            await auth.revoke_token(work, berta.token)
        await a_moot.post(anna, "not for who left")
        assert await socket.line.next() == {
            "type": "websocket.close", "code": 1008, "reason": "The access token is not good any more",
        }  # fmt: skip
        assert (await other.event())[1] == "update"


async def test_who_does_not_read_is_cut_off_while_others_hear(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.streaming.listener.EVENTS_WAITING", 20)
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    async with listening(a_moot, berta, "public") as slow, listening(a_moot, anna, "public") as good:
        slow.line.reads.clear()
        for number in range(25):
            await a_moot.post(anna, f"number {number}")
            assert (await good.event())[2]["content"] == f"<p>number {number}</p>"
        slow.line.reads.set()
        assert await slow.closed() == 1013


async def _sentence(a_moot: Moot, path: str, member: Member | None, **query: str) -> tuple[int, str]:
    answer = await a_moot.call("GET", f"/api/v1/streaming{path}", member, params=query)
    return answer.status_code, answer.json()["error"]


async def test_refusals_of_server_sent_events(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    assert (await a_moot.call("GET", "/api/v1/streaming/health")).text == "OK"
    assert await _sentence(a_moot, "/moon", anna) == (400, "Unknown channel requested")
    assert await _sentence(a_moot, "", anna) == (404, "Record not found")
    assert await _sentence(a_moot, "/user", None) == (401, "Missing access token")
    assert await _sentence(a_moot, "/hashtag", anna) == (400, "Missing tag name parameter")
    assert await _sentence(a_moot, "/list", anna, list="1") == (404, "Not authorized to stream this list")
    assert (await a_moot.call("POST", "/api/v1/streaming/user", anna)).status_code == 405
    assert (await a_moot.call("OPTIONS", "/api/v1/streaming/user")).status_code == 204


PATHS: dict[str, dict[str, str]] = {
    "user": {},
    "public": {},
    "public/local": {},
    "hashtag": {"tag": "moot"},
    "hashtag/local": {"tag": "moot"},
}


@pytest.mark.parametrize("path", PATHS)
async def test_server_sent_events_of_each_path(a_moot: Moot, path: str) -> None:
    anna = await a_moot.member("anna")
    async with reading(a_moot, anna, path, **PATHS[path]) as line:
        assert (await line.next())["body"] == b":thump\n"
        posted = await a_moot.post(anna, EVERYTHING)
        event, data = (await line.next())["body"].decode().rstrip("\n").split("\n")
        assert event == "event: update"
        assert msgspec.json.decode(data.removeprefix("data: "))["id"] == posted["id"]


async def test_server_sent_events_of_what_is_mine_alone(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    async with reading(a_moot, berta, "user/notification") as told, reading(a_moot, berta, "direct") as direct:
        for line in (told, direct):
            assert (await line.next())["body"] == b":thump\n"
        await a_moot.post(anna, "for @berta", visibility="direct")
        await a_moot.run_jobs()
        assert (await told.next())["body"].startswith(b"event: notification\ndata: {")
        assert (await direct.next())["body"].startswith(b"event: conversation\ndata: {")
    async with reading(a_moot, berta, "user") as line:
        assert (await line.next())["body"] == b":thump\n"
        await a_moot.ok("POST", "/api/v2/filters", berta, json={"title": "no", "context": ["home"]})
        assert (await line.next())["body"] == b"event: filters_changed\ndata: undefined\n\n"
    async with (
        reading(a_moot, berta, "public/remote") as line,
        reading(a_moot, berta, "public", only_media="true") as media,
    ):
        for each in (line, media):
            assert (await each.next())["body"] == b":thump\n"
        gone = await a_moot.post(anna, "words alone")
        await a_moot.ok("DELETE", f"/api/v1/statuses/{gone['id']}", anna)
        for each in (line, media):
            assert (await each.next())["body"] == f"event: delete\ndata: {gone['id']}\n\n".encode()


async def test_a_revoked_token_ends_server_sent_events(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    async with reading(a_moot, anna, "user") as line:
        assert (await line.next())["body"] == b":thump\n"
        async with a_moot.ground.work() as work:
            await auth.revoke_token(work, anna.token)
        assert await line.next() == {"type": "http.response.body", "body": b"", "more_body": False}


async def test_so_many_connections_of_a_member_and_no_more(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    limits = LimitsSettings(streams_per_account=2)
    a_moot.ground.config = msgspec.structs.replace(a_moot.ground.config, limits=limits)
    async with listening(a_moot, anna, "user"), listening(a_moot, anna, "user"):
        assert await _status_of(a_moot, anna) == 429
    async with listening(a_moot, anna, "user") as socket:
        assert isinstance(socket, Socket)


async def test_announcements_and_reactions_come_to_everybody(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    async with listening(a_moot, berta, "user") as socket:
        async with a_moot.ground.work() as work:
            made = await announcements.publish(work, announcements.Words("We moot at noon"))
        stream, name, entity = await socket.event()
        assert (stream, name, entity["id"]) == ("user", "announcement", str(made))
        assert check(entity, "Announcement") == []
        where = f"/api/v1/announcements/{made}/reactions/👍"
        for method, count in (("PUT", 1), ("DELETE", 0)):
            await a_moot.ok(method, where, anna)
            payload = {"name": "👍", "count": count, "announcement_id": str(made)}
            assert await socket.event() == ("user", "announcement.reaction", payload)
        async with a_moot.ground.work() as work:
            await announcements.withdraw(work, made)
        assert await socket.event() == ("user", "announcement.delete", str(made))


async def test_accepting_a_request_tells_when_its_notifications_are_merged(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    policy = {"for_not_following": "filter"}
    await a_moot.ok("PATCH", "/api/v2/notifications/policy", berta, json=policy)
    async with listening(a_moot, berta, "user") as socket:
        await a_moot.post(anna, "@berta let me in")
        await a_moot.run_jobs()
        [request] = await a_moot.ok("GET", "/api/v1/notifications/requests", berta)
        await a_moot.ok("POST", f"/api/v1/notifications/requests/{request['id']}/accept", berta)
        await a_moot.run_jobs()
        assert (await socket.event())[:2] == ("user", "notifications_merged")


async def test_a_request_of_many_parameters_is_refused(a_moot: Moot) -> None:
    anna = await a_moot.member()
    many = "&".join(f"p{number}=1" for number in range(60))
    refused = await a_moot.call("GET", f"/api/v1/streaming/user?{many}", anna)
    assert (refused.status_code, refused.json()["error"]) == (400, "Too many parameters")


async def test_a_network_that_is_shut_out_hears_nothing_more(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    async with listening(a_moot, anna, "public") as socket:
        async with a_moot.ground.work() as work:
            await policy.block_network(work, "192.0.2.0/24", "no_access", "", None)
        assert await socket.closed() == 1008
