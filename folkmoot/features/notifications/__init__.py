"""Notifications: what an account is told of the acts of others, what it wants kept aside, and how far it has read.

Announces Notified, RequestAccepted and MailAwaited. Promises that each thing is told once, to nobody who may not see
it or does not want to hear it, and that a notification goes with what it tells of: judged when it is written, and again
each time it is read; and that no mail says what stands in a post.
"""

from folkmoot.features.notifications.aside import (
    accept_requests,
    dismiss_requests,
    get_request,
    is_merged,
    pending,
    policy_of,
    requests,
    set_policy,
)
from folkmoot.features.notifications.dismiss import clear, dismiss
from folkmoot.features.notifications.events import MailAwaited, Notified, RequestAccepted
from folkmoot.features.notifications.groups import (
    count_unread_groups,
    dismiss_group,
    get_group,
    group_page,
    group_senders,
)
from folkmoot.features.notifications.mail_letters import MAILED_KINDS
from folkmoot.features.notifications.mailing import mail_wish, set_mail_wish, stop_mail, stop_mark
from folkmoot.features.notifications.markers import markers, read_up_to
from folkmoot.features.notifications.read import count_unread, get, page
from folkmoot.features.notifications.rules import kinds_for
from folkmoot.features.notifications.tell import tell_owner, tell_staff
from folkmoot.features.notifications.types import (
    GROUPED_KINDS,
    KINDS,
    POST_KINDS,
    TIMELINES,
    Group,
    MailWish,
    Marker,
    Notification,
    Pending,
    Policy,
    Request,
    Wanted,
)

__all__ = [
    "GROUPED_KINDS",
    "KINDS",
    "MAILED_KINDS",
    "POST_KINDS",
    "TIMELINES",
    "Group",
    "MailAwaited",
    "MailWish",
    "Marker",
    "Notification",
    "Notified",
    "Pending",
    "Policy",
    "Request",
    "RequestAccepted",
    "Wanted",
    "accept_requests",
    "clear",
    "count_unread",
    "count_unread_groups",
    "dismiss",
    "dismiss_group",
    "dismiss_requests",
    "get",
    "get_group",
    "get_request",
    "group_page",
    "group_senders",
    "is_merged",
    "kinds_for",
    "mail_wish",
    "markers",
    "page",
    "pending",
    "policy_of",
    "read_up_to",
    "requests",
    "set_mail_wish",
    "set_policy",
    "stop_mail",
    "stop_mark",
    "tell_owner",
    "tell_staff",
]
