"""What nobody can make the server hold, count, show or answer for ever."""

import tempfile
from pathlib import Path
from typing import Any

import pytest

from folkmoot.features import auth, posts
from folkmoot.gathering import viewers
from folkmoot.infra import jobs, upkeep
from folkmoot.infra.clock import DAY, HOUR, MINUTE
from folkmoot.infra.config import LimitsSettings
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from tests.support.moot import Moot, moot

NOTIFICATIONS = "/api/v1/notifications"


async def test_remembered_notifications_show_again_whom_a_mute_hid_once_it_ends(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await a_moot.post(anna, "Hello @berta")
    await a_moot.run_jobs()
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/mute", berta, json={"duration": 300})
    assert await a_moot.ok("GET", NOTIFICATIONS, berta) == []
    a_moot.clock.advance(6 * MINUTE)
    assert len(await a_moot.ok("GET", NOTIFICATIONS, berta)) == 1


async def test_remembered_notifications_leave_out_whom_a_new_mute_hides(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await a_moot.post(anna, "Hello @berta")
    await a_moot.run_jobs()
    assert len(await a_moot.ok("GET", NOTIFICATIONS, berta)) == 1
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/mute", berta, json={"duration": 300})
    assert await a_moot.ok("GET", NOTIFICATIONS, berta) == []


async def test_flags_hold_when_another_call_of_the_same_viewer_empties_the_memory(
    a_moot: Moot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewers, "FLAGS_KEPT", 1)
    anna = await a_moot.member("anna")
    first, second, third, fourth = [int((await a_moot.post(anna, "mine"))["id"]) for _ in range(4)]
    hydrate, read = a_moot.ground.one(Hydrate), posts.flags
    await hydrate.statuses(anna.id, [first, second])

    async def read_beside_another(*arguments: Any) -> dict[int, int]:
        monkeypatch.setattr(posts, "flags", read)
        found = await read(*arguments)
        assert len(await hydrate.statuses(anna.id, [third])) == 1
        return found

    monkeypatch.setattr(posts, "flags", read_beside_another)
    assert len(await hydrate.statuses(anna.id, [first, fourth])) == 2


async def test_a_form_that_cannot_be_nested_leaves_no_file_behind(
    a_moot: Moot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    anna = await a_moot.member("anna")
    answer = await a_moot.call(
        "POST", "/api/v2/media", anna, files={"file": ("a.png", b"x" * 99)}, data={"a": "1", "a[b]": "2"}
    )
    assert answer.status_code == 400
    assert list(tmp_path.glob("folkmoot-upload-*")) == []


async def test_an_edit_describes_no_more_files_than_a_post_has(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    posted = await a_moot.post(anna, "mine")
    answer = await a_moot.call(
        "PUT", f"/api/v1/statuses/{posted['id']}", anna,
        json={"status": "still mine", "media_attributes": [{"id": a_moot.never()}] * 5},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Cannot" in answer.json()["error"]


@pytest.mark.parametrize("name", ["any", "all", "none"])
async def test_a_tag_timeline_takes_a_few_tags_only(a_moot: Moot, name: str) -> None:
    answer = await a_moot.call("GET", "/api/v1/timelines/tag/one", params=[(f"{name}[]", f"t{n}") for n in range(60)])
    assert answer.status_code == 422


async def test_a_bad_token_counts_against_its_address(tmp_path: Path, database_url: str) -> None:
    async with moot(tmp_path, database_url, limits=LimitsSettings(per_address=3)) as here:
        bad = {"Authorization": "Bearer guessed"}
        answers = [await here.call("GET", "/api/v1/accounts/verify_credentials", headers=bad) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [401, 401, 401, 429]


async def test_an_app_cannot_dress_its_address_up_as_another(a_moot: Moot) -> None:
    given = {"client_name": "x", "redirect_uris": "https://evil.example\\@good.example/"}
    assert (await a_moot.call("POST", "/api/v1/apps", json=given)).status_code == 422


async def test_a_letter_that_was_given_up_keeps_its_address_for_a_week(
    a_moot: Moot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: Any) -> None:
        raise OSError("no mail today")

    await a_moot.member("anna")
    monkeypatch.setattr(a_moot.ground.mail, "send", refuse)
    async with a_moot.ground.work() as work:
        auth.ask_reset(work, "anna@example.org")
    for _ in range(jobs.ATTEMPTS):
        await a_moot.run_jobs()
        a_moot.clock.advance(2 * HOUR)
    for days, left in ((6, 1), (2, 0)):
        a_moot.clock.advance(days * DAY)
        await upkeep.forget_dead_letters(a_moot.ground, None)
        assert len(await jobs.listed(a_moot.ground.db, dead=True)) == left


@pytest.mark.parametrize(("act", "by"), [("favourite", "favourited_by"), ("reblog", "reblogged_by")])
async def test_who_blocks_somebody_is_not_listed_to_them(a_moot: Moot, act: str, by: str) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    path = f"/api/v1/statuses/{(await a_moot.post(anna, 'for all'))['id']}"
    await a_moot.ok("POST", f"{path}/{act}", berta)
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/block", berta)
    assert await a_moot.ok("GET", f"{path}/{by}", anna) == []
    assert [account["acct"] for account in await a_moot.ok("GET", f"{path}/{by}")] == ["berta"]
