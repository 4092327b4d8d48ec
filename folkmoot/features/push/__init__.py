"""Push: telling browsers and apps of notifications while nobody looks at them (Web Push, RFC 8030).

Announces PushDue. Promises that what is pushed can be read by that browser or app alone, that nothing is pushed that
its member may not see or that was taken back meanwhile, and that a subscription ends with its token.
"""

from folkmoot.features.push.keys import server_key
from folkmoot.features.push.read import of_token
from folkmoot.features.push.subscribe import change, subscribe, unsubscribe
from folkmoot.features.push.types import ALERTS, POLICIES, Asked, PushDue, Subscription
from folkmoot.features.push.words import title

__all__ = [
    "ALERTS",
    "POLICIES",
    "Asked",
    "PushDue",
    "Subscription",
    "change",
    "of_token",
    "server_key",
    "subscribe",
    "title",
    "unsubscribe",
]
