"""A small checker that holds JSON values against described shapes and says, path by path, what is wrong."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

DATETIME_FORM = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{1,3}(Z|[+-]\d{2}:\d{2})", re.ASCII)
DATE_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
URL_FORM = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/?#]+\S*", re.ASCII)
DIGITS_FORM = re.compile(r"-?\d+", re.ASCII)

OURS = frozenset({"folkmoot"})
"""What the documentation does not know: our own additions to an object, wherever it stands, are below this name."""


class Shape(Protocol):
    def problems(self, value: Any, at: str, world: "World", /) -> Iterator[str]: ...


@dataclass(frozen=True)
class World:
    """What a check needs besides value and shape: the named entities, and how to take unknown fields."""

    entities: Mapping[str, Shape]
    strict: bool = True

    def fields(self, obj: "Obj") -> Mapping[str, "Shape | Maybe"]:
        """All fields of an object shape, with those of the entity that it extends; its own ones win."""
        return {**self.fields(self.base(obj)), **obj.fields} if obj.extends else obj.fields

    def allowed(self, obj: "Obj") -> frozenset[str]:
        return (self.allowed(self.base(obj)) if obj.extends else frozenset()) | obj.allow

    def base(self, obj: "Obj") -> "Obj":
        found = self.entities[obj.extends]
        assert isinstance(found, Obj), f"{obj.extends} cannot be extended"
        return found


@dataclass(frozen=True)
class Scalar:
    """A JSON value without parts; `wants` names it in messages."""

    wants: str
    accepts: Callable[[Any], bool]

    def problems(self, value: Any, at: str, _world: World, /) -> Iterator[str]:
        if value is None and self is not NULL:
            yield f"{at}: null is not allowed, wanted {self.wants}"
        elif not self.accepts(value):
            yield f"{at}: wanted {self.wants}, got {_show(value)}"


@dataclass(frozen=True)
class Enum:
    values: tuple[str, ...]

    def problems(self, value: Any, at: str, _world: World, /) -> Iterator[str]:
        if value is None:
            yield f"{at}: null is not allowed, wanted one of {', '.join(self.values)}"
        elif not isinstance(value, str) or value not in self.values:
            yield f"{at}: wanted one of {', '.join(self.values)}, got {_show(value)}"


@dataclass(frozen=True)
class Nullable:
    shape: Shape

    def problems(self, value: Any, at: str, world: World, /) -> Iterator[str]:
        if value is not None:
            yield from self.shape.problems(value, at, world)


@dataclass(frozen=True)
class Maybe:
    """A field that may be absent. Only of use within an Obj."""

    shape: Shape


@dataclass(frozen=True)
class ListOf:
    shape: Shape

    def problems(self, value: Any, at: str, world: World, /) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{at}: wanted an array, got {_show(value)}"
            return
        for index, item in enumerate(value):
            yield from self.shape.problems(item, f"{at}[{index}]", world)


@dataclass(frozen=True)
class MapOf:
    """An object with free keys and values of one shape."""

    shape: Shape

    def problems(self, value: Any, at: str, world: World, /) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{at}: wanted an object, got {_show(value)}"
            return
        for key, item in value.items():
            yield from self.shape.problems(item, f"{at}.{key}", world)


@dataclass(frozen=True)
class Ref:
    """A named entity."""

    name: str

    def problems(self, value: Any, at: str, world: World, /) -> Iterator[str]:
        if value is None:
            yield f"{at}: null is not allowed, wanted {self.name}"
        else:
            yield from world.entities[self.name].problems(value, at, world)


@dataclass(frozen=True)
class OneOf:
    shapes: tuple[Shape, ...]

    def problems(self, value: Any, at: str, world: World, /) -> Iterator[str]:
        """Nothing if one alternative fits, else the troubles of the nearest one."""
        tries = [list(shape.problems(value, at, world)) for shape in self.shapes]
        nearest = min(tries, key=len)
        if nearest:
            yield f"{at}: fits none of {len(self.shapes)} alternatives; nearest:"
            yield from nearest


@dataclass(frozen=True)
class Obj:
    """An object. `allow` names fields that others send undocumented; `more` admits any further field."""

    fields: Mapping[str, "Shape | Maybe"] = field(default_factory=dict)
    extends: str = ""
    allow: frozenset[str] = frozenset()
    more: bool = False

    def problems(self, value: Any, at: str, world: World, /) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{at}: wanted an object, got {_show(value)}"
            return
        fields = world.fields(self)
        for name, shape in fields.items():
            if name in value:
                yield from bare(shape).problems(value[name], f"{at}.{name}", world)
            elif not isinstance(shape, Maybe):
                yield f"{at}.{name}: missing"
        if world.strict and not self.more:
            for name in value.keys() - fields.keys() - OURS - world.allowed(self):
                yield f"{at}.{name}: not in the documentation"


@dataclass(frozen=True)
class Tagged:
    """An object whose shape depends on the value of one of its fields."""

    tag: str
    cases: Mapping[str, Obj]

    def problems(self, value: Any, at: str, world: World, /) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{at}: wanted an object, got {_show(value)}"
        elif self.tag not in value:
            yield f"{at}.{self.tag}: missing"
        elif not isinstance(value[self.tag], str) or value[self.tag] not in self.cases:
            yield from Enum(tuple(self.cases)).problems(value[self.tag], f"{at}.{self.tag}", world)
        else:
            yield from self.cases[value[self.tag]].problems(value, at, world)


def check(value: Any, shape: Shape, entities: Mapping[str, Shape] | None = None, *, strict: bool = True) -> list[str]:
    """Every difference between a value and a shape, as sentences that begin with a JSON path."""
    return list(shape.problems(value, "$", World(entities or {}, strict)))


def bare(shape: "Shape | Maybe") -> Shape:
    return shape.shape if isinstance(shape, Maybe) else shape


def _show(value: Any) -> str:
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    kind = "null" if value is None else kinds.get(type(value), type(value).__name__)
    return f"{kind} {value!r:.60}" if isinstance(value, bool | int | float | str) else kind


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(form: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and form.fullmatch(value) is not None


def _is_moment(value: Any) -> bool:
    return _is_text(DATETIME_FORM)(value) and _parses(datetime.fromisoformat, value)


def _is_day(value: Any) -> bool:
    return _is_text(DATE_FORM)(value) and _parses(date.fromisoformat, value)


def _parses(parse: Callable[[str], object], value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True


def _is_url(value: Any) -> bool:
    return _is_text(URL_FORM)(value)


STR = Scalar("a string", lambda value: isinstance(value, str))
INT = Scalar("an integer", _is_int)
NUM = Scalar("a number", lambda value: _is_int(value) or isinstance(value, float))
BOOL = Scalar("a boolean", lambda value: isinstance(value, bool))
NULL = Scalar("null", lambda value: value is None)
ID = Scalar("an id (a string without blanks)", _is_text(re.compile(r"\S+")))
DIGITS = Scalar("a string of digits", _is_text(DIGITS_FORM))
DATETIME = Scalar("a datetime with fraction and zone", _is_moment)
DATE = Scalar("a date", _is_day)
URL = Scalar("a URL", _is_url)
URL_OR_BLANK = Scalar("a URL or an empty string", lambda value: value == "" or _is_url(value))
HTML = Scalar("a string of HTML", lambda value: isinstance(value, str) and "<script" not in value.lower())
JSON = Scalar("any JSON value", lambda value: isinstance(value, bool | int | float | str | list | dict))
SCALARS = (STR, INT, NUM, BOOL, NULL, ID, DIGITS, DATETIME, DATE, URL, URL_OR_BLANK, HTML, JSON)
