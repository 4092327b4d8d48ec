"""Facts about policy that others follow up."""

import msgspec


class DomainRuled(msgspec.Struct, frozen=True):
    """The rule for a server was made, changed or taken back; accounts it restricted bear its time `since`."""

    domain: str
    since: int
