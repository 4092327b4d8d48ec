"""Notifications: what an account is told of the acts of others, and how far it has read.

Announces Notified. Promises that each thing is told once, to nobody who may not see it or does not want to hear it,
and that a notification goes with what it tells of: judged when it is written, and again each time it is read.
"""

from folkmoot.features.notifications.dismiss import clear, dismiss
from folkmoot.features.notifications.events import Notified
from folkmoot.features.notifications.markers import markers, read_up_to
from folkmoot.features.notifications.read import count_unread, get, page
from folkmoot.features.notifications.rules import kinds_for
from folkmoot.features.notifications.tell import tell_staff
from folkmoot.features.notifications.types import KINDS, POST_KINDS, TIMELINES, Marker, Notification, Wanted

__all__ = [
    "KINDS",
    "POST_KINDS",
    "TIMELINES",
    "Marker",
    "Notification",
    "Notified",
    "Wanted",
    "clear",
    "count_unread",
    "dismiss",
    "get",
    "kinds_for",
    "markers",
    "page",
    "read_up_to",
    "tell_staff",
]
