"""Which words a keyword finds: plain letters, whatever their case, with borders as people read them."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.features.filters import Active, Filter, Keyword

AT = 1_780_000_000_000


def _finds(keyword: str, text: str, *, whole: bool = False) -> bool:
    item = Filter(1, 2, "t", ["home"], "warn", None, [Keyword(3, keyword, whole)], [])
    return bool(Active([item]).matches(text, (), AT))


WHOLE = [
    ("ant", "An ant.", True),
    ("ant", "antler", False),
    ("ant", "giant", False),
    ("ant", "giant ant", True),
    ("ant", "ant_hill", False),
    ("ant", "(ANT)", True),
    ("ant", "#ant", True),
    ("ärger", "Verärgert", False),
    ("ärger", "Ärger!", True),
    ("Straße", "STRASSE", True),
    ("кот", "который", False),
    ("кот", "Кот!", True),
    ("हिन्द", "हिन्दी", False),
    ("हिन्दी", "यह हिन्दी है", True),
    ("cafe", "cafe\u0301", False),
    ("cafe\u0301", "café", True),
    ("#tag", "some#tag", True),
    ("#tag", "#tags", False),
    ("https://t.co/", "https://t.co/abc", True),
    (":-)", "x:-)y", True),
    ("a.c", "abc", False),
]


@pytest.mark.parametrize(("keyword", "text", "found"), WHOLE)
def test_whole_words_end_where_people_see_them_end(keyword: str, text: str, found: bool) -> None:
    assert _finds(keyword, text, whole=True) is found


@pytest.mark.parametrize(("keyword", "text"), [("ant", "GIANT"), ("ärger", "verÄRGERt"), ("ß", "SS"), ("(*", "a(*b")])
def test_parts_of_words_are_found_in_any_case(keyword: str, text: str) -> None:
    assert _finds(keyword, text)


SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
"""What a call can hold: U+0000 and halves of pairs are refused before."""


@given(keyword=st.text(SIGNS, min_size=1, max_size=30).filter(str.strip), text=st.text(SIGNS), whole=st.booleans())
def test_any_keyword_is_harmless(keyword: str, text: str, whole: bool) -> None:
    assert _finds(keyword, f"{text} {keyword} {text}", whole=whole) or unicodedata.combining(keyword.strip()[0])
    assert _finds(keyword, text, whole=False) or not _finds(keyword, text, whole=True)


@given(
    keyword=st.text("aB.*+?()[]{}|^$\\-#/", min_size=1, max_size=6), text=st.text("aBb.*+?()[]|^$\\-#/ ", max_size=30)
)
def test_a_keyword_means_nothing_but_its_letters(keyword: str, text: str) -> None:
    assert _finds(keyword, text) is (keyword.casefold() in text.casefold())
    border = re.compile(
        (r"(?<!\w)" if keyword[0].isalnum() else "")
        + re.escape(keyword)
        + (r"(?!\w)" if keyword[-1].isalnum() else ""),
        re.IGNORECASE,
    )
    assert _finds(keyword, text, whole=True) is bool(border.search(text))


def test_a_text_that_repeats_itself_is_searched_like_any_other() -> None:
    words = [Keyword(number, "a" * number, whole_word=True) for number in range(1, 100)]
    active = Active([Filter(1, 2, "t", ["home"], "warn", None, words, [])])
    assert active.matches("a" * 10_000, (), AT) == []
    [match] = active.matches(f"{'a' * 10_000} aaa", (), AT)
    assert match.keywords == ["aaa"]


def test_every_keyword_found_is_named_and_expired_filters_find_nothing() -> None:
    words = [Keyword(number, word, whole_word=False) for number, word in enumerate(("spider", "spid", "ant", "web"))]
    item = Filter(1, 2, "t", ["home"], "warn", AT, words, [])
    active = Active([item])
    assert [match.keywords for match in active.matches("Spider in a web", (), AT - 1)] == [["spider", "spid", "web"]]
    assert active.matches("Spider in a web", (), AT) == []
    assert (active.next_end(AT - 1), active.next_end(AT)) == (AT, None)
    assert not Active([])
