"""Every documented parameter is known to the handler of its operation."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import msgspec
import pytest

from tests.conformance.cases import name_of
from tests.conformance.evidence import plain
from tests.conformance.operation import Op
from tests.support.routes import ROUTES, documented

HANDLED = {op: route.params for route in ROUTES if (op := documented(route)) is not None and op.params}
EXCEPTIONS = {
    "date_of_birth": "asked for where a server has a minimum age; ours has none, and keeps nothing needlessly",
    "Idempotency-Key": "a header: tests/interfaces/test_statuses.py",
}
NOT_YET = {
    "resolve of GET /api/v1/accounts/search": "other servers are asked once there is federation",
}


def _ignored(op: Op) -> Iterator[str]:
    for param in op.params:
        if param.name not in EXCEPTIONS and not _known(plain(param.name), HANDLED[op]):
            yield f"{param.name} of {name_of(op)}"


def _known(name: str, params: Any) -> bool:
    """Whether a struct has this field, and so on into it; what takes any object is left to the handler."""
    head, *below = re.findall(r"[^\[\]]+", name)
    structs = [one for one in (params, *_within(params)) if isinstance(one, type) and issubclass(one, msgspec.Struct)]
    if not structs:
        return params is not None and params not in (str, int, bool)
    for field in msgspec.structs.fields(structs[0]):
        if field.encode_name == head:
            return not below or _known(f"{below[0]}{''.join(f'[{one}]' for one in below[1:])}", field.type)
    return False


def _within(kind: Any) -> Iterator[Any]:
    for part in get_args(kind):
        yield part
        yield from _within(part)


@pytest.mark.parametrize("op", HANDLED, ids=name_of)
def test_no_documented_parameter_is_ignored(op: Op) -> None:
    assert [name for name in _ignored(op) if name not in NOT_YET] == []


def test_what_is_not_heeded_yet_is_not_forgotten() -> None:
    assert {name for op in HANDLED for name in _ignored(op)} >= NOT_YET.keys()
