"""Entities of notifications, plain and grouped, and of pushing them."""

from tests.conformance.schema import (
    BOOL,
    DATETIME,
    HTML,
    ID,
    INT,
    STR,
    URL,
    Enum,
    ListOf,
    Maybe,
    Nullable,
    Obj,
    Ref,
    Shape,
    Tagged,
)

# what comes with a notification, by its type; types that are not named come alone
WITH_STATUS = ("favourite", "reblog", "status", "mention", "poll", "update", "quote", "quoted_update")
WITH_COLLECTION = ("added_to_collection", "collection_update")
NOTIFICATION_TYPES = (
    *WITH_STATUS,
    *WITH_COLLECTION,
    "follow",
    "follow_request",
    "admin.sign_up",
    "admin.report",
    "severed_relationships",
    "moderation_warning",
)


def attached(kind: str) -> dict[str, Shape | Maybe]:
    """What a notification of a type carries, besides the status or collection."""
    also: dict[str, tuple[str, str]] = {
        "admin.report": ("report", "Report"),
        "severed_relationships": ("event", "RelationshipSeveranceEvent"),
        "moderation_warning": ("moderation_warning", "AccountWarning"),
    }
    fields: dict[str, Shape | Maybe] = {"fallback": Maybe(Ref("NotificationFallback"))}
    if kind in also:
        name, entity = also[kind]
        fields[name] = Ref(entity)
    if kind in WITH_COLLECTION:
        fields["collection"] = Ref("Collection")
    return fields


def notification(kind: str) -> Obj:
    status = {"status": Ref("Status")} if kind in WITH_STATUS else {}
    return Obj(
        {
            "id": ID,
            "type": Enum((kind,)),
            "group_key": STR,
            "created_at": DATETIME,
            "account": Ref("Account"),
            **status,
            **attached(kind),
        }
    )


def notification_group(kind: str) -> Obj:
    """A group. Its table does not yet name the two collection types of 4.6; they are taken as there."""
    status = {"status_id": ID} if kind in WITH_STATUS else {}
    return Obj(
        {
            "group_key": STR,
            "notifications_count": INT,
            "type": Enum((kind,)),
            "most_recent_notification_id": ID,
            "page_min_id": Maybe(ID),
            "page_max_id": Maybe(ID),
            "latest_page_notification_at": Maybe(DATETIME),
            "sample_account_ids": ListOf(ID),
            **status,
            **attached(kind),
        }
    )


NOTIFICATION_CHOICE = Enum(("accept", "filter", "drop"))

NOTIFICATIONS: dict[str, Shape] = {
    "Notification": Tagged("type", {kind: notification(kind) for kind in NOTIFICATION_TYPES}),
    "NotificationGroup": Tagged("type", {kind: notification_group(kind) for kind in NOTIFICATION_TYPES}),
    "AccountWarning": Obj(
        {
            "id": ID,
            "action": Enum(
                (
                    "none",
                    "disable",
                    "mark_statuses_as_sensitive",
                    "delete_statuses",
                    "sensitive",
                    "silence",
                    "suspend",
                )
            ),
            "text": STR,
            "status_ids": Nullable(ListOf(ID)),
            "target_account": Ref("Account"),
            "appeal": Nullable(Ref("Appeal")),
            "created_at": DATETIME,
        }
    ),
    "Appeal": Obj(
        {
            "text": STR,
            "state": Enum(("approved", "rejected", "pending")),
        }
    ),
    "NotificationFallback": Obj(
        {
            "title": HTML,
            "summary": Nullable(HTML),
            "details": Nullable(HTML),
        }
    ),
    "NotificationPolicy": Obj(
        {
            "for_not_following": NOTIFICATION_CHOICE,
            "for_not_followers": NOTIFICATION_CHOICE,
            "for_new_accounts": NOTIFICATION_CHOICE,
            "for_private_mentions": NOTIFICATION_CHOICE,
            "for_limited_accounts": NOTIFICATION_CHOICE,
            "summary": Obj(
                {
                    "pending_requests_count": INT,
                    "pending_notifications_count": INT,
                }
            ),
        }
    ),
    "NotificationRequest": Obj(
        {
            "id": ID,
            "created_at": DATETIME,
            "updated_at": DATETIME,
            "account": Ref("Account"),
            "notifications_count": STR,
            "last_status": Maybe(Ref("Status")),
        }
    ),
    "RelationshipSeveranceEvent": Obj(
        {
            "id": ID,
            "type": Enum(("domain_block", "user_domain_block", "account_suspension")),
            "purged": BOOL,
            "target_name": STR,
            "followers_count": INT,
            "following_count": INT,
            "created_at": DATETIME,
        }
    ),
    "V1::NotificationPolicy": Obj(
        {
            "filter_not_following": BOOL,
            "filter_not_followers": BOOL,
            "filter_new_accounts": BOOL,
            "filter_private_mentions": BOOL,
            "summary": Obj(
                {
                    "pending_requests_count": INT,
                    "pending_notifications_count": INT,
                }
            ),
        }
    ),
    "WebPushSubscription": Obj(
        {
            "id": ID,
            "endpoint": URL,
            "standard": BOOL,
            "server_key": STR,
            "alerts": Obj(
                {
                    "mention": BOOL,
                    "status": BOOL,
                    "reblog": BOOL,
                    "follow": BOOL,
                    "follow_request": BOOL,
                    "favourite": BOOL,
                    "poll": BOOL,
                    "update": BOOL,
                    "admin.sign_up": BOOL,
                    "admin.report": BOOL,
                    # missing in the table, named as alerts by the guide to quotes
                    "quote": Maybe(BOOL),
                    "quoted_update": Maybe(BOOL),
                }
            ),
        },
        allow=frozenset({"policy"}),
    ),
    "GroupedNotificationsResults": Obj(
        {
            "accounts": ListOf(Ref("Account")),
            "partial_accounts": Maybe(ListOf(Ref("PartialAccountWithAvatar"))),
            "statuses": ListOf(Ref("Status")),
            "notification_groups": ListOf(Ref("NotificationGroup")),
        }
    ),
}
