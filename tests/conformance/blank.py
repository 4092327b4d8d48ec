"""Fields of entities that no story fills, and why."""

_WHY = {
    "it comes from other servers": (
        "Admin::Account.domain", "Account::Field.verified_at", "Profile::Field.verified_at",
        "MediaAttachment.remote_url",
        "MediaAttachment:unknown", "Notification.event", "Notification:severed_relationships",
        "NotificationGroup.event", "NotificationGroup:severed_relationships",
        *(f"RelationshipSeveranceEvent.{name}" for name in (
            "created_at", "followers_count", "following_count", "id", "purged", "target_name", "type",
        )),
    ),
    "the stories are told without it": (
        "Account.memorial", "Account.moved", "AccountWarning.appeal", "Admin::Account.invited_by_account_id",
        "Admin::Account.ip", "Admin::Account.ips", "Admin::Dimension::Data.human_value", "Admin::Dimension::Data.unit",
        "Admin::EmailDomainBlock.history", "Admin::Ip.ip", "Admin::Ip.used_at", "AccountRole.color", "Role.color",
        "Appeal.state", "Appeal.text", "Application.website", "CredentialAccount.limited",
        "CredentialAccount.last_status_at", "CredentialAccount.memorial", "CredentialAccount.moved",
        "CredentialAccount.roles", "CredentialAccount.suspended", "Instance.wrapstodon", "MediaAttachment:audio",
        "MediaAttachment:gifv", "MediaAttachment:video", "PartialAccountWithAvatar.avatar_description",
        "PreviewCard.author_url", "PreviewCard.blurhash", "PreviewCard.embed_url", "PreviewCard.html",
        "PreviewCard.image", "PreviewCard.missing_attribution", "PreviewCard.provider_url",
        "PreviewCardAuthor.account", "PreviewCardAuthor.url", "Report.action_taken_at", "StatusEdit.emojis",
        *(f"MutedAccount.{name}" for name in (
            "avatar_description", "display_name", "emojis", "fields", "header_description", "last_status_at", "limited",
            "memorial", "moved", "note", "roles", "suspended",
        )),
        *(f"Trends::Link.{name}" for name in (
            "author_name", "author_url", "authors", "blurhash", "description", "embed_url", "html", "image",
            "missing_attribution", "provider_name", "provider_url", "published_at",
        )),
    ),
    "there is nothing to say here": (
        "AnnualReport.share_url", "AsyncRefresh.result_count", "FeatureApproval.manual", "NotificationFallback.summary",
        "QuoteApproval.manual",
        *(f"IdentityProof.{name}" for name in (
            "profile_url", "proof_url", "provider", "provider_username", "updated_at",
        )),
    ),
    "it is no part of an answer that succeeds": ("Error.error", "Error.error_description"),
    "it was taken out of the documentation, or belongs to another entity": (
        "Application.vapid_key", "Status.text",
        *(f"V1::NotificationPolicy.{name}" for name in (
            "filter_new_accounts", "filter_not_followers", "filter_not_following", "filter_private_mentions", "summary",
        )),
    ),
}  # fmt: skip
BLANK = frozenset(name for names in _WHY.values() for name in names)
