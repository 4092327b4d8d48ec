"""Hypothesis strategies that make fitting values for shapes."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.conformance import schema
from tests.conformance.entities import ENTITIES
from tests.conformance.schema import (
    Enum,
    ListOf,
    MapOf,
    Maybe,
    Nullable,
    Obj,
    OneOf,
    Ref,
    Shape,
    Tagged,
    World,
)

WORLD = World(ENTITIES)
Draw = Callable[[st.SearchStrategy[Any]], Any]

WORDS = st.text("abc xyz éß漢😀&", max_size=6)
MOMENTS = st.datetimes().map(lambda moment: f"{moment.replace(microsecond=0).isoformat()}.123Z")
ADDRESSES = st.text("abc/?=", min_size=1, max_size=5).map(lambda tail: f"https://host.example/{tail}")
SCALARS: dict[schema.Scalar, st.SearchStrategy[Any]] = {
    schema.STR: WORDS,
    schema.INT: st.integers(-(2**53), 2**53),
    schema.NUM: st.one_of(st.integers(-9, 9), st.floats(allow_nan=False, allow_infinity=False)),
    schema.BOOL: st.booleans(),
    schema.NULL: st.none(),
    schema.ID: st.one_of(st.integers(0, 2**63).map(str), st.text("abcXYZ0-_", min_size=1, max_size=8)),
    schema.DIGITS: st.integers(-9, 2**63).map(str),
    schema.DATETIME: MOMENTS,
    schema.DATE: st.dates().map(lambda day: day.isoformat()),
    schema.URL: ADDRESSES,
    schema.URL_OR_BLANK: st.one_of(st.just(""), ADDRESSES),
    schema.HTML: WORDS.map(lambda text: f"<p>{text}</p>"),
    schema.JSON: st.one_of(WORDS, st.booleans(), st.lists(st.integers(), max_size=2)),
}


@st.composite
def samples(draw: st.DrawFn, shape: Shape, depth: int = 1) -> Any:
    """A value that fits. Below `depth` optional parts are left out, so that entities within entities end."""
    return make(draw, shape, depth)


def make(draw: Draw, shape: Shape, depth: int) -> Any:
    if isinstance(shape, schema.Scalar):
        return draw(SCALARS[shape])
    return MAKERS[type(shape)](draw, shape, depth)


def make_nullable(draw: Draw, shape: Nullable, depth: int) -> Any:
    return make(draw, shape.shape, depth - 1) if depth and draw(st.booleans()) else None


def make_list(draw: Draw, shape: ListOf, depth: int) -> list[Any]:
    count = draw(st.integers(0, 2)) if depth else 0
    return [make(draw, shape.shape, depth - 1) for _ in range(count)]


def make_map(draw: Draw, shape: MapOf, depth: int) -> dict[str, Any]:
    keys = draw(st.sets(st.text("abc", min_size=1, max_size=2), max_size=2)) if depth else set()
    return {key: make(draw, shape.shape, depth - 1) for key in sorted(keys)}


def make_object(draw: Draw, shape: Obj, depth: int) -> dict[str, Any]:
    return {
        name: make(draw, schema.bare(part), depth - isinstance(part, Maybe))
        for name, part in WORLD.fields(shape).items()
        if not isinstance(part, Maybe) or (depth and draw(st.booleans()))
    }


def make_tagged(draw: Draw, shape: Tagged, depth: int) -> dict[str, Any]:
    return make_object(draw, shape.cases[draw(st.sampled_from(sorted(shape.cases)))], depth)


MAKERS: dict[type, Callable[[Draw, Any, int], Any]] = {
    Enum: lambda draw, shape, _depth: draw(st.sampled_from(shape.values)),
    Nullable: make_nullable,
    ListOf: make_list,
    MapOf: make_map,
    Ref: lambda draw, shape, depth: make(draw, ENTITIES[shape.name], depth),
    OneOf: lambda draw, shape, depth: make(draw, draw(st.sampled_from(shape.shapes)), depth),
    Obj: make_object,
    Tagged: make_tagged,
}
