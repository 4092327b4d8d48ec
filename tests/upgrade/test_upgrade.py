"""A database of an older program, with data in it, is brought up to date and still tells what it told."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from folkmoot.infra.db import Database, Sql, migrate, open_database
from folkmoot.infra.db.migrate import available
from folkmoot.infra.ids import new_id
from tests.conformance.entities import check
from tests.support.moot import moot
from tests.support.schemas import columns, empty_database, make_as_of

AT = 1_780_000_000_000
ANNA, BERTA = new_id(AT), new_id(AT + 1)
ROOT, ANSWER, BOOST, SECRET = (new_id(AT + number) for number in (10, 11, 12, 13))

OLD = (
    "insert into account (id, username, username_key, display_name, created_at, followers_count, statuses_count)"
    f" values ({ANNA}, 'Anna', 'anna', 'Anna ☃', {AT}, 1, 2)",
    "insert into account (id, username, username_key, created_at, following_count, statuses_count)"
    f" values ({BERTA}, 'berta', 'berta', {AT}, 1, 2)",
    "insert into local_user (account_id, email, email_key, password_hash, created_at, confirmed_at, approved_at)"
    f" values ({ANNA}, 'Anna@example.org', 'anna@example.org', 'x', {AT}, {AT}, {AT})",
    "insert into local_user (account_id, email, email_key, password_hash, created_at, confirmed_at, approved_at)"
    f" values ({BERTA}, 'berta@example.org', 'berta@example.org', 'x', {AT}, {AT}, {AT})",
    f"insert into follow (account_id, target_id, id, languages) values ({BERTA}, {ANNA}, {new_id(AT)}, '[\"de\"]')",
    "insert into post (id, account_id, text, visibility, language, thread_id, created_at, replies_count, reblogs_count)"
    f" values ({ROOT}, {ANNA}, 'Alt, #aber gut', 0, 'de', {ROOT}, {AT + 10}, 1, 1)",
    "insert into post (id, account_id, text, visibility, thread_id, in_reply_to_id, in_reply_to_account_id, created_at)"
    f" values ({ANSWER}, {BERTA}, 'Ja, @anna', 0, {ROOT}, {ROOT}, {ANNA}, {AT + 11})",
    f"insert into post (id, account_id, visibility, thread_id, reblog_of_id, created_at)"
    f" values ({BOOST}, {BERTA}, 0, {BOOST}, {ROOT}, {AT + 12})",
    f"insert into post (id, account_id, text, spoiler_text, visibility, sensitive, thread_id, created_at)"
    f" values ({SECRET}, {ANNA}, 'leise', 'leise', 3, true, {SECRET}, {AT + 13})",
    f"insert into post_tag (tag, post_id, name) values ('aber', {ROOT}, 'aber')",
    f"insert into post_mention (post_id, account_id) values ({ANSWER}, {ANNA})",
    f"insert into favourite (account_id, post_id, id) values ({BERTA}, {ROOT}, {new_id(AT)})",
    f"insert into bookmark (account_id, post_id, id) values ({BERTA}, {ROOT}, {new_id(AT)})",
    f"insert into block (account_id, target_id, id) values ({ANNA}, {BERTA}, {new_id(AT)})",
    "insert into notification (id, account_id, kind, from_account_id, post_id, dedupe_id)"
    f" values ({new_id(AT)}, {ANNA}, 'mention', {BERTA}, {ANSWER}, {ANSWER})",
    "insert into job (id, name, payload, run_at, created_at, attempts, dead)"
    f" values ({new_id(AT)}, 'x', '{{}}', {AT}, {AT}, 3, true)",
    "insert into setting (name, value) values ('greeting', 'Grüß dich')",
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The kind of database, and the server that makes one."""
    return request.param, request.getfixturevalue("postgres_url") if request.param == "postgres" else ""


@pytest.fixture
async def old_url(place: tuple[str, str], tmp_path: Path) -> AsyncIterator[str]:
    """A database that the first program made and people used."""
    async with empty_database(place[0], tmp_path, place[1]) as url:
        database = open_database(url)
        await database.start()
        await make_as_of(database, 1)
        async with database.transaction() as db:
            for text in OLD:
                await db.run(Sql(text))
        await database.stop()
        yield url


async def _everything(database: Database, wanted: dict[str, list[str]]) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table in `wanted`, its columns in order, but for the history of migrations itself."""
    found = {}
    for table, names in wanted.items():
        rows = await database.reader.all(Sql(f"select {', '.join(names)} from {table}"))
        found[table] = sorted((tuple(row) for row in rows), key=repr)
    return found


async def test_nothing_is_lost_on_the_way(old_url: str) -> None:
    old: dict[str, list[str]] = {}
    for table, column in sorted(await columns(old_url)):
        if table not in ("migration", "change"):
            old.setdefault(table, []).append(column)
    database = open_database(old_url)
    await database.start()
    before = await _everything(database, old)
    assert sum(map(len, before.values())) == len(OLD)
    assert len(await migrate(database)) == len(available()) - 1
    after = await _everything(database, old)
    after["job"] = [row for row in after["job"] if "index stretch" not in row]  # what stands is indexed by a new job
    assert after == before
    await database.stop()


async def test_it_becomes_what_a_new_one_is(
    old_url: str, sqlite_template: Path, request: pytest.FixtureRequest
) -> None:
    database = open_database(old_url)
    await database.start()
    await migrate(database)
    kind = database.kind
    await database.stop()
    new_url = f"sqlite:///{sqlite_template}" if kind == "sqlite" else request.getfixturevalue("postgres_url")
    assert await columns(old_url) == await columns(new_url)


async def test_the_new_program_shows_what_the_old_one_kept(old_url: str, tmp_path: Path) -> None:
    database = open_database(old_url)
    await database.start()
    await migrate(database)
    await database.stop()
    async with moot(tmp_path, old_url) as running:
        reader = await running.member("clara")
        for post_id in (ROOT, ANSWER, BOOST):
            status = await running.ok("GET", f"/api/v1/statuses/{post_id}", reader)
            assert check(status, "Status") == []
        assert (await running.call("GET", f"/api/v1/statuses/{SECRET}", reader)).status_code == 404
        thread = await running.ok("GET", f"/api/v1/statuses/{ROOT}/context", reader)
        assert [status["id"] for status in thread["descendants"]] == [str(ANSWER)]
        tagged = await running.ok("GET", "/api/v1/timelines/tag/aber", reader)
        assert [status["id"] for status in tagged] == [str(ROOT)]
        face = await running.ok("GET", f"/api/v1/accounts/{ANNA}", reader)
        assert check(face, "Account") == []
        assert (face["display_name"], face["username"]) == ("Anna ☃", "Anna")
        new = await running.post(reader, "neu", in_reply_to_id=str(ANSWER))
        assert new["in_reply_to_id"] == str(ANSWER)
