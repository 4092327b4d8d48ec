"""Census: the numbers that a community shows of itself, none of which tells of a single member.

Announces nothing. Promises numbers that were counted, at most an hour ago.
"""

from folkmoot.features.census.count import active_members, weeks
from folkmoot.features.census.types import Week

__all__ = ["Week", "active_members", "weeks"]
