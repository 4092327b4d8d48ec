"""Every documented entity by its name, and the check against them."""

from typing import Any

from tests.conformance import schema
from tests.conformance.entities_admin import ADMIN
from tests.conformance.entities_more import MORE
from tests.conformance.entities_notifications import NOTIFICATIONS
from tests.conformance.entities_people import PEOPLE
from tests.conformance.entities_server import SERVER
from tests.conformance.entities_statuses import STATUSES
from tests.conformance.schema import Ref, Shape

ENTITIES: dict[str, Shape] = {**PEOPLE, **STATUSES, **NOTIFICATIONS, **MORE, **SERVER, **ADMIN}
UNNAMED = "Answer::"
# ours too: a shape shared by several entities, and two that the documentation tells of in prose
OURS = ("History", "Status::Deleted", "Error::Registration")
DOCUMENTED = tuple(name for name in ENTITIES if not name.startswith(UNNAMED) and name not in OURS)


def check(value: Any, shape: Shape | str, *, strict: bool = True) -> list[str]:
    """What is wrong with a value, held against a shape or the entity of that name; empty if nothing is."""
    wanted = Ref(shape) if isinstance(shape, str) else shape
    return schema.check(value, wanted, ENTITIES, strict=strict)
