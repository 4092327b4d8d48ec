"""Deleted is deleted: after a member left, nothing they wrote, stored or were called is found anywhere."""

from pathlib import Path
from typing import Any

import pytest

from folkmoot.features import accounts, auth, media, portability, posts, relations
from folkmoot.features.accounts import Field, NameRefusedError, ProfileChange
from folkmoot.features.media import store as media_store
from folkmoot.features.portability import erase, jobs
from folkmoot.infra.db import Sql
from folkmoot.infra.ids import new_key
from tests.support.moot import Member, Moot

NAME = "zwiebelfrau"
TRACES = (NAME, "rhabarber")
"""The member's name, and a word that stands in everything they wrote."""


async def _tables(moot: Moot) -> list[str]:
    names = Sql(
        "select tablename from pg_tables where schemaname = 'public'",
        sqlite="select name from sqlite_master where type = 'table'",
    )
    return [row[0] for row in await moot.ground.db.reader.all(names)]


def _words(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


async def _dump(moot: Moot) -> dict[str, list[str]]:
    """Return every row of every table, as text."""
    found = {}
    for table in await _tables(moot):
        rows = await moot.ground.db.reader.all(Sql(f"select * from {table}"))
        found[table] = [" | ".join(_words(value) for value in row) for row in rows]
    return found


def _traces(dump: dict[str, list[str]], *needles: str) -> list[str]:
    return [
        f"{table}: {row}"
        for table, rows in dump.items()
        for row in rows
        if any(needle in row.lower() for needle in needles)
    ]


async def _stored(moot: Moot, folder: Path) -> str:
    """Put a file into the store and return its key."""
    key = f"{new_key()}.png"
    source = folder / key
    source.write_bytes(b"rhabarber pixels")
    await moot.ground.objects.put(key, source)
    return key


async def _file(moot: Moot, member: Member, folder: Path) -> int:
    """Give the member a cleaned file; returns its id."""
    async with moot.ground.work() as work:
        item = media.Media(
            work.new_id(), member.id, None, 0, media.READY, "image", await _stored(moot, folder),
            await _stored(moot, folder), {}, "", "rhabarber in a bowl", None, None, "", work.now,
        )  # fmt: skip
        await media_store.insert(work.db, item)
        await media_store.finish(work.db, item, 16)
    return item.id


async def _live(moot: Moot, zoe: Member, others: list[Member], folder: Path) -> dict[str, Any]:
    """Let zoe do everything a member does, with everybody; returns what others wrote to her."""
    anna, berta = others
    await _befriend(moot, zoe, others)
    attached, loose = await _file(moot, zoe, folder), await _file(moot, zoe, folder)
    said = await moot.post(zoe, "rhabarber #rhabarber", spoiler_text="rhabarber!", media_ids=[str(attached)])
    await moot.ok("PUT", f"/api/v1/statuses/{said['id']}", zoe, json={"status": "more rhabarber", "media_ids": []})
    await moot.post(zoe, "rhabarber for @anna", visibility="direct", media_ids=[str(loose)])
    await _file(moot, zoe, folder)
    heard = await moot.post(anna, "Anybody there?")
    await moot.post(zoe, "rhabarber here", in_reply_to_id=heard["id"])
    answer = await moot.post(berta, "Good to hear", in_reply_to_id=said["id"])
    for act in ("favourite", "reblog", "bookmark"):
        await moot.ok("POST", f"/api/v1/statuses/{heard['id']}/{act}", zoe)
        await moot.ok("POST", f"/api/v1/statuses/{said['id']}/{act}", anna)
    await moot.call("POST", "/api/v1/reports", zoe, json={"account_id": str(berta.id), "comment": "rhabarber thief"})
    await _profile(moot, zoe, folder)
    await moot.run_jobs()
    return {"heard": heard, "answer": answer, "said": said}


async def _befriend(moot: Moot, zoe: Member, others: list[Member]) -> None:
    anna, berta = others
    async with moot.ground.work() as work:
        people = await accounts.by_ids(work.db, [zoe.id, anna.id, berta.id])
        options = relations.FollowOptions()
        for one, other in ((zoe, anna), (zoe, berta), (anna, zoe), (berta, anna)):
            await relations.follow(work, one.id, people[other.id], options)
        await relations.note(work, zoe.id, anna.id, "likes rhabarber")
        await relations.note(work, anna.id, zoe.id, "zwiebelfrau likes rhabarber")
        await relations.mute(work, zoe.id, berta.id)


async def _profile(moot: Moot, zoe: Member, folder: Path) -> None:
    avatar, header = await _stored(moot, folder), await _stored(moot, folder)
    fields = [Field("rhabarber", "rhabarber")]
    async with moot.ground.work() as work:
        change = ProfileChange("Rhabarber", "rhabarber", fields, avatar, avatar, header, header, locked=False)
        await accounts.edit_profile(work, zoe.id, change)
        setup = await auth.begin_otp(work, zoe.id, label="rhabarber", issuer="Moot")
        await auth.open_session(work, zoe.id, user_agent="rhabarber browser")
        await auth.make_codes(work, zoe.id)
        assert setup.secret


async def _counts(moot: Moot) -> dict[str, list[tuple[Any, ...]]]:
    """Return the numbers that stand beside others' names and posts."""
    reader = moot.ground.db.reader
    people = await reader.all(
        Sql("select username, followers_count, following_count, statuses_count from account order by username")
    )
    written = await reader.all(
        Sql("select text, replies_count, reblogs_count, favourites_count from post where text <> '' order by text")
    )
    return {"people": [tuple(row) for row in people], "posts": [tuple(row) for row in written]}


async def _close(moot: Moot, member: Member) -> None:
    async with moot.ground.work() as work:
        await portability.close_account(work, member.id)


def _files(moot: Moot) -> list[Path]:
    return [path for path in moot.ground.objects.folder.rglob("*") if path.is_file()]


@pytest.fixture
async def zoe(a_moot: Moot) -> Member:
    return await a_moot.member(NAME)


@pytest.fixture
async def others(a_moot: Moot) -> list[Member]:
    return [await a_moot.member("anna"), await a_moot.member("berta")]


async def test_nothing_is_left_but_a_hash_of_the_name(
    a_moot: Moot, zoe: Member, others: list[Member], tmp_path: Path
) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    await _live(a_moot, zoe, others, folder)
    before = _traces(await _dump(a_moot), *TRACES)
    assert len({trace.partition(":")[0] for trace in before}) >= 8, "the test must have something to find"
    assert len(_files(a_moot)) == 8
    await _close(a_moot, zoe)
    await a_moot.run_jobs()
    dump = await _dump(a_moot)
    assert _traces(dump, *TRACES) == []
    assert _files(a_moot) == []
    assert dump["erasure"] == []
    assert len(dump["reserved_name"]) == 1
    about = {trace.partition(":")[0] for trace in _traces(dump, str(zoe.id))}
    assert about <= {"change", "post"}, "only ids of changes, and of whom a reply once answered"
    assert await _counts(a_moot) == {
        "people": [("anna", 1, 0, 1), ("berta", 0, 1, 1)],
        "posts": [("Anybody there?", 0, 0, 0), ("Good to hear", 0, 0, 0)],
    }
    waiting = {row[0] for row in await a_moot.ground.db.reader.all(Sql("select name from job"))}
    assert all(a_moot.ground.runner.kinds[name].every for name in waiting)


async def test_it_is_out_of_sight_in_the_moment_of_closing(
    a_moot: Moot, zoe: Member, others: list[Member], tmp_path: Path
) -> None:
    anna = others[0]
    folder = tmp_path / "sources"
    folder.mkdir()
    lived = await _live(a_moot, zoe, others, folder)
    path = f"/api/v1/statuses/{lived['said']['id']}"
    shown = await a_moot.ok("GET", path, anna)
    assert shown["account"]["display_name"] == "Rhabarber"
    assert len(await a_moot.ok("GET", "/api/v1/timelines/home", anna)) > 1
    await _close(a_moot, zoe)
    assert (await a_moot.call("GET", path, anna)).status_code == 404
    assert (await a_moot.call("GET", path)).status_code == 404
    for timeline in ("home", "public"):
        page = await a_moot.ok("GET", f"/api/v1/timelines/{timeline}", anna)
        assert "rhabarber" not in str(page).lower()
    face = await a_moot.call("GET", f"/api/v1/accounts/{zoe.id}", anna)
    assert "rhabarber" not in face.text.lower()
    assert (await a_moot.call("GET", "/api/v1/timelines/home", zoe)).status_code == 401
    assert await auth.user_by_email(await a_moot.ground.read(), f"{NAME}@example.org") is None


async def test_a_crash_delays_the_erasure_and_spoils_nothing(
    a_moot: Moot, zoe: Member, others: list[Member], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    await _live(a_moot, zoe, others, folder)
    monkeypatch.setattr(erase, "_NEWEST", (2**63 - 1, 0, 1, False))
    monkeypatch.setattr(jobs, "CHUNKS", 2)
    real, calls = posts.delete, 0

    async def failing(*arguments: Any, **options: Any) -> None:
        nonlocal calls
        calls += 1
        await real(*arguments, **options)
        if calls in {1, 3, 4}:
            raise RuntimeError("the lights went out")

    monkeypatch.setattr(posts, "delete", failing)
    await _close(a_moot, zoe)
    for _ in range(8):
        await a_moot.run_jobs()
        a_moot.clock.advance(60_000)
    assert calls > 4
    assert _traces(await _dump(a_moot), *TRACES) == []
    assert (await _counts(a_moot))["people"] == [("anna", 1, 0, 1), ("berta", 0, 1, 1)]
    await jobs.erase_account(a_moot.ground, portability.AccountClosed(zoe.id))
    assert await a_moot.ground.db.reader.value(Sql("select count(*) from account")) == 2


async def test_a_name_is_never_given_to_somebody_else(a_moot: Moot, zoe: Member) -> None:
    await _close(a_moot, zoe)
    await _close(a_moot, zoe)
    for _ in range(2):
        for name in (NAME, NAME.upper()):
            with pytest.raises(NameRefusedError, match="taken"):
                async with a_moot.ground.work() as work:
                    await accounts.open_account(work, name)
        await a_moot.run_jobs()
    assert (await a_moot.member(f"{NAME}2")).name == f"{NAME}2"


async def test_leaving_asks_for_the_password_or_a_second_factor(a_moot: Moot, others: list[Member]) -> None:
    anna, berta = others
    hashed = await auth.hash_password("correct horse battery")
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update local_user set password_hash = $1"), hashed)
        bare, _ = await auth.open_session(work, anna.id)
        strong, secret = await auth.open_session(work, berta.id, factor_shown=True)
    with pytest.raises(auth.WrongPasswordError):
        await portability.close_own_account(a_moot.ground, bare, "correct horse")
    await portability.close_own_account(a_moot.ground, bare, "correct horse battery")
    await portability.close_own_account(a_moot.ground, strong, "")
    db = await a_moot.ground.read()
    assert all(account.suspended_at for account in (await accounts.by_ids(db, [anna.id, berta.id])).values())
    assert await auth.session_of(db, secret, a_moot.clock()) is None


async def test_every_table_that_names_an_account_loses_it(a_moot: Moot) -> None:
    """A new table must let its rows go with the account, or be named here with its reason."""
    if a_moot.ground.db.kind != "sqlite":
        return
    kept = {
        "staff_log.account_id": "what staff did stays on record, by a number that then leads nowhere",
        "post.in_reply_to_account_id": "a number beside somebody else's words",
        "erasure.account_id": "ends with the erasure",
        "report.account_id": "swept",
    }
    reader = a_moot.ground.db.reader
    loose = []
    for table in await _tables(a_moot):
        columns = [row[1] for row in await reader.all(Sql(f"pragma table_info({table})"))]
        gone = {row[3] for row in await reader.all(Sql(f"pragma foreign_key_list({table})")) if row[6] == "CASCADE"}
        loose += [
            f"{table}.{column}"
            for column in columns
            if (column == "target_id" or column.endswith("account_id")) and column not in gone
        ]
    assert set(loose) == set(kept)
