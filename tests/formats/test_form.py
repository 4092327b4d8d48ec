"""Forms: what clients write in brackets becomes lists and maps, and nothing else becomes anything."""

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.formats.form import DEPTH, FIELDS, FormError, nest

NAMES = st.text("abc[]019", max_size=12) | st.text(max_size=6)


def form(query: str) -> dict[str, Any]:
    return nest(parse_qsl(query, keep_blank_values=True))


WRITTEN: dict[str, dict[str, Any]] = {
    "": {},
    "a=1&b=2": {"a": "1", "b": "2"},
    "a=1&a=2": {"a": "2"},
    "a[]=1&a[]=2": {"a": ["1", "2"]},
    "a[]=1": {"a": ["1"]},
    "a[][]=1&a[][]=2": {"a": ["1", "2"]},
    "a[0]=x&a[1]=y": {"a": ["x", "y"]},
    "a[10]=z&a[9]=y&a[1]=x": {"a": ["x", "y", "z"]},
    "a[b]=1&a[c]=2": {"a": {"b": "1", "c": "2"}},
    "a[b][]=1&a[b][]=2": {"a": {"b": ["1", "2"]}},
    "a[0][n]=x&a[0][v]=y&a[1][n]=z": {"a": [{"n": "x", "v": "y"}, {"n": "z"}]},
    "a[][i]=1&a[][d]=x&a[][i]=2&a[][d]=y": {"a": [{"i": "1", "d": "x"}, {"i": "2", "d": "y"}]},
    "a[1]=x&a[]=y": {"a": ["x", "y"]},
    "[]=1": {"[]": "1"},
    "a[=1": {"a": "1"},
    "=1&0=a&1=b": {"0": "a", "1": "b"},
    "a[b]=": {"a": {"b": ""}},
    "a[0]=x&a[b]=y": {"a": {"0": "x", "b": "y"}},
    f"a[{'9' * 5000}]=x": {"a": {"9" * 5000: "x"}},
    "a[٣]=x": {"a": {"٣": "x"}},
}


@pytest.mark.parametrize("query", WRITTEN, ids=range(len(WRITTEN)))
def test_what_is_written_is_what_is_meant(query: str) -> None:
    assert form(query) == WRITTEN[query]


@pytest.mark.parametrize("query", ["a=1&a[b]=2", "a[b]=2&a=1", "a[]=1&a=2", "a[b]=1&a[b][c]=2", "a[b][c]=2&a[b]=1"])
def test_contradictions_are_refused(query: str) -> None:
    with pytest.raises(FormError, match="both"):
        form(query)


def test_too_much_is_refused() -> None:
    nest([(f"a{number}", "") for number in range(FIELDS)])
    with pytest.raises(FormError, match="more than"):
        nest([(f"a{number}", "") for number in range(FIELDS + 1)])
    nest([("a" + "[b]" * DEPTH, "")])
    with pytest.raises(FormError, match="deeper"):
        nest([("a" + "[b]" * (DEPTH + 1), "")])


@given(st.lists(st.tuples(NAMES, st.text(max_size=3)), max_size=12))
def test_any_fields_become_a_tree_or_a_refusal(pairs: list[tuple[str, str]]) -> None:
    try:
        tree = nest(pairs)
    except FormError:
        return
    values = list(_leaves(tree))
    assert len(values) <= len(pairs)
    assert set(values) <= {value for _, value in pairs}


def _leaves(value: Any) -> list[Any]:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return [value] if below is None else [leaf for one in below for leaf in _leaves(one)]


_KEYS = st.text("abc", min_size=1, max_size=3)
TREES = st.dictionaries(
    _KEYS,
    st.recursive(
        st.text(max_size=3),
        lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(_KEYS, inner, min_size=1, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)  # fmt: skip


@given(TREES)
def test_a_tree_written_with_numbers_is_read_again(tree: dict[str, Any]) -> None:
    pairs = list(_written(tree))
    if all(name.count("[") <= DEPTH for name, _ in pairs):
        assert nest(pairs) == tree


def _written(value: Any, name: str = "") -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(name, value)]
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return [pair for key, below in items for pair in _written(below, f"{name}[{key}]" if name else str(key))]
