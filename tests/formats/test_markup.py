"""HTML of strangers is cheap to parse, and says what it said before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from folkmoot.formats.markup import ATTRIBUTES, TAG_LENGTH, tame

MOST = " ".join(f"a{number}=x" for number in range(ATTRIBUTES))
MORE = MOST + " b"


def widest(text: str) -> int:
    """Return the most attributes that a parser finds in one tag."""
    return max(len(node.attributes) for node in LexborHTMLParser(text).css("*"))


@pytest.mark.parametrize(
    "text",
    [
        "no tag", "1 < 2", "<p>a</p>", "<br/>", "<!-- <b -->", "<!doctype html>", f"<p {MOST}>", "<a href=x/y>",
        "<a b=>",
        "<a b='>' c=\">\" d=e/f />", "<p\n\tclass = 'x'\f>", "<p =a =>", "<p a=1b=2>", '<p a="1"b="2">', "</p a>",
    ],
)  # fmt: skip
def test_what_people_write_stays(text: str) -> None:
    assert tame(text, 100) == text


@pytest.mark.parametrize("tag", [f"<p {MORE}>", f"<p {MORE}", "<p " + "x" * TAG_LENGTH + ">", f"<p/{MORE}/>"])
def test_a_tag_without_end_is_text(tag: str) -> None:
    assert tame(f"<b>{tag}</b>", 100) == f"<b> {tag[1:]}</b>"


def test_only_so_many_tags_are_read() -> None:
    assert [tame("a<b>c<i>d", number) for number in (1, 2, 3)] == ["a", "a<b>c", "a<b>c<i>d"]


@given(
    st.lists(st.sampled_from(["<", "p", ">", "/", "=", '"', "'", " ", "\n", "a=", "b='c'", "<i", MOST, "=x", "\xa0"]))
)
def test_no_parser_finds_a_tag_with_more(pieces: list[str]) -> None:
    assert widest(tame("".join(pieces), 1_000)) <= ATTRIBUTES


def test_attributes_without_end_cost_nothing() -> None:
    """Were they parsed, this would take minutes."""
    endless = "<meta " + " ".join(f"a{number}=1" for number in range(100_000)) + ">"
    for text in (endless, "<a<" * 300_000, '<a b="<' * 200_000, "<a b='\"<" * 200_000, "<p x" * 200_000):
        assert widest(tame(text, 6_000)) <= ATTRIBUTES
