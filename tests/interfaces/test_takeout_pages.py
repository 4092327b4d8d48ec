"""Taking lists along and bringing them along: exported, checked, worked off, and told what did not work."""

import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from folkmoot.features import accounts, lists, portability, relations
from folkmoot.features.portability import import_work, jobs
from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Sql
from tests.support.browser import Browser
from tests.support.moot import Member, Moot, moot
from tests.support.signing import PASSWORD, QUICK_HASHER, signed_in

FILES = (
    "following_accounts.csv",
    "lists.csv",
    "blocked_accounts.csv",
    "muted_accounts.csv",
    "blocked_domains.csv",
    "bookmarks.csv",
)
KIND_OF = dict(zip(FILES, ("following", "lists", "blocking", "muting", "domain_blocking", "bookmarks"), strict=True))
NAMES = ("anna", "berta", "carla", "dora", "elif")


async def people(a_moot: Moot) -> Member:
    """Let five members in, who have a password; returns anna."""
    anna, *_ = [await a_moot.member(name, locked=name == "elif") for name in NAMES]
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update local_user set password_hash = $1"), QUICK_HASHER.hash(PASSWORD))
    return anna


async def lives(a_moot: Moot) -> None:
    """Let anna follow, list, block, mute and bookmark."""
    async with a_moot.ground.work() as work:
        ids = await accounts.by_handles(work.db, NAMES, "")
        anna, berta, carla, dora = (ids[name] for name in NAMES[:4])
        await relations.follow(work, anna.id, berta, relations.FollowOptions(False, True, ["de", "en"]))
        await relations.follow(work, anna.id, carla, relations.FollowOptions())
        await relations.block(work, anna.id, dora.id)
        await relations.mute(work, anna.id, carla.id, notifications=False)
        for domain in ("spam.example", "else.example"):
            await relations.block_domain(work, anna.id, domain)
        for title, members in (('=SUM("a",1)', [berta.id, carla.id]), ("Friends", [carla.id])):
            made = await lists.create(work, anna.id, lists.ListChange(title))
            await lists.add(work, anna.id, made.id, members)


async def exported(browser: Browser) -> dict[str, str]:
    """Every file, its lines in the order of the alphabet: what came in one moment is in no order."""
    found = {}
    for name in FILES:
        first, *others = (await browser.open(f"/settings/export/{name}")).text.splitlines(keepends=True) or [""]
        header = first.startswith("Account address")
        found[name] = "".join([first, *sorted(others)] if header else sorted([first, *others]))
    return found


async def send(browser: Browser, kind: str, text: str | bytes, mode: str = "merge") -> str:
    """Send a file; returns the id of the import, '' when it was refused."""
    await browser.open("/settings/import")
    (csrf, *_) = re.findall(r'name="csrf" value="(\w+)"', browser.text)
    body = text.encode() if isinstance(text, str) else text
    answer = await browser._http.post(
        "/settings/import", data={"csrf": csrf, "kind": kind, "mode": mode}, files={"file": ("list.csv", body)}
    )
    await browser._take(answer)
    return urlsplit(browser.url).query.removeprefix("id=")


async def bring(a_moot: Moot, browser: Browser, kind: str, text: str, mode: str = "merge") -> Browser:
    """Send a file, say yes, and look at it when it is done."""
    import_id = await send(browser, kind, text, mode)
    await browser.send("/settings/import/start", id=import_id)
    await a_moot.run_jobs()
    return await browser.open(f"/settings/import/check?id={import_id}")


async def test_what_is_taken_along_is_what_is_brought(a_moot: Moot, tmp_path: Path, sqlite_template: Path) -> None:
    anna = await people(a_moot)
    await lives(a_moot)
    browser = await signed_in(a_moot)
    said = await a_moot.post(await a_moot.member("felix"), "Remember this")
    await a_moot.ok("POST", f"/api/v1/statuses/{said['id']}/bookmark", anna)
    files = await exported(browser)
    assert files["following_accounts.csv"] == (
        "Account address,Show boosts,Notify on new posts,Languages\n"
        'berta@moot.test,false,true,"de, en"\ncarla@moot.test,true,false,\n'
    )
    assert files["muted_accounts.csv"] == "Account address,Hide notifications\ncarla@moot.test,false\n"
    assert files["blocked_accounts.csv"] == "dora@moot.test\n"
    assert files["bookmarks.csv"] == said["uri"] + "\n"
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    shutil.copy(sqlite_template, fresh / "folkmoot.db")
    async with moot(fresh, f"sqlite:///{fresh / 'folkmoot.db'}") as other:
        await people(other)
        there = await signed_in(other)
        for name, text in files.items():
            await bring(other, there, KIND_OF[name], text)
        assert "not reachable from here yet" in there.text
        assert await exported(there) == files | {"bookmarks.csv": ""}
    felix = await signed_in(a_moot, "berta")
    await bring(a_moot, felix, "bookmarks", files["bookmarks.csv"])
    assert (await exported(felix))["bookmarks.csv"] == files["bookmarks.csv"]


async def test_a_file_is_checked_before_anything_changes(a_moot: Moot) -> None:
    await people(a_moot)
    browser = await signed_in(a_moot)
    text = "berta@moot.test\nnobody@else.example\n=1+1\ncarla@moot.test,maybe\n<b>@x\n"
    import_id = await send(browser, "following", text)
    assert "The file has 5 lines." in browser.text
    assert "3 are wrong" in browser.text
    assert "1 is not reachable from here yet." in browser.text
    assert "Line 3: no address of an account (name@server)</strong>" in browser.text
    assert ">=1+1<" in browser.text
    assert "&lt;b&gt;@x" in browser.text
    assert (await exported(browser))["following_accounts.csv"].count("\n") == 1
    await browser.open(f"/settings/import/check?id={import_id}")
    await browser.send("/settings/import/start", id=import_id)
    await a_moot.run_jobs()
    await browser.open(f"/settings/import/check?id={import_id}")
    assert "1 of 5 lines are done." in browser.text
    failed = (await browser.open(f"/settings/import/failures.csv?id={import_id}")).text.splitlines()
    assert failed[0] == "Account address,Show boosts,Notify on new posts,Languages,Problem"
    assert "nobody@else.example,true,false,,not reachable from here yet" in failed
    assert len(failed) == 5
    await send(browser, "following", "\n".join(failed))
    assert "The file has 4 lines." in browser.text
    assert (await exported(browser))["following_accounts.csv"].count("\n") == 2


async def test_what_is_not_named_goes_only_where_that_was_wanted(a_moot: Moot) -> None:
    await people(a_moot)
    await lives(a_moot)
    browser = await signed_in(a_moot)
    before = await exported(browser)
    await bring(a_moot, browser, "blocking", "berta@moot.test")
    assert (await exported(browser))["blocked_accounts.csv"] == "berta@moot.test\ndora@moot.test\n"
    for name, kept in (
        ("blocked_accounts.csv", "berta@moot.test\n"),
        ("muted_accounts.csv", "Account address,Hide notifications\ndora@moot.test,true\n"),
        ("blocked_domains.csv", "else.example\nnew.example\n"),
        ("lists.csv", "Friends,carla@moot.test\n"),
        (
            "following_accounts.csv",
            before["following_accounts.csv"].splitlines()[0] + "\ncarla@moot.test,false,true,\n",
        ),
        ("bookmarks.csv", ""),
    ):
        await bring(a_moot, browser, KIND_OF[name], kept or "https://else.example/1", "overwrite")
        assert (await exported(browser))[name] == kept


async def test_a_list_waits_for_whom_it_asks(a_moot: Moot) -> None:
    await people(a_moot)
    browser = await signed_in(a_moot)
    await bring(a_moot, browser, "lists", "Quiet,elif@moot.test\nQuiet,berta@moot.test\n,berta@moot.test")
    assert "it has to say yes" in browser.text
    assert "the list has no name" in browser.text
    assert (await exported(browser))["lists.csv"] == "Quiet,berta@moot.test\n"
    following = (await exported(browser))["following_accounts.csv"]
    assert "elif" not in following
    assert "berta" in following


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Please choose a file."),
        (b"\n\n", "There is nothing in the file."),
        ("ä@b.example".encode("latin-1"), "not written in UTF-8"),
        (b"a@b.example\n\0", "signs that no text has"),
        (b'"' + b"x" * 1_000_000, "The file is no CSV"),
        (b"a@b.example\n" * 20_001, "too many lines"),
        (b"x" * 10_000_000, "That is more than this page takes."),
    ],
)
async def test_hostile_files_get_a_clear_answer(a_moot: Moot, data: bytes, sentence: str) -> None:
    await people(a_moot)
    browser = await signed_in(a_moot)
    await send(browser, "blocking", data)
    assert browser.status in {413, 422}
    assert sentence in browser.text
    assert await a_moot.ground.db.reader.value(Sql("select count(*) from import_row")) == 0


async def test_forms_that_are_not_ours_import_nothing(a_moot: Moot) -> None:
    await people(a_moot)
    browser = await signed_in(a_moot)
    files = {"file": ("list.csv", b"berta@moot.test")}
    answer = await browser._http.post("/settings/import", data={"csrf": "x", "kind": "blocking"}, files=files)
    assert answer.status_code == 403
    for content_type in ("multipart/form-data", "multipart/form-data; boundary=x"):
        answer = await browser._http.post(
            "/settings/import", headers={"content-type": content_type}, content=b"--x\r\n"
        )
        assert answer.status_code in {400, 403}
    await send(browser, "nonsense", "berta@moot.test")
    assert "Please choose what the file holds." in browser.text


async def test_nobody_reaches_the_imports_of_others(a_moot: Moot) -> None:
    await people(a_moot)
    browser, other = await signed_in(a_moot), await signed_in(a_moot, "berta")
    import_id = await send(browser, "blocking", "carla@moot.test")
    own = await send(other, "blocking", "carla@moot.test")
    for path in ("check", "failures.csv"):
        assert (await other.open(f"/settings/import/{path}?id={import_id}")).status == 404
    await other.open(f"/settings/import/check?id={own}")
    csrf = re.findall(r'name="csrf" value="(\w+)"', other.text)[0]
    for act in ("start", "drop"):
        assert (await other.post(f"/settings/import/{act}", {"csrf": csrf, "id": import_id})).status == 404
    for path in ("", "/following_accounts.csv", "/archive"):
        answer = await a_moot.http.get(f"/settings/export{path}")
        assert answer.headers["location"].startswith("/auth/sign_in")


async def test_one_at_a_time_and_on_after_a_crash(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    await people(a_moot)
    for number in range(8):
        await a_moot.member(f"more{number}")
    monkeypatch.setattr(import_work, "CHUNK", 2)
    monkeypatch.setattr(import_work, "CHUNKS", 2)
    real, calls = relations.block, 0

    async def failing(*arguments: object) -> None:
        nonlocal calls
        calls += 1
        await real(*arguments)  # type: ignore[arg-type]
        if calls in {3, 4}:
            raise RuntimeError("the lights went out")

    monkeypatch.setattr(relations, "block", failing)
    browser = await signed_in(a_moot)
    import_id = await send(browser, "blocking", "".join(f"more{number}@moot.test\n" for number in range(8)))
    await browser.send("/settings/import/start", id=import_id)
    await send(browser, "blocking", "berta@moot.test")
    assert "Another import is under way." in browser.text
    await browser.open(f"/settings/import/check?id={import_id}")
    assert "0 of 8 lines are worked off." in browser.text
    for _ in range(4):
        await a_moot.run_jobs()
        a_moot.clock.advance(60_000)
    await browser.open(f"/settings/import/check?id={import_id}")
    assert "8 of 8 lines are done." in browser.text
    assert (await exported(browser))["blocked_accounts.csv"].count("\n") == 8


async def test_imports_are_forgotten_after_a_week_or_at_once(a_moot: Moot) -> None:
    await people(a_moot)
    browser = await signed_in(a_moot)
    import_id = await send(browser, "blocking", "nobody@else.example")
    await browser.send("/settings/import/drop", id=import_id)
    assert "Your imports" not in browser.text
    await bring(a_moot, browser, "blocking", "nobody@else.example")
    assert await a_moot.ground.db.reader.value(Sql("select count(*) from import_row")) == 1
    a_moot.clock.advance(8 * DAY)
    await jobs.forget_takeouts(a_moot.ground, None)
    for table in ("import", "import_row"):
        assert await a_moot.ground.db.reader.value(Sql(f"select count(*) from {table}")) == 0


async def test_every_refusal_is_translated() -> None:
    from folkmoot.features.portability import errors
    from folkmoot.interfaces.web.frame import wording

    german = wording.translations("de")
    assert [said for said in errors.SENTENCES if german.gettext(said) == said] == []
    assert set(portability.KINDS) == set(KIND_OF.values())
