"""The benchmark harness: what it seeds, and how it writes figures down."""

from pathlib import Path

import httpx2
import pytest

from bench import community, corpus, floor, load, many_posts, scenarios, search, table, trends
from bench.community import Community, Person, Seeding
from bench.corpus import Corpus
from bench.many_posts import Filling
from bench.server import BenchError
from bench.table import Figure, Goal, Result
from bench.words import Speaker
from folkmoot.features import posts
from folkmoot.features.search import PostQuery, find_posts
from folkmoot.features.search.content import Content, entry
from folkmoot.infra.db import Sql
from tests.support.moot import Moot

FIGURES = [
    Figure("home", 9_000.4, "requests/s", Goal(8_000, 14_000), floor=36_000.0, note="p99 4 ms"),
    Figure("start", 1.25, "s", Goal(1.5, less_is_better=True)),
    Figure("posts", 12.0, "posts/s", Goal(600, 1_000)),
    Figure("notifications", None, "requests/s", Goal(5_000), note="skipped: no such tool"),
]


def test_everybody_has_as_many_followers_as_the_load_promises() -> None:
    everybody = range(community.MEMBERS)
    followers = {
        member: [other for other in everybody if member in community.followed_by(other)] for member in everybody
    }
    assert {len(found) for found in followers.values()} == {community.FOLLOWED}
    assert all(member not in found for member, found in followers.items())
    assert community.AUTHOR in community.followed_by(community.WITNESS)
    assert community.AUTHOR >= community.POSTING
    assert max(community.WITNESS, community.READER) < community.MEMBERS


def test_texts_are_the_same_for_the_same_seed_and_fit_into_a_post() -> None:
    texts = [Speaker(["anna"], seed=3).text() for _ in range(2)]
    assert texts[0] == texts[1]
    speaker = Speaker(["anna", "berta"])
    some = [speaker.text() for _ in range(300)]
    assert all(60 <= len(text) <= 500 for text in some)
    assert 60 < sum("#" in text for text in some) < 180
    assert 20 < sum("@" in text for text in some) < 110
    assert not any('"' in text or "\\" in text for text in some), "the load writes them into JSON as they are"


async def test_the_seeded_community_has_what_every_scenario_reads(
    a_moot: Moot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"MEMBERS": 26, "FOLLOWED": 3, "POSTS": 8, "ANSWERS": 5, "POSTING": 20}.items():
        monkeypatch.setattr(community, name, value)
    members = [await a_moot.member(f"member{number}") for number in range(26)]
    made = Community([Person(str(member.id), member.name, member.token) for member in members])
    told: list[str] = []
    await Seeding(a_moot.http, made, told.append).run()
    await a_moot.run_jobs()
    assert told
    context = await a_moot.ok("GET", f"/api/v1/statuses/{made.thread_id}/context", members[0])
    assert len(context["descendants"]) == 5
    reader = made.people[community.READER]
    assert len(await a_moot.ok("GET", "/api/v1/notifications?limit=20", headers=reader.headers)) == 20
    assert (await a_moot.ok("GET", f"/api/v1/accounts/{reader.id}"))["followers_count"] == 3
    for reading in scenarios.readings(made):
        headers = {"Authorization": f"Bearer {reading.tokens[0]}"} if reading.tokens[0] else {}
        assert await a_moot.ok("GET", reading.path, headers=headers), reading.name


async def test_seeding_stops_at_the_first_refusal() -> None:
    transport = httpx2.MockTransport(lambda _: httpx2.Response(503, text="tired"))
    people = [Person(str(number), f"member{number}", "token") for number in range(community.MEMBERS)]
    async with httpx2.AsyncClient(transport=transport, base_url="http://moot.test") as http:
        with pytest.raises(BenchError, match="503 tired"):
            await Seeding(http, Community(people), lambda _: None).run()


def test_a_figure_is_judged_by_its_goal() -> None:
    assert [figure.verdict for figure in FIGURES] == ["ok", "ok", "MISSED", "-"]
    assert Figure("home", 14_000.0, "requests/s", Goal(8_000, 14_000)).verdict == "aim reached"
    assert Figure("memory", 1.0, "MB").verdict == ""


def test_a_saved_result_is_read_back_and_stands_in_a_markdown_table(tmp_path: Path) -> None:
    result = Result({"cores": "2"}, FIGURES)
    path = table.save(result, "noon", tmp_path)
    assert table.load(path) == result
    lines = (tmp_path / "noon.md").read_text().splitlines()
    assert "| home | 9,000 | requests/s | 8,000 | 14,000 | ok | 36,000 | 0.25 | p99 4 ms |" in lines
    assert "| start | 1.25 | s | <= 1.50 |  | ok |  |  |  |" in lines
    assert "- cores: 2" in lines


def test_the_machine_is_described() -> None:
    facts = table.machine_facts()
    assert facts["cores"].isdigit()
    assert facts["python"].startswith("3.")
    assert facts["uvicorn"]


def test_without_wrk_the_bench_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BenchError, match="wrk is not installed"):
        load.find_wrk()


def test_without_nginx_there_is_no_floor_and_a_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floor, "find_nginx", lambda: None)
    assert floor.version() == "skipped: no nginx"


async def test_the_search_bench_indexes_posts_as_search_does_and_asks_what_can_be_answered(
    a_moot: Moot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"AUTHORS": 5, "VOCABULARY": 300, "SPOKEN": 9_000, "MARKS": 4}.items():
        monkeypatch.setattr(many_posts, name, value)
    filling = Filling(a_moot.ground, 60, lambda _: None)
    await filling.run()
    db = a_moot.ground.db.reader
    rows = await db.all(Sql("select post_id, said, more from post_words"))
    assert len(rows) == 60
    for post in (await posts.by_ids(db, [row[0] for row in rows])).values():
        wanted = entry(Content(post, listed=post.account_id in filling.listed))
        [found] = [row for row in rows if row[0] == post.id]
        assert (found[1], set(found[2].split()) - {":link", ":embed"}) == (wanted.said, set(wanted.more.split()))
    texts = [text for kind in search.queries(filling) for text in kind.texts[:2]]
    answers = [await find_posts(a_moot.ground, filling.searcher, PostQuery(text, 20)) for text in texts]
    assert any(answers)
    assert not all(answers)


async def test_the_trends_bench_fills_a_community_in_which_something_trends(
    a_moot: Moot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"ACCOUNTS": 40, "TAGS": 30, "LINKS": 20}.items():
        monkeypatch.setattr(corpus, name, value)
    monkeypatch.setattr(trends, "RUNS", 1)
    await Corpus(a_moot.ground, 400).fill()
    assert await a_moot.ground.db.reader.value(Sql("select count(*) from post where reblog_of_id is null")) == 500
    found = {figure.name: figure for figure in await trends.figures(a_moot.ground)}
    assert found["trends, candidates"].value
    assert " 0 " not in f" {found['trends, candidates'].note}", "tags, posts and links trend"
    assert found["trends, computed"].value
