"""Entities of statuses and what hangs on them: media, polls, cards, quotes, tags."""

from tests.conformance.entities_people import AUDIENCE, VISIBILITY
from tests.conformance.schema import (
    BOOL,
    DATE,
    DATETIME,
    DIGITS,
    HTML,
    ID,
    INT,
    NULL,
    NUM,
    STR,
    URL,
    URL_OR_BLANK,
    Enum,
    ListOf,
    Maybe,
    Nullable,
    Obj,
    OneOf,
    Ref,
    Shape,
    Tagged,
)

QUOTE_STATE = Enum(
    (
        "pending",
        "accepted",
        "rejected",
        "revoked",
        "deleted",
        "unauthorized",
        "blocked_account",
        "blocked_domain",
        "muted_account",
    )
)


MEDIA_SIZE = Obj({"width": INT, "height": INT, "size": STR, "aspect": NUM}, more=True)
FOCUS = Maybe(Nullable(Obj({"x": Nullable(NUM), "y": Nullable(NUM)})))
# known only by samples: what the halves of `meta` hold for each kind of media
META: dict[str, dict[str, Shape]] = {
    "image": {"original": MEDIA_SIZE, "small": MEDIA_SIZE},
    "video": {
        "original": Obj({"width": INT, "height": INT, "frame_rate": STR, "duration": NUM, "bitrate": INT}, more=True),
        "small": MEDIA_SIZE,
    },
    "audio": {"original": Obj({"duration": NUM, "bitrate": INT}, more=True)},
    "unknown": {},
}
META["gifv"] = META["video"]


def media_attachment(kind: str) -> Obj:
    halves = {name: Maybe(shape) for name, shape in META[kind].items()}
    return Obj(
        {
            "id": ID,
            "type": Enum((kind,)),
            "url": Nullable(URL),  # null while it is processed
            "preview_url": Nullable(URL),
            "remote_url": Nullable(URL),
            "meta": Nullable(Obj({"focus": FOCUS, **halves}, more=True)),
            "description": Nullable(STR),
            "blurhash": Nullable(STR),
        },
        allow=frozenset({"preview_remote_url"}),  # sent by the reference server
    )


STATUSES: dict[str, Shape] = {
    "History": Obj({"day": DIGITS, "uses": DIGITS, "accounts": DIGITS}),
    "MediaAttachment": Tagged("type", {kind: media_attachment(kind) for kind in META}),
    "Status": Obj(
        {
            "id": ID,
            "uri": STR,
            "created_at": DATETIME,
            "account": Ref("Account"),
            "content": HTML,
            "visibility": VISIBILITY,
            "sensitive": BOOL,
            "spoiler_text": STR,
            "media_attachments": ListOf(Ref("MediaAttachment")),
            "application": Maybe(
                Obj(
                    {
                        "name": STR,
                        "website": Nullable(URL),
                    }
                )
            ),
            "mentions": ListOf(Ref("Status::Mention")),
            "tags": ListOf(Ref("Status::Tag")),
            "emojis": ListOf(Ref("CustomEmoji")),
            "reblogs_count": INT,
            "favourites_count": INT,
            "quotes_count": INT,
            "replies_count": INT,
            "url": Nullable(URL),
            "in_reply_to_id": Nullable(ID),
            "in_reply_to_account_id": Nullable(ID),
            "reblog": Nullable(Ref("Status")),
            "poll": Nullable(Ref("Poll")),
            "card": Nullable(Ref("PreviewCard")),
            "language": Nullable(STR),
            # said to come only in the answer to deletion, see Status::Deleted
            "text": Maybe(Nullable(STR)),
            "edited_at": Nullable(DATETIME),
            "quote": Nullable(OneOf((Ref("Quote"), Ref("ShallowQuote")))),
            "quote_approval": Ref("QuoteApproval"),
            "favourited": Maybe(BOOL),
            "reblogged": Maybe(BOOL),
            "muted": Maybe(BOOL),
            "bookmarked": Maybe(BOOL),
            "pinned": Maybe(BOOL),
            "filtered": Maybe(ListOf(Ref("FilterResult"))),
            "tagged_collections": ListOf(Ref("Collection")),
        }
    ),
    "Status::Deleted": Obj(
        {
            # the source text comes in place of the HTML
            "content": Maybe(HTML),
            "text": STR,
        },
        extends="Status",
    ),
    "Status::Mention": Obj(
        {
            "id": ID,
            "username": STR,
            "url": URL,
            "acct": STR,
        }
    ),
    "Status::Tag": Obj(
        {
            "name": STR,
            "url": URL,
        }
    ),
    "Context": Obj(
        {
            "ancestors": ListOf(Ref("Status")),
            "descendants": ListOf(Ref("Status")),
        }
    ),
    "StatusEdit": Obj(
        {
            "content": HTML,
            "spoiler_text": HTML,
            "sensitive": BOOL,
            "created_at": DATETIME,
            "account": Ref("Account"),
            "poll": Maybe(
                Obj(
                    {
                        "options": ListOf(
                            Obj(
                                {
                                    "title": STR,
                                }
                            )
                        ),
                    }
                )
            ),
            "media_attachments": ListOf(Ref("MediaAttachment")),
            "emojis": ListOf(Ref("CustomEmoji")),
            "quote": Maybe(Nullable(OneOf((Ref("Quote"), Ref("ShallowQuote"))))),
        }
    ),
    "StatusSource": Obj(
        {
            "id": ID,
            "text": STR,
            "spoiler_text": STR,
        }
    ),
    "ScheduledStatus": Obj(
        {
            "id": ID,
            "scheduled_at": DATETIME,
            "params": Obj(
                {
                    "text": STR,
                    "poll": Nullable(
                        Obj(
                            {
                                "options": ListOf(STR),
                                "expires_in": INT,
                                "multiple": Maybe(BOOL),
                                "hide_totals": Maybe(BOOL),
                            }
                        )
                    ),
                    "media_ids": Nullable(ListOf(ID)),
                    "sensitive": Nullable(BOOL),
                    "spoiler_text": Nullable(STR),
                    # not nullable in the table, null in the sample
                    "visibility": Nullable(VISIBILITY),
                    # the one id that is documented as a number
                    "in_reply_to_id": Nullable(INT),
                    "language": Maybe(Nullable(STR)),
                    "application_id": INT,  # deprecated
                    "scheduled_at": NULL,
                    "idempotency": Nullable(STR),
                    "with_rate_limit": Maybe(BOOL),  # deprecated
                },
                allow=frozenset({"quoted_status_id", "quote_approval_policy", "allowed_mentions"}),
            ),
            "media_attachments": ListOf(Ref("MediaAttachment")),
        }
    ),
    "Quote": Obj(
        {
            "state": QUOTE_STATE,
            "quoted_status": Nullable(Ref("Status")),
        }
    ),
    "ShallowQuote": Obj(
        {
            "state": QUOTE_STATE,
            "quoted_status_id": Nullable(ID),
        }
    ),
    "QuoteApproval": Obj(
        {
            "automatic": ListOf(AUDIENCE),
            "manual": ListOf(AUDIENCE),
            "current_user": Enum(("automatic", "manual", "denied", "unknown")),
        }
    ),
    "Poll": Obj(
        {
            "id": ID,
            "expires_at": Nullable(DATETIME),
            "expired": BOOL,
            "multiple": BOOL,
            "votes_count": INT,
            "voters_count": Nullable(INT),
            "options": ListOf(Ref("Poll::Option")),
            "emojis": ListOf(Ref("CustomEmoji")),
            "voted": Maybe(BOOL),
            "own_votes": Maybe(ListOf(INT)),
        }
    ),
    "Poll::Option": Obj(
        {
            "title": STR,
            "votes_count": Nullable(INT),
        }
    ),
    # sent by the reference server
    "PreviewCard": Obj(
        {
            "url": URL,
            "title": STR,
            "description": STR,
            "type": Enum(("link", "photo", "video", "rich")),
            "authors": ListOf(Ref("PreviewCardAuthor")),
            "author_name": STR,
            "author_url": URL_OR_BLANK,
            "provider_name": STR,
            "provider_url": URL_OR_BLANK,
            "html": HTML,
            "width": INT,
            "height": INT,
            "image": Nullable(URL),
            "embed_url": URL_OR_BLANK,
            "blurhash": Nullable(STR),
            "missing_attribution": Nullable(BOOL),
            # documented as a UNIX timestamp; practice sends a datetime, or null if unknown
            "published_at": OneOf((DIGITS, Nullable(DATETIME))),
        },
        allow=frozenset({"image_description", "language"}),
    ),
    "PreviewCardAuthor": Obj(
        {
            "name": STR,
            "url": URL_OR_BLANK,
            "account": Nullable(Ref("Account")),
        }
    ),
    "Trends::Link": Obj(
        {
            "history": ListOf(Ref("History")),
        },
        extends="PreviewCard",
    ),
    "Translation": Obj(
        {
            "content": HTML,
            "spoiler_text": STR,
            "language": STR,
            # optional in the table, null in the samples
            "poll": Maybe(Nullable(Ref("Translation::Poll"))),
            "media_attachments": ListOf(Ref("Translation::Attachment")),
            "detected_source_language": STR,
            "provider": STR,
        }
    ),
    "Translation::Poll": Obj(
        {
            "id": ID,
            "options": ListOf(Ref("Translation::Poll::Option")),
        }
    ),
    "Translation::Poll::Option": Obj(
        {
            "title": STR,
        }
    ),
    "Translation::Attachment": Obj(
        {
            "id": ID,
            "description": STR,
        }
    ),
    "Tag": Obj(
        {
            "id": ID,
            "name": STR,
            "url": URL,
            "history": ListOf(Ref("History")),
            "following": Maybe(BOOL),
            "featuring": Maybe(BOOL),
        }
    ),
    "ShallowTag": Obj(
        {
            "name": STR,
            "url": URL,
        }
    ),
    "FeaturedTag": Obj(
        {
            "id": ID,
            "name": STR,
            "url": URL,
            "statuses_count": STR,
            "last_status_at": Nullable(DATE),
        }
    ),
    # 4.6 finds collections too, which the table does not name
    "Search": Obj(
        {
            "accounts": ListOf(Ref("Account")),
            "statuses": ListOf(Ref("Status")),
            "hashtags": ListOf(Ref("Tag")),
        },
        allow=frozenset({"collections"}),
    ),
}
