"""Characters as readers count them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.formats.graphemes import count

COUNTED = {
    "": 0,
    "plain": 5,
    "a\r\nb": 3,
    "é": 1,
    "e\u0301": 1,
    "e\u0301\r\nx": 3,
    "👍🏽": 1,
    "1\ufe0f\u20e3": 1,
    "❤\ufe0f\u200d🔥": 1,
    "👨\u200d👩\u200d👧\u200d👦👨\u200d👩\u200d👧\u200d👦": 2,
    "🇩🇪🇫🇷": 2,
    "🇩🇪🇫": 2,
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f": 1,
    "\u1112\u1161\u11ab한": 2,
    "\u0e19\u0e49\u0e33": 1,
    "a\u200db": 2,
    "\u05e9\u05c1\u05dc\u05d5\u05dd": 4,
}


@pytest.mark.parametrize("text", COUNTED)
def test_what_readers_take_for_one_counts_one(text: str) -> None:
    assert count(text) == COUNTED[text]


@given(st.text(), st.text())
def test_joined_texts_count_no_more_than_their_parts(first: str, second: str) -> None:
    assert max(count(first), bool(second)) <= count(first + second) <= count(first) + count(second)
    assert count(first) <= len(first)


@given(st.text(st.characters(max_codepoint=0x2FF)))
def test_latin_letters_count_one_each(text: str) -> None:
    assert count(text) == len(text) - text.count("\r\n")
