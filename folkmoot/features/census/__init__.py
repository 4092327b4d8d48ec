"""Census: the numbers that a community shows of itself and to its staff, none of which tells of a single member.

Announces nothing. Promises numbers that were counted, at most an hour ago.
"""

from folkmoot.features.census.count import active_members, weeks
from folkmoot.features.census.figures import (
    BYTES,
    DIMENSIONS,
    MEASURES,
    database_version,
    dimension,
    measure,
    retention,
    space,
    tags_used,
)
from folkmoot.features.census.types import Bucket, Cohort, Measure, Share, Span, Week

__all__ = [
    "BYTES",
    "DIMENSIONS",
    "MEASURES",
    "Bucket",
    "Cohort",
    "Measure",
    "Share",
    "Span",
    "Week",
    "active_members",
    "database_version",
    "dimension",
    "measure",
    "retention",
    "space",
    "tags_used",
    "weeks",
]
