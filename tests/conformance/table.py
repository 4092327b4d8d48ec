"""The page about the client API: every documented operation, and whether a test shows that it works."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tests.conformance.cases import works
from tests.conformance.entities import UNNAMED
from tests.conformance.operation import Op
from tests.conformance.operations import CURRENT, REMOVED
from tests.conformance.schema import ListOf, OneOf, Ref, Shape

HEAD = """# The client API

Every operation of the published Mastodon API, and what of it stands. This page is written by
`{command}`; a test holds it to that.

An operation *works* if the suite carries it out on SQLite and on PostgreSQL: with every documented parameter, each
answer held to the documented entity, and refused without a token (401), without the scope (403) and for an id that
nothing has (404), wherever that applies. That is `tests/conformance/test_every_operation.py`; besides, every answer
that any other test gets of a documented operation is held to its documentation.

| Operations | Documented | Work |
| --- | --- | --- |
{totals}
"""
COLUMNS = "| Operation | Since | Scope | Answer | State |\n| --- | --- | --- | --- | --- |"


def page(command: str, ours: Mapping[str, str], kept: Iterable[str]) -> str:
    """Return the page as it has to be: `ours` are our own operations, `kept` those of old that stand still."""
    totals = [
        _total("of the core", [op for op in CURRENT if op.core]),
        _total("beyond the core", [op for op in CURRENT if not op.core]),
        _total("in all", CURRENT),
    ]
    parts = [HEAD.format(command=command, totals="\n".join(totals))]
    parts += [_section(title, ops) for title, ops in sorted(_sections().items())]
    parts += [_own(ours), _removed(set(kept))]
    return "\n".join(parts)


def _total(name: str, ops: Iterable[Op]) -> str:
    states = [works(op) for op in ops]
    return f"| {name} | {len(states)} | {sum(states)} |"


def _sections() -> dict[str, list[Op]]:
    sections: dict[str, list[Op]] = defaultdict(list)
    for op in CURRENT:
        sections[op.page].append(op)
    return sections


def _section(title: str, ops: list[Op]) -> str:
    rows = [_row(op) for op in ops]
    return "\n".join((f"## {title}: {sum(map(works, ops))} of {len(ops)}\n", COLUMNS, *rows, ""))


def _row(op: Op) -> str:
    scope = (" and " if op.access.every else " or ").join(f"`{scope}`" for scope in op.access.scopes)
    since = f"{op.since}, deprecated since {op.deprecated}" if op.deprecated else op.since
    token = scope or {"none": "none", "app": "any token", "user": "a member's token"}[op.access.token]
    if op.access.open and op.access.token != "none":
        token += ", or no token"
    cells = (f"`{op.method} {op.path}`", since, token, _answer(op), "works" if works(op) else "not yet")
    return f"| {' | '.join(cells)} |"


def _answer(op: Op) -> str:
    if op.answer is None:
        return "events" if op.streams else "a page or text"
    return _said(op.answer)


def _said(shape: Shape) -> str:
    if isinstance(shape, ListOf):
        return f"array of {_said(shape.shape)}"
    if isinstance(shape, OneOf):
        return " or ".join(map(_said, shape.shapes))
    if isinstance(shape, Ref) and not shape.name.startswith(UNNAMED):
        return f"`{shape.name}`"
    return "`{}`" if shape == Ref("Answer::Empty") else "object" if isinstance(shape, Ref) else "JSON"


def _own(ours: Mapping[str, str]) -> str:
    rows = [f"| `{name}` | {ours[name]} |" for name in sorted(ours, key=lambda name: name.split(" ")[::-1])]
    return "\n".join(
        (f"## Beside the documentation: {len(ours)}\n", "| Operation | What it is |\n| --- | --- |", *rows, "")
    )


def _removed(kept: set[str]) -> str:
    names = [(op, f"{op.method} {op.path}") for op in REMOVED]
    rows = [f"| `{name}` | {op.removed} | {'stands still' if name in kept else 'not here'} |" for op, name in names]
    head = "## Removed by the documentation\n"
    return "\n".join((head, "| Operation | Removed in | Here |\n| --- | --- | --- |", *rows, ""))
