"""Push: telling browsers and apps of notifications while nobody looks at them (Web Push, RFC 8030).

Announces PushDue and PushTested. Promises that what is pushed can be read by that browser or app alone, that nothing is
pushed that its member may not see or that was taken back meanwhile, and that a subscription ends with its token or
session.
"""

from folkmoot.features.push.keys import server_key
from folkmoot.features.push.read import held_by
from folkmoot.features.push.subscribe import change, subscribe, try_out, unsubscribe
from folkmoot.features.push.types import ALERTS, POLICIES, Asked, Holder, PushDue, PushTested, Subscription
from folkmoot.features.push.words import title

__all__ = [
    "ALERTS",
    "POLICIES",
    "Asked",
    "Holder",
    "PushDue",
    "PushTested",
    "Subscription",
    "change",
    "held_by",
    "server_key",
    "subscribe",
    "title",
    "try_out",
    "unsubscribe",
]
