"""What goes after its row went: stored files, old keys, ended mutes, old changes."""

from pathlib import Path

import pytest

from folkmoot.features import media, posts
from folkmoot.features.media import jobs as media_jobs
from folkmoot.infra import changes, upkeep
from folkmoot.infra.clock import DAY, HOUR, MINUTE
from folkmoot.infra.db import Sql
from folkmoot.infra.ids import new_key
from folkmoot.wiring import KINDS
from tests.support.moot import Member, Moot
from tests.support.ties import mute

_MEDIA = Sql("""
insert into media (id, account_id, state, kind, original, small, created_at)
values ($1, $2, 'ready', 'image', $3, $4, $5)
""")


async def some_media(moot: Moot, by: Member, folder: Path) -> tuple[int, list[Path]]:
    """Store a picture of two files; returns its id and where the files lie."""
    keys = [f"{new_key()}.png", f"{new_key()}-small.png"]
    source = folder / "picture"
    source.write_bytes(b"a picture")
    for key in keys:
        await moot.ground.objects.put(key, source)
    async with moot.ground.work() as work:
        media_id = work.new_id()
        await work.db.run(_MEDIA, media_id, by.id, *keys, work.now)
    paths = [path for key in keys if (path := moot.ground.objects.path(key))]
    assert all(path.exists() for path in paths)
    assert len(paths) == 2
    return media_id, paths


async def every(moot: Moot, after: int) -> None:
    """Let `after` ms pass and carry out what comes again, as a running server does."""
    await moot.ground.runner.schedule()
    await moot.run_jobs()
    moot.clock.advance(after)
    await moot.run_jobs()


async def test_a_deleted_post_takes_its_files_along(a_moot: Moot, tmp_path: Path) -> None:
    anna = await a_moot.member("anna")
    media_id, paths = await some_media(a_moot, anna, tmp_path)
    posted = await a_moot.post(anna, "look", media_ids=[str(media_id)])
    await a_moot.ok("DELETE", f"/api/v1/statuses/{posted['id']}", anna, params={"delete_media": "true"})
    await a_moot.run_jobs()
    assert not any(path.exists() for path in paths)


async def test_files_already_gone_are_fine(a_moot: Moot, tmp_path: Path) -> None:
    anna = await a_moot.member("anna")
    media_id, paths = await some_media(a_moot, anna, tmp_path)
    post_id = int((await a_moot.post(anna, "look", media_ids=[str(media_id)]))["id"])
    paths[0].unlink()
    post = await posts.get_visible(a_moot.ground, anna.id, post_id)
    async with a_moot.ground.work() as work:
        await posts.delete(work, post)
    await a_moot.run_jobs()
    assert not paths[1].exists()


async def test_loose_files_go_after_a_day(a_moot: Moot, tmp_path: Path) -> None:
    anna = await a_moot.member("anna")
    _, loose = await some_media(a_moot, anna, tmp_path)
    media_id, kept = await some_media(a_moot, anna, tmp_path)
    await a_moot.post(anna, "look", media_ids=[str(media_id)])
    await every(a_moot, DAY - HOUR)
    assert all(path.exists() for path in loose)
    await every(a_moot, 2 * HOUR)
    assert not any(path.exists() for path in loose)
    assert all(path.exists() for path in kept)
    assert [item.id for item in await media.of_account(a_moot.ground.db.reader, anna.id)] == [media_id]


async def test_more_loose_files_than_one_transaction_takes(
    a_moot: Moot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_jobs, "LOOSE_TOGETHER", 1)
    anna = await a_moot.member("anna")
    files = [path for _ in range(3) for path in (await some_media(a_moot, anna, tmp_path))[1]]
    await every(a_moot, DAY + HOUR)
    assert not any(path.exists() for path in files)


async def test_a_call_may_be_repeated_for_an_hour(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")

    async def post() -> str:
        words = {"status": "once"}
        headers = {"Idempotency-Key": "the same"}
        return str((await a_moot.ok("POST", "/api/v1/statuses", anna, json=words, headers=headers))["id"])

    first = await post()
    await every(a_moot, HOUR - MINUTE)
    assert await post() == first
    await every(a_moot, 20 * MINUTE)
    assert await post() != first


async def test_mutes_end(a_moot: Moot) -> None:
    anna, berta, carl = [await a_moot.member(name) for name in ("anna", "berta", "carl")]
    await mute(a_moot, anna, berta, duration=60)
    await mute(a_moot, anna, carl)
    await every(a_moot, 20 * MINUTE)
    rows = await a_moot.ground.db.reader.all(Sql("select target_id from mute"))
    assert [row[0] for row in rows] == [carl.id]


async def test_old_changes_go(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "KEPT", 3)
    for _ in range(10):
        await a_moot.member()
    await upkeep.prune_changes(a_moot.ground, None)
    if a_moot.ground.db.kind == "sqlite":
        assert await a_moot.ground.db.reader.value(Sql("select count(*) from change")) == 3


async def test_every_periodic_job_runs(a_moot: Moot) -> None:
    await every(a_moot, DAY)
    rows = await a_moot.ground.db.reader.all(Sql("select name, last_error from job order by name"))
    periodic = sorted(name for name, kind in KINDS.items() if kind.every)
    assert [tuple(row) for row in rows] == [(name, None) for name in periodic]
