"""/api/v1/drafts, as clients that know of it use it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.features import posts
from folkmoot.features.drafts import rules
from folkmoot.infra.clock import DAY, HOUR, iso
from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.conformance.schema import BOOL, DATETIME, ID, INT, STR, ListOf, Nullable, Obj, Ref
from tests.features.test_erasure_jobs import every, some_media
from tests.support.counting import counting
from tests.support.moot import Member, Moot

Json = dict[str, Any]

DRAFTS = "/api/v1/drafts"
STATUSES = "/api/v1/statuses"
DRAFT = Obj(
    {
        "id": ID,
        "created_at": DATETIME,
        "updated_at": DATETIME,
        "params": Obj(
            {
                "text": STR,
                "spoiler_text": Nullable(STR),
                "visibility": Nullable(STR),
                "sensitive": Nullable(BOOL),
                "language": Nullable(STR),
                "in_reply_to_id": Nullable(STR),
                "quoted_status_id": Nullable(STR),
                "quote_approval_policy": Nullable(STR),
                "media_ids": Nullable(ListOf(ID)),
                "poll": Nullable(
                    Obj({"options": ListOf(STR), "expires_in": Nullable(INT), "multiple": BOOL, "hide_totals": BOOL})
                ),
            }
        ),
        "media_attachments": ListOf(Ref("MediaAttachment")),
    }
)


async def save(moot: Moot, by: Member, text: str = "", **fields: Any) -> Json:
    draft: Json = await moot.ok("POST", DRAFTS, by, json={"status": text, **fields})
    assert check(draft, DRAFT) == []
    return draft


async def said_by(moot: Moot, who: Member) -> list[Json]:
    found: list[Json] = await moot.ok("GET", f"/api/v1/accounts/{who.id}/statuses", who)
    return found


def path_of(draft: Json) -> str:
    return f"{DRAFTS}/{draft['id']}"


async def test_it_is_kept_as_it_was_written(a_moot: Moot) -> None:
    """Nothing is judged: neither what it answers, nor its words, nor half a poll."""
    anna = await a_moot.member()
    draft = await save(
        a_moot, anna, " Half a sen", spoiler_text="careful", visibility="everybody?", sensitive=True,
        language="Platt", in_reply_to_id="7", quoted_status_id="8", quote_approval_policy="whom?",
        media_ids=["9"], poll={"options": ["yes"], "multiple": True},
    )  # fmt: skip
    assert draft["params"] == {
        "text": " Half a sen", "spoiler_text": "careful", "visibility": "everybody?", "sensitive": True,
        "language": "Platt", "in_reply_to_id": "7", "quoted_status_id": "8", "quote_approval_policy": "whom?",
        "media_ids": ["9"],
        "poll": {"options": ["yes"], "expires_in": None, "multiple": True, "hide_totals": False},
    }  # fmt: skip
    assert (draft["updated_at"], draft["media_attachments"]) == (draft["created_at"], [])
    assert await a_moot.ok("GET", path_of(draft), anna) == draft
    empty = await a_moot.ok("PUT", path_of(draft), anna)
    assert check(empty, DRAFT) == []
    assert set(empty["params"].values()) == {"", None}
    assert (empty["id"], empty["created_at"]) == (draft["id"], draft["created_at"])
    assert empty["updated_at"] > draft["updated_at"]
    assert await a_moot.ok("DELETE", path_of(draft), anna) == {}
    assert await a_moot.ok("GET", DRAFTS, anna) == []


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=80)


@settings(max_examples=20)
@given(words=_WORDS, more=st.fixed_dictionaries({}, optional=dict.fromkeys(("spoiler_text", "visibility"), _WORDS)))
async def test_whatever_was_written_comes_back(a_moot: Moot, words: str, more: Json) -> None:
    anna = await a_moot.member()
    draft = await save(a_moot, anna, words, **more)
    assert draft["params"]["text"] == words
    assert {name: draft["params"][name] or "" for name in more} == more
    await a_moot.ok("PUT", path_of(draft), anna, data={"status": words})
    assert (await a_moot.ok("GET", path_of(draft), anna))["params"]["text"] == words


async def test_nobody_else_reaches_it(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    draft = await save(a_moot, anna, "mine")
    for method, path in (("GET", ""), ("PUT", ""), ("DELETE", ""), ("POST", "/publish")):
        assert (await a_moot.call(method, path_of(draft) + path, berta)).status_code == 404
        assert (await a_moot.call(method, f"{DRAFTS}/{a_moot.never()}{path}", anna)).status_code == 404
    assert await a_moot.ok("GET", DRAFTS, berta) == []
    assert await a_moot.ok("GET", DRAFTS, anna) == [draft]


async def test_they_are_listed_in_pages_the_last_changed_first(a_moot: Moot) -> None:
    anna = await a_moot.member()
    made = [await save(a_moot, anna, str(number)) for number in range(5)]
    for number in (1, 3):
        await a_moot.ok("PUT", path_of(made[number]), anna, json={"status": f"{number} changed"})
    wanted = [made[number]["id"] for number in (3, 1, 4, 2, 0)]
    async with counting(a_moot.ground) as counter:
        page = await a_moot.call("GET", f"{DRAFTS}?limit=2", anna)
    assert counter.asked <= 3
    pages = [page]
    while "next" in pages[-1].links:
        pages.append(await a_moot.call("GET", pages[-1].links["next"]["url"], anna))
    assert [item["id"] for page in pages for item in page.json()] == wanted
    before = await a_moot.call("GET", pages[1].links["prev"]["url"], anna)
    assert [item["id"] for item in before.json()] == wanted[:2]


@pytest.mark.parametrize("how", ["header", "weak header", "field"])
async def test_of_two_devices_neither_overwrites_the_other_unseen(a_moot: Moot, how: str) -> None:
    anna = await a_moot.member()
    draft = await save(a_moot, anna, "first")
    tag = (await a_moot.call("GET", path_of(draft), anna)).headers["etag"]

    async def put(text: str, seen: str) -> Any:
        given = {"header": seen, "weak header": f"W/{seen}"}.get(how)
        fields = {"updated_at": seen.strip('"')} if how == "field" else {}
        headers = {"If-Match": given} if given else {}
        return await a_moot.call("PUT", path_of(draft), anna, json={"status": text, **fields}, headers=headers)

    phone = await put("from the phone", tag)
    assert (phone.status_code, phone.json()["params"]["text"]) == (200, "from the phone")
    desk = await put("from the desk", tag)
    assert desk.status_code == 409
    assert "changed meanwhile" in desk.json()["error"]
    for method, path in (("DELETE", ""), ("POST", "/publish")):
        late = await a_moot.call(method, path_of(draft) + path, anna, headers={"If-Match": tag})
        assert late.status_code == 409
    assert await a_moot.ok("GET", path_of(draft), anna) == phone.json()
    assert (await put("from the desk", phone.headers["etag"])).status_code == 200
    for last in ({}, {"If-Match": "*"}):
        assert (await a_moot.call("PUT", path_of(draft), anna, json={}, headers=last)).status_code == 200
    assert (await put("x", '"yesterday"')).status_code == 422


async def test_of_many_writes_at_once_that_saw_the_same_only_one_is_taken(a_moot: Moot) -> None:
    anna = await a_moot.member()
    draft = await save(a_moot, anna)
    fields = {"updated_at": draft["updated_at"]}
    answers = await asyncio.gather(
        *(a_moot.call("PUT", path_of(draft), anna, json={"status": str(n), **fields}) for n in range(6))
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5


async def test_it_becomes_a_post_like_any_other(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    parent = await a_moot.post(berta, "what then?")
    poll = {"options": ["one", "two"], "expires_in": 600}
    draft = await save(
        a_moot, anna, "@berta #then", spoiler_text="careful", visibility="unlisted", language="de", poll=poll,
        in_reply_to_id=parent["id"],
    )  # fmt: skip
    a_moot.clock.advance(HOUR)
    status = await a_moot.ok("POST", f"{path_of(draft)}/publish", anna)
    assert check(status, "Status") == []
    assert (status["spoiler_text"], status["visibility"], status["language"]) == ("careful", "unlisted", "de")
    assert (status["in_reply_to_id"], status["sensitive"]) == (parent["id"], True)
    assert [option["title"] for option in status["poll"]["options"]] == ["one", "two"]
    assert status["created_at"] > draft["created_at"]
    assert await a_moot.ok("GET", DRAFTS, anna) == []
    await a_moot.run_jobs()
    [told] = await a_moot.ok("GET", "/api/v1/notifications", berta)
    assert (told["type"], told["status"]["id"]) == ("mention", status["id"])


async def test_it_may_quote(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    open_to_all = await a_moot.post(berta, "quote me", quote_approval_policy="public")
    closed = await a_moot.post(berta, "leave me", quote_approval_policy="nobody")
    for quoted, wanted in ((open_to_all, 200), (closed, 403)):
        draft = await save(a_moot, anna, "so it is", quoted_status_id=quoted["id"], quote_approval_policy="nobody")
        answer = await a_moot.call("POST", f"{path_of(draft)}/publish", anna)
        assert answer.status_code == wanted, answer.text
    [status] = await said_by(a_moot, anna)
    assert status["quote"]["quoted_status"]["id"] == open_to_all["id"]


async def test_what_was_changed_while_it_was_published_is_not_lost(
    a_moot: Moot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other device saves between the reading of a draft and its publication."""
    anna = await a_moot.member()
    draft = await save(a_moot, anna, "first")
    real = posts.get_visible

    async def saving(*arguments: Any) -> Any:
        await a_moot.ok("PUT", path_of(draft), anna, json={"status": "second"})
        return await real(*arguments)

    parent = await a_moot.post(anna, "parent")
    await a_moot.ok("PUT", path_of(draft), anna, json={"status": "first", "in_reply_to_id": parent["id"]})
    with monkeypatch.context() as patch:
        patch.setattr(posts, "get_visible", saving)
        refused = await a_moot.call("POST", f"{path_of(draft)}/publish", anna)
    assert refused.status_code == 409
    assert (await a_moot.ok("GET", path_of(draft), anna))["params"]["text"] == "second"
    assert [status["id"] for status in await said_by(a_moot, anna)] == [parent["id"]]


async def test_what_the_draft_leaves_open_is_as_the_member_set_it(a_moot: Moot) -> None:
    anna = await a_moot.member()
    source = {"privacy": "private", "sensitive": "true", "language": "nl"}
    await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json={"source": source})
    draft = await save(a_moot, anna, "hallo")
    status = await a_moot.ok("POST", f"{path_of(draft)}/publish", anna)
    assert (status["visibility"], status["sensitive"], status["language"]) == ("private", True, "nl")


async def test_it_is_published_once_however_often_asked(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    draft = await save(a_moot, anna, "once")
    path = f"{path_of(draft)}/publish"
    at_once = await asyncio.gather(*(a_moot.ok("POST", path, anna) for _ in range(4)))
    later = await a_moot.ok("POST", path, anna, headers={"Idempotency-Key": "another"})
    [status] = await said_by(a_moot, anna)
    assert {again["id"] for again in (*at_once, later)} == {status["id"]}
    assert (await a_moot.call("POST", path, berta)).status_code == 404
    await a_moot.ok("DELETE", f"{STATUSES}/{status['id']}", anna)
    assert (await a_moot.call("POST", path, anna)).status_code == 404


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": " "}, 422),
        ({"status": "x" * 501}, 422),
        ({"status": "x", "visibility": "everybody"}, 422),
        ({"status": "x", "media_ids": ["7"]}, 422),
        ({"status": "x", "poll": {"options": ["one"], "expires_in": 600}}, 422),
        ({"status": "x", "poll": {"options": ["one", "two"]}}, 422),
        ({"status": "x", "in_reply_to_id": "7"}, 404),
        ({"status": "x", "quoted_status_id": "7"}, 404),
        ({"status": "x", "quote_approval_policy": "whom?"}, 422),
        ({"status": "x", "in_reply_to_id": "?"}, 404),
    ],
)
async def test_what_no_post_may_be_stays_a_draft(a_moot: Moot, fields: Json, status: int) -> None:
    anna = await a_moot.member()
    draft = await a_moot.ok("POST", DRAFTS, anna, json=fields)
    assert (await a_moot.call("POST", f"{path_of(draft)}/publish", anna)).status_code == status
    assert await a_moot.ok("GET", path_of(draft), anna) == draft
    assert await said_by(a_moot, anna) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "x" * rules.SIZE_LIMIT},
        {"language": "x" * rules.SIZE_LIMIT},
        {"poll": {"options": ["x" * 1_000] * 70}},
        {"poll": {"options": ["x"], "expires_in": -1}},
        {"poll": {"options": ["x"], "expires_in": 2**31}},
        {"poll": {"options": ["x"], "expires_in": 10**30}},
        {"poll": "which?"},
        {"media_ids": [str(number) for number in range(1, rules.FILES_LIMIT + 2)]},
    ],
)
async def test_only_its_size_is_judged(a_moot: Moot, fields: Json) -> None:
    anna = await a_moot.member()
    draft = await save(a_moot, anna, "short")
    assert (await a_moot.call("POST", DRAFTS, anna, json=fields)).status_code == 422
    assert (await a_moot.call("PUT", path_of(draft), anna, json=fields)).status_code == 422
    assert await a_moot.ok("GET", DRAFTS, anna) == [draft]


async def test_a_member_may_keep_only_so_many(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when many calls come at once."""
    monkeypatch.setattr(rules, "LIMIT", 3)
    anna, berta = await a_moot.member(), await a_moot.member()
    made = await asyncio.gather(*(a_moot.call("POST", DRAFTS, anna, json={"status": "x"}) for _ in range(6)))
    assert sorted(answer.status_code for answer in made) == [200] * 3 + [422] * 3
    await save(a_moot, berta)
    [first, *_] = await a_moot.ok("GET", DRAFTS, anna)
    await a_moot.ok("DELETE", path_of(first), anna)
    await save(a_moot, anna)


async def test_its_files_are_not_swept_while_it_waits(a_moot: Moot, tmp_path: Path) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    (first, one), (second, two) = [await some_media(a_moot, anna, tmp_path) for _ in range(2)]
    _, others = await some_media(a_moot, berta, tmp_path)
    foreign = await a_moot.ground.db.reader.value(Sql("select id from media where account_id = $1"), berta.id)
    ids = [str(second), str(first), str(foreign)]
    draft = await save(a_moot, anna, "look", media_ids=ids)
    assert [item["id"] for item in draft["media_attachments"]] == ids[:2]
    await every(a_moot, 3 * DAY)
    assert all(path.exists() for path in (*one, *two))
    assert not any(path.exists() for path in others)
    await a_moot.ok("PUT", path_of(draft), anna, json={"status": "look", "media_ids": ids[:1]})
    await every(a_moot, DAY - HOUR)
    assert all(path.exists() for path in (*one, *two))
    await every(a_moot, 3 * HOUR)
    assert not any(path.exists() for path in one)
    status = await a_moot.ok("POST", f"{path_of(draft)}/publish", anna)
    assert [item["id"] for item in status["media_attachments"]] == ids[:1]
    await every(a_moot, 3 * DAY)
    assert all(path.exists() for path in two)


async def test_what_is_thrown_away_lets_go_of_its_files(a_moot: Moot, tmp_path: Path) -> None:
    anna = await a_moot.member()
    media_id, paths = await some_media(a_moot, anna, tmp_path)
    drafts = [await save(a_moot, anna, media_ids=[str(media_id)]) for _ in range(2)]
    await a_moot.ok("DELETE", path_of(drafts[0]), anna)
    await every(a_moot, 3 * DAY)
    assert all(path.exists() for path in paths)
    await a_moot.ok("DELETE", path_of(drafts[1]), anna)
    await every(a_moot, HOUR)
    assert all(path.exists() for path in paths)
    await every(a_moot, DAY + HOUR)
    assert not any(path.exists() for path in paths)


async def test_a_client_may_post_by_itself_what_it_had_drafted(a_moot: Moot, tmp_path: Path) -> None:
    """Its files are kept for it and not locked away; erased for good they are no longer shown with it."""
    anna = await a_moot.member()
    (used, kept), (erased, gone) = [await some_media(a_moot, anna, tmp_path) for _ in range(2)]
    draft = await save(a_moot, anna, "look", media_ids=[str(used), str(erased)])
    await a_moot.post(anna, "look", media_ids=[str(used)])
    await a_moot.ok("DELETE", f"/api/v1/media/{erased}", anna)
    await a_moot.run_jobs()
    assert not any(path.exists() for path in gone)
    left = await a_moot.ok("GET", path_of(draft), anna)
    assert [item["id"] for item in left["media_attachments"]] == [str(used)]
    assert (await a_moot.call("POST", f"{path_of(draft)}/publish", anna)).status_code == 422
    await a_moot.ok("DELETE", path_of(draft), anna)
    await every(a_moot, 2 * DAY)
    assert all(path.exists() for path in kept)


async def test_a_page_in_a_browser_may_say_which_version_it_saw(a_moot: Moot) -> None:
    allowed = await a_moot.call("OPTIONS", f"{DRAFTS}/1")
    assert "If-Match" in allowed.headers["access-control-allow-headers"]
    assert "ETag" in allowed.headers["access-control-expose-headers"]


async def test_clients_are_told_of_it(a_moot: Moot) -> None:
    body = await a_moot.ok("GET", "/api/v2/instance")
    assert check(body, "Instance") == []
    assert body["configuration"]["folkmoot"]["drafts"] == {
        "limit": rules.LIMIT, "size_limit": rules.SIZE_LIMIT, "max_media_attachments": rules.FILES_LIMIT,
    }  # fmt: skip


async def test_two_versions_never_share_a_moment(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await a_moot.member()
    draft = await save(a_moot, anna)
    standing = a_moot.clock() - DAY
    monkeypatch.setattr(a_moot.ground, "clock", lambda: standing)
    seen = [draft["updated_at"]]
    for _ in range(3):
        seen.append((await a_moot.ok("PUT", path_of(draft), anna, json={"updated_at": seen[-1]}))["updated_at"])
    assert seen == sorted(set(seen))
    assert seen[0] > iso(standing)
