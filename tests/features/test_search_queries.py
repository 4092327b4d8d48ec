"""What a query for posts means, and that nothing in it can become syntax of an index."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from folkmoot.features.posts import Post
from folkmoot.features.search.asking import TERMS_LIMIT, Asked, Author, Clause, understood
from folkmoot.features.search.content import Content, entry
from folkmoot.features.search.matching import looking, matching
from folkmoot.infra.ids import first_id_at

DAY = 86_400_000
MARCH_5 = 1_709_596_800_000
"""2024-03-05 in UTC."""
HOSTILE = [
    '"',
    "'",
    "NEAR(a b)",
    "a* OR b",
    "said:a",
    "^a",
    "{said more}: a",
    "a) OR (b",
    "\\' & !a",
    "-",
    '-"',
    ":open",
    "a:*",
]


def asked(text: str) -> Asked:
    return understood(text, ["de", "en"])


def terms(text: str) -> list[set[str]]:
    return [set(clause.terms) for clause in asked(text).every]


def made(text: str) -> Content:
    post = Post(
        id=7, account_id=3, uri="", url="", text=text, spoiler_text="", visibility=0, sensitive=False, language="en",
        in_reply_to_id=None, in_reply_to_account_id=None, thread_id=7, reblog_of_id=None, created_at=0, edited_at=None,
        app_id=None, replies_count=0, reblogs_count=0, favourites_count=0, author_suspended=False,
    )  # fmt: skip
    return Content(post, listed=True)


def test_words_and_what_they_are_found_by() -> None:
    assert terms("gardens Häuser") == [{"gardens", "garden", "gard"}, {"hauser", "haus", "haeuser"}]
    assert terms("#Cake") == [{"#cake"}]
    assert terms("has:IMAGE is:reply language:pt-BR") == [{":image"}, {":reply"}, {":in-pt"}]
    assert asked("re-read").every[-1] == Clause(frozenset(), " re read ")
    assert asked('"Good Cake"').every == [
        Clause(frozenset({"good"})), Clause(frozenset({"cake"})), Clause(frozenset(), " good cake "),
    ]  # fmt: skip
    assert asked("“good cake").every == asked('"good cake"').every


def test_what_must_not_be() -> None:
    found = asked('cake -plum -has:media -"very dry" -from:anna +sugar')
    assert [set(clause.terms) for clause in found.every] == [{"cake", "cak"}, {"sugar"}]
    assert found.none == [
        Clause(frozenset({"plum"})), Clause(frozenset({":media"})), Clause(frozenset(), " very dry "),
    ]  # fmt: skip
    assert found.authors == [Author("anna", wanted=False)]
    assert asked("from:@anna@far.example from:me").authors == [Author("anna@far.example", True), Author("me", True)]


@pytest.mark.parametrize(
    ("text", "above", "below"),
    [
        ("before:2024-03-05", None, MARCH_5),
        ("after:2024-03-05", MARCH_5 + DAY, None),
        ("during:2024-03-05", MARCH_5, MARCH_5 + DAY),
        ("-before:2024-03-05", MARCH_5, None),
        ("-after:2024-03-05", None, MARCH_5 + DAY),
        ("during:2024-03", MARCH_5 - 4 * DAY, MARCH_5 + 27 * DAY),
        ("before:2024-03-05T01:00:00+01:00", None, MARCH_5),
        ('after:"2024-03-04" before:2024', MARCH_5, MARCH_5 - 64 * DAY),
    ],
)
def test_times_bound_the_ids(text: str, above: int | None, below: int | None) -> None:
    found = asked(text)
    assert found.above == (0 if above is None else first_id_at(above) - 1)
    assert found.below == (Asked().below if below is None else first_id_at(below))


def test_times_left_out_and_places() -> None:
    assert asked("-during:2024-03-05").without == [(first_id_at(MARCH_5), first_id_at(MARCH_5 + DAY))]
    assert [asked(text).scope for text in ("in:library", "in:public", "-in:public", "tea")] == [
        "library", "public", "library", "all",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["has:wings", "before:soon", "in:vain", "colour:red", "language:12", "after:2024-13"])
def test_what_means_nothing_as_an_operator_is_looked_for_as_words(text: str) -> None:
    found = asked(text)
    assert {term for clause in found.every for term in clause.terms} >= {text.partition(":")[0]}
    assert (found.above, found.scope) == (0, "all")


def test_a_query_is_read_up_to_a_limit() -> None:
    assert len(asked("a b c d e f g h " * 50).every) == TERMS_LIMIT
    assert asked("🎂 !? -").is_empty


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(
            "create virtual table post_index using fts5 (said, more, content = '', detail = none, columnsize = 0,"
            " tokenize = \"ascii tokenchars ':#_-'\")"
        )
        for number, text in enumerate(["secret alpha", "open beta"], 1):
            found = entry(made(text))
            memory.execute("insert into post_index (rowid, said, more) values (?, ?, ?)", (number, *found[1:]))
        yield memory


@given(st.one_of(st.text(), st.lists(st.sampled_from([*HOSTILE, "beta", " ", "\t"])).map("".join)))
@example('beta" OR "secret')
def test_no_query_breaks_out(index: sqlite3.Connection, text: str) -> None:
    found = asked(text)
    only_beta = [*found.every, Clause(frozenset(("beta",)))]
    expression = matching("sqlite", only_beta, found.none).expression
    rows = index.execute("select rowid from post_index where post_index match ?", (expression,)).fetchall()
    assert rows in ([], [(2,)])
    postgres = matching("postgres", only_beta, found.none).expression
    quoted = postgres.replace("\\\\", "").replace("''", "")
    assert quoted.count("'") % 2 == 0
    assert not set("".join(quoted.split("'")[::2])) - set("()|&! ")


@given(st.text())
def test_a_post_is_found_by_its_own_text(text: str) -> None:
    content = made(text)
    found = entry(content)
    whole = {*found.said.split(), *found.more.split()}
    said = text[:400].replace('"', " ").replace("“", " ").replace("”", " ")
    for clause in understood(f'"{said}"', ["en"]).every:
        if clause.terms:
            assert clause.terms & whole
    for word in said.split()[:10]:
        for clause in understood(f'"{word}"', ["en"]).every:
            assert not clause.terms or clause.terms & whole


def test_looking_at_posts_asks_for_the_same() -> None:
    found = looking("sqlite", understood("gardens", ["en"]).every, asked("-plum").none)
    assert found.expression == '[[[" garden "," gardens "]],[" plum "]]'
    assert looking("postgres", understood("gardens", ["en"]).every, []).expression == "('garden' | 'gardens')"
