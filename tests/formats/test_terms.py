"""Words as search compares them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.formats import terms
from folkmoot.formats.terms import forms, keys, spoken, words


def plain(text: str) -> list[str]:
    return [word.plain for word in words(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tea, at five!", ["tea", "at", "five"]),
        ("re-read foo_bar 3.14", ["re", "read", "foo", "bar", "3", "14"]),
        ("Müller & MÜLLER & Mu\u0308ller", ["muller"] * 3),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("Smørrebrød Łódź Cœur Ærø", ["smorrebrod", "lodz", "coeur", "aero"]),
        ("ﬁne ①② ｆｕｌｌ", ["fine", "12", "full"]),  # noqa: RUF001 - compatibility forms are what this is about
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("iPhone15を買う", ["iphone15", "を買う"]),
        ("... — “”", []),
        ("", []),
    ],
)
def test_words_are_cut_out_and_folded(text: str, found: list[str]) -> None:
    assert plain(text) == found


@pytest.mark.parametrize(
    ("word", "language", "also"),
    [
        ("Häuser", "de", {"haus", "haeuser"}),
        ("Müller", "de", {"mull", "mueller"}),
        ("Mueller", "de", {"mull"}),
        ("gardening", "en", {"garden"}),
        ("gardens", "en", {"garden"}),
        ("gardens", "xx", set()),
        ("2026", "en", set()),
    ],
)
def test_a_word_is_found_by_its_stem_and_its_umlauts_written_out(word: str, language: str, also: set[str]) -> None:
    assert forms(words(word)[0], [language]) == also


def test_a_script_without_spaces_is_found_by_each_two_signs() -> None:
    [word] = words("東京都")
    assert (keys(word), spoken([word])) == (["東京", "京都"], ["東", "京", "都"])
    assert keys(words("東")[0]) == ["東"]
    assert keys(words("tea")[0]) == ["tea"]


def test_every_language_has_its_algorithm() -> None:
    assert {terms.stem("word", language) for language in terms.ALGORITHMS} >= {"word"}


@given(st.text())
def test_no_word_holds_anything_but_letters_and_numbers(text: str) -> None:
    for word in words(text):
        every = [word.plain, *spoken([word]), *forms(word, ["de", "en"]), *keys(word)]
        assert all(every)
        assert not re.search(r"[\s\"'\\:*^(){}/]", "".join(every))


@given(st.text())
def test_folding_is_done_once_for_all(text: str) -> None:
    said = spoken(words(text))
    assert spoken(words(" ".join(said))) == said


@given(st.text(), st.text())
def test_texts_beside_each_other_do_not_change_each_other(one: str, other: str) -> None:
    assert plain(f"{one} {other}") == plain(one) + plain(other)
