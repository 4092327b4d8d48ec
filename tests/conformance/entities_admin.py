"""Entities of moderation and administration."""

from tests.conformance.entities_people import REPORT_CATEGORY
from tests.conformance.schema import (
    BOOL,
    DATE,
    DATETIME,
    DIGITS,
    ID,
    NUM,
    STR,
    Enum,
    ListOf,
    Maybe,
    Nullable,
    Obj,
    OneOf,
    Ref,
    Shape,
)

ADMIN: dict[str, Shape] = {
    "Admin::Account": Obj(
        {
            "id": ID,
            "username": STR,
            "domain": Nullable(STR),
            "created_at": DATETIME,
            "email": STR,
            "ip": Nullable(STR),
            "ips": ListOf(Ref("Admin::Ip")),
            "locale": STR,
            "invite_request": Nullable(STR),
            # practice sends null for remote accounts
            "role": Ref("Role"),
            "confirmed": BOOL,
            "approved": BOOL,
            "disabled": BOOL,
            "sensitized": BOOL,
            "silenced": BOOL,
            "suspended": BOOL,
            "account": Ref("Account"),
            "created_by_application_id": Maybe(ID),
            "invited_by_account_id": Maybe(ID),
        }
    ),
    "Admin::CanonicalEmailBlock": Obj(
        {
            "id": ID,
            "canonical_email_hash": STR,
        }
    ),
    "Admin::Cohort": Obj(
        {
            "period": DATETIME,
            "frequency": Enum(("day", "month")),
            "data": ListOf(Ref("Admin::CohortData")),
        }
    ),
    "Admin::Dimension": Obj(
        {
            "key": STR,
            "data": ListOf(Ref("Admin::Dimension::Data")),
        }
    ),
    "Admin::Dimension::Data": Obj(
        {
            "key": STR,
            "human_key": STR,
            "value": STR,
            "unit": Maybe(STR),
            "human_value": Maybe(STR),
        }
    ),
    "Admin::DomainAllow": Obj(
        {
            "id": ID,
            "domain": STR,
            "created_at": DATETIME,
        }
    ),
    "Admin::DomainBlock": Obj(
        {
            "id": ID,
            "domain": STR,
            "digest": STR,
            "created_at": DATETIME,
            "severity": Enum(("silence", "suspend", "noop")),
            "reject_media": BOOL,
            "reject_reports": BOOL,
            "private_comment": Nullable(STR),
            "public_comment": Nullable(STR),
            "obfuscate": BOOL,
        }
    ),
    "Admin::EmailDomainBlock": Obj(
        {
            "id": ID,
            "domain": STR,
            "created_at": DATETIME,
            "history": ListOf(Ref("History")),
        }
    ),
    "Admin::Ip": Obj(
        {
            "ip": STR,
            "used_at": DATETIME,
        }
    ),
    "Admin::IpBlock": Obj(
        {
            "id": ID,
            "ip": STR,
            "severity": Enum(("sign_up_requires_approval", "sign_up_block", "no_access")),
            "comment": STR,
            "created_at": DATETIME,
            "expires_at": Nullable(DATETIME),
        }
    ),
    "Admin::Measure": Obj(
        {
            "key": STR,
            "unit": Nullable(STR),
            "total": DIGITS,
            "human_value": Maybe(STR),
            "previous_total": Maybe(DIGITS),
            "data": ListOf(
                Obj(
                    {
                        "date": OneOf((DATE, DATETIME)),
                        "value": DIGITS,
                    }
                )
            ),
        }
    ),
    "Admin::Report": Obj(
        {
            "id": ID,
            "action_taken": BOOL,
            "action_taken_at": Nullable(DATETIME),
            "category": REPORT_CATEGORY,
            "comment": STR,
            "forwarded": BOOL,
            "created_at": DATETIME,
            "updated_at": DATETIME,
            "account": Ref("Admin::Account"),
            "target_account": Ref("Admin::Account"),
            "assigned_account": Nullable(Ref("Admin::Account")),
            "action_taken_by_account": Nullable(Ref("Admin::Account")),
            "statuses": ListOf(Ref("Status")),
            "rules": ListOf(Ref("Rule")),
        }
    ),
    "Admin::Tag": Obj(
        {
            "trendable": BOOL,
            "usable": BOOL,
            "requires_review": BOOL,
        },
        extends="Tag",
    ),
    "Admin::CohortData": Obj(
        {
            "date": DATETIME,
            "rate": NUM,
            "value": DIGITS,
        }
    ),
    # candidates; the reference server says of each whether it waits for a review, and names the link for it
    "Answer::Admin::Link": Obj(extends="Trends::Link", allow=frozenset({"id", "requires_review"})),
    "Answer::Admin::Status": Obj(extends="Status", allow=frozenset({"requires_review"})),
}
