"""The CSV files of relations: written as other servers read them, read whatever stands in them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.formats import takeout
from folkmoot.formats.takeout import ROWS_LIMIT, WIDTHS, UnreadableError

ADDRESSES = st.builds("{}@{}.example".format, st.text("az09_", min_size=1), st.text("abz", min_size=1, max_size=8))
FLAGS = st.sampled_from(["true", "false"])
LANGUAGES = st.lists(st.sampled_from(["de", "en", "zh-TW"]), max_size=3).map(", ".join)
TITLES = st.text(min_size=1, max_size=20).map(str.strip).filter(lambda title: title and "\0" not in title)
LINES = {
    "following": st.tuples(ADDRESSES, FLAGS, FLAGS, LANGUAGES),
    "muting": st.tuples(ADDRESSES, FLAGS),
    "blocking": st.tuples(ADDRESSES),
    "domain_blocking": st.tuples(st.builds("{}.example".format, st.text("abz-", min_size=1, max_size=8))),
    "followers": st.tuples(ADDRESSES),
    "lists": st.tuples(TITLES, ADDRESSES),
    "bookmarks": st.tuples(st.builds("https://moot.example/users/anna/statuses/{}".format, st.integers(1))),
}


@pytest.mark.parametrize("kind", WIDTHS)
@settings(max_examples=20)
@given(data=st.data())
def test_what_is_written_is_read_again(kind: str, data: st.DataObject) -> None:
    lines = [list(line) for line in data.draw(st.lists(LINES[kind], min_size=1, max_size=5))]
    written = takeout.write(kind, lines).encode()
    rows = takeout.read(kind, written)
    assert [row.cells for row in rows] == lines
    assert not any(row.problem for row in rows)
    assert [row.cells for row in takeout.read(kind, b"\xef\xbb\xbf" + written.replace(b"\n", b"\r\n"))] == [
        [cell.replace("\n", "\r\n") for cell in line] for line in lines
    ]


def test_files_look_as_other_servers_write_them() -> None:
    assert takeout.write("following", [["anna@moot.example", "true", "false", "de, en"]]) == (
        'Account address,Show boosts,Notify on new posts,Languages\nanna@moot.example,true,false,"de, en"\n'
    )
    assert (
        takeout.write("muting", [["a@b.example", "true"]]) == "Account address,Hide notifications\na@b.example,true\n"
    )
    assert takeout.write("blocking", [["a@b.example"]]) == "a@b.example\n"
    assert takeout.write("lists", [['"Best, of"', "a@b.example"]]) == '"""Best, of""",a@b.example\n'


@pytest.mark.parametrize(
    ("kind", "text", "cells"),
    [
        ("following", "a@b.example", ["a@b.example", "true", "false", ""]),
        ("following", "Account address\n@a@b.example", ["a@b.example", "true", "false", ""]),
        ("following", "Languages,Account address\nde,a@b.example", ["a@b.example", "true", "false", "de"]),
        ("following", "account address,show boosts\na@b.example,0", ["a@b.example", "false", "false", ""]),
        ("muting", "a@b.example,FALSE", ["a@b.example", "false"]),
        ("blocking", "Account address\na@b.example", ["a@b.example"]),
        ("lists", "domain,a@b.example,refused", ["domain", "a@b.example"]),
        ("domain_blocking", "#domain,#severity\nSpam.example,silence", ["spam.example"]),
        ("bookmarks", "#uri\nhttps://b.example/1", ["https://b.example/1"]),
    ],
)
def test_older_and_shorter_files_are_read(kind: str, text: str, cells: list[str]) -> None:
    assert [row.cells for row in takeout.read(kind, text.encode())] == [cells]


@pytest.mark.parametrize(
    ("kind", "line", "problem"),
    [
        ("following", '=HYPERLINK("x")', "address"),
        ("following", "anna", "address"),
        ("following", "a@b.example,perhaps", "value"),
        ("following", "a@b.example,true,true,klingon!", "value"),
        ("muting", "a@b.example,-1+1", "value"),
        ("blocking", "@", "address"),
        ("blocking", "a" * 5_000 + "@b.example", "too_long"),
        ("lists", ",a@b.example", "title"),
        ("lists", "Friends", "address"),
        ("domain_blocking", "=cmd()", "domain"),
        ("bookmarks", "javascript:alert(1)", "uri"),
    ],
)
def test_a_faulty_line_is_told_with_its_number(kind: str, line: str, problem: str) -> None:
    rows = takeout.read(kind, f"\n\n{line}\n".encode())
    assert [(row.line, row.problem) for row in rows] == [(3, problem)]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "empty", 0),
        (b"\n \n,,\n", "empty", 0),
        (b"Account address\n", "empty", 0),
        ("Grüße@b.example".encode("latin-1"), "encoding", 1),
        ("a@b.example\n".encode("utf-16"), "encoding", 1),
        (b"a@b.example\na@c.example\xff", "encoding", 2),
        (b"a@b.example\nb\0@b.example", "nul", 2),
        (b'a@b.example\n"never closed', "malformed", 2),
        (b"x" * 200_000, "malformed", 1),
        (b"a@b.example\n" * (ROWS_LIMIT + 1), "too_many", 0),
    ],
)
def test_what_is_no_such_file_is_refused(data: bytes, code: str, line: int) -> None:
    with pytest.raises(UnreadableError) as refused:
        takeout.read("blocking", data)
    assert (refused.value.code, refused.value.line) == (code, line)


@given(st.sampled_from(sorted(WIDTHS)), st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
def test_whatever_comes_is_read_or_refused(kind: str, data: bytes) -> None:
    try:
        rows = takeout.read(kind, data)
    except UnreadableError:
        return
    assert all(row.problem or len(row.cells) == WIDTHS[kind] for row in rows)
    assert len({row.line for row in rows}) == len(rows)
