"""The only way out to the web: addresses are checked after they are resolved, and everything has its limit.

Connections go to exactly the address that was checked, so no name can point elsewhere between look and leap.
"""

from folkmoot.infra.http.errors import OutboundError, Trouble
from folkmoot.infra.http.outbound import Outbound
from folkmoot.infra.http.types import Answer, Bounds, Wanted

__all__ = ["Answer", "Bounds", "Outbound", "OutboundError", "Trouble", "Wanted"]
