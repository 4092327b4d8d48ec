"""Entities of people, applications and reports."""

from tests.conformance.schema import (
    BOOL,
    DATE,
    DATETIME,
    DIGITS,
    HTML,
    ID,
    INT,
    STR,
    URL,
    Enum,
    ListOf,
    MapOf,
    Maybe,
    Nullable,
    Obj,
    Ref,
    Shape,
)

VISIBILITY = Enum(("public", "unlisted", "private", "direct"))
QUOTE_POLICY = Enum(("public", "followers", "nobody"))
AUDIENCE = Enum(("public", "followers", "following", "unsupported_policy"))
REPORT_CATEGORY = Enum(("spam", "legal", "violation", "other"))
SIGN_UP_FAULT = Enum(
    (
        "ERR_BLOCKED",
        "ERR_UNREACHABLE",
        "ERR_TAKEN",
        "ERR_RESERVED",
        "ERR_ACCEPTED",
        "ERR_BLANK",
        "ERR_INVALID",
        "ERR_TOO_LONG",
        "ERR_TOO_SHORT",
        "ERR_INCLUSION",
    )
)


PEOPLE: dict[str, Shape] = {
    "Error::Registration": Obj(
        {"error": STR, "details": MapOf(ListOf(Obj({"error": SIGN_UP_FAULT, "description": STR})))}
    ),
    "Account": Obj(
        {
            "id": ID,
            "username": STR,
            "acct": STR,
            "url": Nullable(URL),
            "uri": URL,
            "display_name": STR,
            "note": HTML,
            "avatar": URL,
            "avatar_static": URL,
            "avatar_description": STR,
            "header": URL,
            "header_static": URL,
            "header_description": STR,
            "locked": BOOL,
            "fields": ListOf(Ref("Account::Field")),
            "emojis": ListOf(Ref("CustomEmoji")),
            "bot": BOOL,
            "group": BOOL,
            "discoverable": Nullable(BOOL),
            "indexable": BOOL,
            "noindex": Maybe(Nullable(BOOL)),
            "moved": Maybe(Nullable(Ref("Account"))),
            "memorial": Maybe(BOOL),
            "suspended": Maybe(BOOL),
            "limited": Maybe(BOOL),
            "created_at": DATETIME,
            "last_status_at": Nullable(DATE),
            "statuses_count": INT,
            "followers_count": INT,
            "following_count": INT,
            "hide_collections": Nullable(BOOL),
            "show_media": BOOL,
            "show_media_replies": BOOL,
            "show_featured": BOOL,
            # practice leaves it out for remote accounts; documented is null
            "roles": Nullable(ListOf(Ref("AccountRole"))),
            "feature_approval": Ref("FeatureApproval"),
        }
    ),
    "CredentialAccount": Obj(
        {
            "source": Obj(
                {
                    "attribution_domains": ListOf(STR),
                    "note": STR,
                    "fields": ListOf(Ref("Account::Field")),
                    "privacy": VISIBILITY,
                    "sensitive": BOOL,
                    "language": STR,
                    "follow_requests_count": INT,
                    "hide_collections": Nullable(BOOL),
                    "discoverable": Nullable(BOOL),
                    "indexable": BOOL,
                    "quote_policy": QUOTE_POLICY,
                }
            ),
            "role": Ref("Role"),
        },
        extends="Account",
    ),
    "MutedAccount": Obj(
        {
            "mute_expires_at": Nullable(DATETIME),
        },
        extends="Account",
    ),
    "PartialAccountWithAvatar": Obj(
        {
            "id": ID,
            "acct": STR,
            "url": URL,
            "avatar": URL,
            "avatar_static": URL,
            "avatar_description": STR,
            "locked": BOOL,
            "bot": BOOL,
        }
    ),
    "AccountRole": Obj(
        {
            "id": ID,
            "name": STR,
            "color": STR,
        }
    ),
    "Account::Field": Obj(
        {
            "name": STR,
            "value": HTML,
            "verified_at": Nullable(DATETIME),
        }
    ),
    "Role": Obj(
        {
            "id": ID,
            "name": STR,
            "color": STR,
            "permissions": DIGITS,
            "highlighted": BOOL,
            "collection_limit": INT,
        }
    ),
    "Relationship": Obj(
        {
            "id": ID,
            "following": BOOL,
            "showing_reblogs": BOOL,
            "notifying": BOOL,
            "languages": Nullable(ListOf(STR)),
            "followed_by": BOOL,
            "blocking": BOOL,
            "blocked_by": BOOL,
            "muting": BOOL,
            "muting_notifications": BOOL,
            "muting_expires_at": Nullable(DATETIME),
            "requested": BOOL,
            "requested_by": BOOL,
            "domain_blocking": BOOL,
            "endorsed": BOOL,
            "note": STR,
        }
    ),
    "FeatureApproval": Obj(
        {
            "automatic": ListOf(AUDIENCE),
            "manual": ListOf(AUDIENCE),
            "current_user": Enum(("automatic", "manual", "denied", "unknown", "missing")),
        }
    ),
    "CustomEmoji": Obj(
        {
            "shortcode": STR,
            "url": URL,
            "static_url": URL,
            "visible_in_picker": BOOL,
            # nullable in the table, called optional by the method and left out in its sample
            "category": Maybe(Nullable(STR)),
        }
    ),
    "FamiliarFollowers": Obj(
        {
            "id": ID,
            "accounts": ListOf(Ref("Account")),
        }
    ),
    # its sample shows featured tags, its table does not
    "Profile": Obj(
        {
            "id": ID,
            "display_name": STR,
            "note": STR,
            "fields": ListOf(Ref("Profile::Field")),
            "avatar": Nullable(URL),
            "avatar_static": Nullable(URL),
            "avatar_description": STR,
            "header": Nullable(URL),
            "header_static": Nullable(URL),
            "header_description": STR,
            "locked": BOOL,
            "bot": BOOL,
            "hide_collections": Nullable(BOOL),
            "discoverable": Nullable(BOOL),
            "indexable": BOOL,
            "show_media": BOOL,
            "show_media_replies": BOOL,
            "show_featured": BOOL,
            "attribution_domains": ListOf(STR),
        },
        allow=frozenset({"featured_tags"}),
    ),
    "Profile::Field": Obj(
        {
            "name": STR,
            "value": STR,
            "verified_at": Nullable(DATETIME),
        }
    ),
    "IdentityProof": Obj(
        {
            "provider": STR,
            "provider_username": STR,
            "updated_at": DATETIME,
            "proof_url": URL,
            "profile_url": URL,
        }
    ),
    "Application": Obj(
        {
            "id": ID,
            "name": STR,
            "website": Maybe(Nullable(URL)),
            "scopes": ListOf(STR),
            "redirect_uris": ListOf(STR),
            "redirect_uri": STR,  # deprecated
            # the documentation's own registration answers leave it out
            "vapid_key": Maybe(STR),  # deprecated
        }
    ),
    "CredentialApplication": Obj(
        {
            "client_id": STR,
            "client_secret": STR,
            "client_secret_expires_at": INT,
        },
        extends="Application",
    ),
    "Token": Obj(
        {
            "access_token": STR,
            "token_type": STR,
            "scope": STR,
            "created_at": INT,
        }
    ),
    "Report": Obj(
        {
            "id": ID,
            "action_taken": BOOL,
            "action_taken_at": Nullable(DATETIME),
            "category": REPORT_CATEGORY,
            "comment": STR,
            "forwarded": BOOL,
            "created_at": DATETIME,
            "status_ids": Nullable(ListOf(ID)),
            "collection_ids": Nullable(ListOf(ID)),
            "rule_ids": Nullable(ListOf(ID)),
            "target_account": Ref("Account"),
        }
    ),
    "Preferences": Obj(
        {
            "posting:default:visibility": VISIBILITY,
            "posting:default:sensitive": BOOL,
            "posting:default:language": Nullable(STR),
            # missing in the table, given by the method and the guide to quotes
            "posting:default:quote_policy": QUOTE_POLICY,
            "reading:expand:media": Enum(("default", "show_all", "hide_all")),
            "reading:expand:spoilers": BOOL,
        }
    ),
    "Error": Obj(
        {
            "error": STR,
            "error_description": Maybe(STR),
        }
    ),
}
