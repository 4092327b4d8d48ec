"""Every documented operation of the API, sorted by path and method."""

from tests.conformance.operation import Op
from tests.conformance.operations_accounts import ACCOUNTS
from tests.conformance.operations_admin import ADMIN
from tests.conformance.operations_more import MORE
from tests.conformance.operations_server import SERVER
from tests.conformance.operations_statuses import STATUSES

OPERATIONS: tuple[Op, ...] = tuple(
    sorted((*ACCOUNTS, *ADMIN, *MORE, *SERVER, *STATUSES), key=lambda op: (op.path, op.method))
)
CURRENT = tuple(op for op in OPERATIONS if op.current)
REMOVED = tuple(op for op in OPERATIONS if op.removed)
CORE = tuple(op for op in OPERATIONS if op.core)
REST = tuple(op for op in CURRENT if not op.streams)


def operation(method: str, path: str) -> Op:
    """The operation with this method and this path, written as documented: `/api/v1/accounts/:id`."""
    return next(op for op in OPERATIONS if (op.method, op.path) == (method, path))
