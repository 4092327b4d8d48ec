"""Every story there is, by the operations that it carries out."""

from tests.conformance import stories_accounts, stories_admin, stories_kept, stories_server, stories_statuses
from tests.conformance.operation import Op
from tests.conformance.operations import CURRENT
from tests.conformance.town import STORIES

MODULES = (stories_accounts, stories_admin, stories_kept, stories_server, stories_statuses)
MISSING = frozenset(
    {
        "DELETE /api/v1/collections/:collection_id/items/:id",
        "DELETE /api/v1/collections/:id",
        "GET /api/v1/:account_id/collections",
        "GET /api/v1/:account_id/in_collections",
        "GET /api/v1/accounts/:id/identity_proofs",
        "GET /api/v1/annual_reports",
        "GET /api/v1/annual_reports/:year",
        "GET /api/v1/annual_reports/:year/state",
        "GET /api/v1/collections/:id",
        "GET /api/v1_alpha/async_refreshes/:id",
        "PATCH /api/v1/collections/:id",
        "POST /api/v1/annual_reports/:year/generate",
        "POST /api/v1/annual_reports/:year/read",
        "POST /api/v1/collections",
        "POST /api/v1/collections/:collection_id/items",
        "POST /api/v1/collections/:collection_id/items/:id/revoke",
    }
)
"""Documented operations that are not carried out yet; in the end there are none."""


def name_of(op: Op) -> str:
    return f"{op.method} {op.path}"


def works(op: Op) -> bool:
    """Whether it has a story; tests/conformance/test_every_operation.py shows that the story is true."""
    return name_of(op) in STORIES


NOT_YET = tuple(op for op in CURRENT if not works(op))
