"""Entities of filters, lists, conversations, collections and the like."""

from tests.conformance.schema import (
    BOOL,
    DATETIME,
    HTML,
    ID,
    INT,
    JSON,
    STR,
    URL,
    Enum,
    ListOf,
    Maybe,
    Nullable,
    Obj,
    Ref,
    Shape,
)

FILTER_CONTEXT = Enum(("home", "notifications", "public", "thread", "account"))


MORE: dict[str, Shape] = {
    "Announcement": Obj(
        {
            "id": ID,
            "content": HTML,
            "starts_at": Nullable(DATETIME),
            "ends_at": Nullable(DATETIME),
            "all_day": BOOL,
            "published_at": DATETIME,
            "updated_at": DATETIME,
            "read": Maybe(BOOL),
            "mentions": ListOf(Ref("Announcement::Account")),
            "statuses": ListOf(Ref("Announcement::Status")),
            "tags": ListOf(Ref("Status::Tag")),
            "emojis": ListOf(Ref("CustomEmoji")),
            "reactions": ListOf(Ref("Reaction")),
        }
    ),
    "Announcement::Account": Obj(
        {
            "id": ID,
            "username": STR,
            "url": URL,
            "acct": STR,
        }
    ),
    "Announcement::Status": Obj(
        {
            "id": ID,
            "url": URL,
        }
    ),
    "AnnualReport": Obj(
        {
            "year": INT,
            "data": Obj(
                {
                    "archetype": Enum(("lurker", "booster", "pollster", "replier", "oracle")),
                    # those that may be absent belong to schema version 1 only
                    "type_distribution": Maybe(JSON),
                    "top_statuses": Obj(
                        {
                            "by_reblogs": Nullable(ID),
                            "by_replies": Nullable(ID),
                            "by_favourites": Nullable(ID),
                        }
                    ),
                    "most_used_apps": Maybe(ListOf(JSON)),
                    "commonly_interacted_with_accounts": Maybe(ListOf(JSON)),
                    "time_series": ListOf(JSON),
                    "top_hashtags": ListOf(JSON),
                    "most_reblogged_accounts": Maybe(ListOf(JSON)),
                    "percentiles": Maybe(JSON),
                }
            ),
            "schema_version": INT,
            "share_url": Nullable(URL),
            "account_id": ID,
        }
    ),
    "WrappedAnnualReports": Obj(
        {
            "annual_reports": ListOf(Ref("AnnualReport")),
            "accounts": ListOf(Ref("Account")),
            "statuses": ListOf(Ref("Status")),
        }
    ),
    "AsyncRefresh": Obj(
        {
            "id": STR,
            "status": Enum(("running", "finished")),
            # nullable in the table, optional in the method
            "result_count": Maybe(Nullable(INT)),
        }
    ),
    "Collection": Obj(
        {
            "id": ID,
            "account_id": ID,
            "uri": URL,
            "url": Nullable(URL),
            "name": STR,
            "description": HTML,
            "language": Nullable(STR),
            "local": BOOL,
            "sensitive": BOOL,
            "discoverable": BOOL,
            "tag": Nullable(Ref("ShallowTag")),
            "created_at": DATETIME,
            "updated_at": DATETIME,
            "item_count": INT,
            "items": ListOf(Ref("CollectionItem")),
        }
    ),
    "WrappedCollection": Obj(
        {
            "collection": Ref("Collection"),
        }
    ),
    "Collections": Obj(
        {
            "collections": ListOf(Ref("Collection")),
        }
    ),
    "CollectionItem": Obj(
        {
            "id": ID,
            "account_id": Nullable(ID),
            "state": Enum(("pending", "accepted")),
            "created_at": DATETIME,
        }
    ),
    "WrappedCollectionItem": Obj(
        {
            "collection_item": Ref("CollectionItem"),
        }
    ),
    "CollectionWithAccounts": Obj(
        {
            "accounts": ListOf(Ref("Account")),
            "collection": Ref("Collection"),
        }
    ),
    "Conversation": Obj(
        {
            "id": ID,
            "unread": BOOL,
            "accounts": ListOf(Ref("Account")),
            "last_status": Nullable(Ref("Status")),
        }
    ),
    "Filter": Obj(
        {
            "id": ID,
            "title": STR,
            "context": ListOf(FILTER_CONTEXT),
            "expires_at": Nullable(DATETIME),
            "filter_action": Enum(("warn", "hide", "blur")),
            "keywords": Maybe(ListOf(Ref("FilterKeyword"))),
            "statuses": Maybe(ListOf(Ref("FilterStatus"))),
        }
    ),
    "FilterKeyword": Obj(
        {
            "id": ID,
            "keyword": STR,
            "whole_word": BOOL,
        }
    ),
    "FilterResult": Obj(
        {
            "filter": Ref("Filter"),
            "keyword_matches": Nullable(ListOf(STR)),
            "status_matches": Nullable(ListOf(ID)),
        }
    ),
    "FilterStatus": Obj(
        {
            "id": ID,
            "status_id": ID,
        }
    ),
    "List": Obj(
        {
            "id": ID,
            "title": STR,
            "replies_policy": Enum(("followed", "list", "none")),
            "exclusive": BOOL,
        }
    ),
    "Marker": Obj(
        {
            "last_read_id": ID,
            "version": INT,
            "updated_at": DATETIME,
        }
    ),
    "Reaction": Obj(
        {
            "name": STR,
            "count": INT,
            "me": Maybe(BOOL),
            "url": Maybe(URL),
            "static_url": Maybe(URL),
        }
    ),
    "Suggestion": Obj(
        {
            "source": Enum(("staff", "past_interactions", "global")),
            "sources": ListOf(
                Enum(
                    (
                        "featured",
                        "most_followed",
                        "most_interactions",
                        "similar_to_recently_followed",
                        "friends_of_friends",
                    )
                )
            ),
            "account": Ref("Account"),
        }
    ),
    "V1::Filter": Obj(
        {
            "id": ID,
            "phrase": STR,
            "context": ListOf(FILTER_CONTEXT),
            "expires_at": Nullable(DATETIME),
            "irreversible": BOOL,
            "whole_word": BOOL,
        }
    ),
}
