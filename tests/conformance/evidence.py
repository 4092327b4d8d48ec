"""What calls have shown: operations that succeeded, parameters that were sent, fields of entities that were filled."""

import re
from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl

import httpx2
import msgspec

from tests.conformance.entities import ENTITIES
from tests.conformance.operation import Op
from tests.conformance.schema import ListOf, Maybe, Nullable, Obj, OneOf, Ref, Shape, Tagged, World, bare

_WORLD = World(ENTITIES)
_PART = re.compile(r'name="([^"]+)"')


class Lack(StrEnum):
    """What a call is without that would succeed otherwise."""

    TOKEN = "a token"
    SCOPE = "the scope"
    THING = "a thing of that id"


class Evidence:
    """Gathers what is seen; `proved` holds the operations that succeeded as documented."""

    def __init__(self) -> None:
        self.proved: set[Op] = set()
        self.sent: dict[Op, set[str]] = defaultdict(set)
        self.filled: set[str] = set()
        self.refused: dict[Op, dict[Lack, int]] = {}

    def take(self, op: Op, answer: httpx2.Response) -> None:
        self.proved.add(op)
        self.sent[op] |= {plain(name) for name in _sent(answer.request)}
        if op.answer is not None:
            self.filled |= set(filled(msgspec.json.decode(answer.content), op.answer))


def plain(name: str) -> str:
    """The name of a parameter without the places of its arrays: `poll[options][]` is `poll[options]`."""
    return re.sub(r"\[(:index|\d*)\]", "", name)


def _sent(request: httpx2.Request) -> Iterator[str]:
    yield from request.url.params.keys()
    if "idempotency-key" in request.headers:
        yield "Idempotency-Key"
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind == "application/json":
        yield from _names(msgspec.json.decode(request.content))
    elif kind == "application/x-www-form-urlencoded":
        yield from (name for name, _ in parse_qsl(request.content.decode(), keep_blank_values=True))
    elif kind == "multipart/form-data":
        yield from _PART.findall(request.read().decode("latin-1"))


def _names(tree: Any, above: str = "") -> Iterator[str]:
    if isinstance(tree, dict):
        for key, below in tree.items():
            yield from _names(below, f"{above}[{key}]" if above else key)
    elif isinstance(tree, list) and tree and isinstance(tree[0], dict):
        for below in tree:
            yield from _names(below, above)
    else:
        yield above


def fields_of(name: str) -> Iterator[str]:
    """Every field of an entity, as `Status.poll`."""
    shape = ENTITIES[name]
    if isinstance(shape, Tagged):
        yield from (f"{name}:{kind}" for kind in shape.cases)
    for each in shape.cases.values() if isinstance(shape, Tagged) else (shape,):
        if isinstance(each, Obj):
            yield from (f"{name}.{field}" for field in _WORLD.fields(each))


def filled(value: Any, shape: Shape | Maybe, entity: str = "") -> Iterator[str]:
    """The fields of entities that are there and neither null nor empty; of arrays every item counts."""
    shape = bare(shape)
    if isinstance(shape, Ref):
        yield from filled(value, ENTITIES[shape.name], shape.name)
    elif isinstance(shape, ListOf):
        for item in value:
            yield from filled(item, shape.shape)
    elif isinstance(shape, Tagged):
        yield f"{entity}:{value[shape.tag]}"
        yield from _filled(value, shape.cases[value[shape.tag]], entity)
    elif isinstance(shape, Obj):
        yield from _filled(value, shape, entity)
    elif isinstance(shape, Nullable | OneOf) and value is not None:
        tried = shape.shapes if isinstance(shape, OneOf) else (shape.shape,)
        yield from filled(value, next(one for one in tried if not list(one.problems(value, "$", _WORLD))), entity)


def _filled(value: Any, shape: Obj, entity: str) -> Iterator[str]:
    for name, part in _WORLD.fields(shape).items():
        if value.get(name) not in (None, [], ""):
            if entity:
                yield f"{entity}.{name}"
            yield from filled(value[name], part)
