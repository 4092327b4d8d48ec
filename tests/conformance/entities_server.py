"""Entities that tell of the server itself, and answers without a name."""

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

FEED_ACCESS = Enum(("public", "authenticated", "disabled"))

SERVER: dict[str, Shape] = {
    # answers that the documentation describes with their methods and gives no name; these names are ours
    "Answer::Activity": Obj({"week": DIGITS, "statuses": DIGITS, "logins": DIGITS, "registrations": DIGITS}),
    "Answer::AnnualReportState": Obj({"state": Enum(("available", "generating", "eligible", "ineligible"))}),
    "Answer::AsyncRefresh": Obj({"async_refresh": Ref("AsyncRefresh")}),
    "Answer::Count": Obj({"count": INT}),
    "Answer::Empty": Obj({}),
    "Answer::Health": Obj({"status": STR}),
    "Answer::Merged": Obj({"merged": BOOL}),
    "Answer::Markers": Obj({"home": Maybe(Ref("Marker")), "notifications": Maybe(Ref("Marker"))}),
    "Answer::OEmbed": Obj(
        {
            "type": Enum(("rich",)),
            "version": STR,
            "title": STR,
            "author_name": STR,
            "author_url": URL,
            "provider_name": STR,
            "provider_url": URL,
            "cache_age": INT,
            "html": STR,
            "width": INT,
            "height": Nullable(INT),
        }
    ),
    "Answer::ServerMetadata": Obj(
        {
            "issuer": URL,
            "service_documentation": URL,
            "authorization_endpoint": URL,
            "token_endpoint": URL,
            "app_registration_endpoint": URL,
            "revocation_endpoint": URL,
            "userinfo_endpoint": URL,
            "scopes_supported": ListOf(STR),
            "response_types_supported": ListOf(STR),
            "response_modes_supported": ListOf(STR),
            "code_challenge_methods_supported": ListOf(STR),
            "grant_types_supported": ListOf(STR),
            "token_endpoint_auth_methods_supported": ListOf(STR),
        }
    ),
    "Answer::TranslationLanguages": MapOf(ListOf(STR)),
    "Answer::UserInfo": Obj(
        {"iss": URL, "sub": URL, "name": STR, "preferred_username": STR, "profile": URL, "picture": URL}
    ),
    "Instance": Obj(
        {
            "domain": STR,
            "title": STR,
            "version": STR,
            "source_url": URL,
            "description": STR,
            "wrapstodon": Nullable(STR),
            "usage": Obj(
                {
                    "users": Obj(
                        {
                            "active_month": INT,
                        }
                    ),
                }
            ),
            "thumbnail": Obj(
                {
                    "url": URL,
                    "description": STR,
                    "blurhash": Maybe(STR),
                    "versions": Maybe(
                        Obj(
                            {
                                "@1x": Maybe(URL),
                                "@2x": Maybe(URL),
                            }
                        )
                    ),
                }
            ),
            "icon": ListOf(Ref("InstanceIcon")),
            "languages": ListOf(STR),
            "configuration": Obj(
                {
                    "urls": Obj(
                        {
                            "streaming": URL,
                            "status": Nullable(URL),
                            "about": URL,
                            "privacy_policy": Nullable(URL),
                            "terms_of_service": Nullable(URL),
                        }
                    ),
                    "vapid": Obj(
                        {
                            "public_key": STR,
                        }
                    ),
                    "accounts": Obj(
                        {
                            "max_display_name_length": INT,
                            "max_note_length": INT,
                            "max_avatar_description_length": INT,
                            "max_header_description_length": INT,
                            "max_featured_tags": INT,
                            "max_pinned_statuses": INT,
                            "max_profile_fields": INT,
                            "profile_field_name_limit": INT,
                            "profile_field_value_limit": INT,
                        }
                    ),
                    "statuses": Obj(
                        {
                            "max_characters": INT,
                            "max_media_attachments": INT,
                            "characters_reserved_per_url": INT,
                        }
                    ),
                    "media_attachments": Obj(
                        {
                            "supported_mime_types": ListOf(STR),
                            "description_limit": INT,
                            "image_size_limit": INT,
                            "image_matrix_limit": INT,
                            "video_size_limit": INT,
                            "video_frame_rate_limit": INT,
                            "video_matrix_limit": INT,
                        }
                    ),
                    "polls": Obj(
                        {
                            "max_options": INT,
                            "max_characters_per_option": INT,
                            "min_expiration": INT,
                            "max_expiration": INT,
                        }
                    ),
                    "translation": Obj(
                        {
                            "enabled": BOOL,
                        }
                    ),
                    "timelines_access": Obj(
                        {
                            "live_feeds": Obj(
                                {
                                    "local": FEED_ACCESS,
                                    "remote": FEED_ACCESS,
                                }
                            ),
                            "hashtag_feeds": Obj(
                                {
                                    "local": Enum(("public", "authenticated")),
                                    "remote": FEED_ACCESS,
                                }
                            ),
                            "trending_link_feeds": Obj(
                                {
                                    "local": Enum(("public", "authenticated")),
                                    "remote": FEED_ACCESS,
                                }
                            ),
                        }
                    ),
                    "limited_federation": BOOL,
                },
            ),
            "registrations": Obj(
                {
                    "enabled": BOOL,
                    "approval_required": BOOL,
                    "message": Nullable(HTML),
                    "min_age": Nullable(INT),
                    "reason_required": Nullable(BOOL),
                    "url": Nullable(URL),
                }
            ),
            "api_versions": Obj({"mastodon": INT}, more=True),
            "contact": Obj(
                {
                    "email": STR,
                    "account": Nullable(Ref("Account")),
                }
            ),
            "rules": ListOf(Ref("Rule")),
        }
    ),
    "InstanceIcon": Obj(
        {
            "src": STR,
            "size": STR,
        }
    ),
    "V1::Instance": Obj(
        {
            "uri": STR,
            "title": STR,
            "short_description": STR,
            "description": STR,
            "email": STR,
            "version": STR,
            "urls": Obj(
                {
                    "streaming_api": URL,
                }
            ),
            "stats": Obj(
                {
                    "user_count": INT,
                    "status_count": INT,
                    "domain_count": INT,
                }
            ),
            "thumbnail": Nullable(URL),
            "languages": ListOf(STR),
            "registrations": BOOL,
            "approval_required": BOOL,
            "invites_enabled": BOOL,
            "configuration": Obj(
                {
                    "accounts": Obj(
                        {
                            "max_featured_tags": INT,
                        }
                    ),
                    "statuses": Obj(
                        {
                            "max_characters": INT,
                            "max_media_attachments": INT,
                            "characters_reserved_per_url": INT,
                        }
                    ),
                    "media_attachments": Obj(
                        {
                            "supported_mime_types": ListOf(STR),
                            "image_size_limit": INT,
                            "image_matrix_limit": INT,
                            "video_size_limit": INT,
                            "video_frame_rate_limit": INT,
                            "video_matrix_limit": INT,
                        }
                    ),
                    "polls": Obj(
                        {
                            "max_options": INT,
                            "max_characters_per_option": INT,
                            "min_expiration": INT,
                            "max_expiration": INT,
                        }
                    ),
                }
            ),
            "contact_account": Nullable(Ref("Account")),
            "rules": ListOf(Ref("Rule")),
        }
    ),
    "Rule": Obj(
        {
            "id": ID,
            "text": STR,
            "hint": STR,
            "translations": MapOf(Obj({"text": STR, "hint": STR})),
        }
    ),
    "DomainBlock": Obj(
        {
            "domain": STR,
            "digest": STR,
            "severity": Enum(("silence", "suspend")),
            "comment": Maybe(STR),
        }
    ),
    "ExtendedDescription": Obj(
        {
            "updated_at": DATETIME,
            "content": HTML,
        }
    ),
    "PrivacyPolicy": Obj(
        {
            "updated_at": DATETIME,
            "content": HTML,
        }
    ),
    "TermsOfService": Obj(
        {
            "effective_date": DATE,
            "effective": BOOL,
            "content": HTML,
            "succeeded_by": Nullable(DATE),
        }
    ),
}
