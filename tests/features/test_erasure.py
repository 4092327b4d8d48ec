"""Deleted is deleted: after a member left, nothing they wrote, stored or were called is found anywhere."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from folkmoot.features import (
    accounts,
    announcements,
    auth,
    lists,
    media,
    notifications,
    portability,
    posts,
    push,
    relations,
)
from folkmoot.features.accounts import Field, NameRefusedError, ProfileChange
from folkmoot.features.media import store as media_store
from folkmoot.features.moderation import (
    Appeal,
    BrokenRule,
    RemovedPost,
    Strike,
    appeal_store,
    removed_store,
    strike_store,
)
from folkmoot.features.portability import erase, jobs
from folkmoot.features.translation import Translated, Words
from folkmoot.features.translation import store as translation_store
from folkmoot.formats.webpush import CURVE, b64, point_of
from folkmoot.infra.clock import DAY, HOUR, iso
from folkmoot.infra.db import Sql
from folkmoot.infra.ids import new_key
from tests.support.moot import Member, Moot, moot

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
    for act in ("follow", "feature"):
        await moot.ok("POST", f"/api/v1/tags/rhabarber/{act}", zoe)
    for one, other in ((zoe, anna), (anna, zoe)):
        await moot.ok("POST", f"/api/v1/accounts/{other.id}/endorse", one)
        await moot.ok("DELETE", f"/api/v1/suggestions/{other.id}", one)
    attached, loose = await _file(moot, zoe, folder), await _file(moot, zoe, folder)
    said = await moot.post(zoe, "rhabarber #rhabarber", spoiler_text="rhabarber!", media_ids=[str(attached)])
    await moot.ok("PUT", f"/api/v1/statuses/{said['id']}", zoe, json={"status": "more rhabarber", "media_ids": []})
    await moot.post(zoe, "rhabarber for @anna", visibility="direct", media_ids=[str(loose)])
    await _file(moot, zoe, folder)
    held, in_a_day = await _file(moot, zoe, folder), iso(moot.clock() + DAY)
    await moot.post(zoe, "rhabarber tomorrow", media_ids=[str(held)], scheduled_at=in_a_day)
    heard = await moot.post(anna, "Anybody there?")
    await moot.post(zoe, "rhabarber here", in_reply_to_id=heard["id"])
    await moot.post(zoe, "rhabarber to that", quoted_status_id=heard["id"])
    await moot.post(zoe, "rhabarber to come", quoted_status_id=heard["id"], scheduled_at=in_a_day)
    answer = await moot.post(berta, "Good to hear", in_reply_to_id=said["id"], quoted_status_id=said["id"])
    for act in ("favourite", "reblog", "bookmark"):
        await moot.ok("POST", f"/api/v1/statuses/{heard['id']}/{act}", zoe)
        await moot.ok("POST", f"/api/v1/statuses/{said['id']}/{act}", anna)
    await moot.call("POST", "/api/v1/reports", zoe, json={"account_id": str(berta.id), "comment": "rhabarber thief"})
    await _drafts(moot, zoe, await _file(moot, zoe, folder))
    await _around(moot, zoe, said["id"])
    await _polls(moot, zoe, anna)
    await _collections(moot, zoe, anna)
    await _filter(moot, zoe, heard["id"])
    await _filter(moot, berta, said["id"])
    await _profile(moot, zoe, folder)
    await _prepare_to_move(moot, zoe, anna)
    await moot.run_jobs()
    return {"heard": heard, "answer": answer, "said": said}


async def _drafts(moot: Moot, zoe: Member, kept: int) -> None:
    """Let her have something unfinished, and a rule for what is old."""
    await moot.ok("POST", "/api/v1/drafts", zoe, json={"status": "rhabarber and", "media_ids": [str(kept)]})
    await moot.ok("PUT", "/api/v1/automatic_deletion", zoe, json={"enabled": True})


async def _around(moot: Moot, zoe: Member, post_id: str) -> None:
    """Let her be told by push and mail, answer an announcement, hear from the staff, and be translated."""
    keys = {"p256dh": b64(point_of(ec.generate_private_key(CURVE))), "auth": b64(b"rhabarber1234567")}
    asked = {"endpoint": "https://rhabarber.example/box", "keys": keys}
    await moot.ok("POST", "/api/v1/push/subscription", zoe, json={"subscription": asked})
    async with moot.ground.work() as work:
        session, _ = await auth.open_session(work, zoe.id)
        told = push.Asked("https://rhabarber.example/browser", keys["p256dh"], keys["auth"], True, ["mention"], "all")
        await push.subscribe(work, zoe.id, push.Holder("session", session.id), told)
        strike = Strike(work.new_id(), zoe.id, None, "none", "Less rhabarber, please", [int(post_id)], [], work.now)
        await strike_store.insert(work.db, strike)
        await appeal_store.insert(work.db, Appeal(strike.id, "But rhabarber is good", "pending", work.now))
        gone = work.new_id()
        stays = RemovedPost(gone, zoe.id, strike.id, 0, "violation", [BrokenRule(1, "Be kind")], work.now)
        await removed_store.insert(work.db, stays)
        told_id = await announcements.publish(work, announcements.Words("Spring is here"))
        await notifications.set_mail_wish(work, zoe.id, notifications.MailWish(["mention"]))
        await translation_store.put(
            work.db, (int(post_id), "en", 1), Translated(Words("rhabarber", "", [], []), "de", "somebody"), work.now
        )
    await moot.ok("POST", f"/api/v1/announcements/{told_id}/dismiss", zoe)
    await moot.ok("PUT", f"/api/v1/announcements/{told_id}/reactions/🌱", zoe)


async def _polls(moot: Moot, zoe: Member, anna: Member) -> None:
    """Let each ask something that the other answers."""
    poll = {"options": ["leeks", "rhubarb"], "expires_in": 3_600}
    for asks, answers, text in ((zoe, anna, "rhabarber?"), (anna, zoe, "Leeks?")):
        asked = await moot.post(asks, text, poll=poll)
        await moot.ok("POST", f"/api/v1/polls/{asked['id']}/votes", answers, json={"choices": [1]})


async def _collections(moot: Moot, zoe: Member, anna: Member) -> None:
    """Let each recommend the other, and zoe have a report of her year, as if it were its end."""
    for owner, other in ((zoe, anna), (anna, zoe)):
        fields = {"name": TRACES[1] if owner is zoe else "Friends", "account_ids": [str(other.id)]}
        await moot.ok("POST", "/api/v1/collections", owner, json=fields)
    async with moot.ground.work() as work:
        report = "insert into annual_report (account_id, year, data, asked_at) values ($1, 2030, $2, 0)"
        await work.db.run(Sql(report), zoe.id, TRACES[1])


async def _filter(moot: Moot, by: Member, status_id: str) -> None:
    """Let somebody filter a post and, with zoe, her favourite word."""
    word = TRACES[1] if by.name == NAME else "leeks"
    fields = {"title": word, "context": ["home"], "keywords_attributes": [{"keyword": word}]}
    made = await moot.ok("POST", "/api/v2/filters", by, json=fields)
    await moot.ok("POST", f"/api/v2/filters/{made['id']}/statuses", by, json={"status_id": status_id})


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
        for owner, other in ((zoe, berta), (anna, zoe)):
            made = await lists.create(work, owner.id, lists.ListChange("rhabarber" if owner is zoe else "friends"))
            await lists.add(work, owner.id, made.id, [other.id])


async def _profile(moot: Moot, zoe: Member, folder: Path) -> None:
    avatar, header = await _stored(moot, folder), await _stored(moot, folder)
    fields = [Field("rhabarber", "rhabarber")]
    async with moot.ground.work() as work:
        change = ProfileChange("Rhabarber", "rhabarber", fields, avatar, avatar, header, header, locked=False)
        await accounts.edit_profile(work, zoe.id, change)
        more = ProfileChange(avatar_description="rhabarber", header_description="rhabarber")
        await accounts.edit_profile(work, zoe.id, more)
        await accounts.edit_profile(work, zoe.id, ProfileChange(attribution_domains=["rhabarber.example"]))
        await relations.block_domain(work, zoe.id, "rhabarber.example")
        policy = notifications.Policy(for_not_following="filter")
        await notifications.set_policy(work, zoe.id, policy)
        setup = await auth.begin_otp(work, zoe.id, label="rhabarber", issuer="Moot")
        await auth.open_session(work, zoe.id, user_agent="rhabarber browser")
        await auth.make_codes(work, zoe.id)
        assert setup.secret


async def _prepare_to_move(moot: Moot, zoe: Member, anna: Member) -> None:
    """Let zoe bring along, take along and name aliases, and let anna name her."""
    await portability.read_import(moot.ground, zoe.id, b"rhabarber@else.example", kind="blocking", overwrite=False)
    async with moot.ground.work() as work:
        await portability.ask_archive(work, zoe.id)
        await accounts.add_alias(work, zoe.id, "rhabarber@else.example", "moot.test")
        await accounts.add_alias(work, zoe.id, "anna", "moot.test")
        await accounts.add_alias(work, anna.id, NAME, "moot.test")


async def _counts(moot: Moot) -> dict[str, list[tuple[Any, ...]]]:
    """Return the numbers that stand beside others' names and posts."""
    reader = moot.ground.db.reader
    people = await reader.all(
        Sql("select username, followers_count, following_count, statuses_count from account order by username")
    )
    written = await reader.all(
        Sql(
            "select text, replies_count, reblogs_count, favourites_count, quotes_count"
            " from post where text <> '' order by text"
        )
    )
    asked = await reader.all(Sql("select tallies, voters_count from poll order by post_id"))
    found = {"people": people, "posts": written, "polls": asked}
    return {name: [tuple(row) for row in rows] for name, rows in found.items()}


async def _close(moot: Moot, member: Member) -> None:
    async with moot.ground.work() as work:
        await portability.close_account(work, member.id)


def _files(moot: Moot) -> list[Path]:
    return [path for path in moot.ground.objects.folder.rglob("*") if path.is_file()]


@pytest.fixture
async def on_sqlite(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Moot]:
    """A community on SQLite, for what is asked of the file itself."""
    shutil.copy(sqlite_template, tmp_path / "folkmoot.db")
    async with moot(tmp_path, f"sqlite:///{tmp_path / 'folkmoot.db'}") as running:
        yield running


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
    assert len(_files(a_moot)) == 12
    assert len(list((a_moot.ground.folder / "archives").iterdir())) == 1
    await _close(a_moot, zoe)
    await a_moot.run_jobs()
    dump = await _dump(a_moot)
    assert _traces(dump, *TRACES) == []
    assert _files(a_moot) == []
    assert list((a_moot.ground.folder / "archives").iterdir()) == []
    assert dump["erasure"] == []
    [stays] = dump["removed_post"]
    assert "None | None" in stays, "that something was removed stays, by whom it was does not"
    assert len(dump["reserved_name"]) == 1
    about = {trace.partition(":")[0] for trace in _traces(dump, str(zoe.id))}
    assert about <= {"change", "post"}, "only ids of changes, and of whom a reply once answered"
    assert await _counts(a_moot) == {
        "people": [("anna", 1, 0, 2), ("berta", 0, 1, 1)],
        "posts": [("Anybody there?", 0, 0, 0, 0), ("Good to hear", 0, 0, 0, 0), ("Leeks?", 0, 0, 0, 0)],
        "polls": [("[0,0]", 0)],
    }
    waiting = {row[0] for row in await a_moot.ground.db.reader.all(Sql("select name from job"))}
    assert all(a_moot.ground.runner.kinds[name].every for name in waiting)


async def test_not_even_the_bytes_of_the_file_remember(on_sqlite: Moot, tmp_path: Path) -> None:
    zoe, *others = [await on_sqlite.member(name) for name in (NAME, "anna", "berta")]
    folder = tmp_path / "sources"
    folder.mkdir()
    await _live(on_sqlite, zoe, others, folder)
    assert any(trace in _bytes(tmp_path) for trace in TRACES)
    await _close(on_sqlite, zoe)
    await on_sqlite.run_jobs()
    assert [trace for trace in TRACES if trace in _bytes(tmp_path)] == []


def _bytes(folder: Path) -> str:
    """Return everything in the database file, once the log beside it is written into it."""
    with closing(sqlite3.connect(folder / "folkmoot.db")) as connection:
        busy, *_ = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
    assert not busy
    return (folder / "folkmoot.db").read_bytes().decode("latin-1").lower()


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
    assert (await _counts(a_moot))["people"] == [("anna", 1, 0, 2), ("berta", 0, 1, 1)]
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


async def test_every_table_that_names_an_account_loses_it(on_sqlite: Moot) -> None:
    """A new table must let its rows go with the account, or be named here with its reason."""
    kept = {
        "staff_log.account_id": "what staff did stays on record, by a number that then leads nowhere",
        "post.in_reply_to_account_id": "a number beside somebody else's words",
        "erasure.account_id": "ends with the erasure",
        "report.account_id": "swept",
    }
    reader = on_sqlite.ground.db.reader
    loose = []
    for table in await _tables(on_sqlite):
        columns = [row[1] for row in await reader.all(Sql(f"pragma table_info({table})"))]
        gone = {
            row[3]
            for row in await reader.all(Sql(f"pragma foreign_key_list({table})"))
            if row[6] in {"CASCADE", "SET NULL"}
        }
        loose += [
            f"{table}.{column}"
            for column in columns
            if (column == "target_id" or column.endswith("account_id")) and column not in gone
        ]
    assert set(loose) == set(kept)


_DISAGREE = Sql("""
select 'account', a.username, a.followers_count, a.following_count, a.statuses_count from account a where
a.followers_count <> (select count(*) from follow f where f.target_id = a.id)
or a.following_count <> (select count(*) from follow f where f.account_id = a.id)
or a.statuses_count <> (select count(*) from post p where p.account_id = a.id and p.visibility < 3)
union all
select 'post', p.text, p.replies_count, p.reblogs_count, p.favourites_count from post p where
p.favourites_count <> (select count(*) from favourite f where f.post_id = p.id)
or p.reblogs_count <> (select count(*) from post b where b.reblog_of_id = p.id)
or p.replies_count <> (select count(*) from post r where r.in_reply_to_id = p.id and r.visibility < 2)
or p.quotes_count <> (select count(*) from post q where q.quoted_id = p.id and q.quote_state = 1)
""")
_ACTS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(
            ["public", "private", "direct", "reply", "quote", "reblog", "favourite", "bookmark", "follow", "block"]
        ),
        st.integers(0, 9),
    ),
    min_size=8,
    max_size=30,
)


async def _act(moot: Moot, people: list[Member], ids: list[str], act: tuple[int, str, int]) -> None:
    """Do one thing; what the rules refuse is simply not done."""
    who, what, which = act
    by, whom = people[who], people[which % len(people)]
    post = ids[which % len(ids)] if ids else Moot.never()
    if what in {"public", "private", "direct", "reply", "quote"}:
        fields = {"reply": {"in_reply_to_id": post}, "quote": {"quoted_status_id": post}}.get(
            what, {"visibility": what}
        )
        said = await moot.call("POST", "/api/v1/statuses", by, json={"status": f"words for @{whom.name}", **fields})
        ids += [said.json()["id"]] if said.status_code == 200 else []
    elif what in {"follow", "block"}:
        await moot.call("POST", f"/api/v1/accounts/{whom.id}/{what}", by)
    else:
        await moot.call("POST", f"/api/v1/statuses/{post}/{what}", by)


@settings(max_examples=10)
@given(acts=_ACTS)
async def test_whatever_was_done_the_numbers_of_the_others_stay_true(
    a_moot: Moot, acts: list[tuple[int, str, int]]
) -> None:
    people = [await a_moot.member() for _ in range(4)]
    ids: list[str] = []
    for act in acts:
        await _act(a_moot, people, ids, act)
    assert await a_moot.ground.db.reader.all(_DISAGREE) == []
    await _close(a_moot, people[0])
    await a_moot.run_jobs()
    assert await a_moot.ground.db.reader.all(_DISAGREE) == []
    assert await accounts.by_ids(await a_moot.ground.read(), [people[0].id]) == {}


async def test_what_comes_in_while_the_door_closes_is_erased_too(a_moot: Moot, zoe: Member, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    item = await media.begin(a_moot.ground, zoe.id, description="rhabarber")
    picture = folder / "picture.png"
    Image.new("RGB", (64, 64), "green").save(picture)
    await _close(a_moot, zoe)
    await _profile_picture(a_moot, zoe, await _stored(a_moot, folder))
    await a_moot.run_jobs()
    await media.process(a_moot.ground, item, picture)
    assert _files(a_moot) == []
    assert _traces(await _dump(a_moot), *TRACES) == []


async def _profile_picture(moot: Moot, member: Member, key: str) -> None:
    async with moot.ground.work() as work:
        await accounts.edit_profile(work, member.id, ProfileChange("Rhabarber", avatar=key))


async def test_two_workers_at_once_count_nothing_twice(
    a_moot: Moot, zoe: Member, others: list[Member], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    await _live(a_moot, zoe, others, folder)
    monkeypatch.setattr(erase, "_NEWEST", (2**63 - 1, 0, 1, False))
    await _close(a_moot, zoe)
    fact = portability.AccountClosed(zoe.id)
    await asyncio.gather(*(jobs.erase_account(a_moot.ground, fact) for _ in range(4)))
    assert await a_moot.ground.db.reader.all(_DISAGREE) == []
    assert await accounts.by_ids(await a_moot.ground.read(), [zoe.id]) == {}


async def test_pages_that_only_they_linked_to_are_forgotten(a_moot: Moot, zoe: Member, others: list[Member]) -> None:
    for by, name in ((zoe, "rhabarber"), (zoe, "leeks"), (others[0], "leeks")):
        await a_moot.post(by, f"http://127.0.0.1/{name}")
    await a_moot.run_jobs()
    a_moot.clock.advance(HOUR)
    await _close(a_moot, zoe)
    await a_moot.run_jobs()
    rows = await a_moot.ground.db.reader.all(Sql("select url from preview"))
    assert [row[0] for row in rows] == ["http://127.0.0.1/leeks"]
