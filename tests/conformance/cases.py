"""Every story there is, by the operations that it carries out."""

from tests.conformance import (
    stories_accounts,
    stories_admin,
    stories_collections,
    stories_kept,
    stories_server,
    stories_statuses,
    stories_years,
)
from tests.conformance.operation import Op
from tests.conformance.operations import CURRENT
from tests.conformance.town import STORIES

MODULES = (
    stories_accounts, stories_admin, stories_collections, stories_kept, stories_server, stories_statuses, stories_years,
)  # fmt: skip
MISSING: frozenset[str] = frozenset()
"""Documented operations that are not carried out yet; in the end there are none."""


def name_of(op: Op) -> str:
    return f"{op.method} {op.path}"


def works(op: Op) -> bool:
    """Whether it has a story; tests/conformance/test_every_operation.py shows that the story is true."""
    return name_of(op) in STORIES


NOT_YET = tuple(op for op in CURRENT if not works(op))
