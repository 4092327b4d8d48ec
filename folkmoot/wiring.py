"""What follows what: which announced fact is followed by which job, and how each job is carried out."""

from folkmoot.features import polls
from folkmoot.features.accounts import AccountErased, AccountListed, AccountUnlocked
from folkmoot.features.annual_reports import ReportAsked
from folkmoot.features.annual_reports import jobs as annual_reports
from folkmoot.features.auth import (
    ConfirmationAsked,
    FactorsChanged,
    PasswordChanged,
    ResetAsked,
    SignUpRepeated,
    UserApproved,
    UserOpened,
)
from folkmoot.features.auth import jobs as auth
from folkmoot.features.automatic_deletion import jobs as automatic_deletion
from folkmoot.features.collections import CollectionChanged, Featured
from folkmoot.features.conversations import Direct
from folkmoot.features.conversations import jobs as conversations
from folkmoot.features.media import MediaErased
from folkmoot.features.media import jobs as media
from folkmoot.features.moderation import ReportFiled, StrikeIssued
from folkmoot.features.moderation import jobs as moderation
from folkmoot.features.notifications import MailAwaited, Notified, RequestAccepted
from folkmoot.features.notifications import jobs as notifications
from folkmoot.features.policy import DomainRuled
from folkmoot.features.policy import jobs as policy
from folkmoot.features.polls import PollEnded
from folkmoot.features.portability import (
    AccountClosed,
    AccountMoved,
    ArchiveAsked,
    ArchiveBuilt,
    ArchivesDropped,
    ImportStarted,
)
from folkmoot.features.portability import jobs as portability
from folkmoot.features.posts import PostBoosted, PostEdited, PostErased, PostFavourited, PostPublished
from folkmoot.features.posts import jobs as posts
from folkmoot.features.previews import Linked, PreviewWanted
from folkmoot.features.previews import jobs as previews
from folkmoot.features.push import PushDue, PushTested
from folkmoot.features.push import jobs as push
from folkmoot.features.relations import DomainBlocked, Followed, FollowRequested
from folkmoot.features.relations import jobs as relations
from folkmoot.features.scheduling import jobs as scheduling
from folkmoot.features.search import Stretch, Written
from folkmoot.features.search import jobs as search
from folkmoot.features.translation import jobs as translation
from folkmoot.features.trends import jobs as trends
from folkmoot.features.trends import no_objection
from folkmoot.infra import upkeep
from folkmoot.infra.boot import Consequences, FollowUp
from folkmoot.infra.clock import DAY, HOUR, MINUTE, SECOND
from folkmoot.infra.jobs import JobKind

FOLLOW_UPS: dict[type, list[FollowUp]] = {
    AccountClosed: [FollowUp("erase account")],
    AccountMoved: [FollowUp("send followers")],
    AccountErased: [FollowUp("erase account objects"), FollowUp("cleanse index"), FollowUp("drop erased previews")],
    AccountListed: [FollowUp("index account")],
    AccountUnlocked: [FollowUp("accept waiting followers")],
    CollectionChanged: [FollowUp("tell of collections")],
    ArchiveAsked: [FollowUp("make archive")],
    ArchiveBuilt: [FollowUp("mail archive")],
    ArchivesDropped: [FollowUp("erase archives")],
    ConfirmationAsked: [FollowUp("mail confirmation")],
    DomainBlocked: [FollowUp("remove followers of domain")],
    DomainRuled: [FollowUp("obey domain rules")],
    FactorsChanged: [FollowUp("mail factors changed")],
    Featured: [FollowUp("tell of features")],
    Followed: [FollowUp("tell of follows")],
    FollowRequested: [FollowUp("tell of follow requests")],
    ImportStarted: [FollowUp("work off import")],
    MailAwaited: [FollowUp("mail notifications")],
    MediaErased: [FollowUp("erase media objects")],
    Notified: [FollowUp("find pushes")],
    PasswordChanged: [FollowUp("mail password changed")],
    PollEnded: [FollowUp("tell of polls")],
    PostBoosted: [FollowUp("tell of boosts")],
    PostEdited: [
        FollowUp("tell of edits", when="tells"),
        FollowUp("note conversations", when="direct"),
        FollowUp("note links", when="linked"),
        FollowUp("index posts"),
    ],
    PostErased: [FollowUp("erase post objects", when="has_objects"), FollowUp("forget conversations", when="direct")],
    PostFavourited: [FollowUp("tell of favourites")],
    PostPublished: [
        FollowUp("tell of posts", when="tells"),
        FollowUp("note conversations", when="direct"),
        FollowUp("note links", when="linked"),
        FollowUp("index posts"),
    ],
    PreviewWanted: [FollowUp("look at linked page")],
    PushDue: [FollowUp("push")],
    PushTested: [FollowUp("push test message")],
    ReportAsked: [FollowUp("make annual report")],
    ReportFiled: [FollowUp("tell of reports")],
    RequestAccepted: [FollowUp("merge notifications")],
    ResetAsked: [FollowUp("mail reset")],
    StrikeIssued: [FollowUp("tell of strikes"), FollowUp("mail strikes", when="mail")],
    SignUpRepeated: [FollowUp("mail repeated sign-up")],
    UserApproved: [FollowUp("mail approval")],
    UserOpened: [FollowUp("tell of sign-ups"), FollowUp("mail confirmation", when="unconfirmed")],
}

KINDS = {
    "tell of posts": JobKind(notifications.tell_of_posts, PostPublished, many=True),
    "tell of edits": JobKind(notifications.tell_of_edits, PostEdited, many=True),
    "tell of boosts": JobKind(notifications.tell_of_boosts, PostBoosted, many=True),
    "tell of favourites": JobKind(notifications.tell_of_favourites, PostFavourited, many=True),
    "tell of polls": JobKind(notifications.tell_of_polls, PollEnded, many=True),
    "tell of follows": JobKind(notifications.tell_of_follows, Followed, many=True),
    "tell of follow requests": JobKind(notifications.tell_of_requests, FollowRequested, many=True),
    "tell of features": JobKind(notifications.tell_of_features, Featured, many=True),
    "tell of collections": JobKind(notifications.tell_of_collections, CollectionChanged, many=True),
    "tell of sign-ups": JobKind(notifications.tell_of_sign_ups, UserOpened, many=True),
    "tell of reports": JobKind(moderation.tell_staff, ReportFiled),
    "send followers": JobKind(portability.send_followers, AccountMoved, slow=True),
    "work off import": JobKind(portability.work_off, ImportStarted, slow=True),
    "make archive": JobKind(portability.make_archive, ArchiveAsked, slow=True),
    "mail archive": JobKind(portability.mail_archive, ArchiveBuilt, slow=True, personal=True),
    "erase archives": JobKind(portability.erase_archives, ArchivesDropped),
    "forget takeouts": JobKind(portability.forget_takeouts, every=HOUR, slow=True),
    "find pushes": JobKind(push.find_wanted, Notified, many=True),
    "push": JobKind(push.deliver, PushDue, abroad=True, personal=True),
    "push test message": JobKind(push.deliver_test, PushTested, abroad=True, personal=True),
    "tell of strikes": JobKind(moderation.tell_of_strike, StrikeIssued),
    "mail strikes": JobKind(moderation.mail_strike, StrikeIssued, slow=True, personal=True),
    "obey domain rules": JobKind(moderation.obey_domain_rule, DomainRuled, slow=True),
    "forget expired blocks": JobKind(policy.forget_expired, every=HOUR),
    "erase account": JobKind(portability.erase_account, AccountClosed, slow=True),
    "mail approval": JobKind(auth.mail_approved, UserApproved, slow=True, personal=True),
    "mail confirmation": JobKind(auth.mail_confirmation, ConfirmationAsked, slow=True, personal=True),
    "mail factors changed": JobKind(auth.mail_factors_changed, FactorsChanged, slow=True, personal=True),
    "mail password changed": JobKind(auth.mail_password_changed, PasswordChanged, slow=True, personal=True),
    "mail repeated sign-up": JobKind(auth.mail_repeated, SignUpRepeated, slow=True, personal=True),
    "mail reset": JobKind(auth.mail_reset, ResetAsked, slow=True, personal=True),
    "forget expired secrets": JobKind(auth.forget_expired, every=HOUR),
    "erase post objects": JobKind(media.erase_objects, PostErased),
    "erase media objects": JobKind(media.erase_objects, MediaErased),
    "erase account objects": JobKind(media.erase_objects, AccountErased),
    "erase loose media": JobKind(media.erase_loose, every=HOUR),
    "forget idempotency keys": JobKind(posts.forget_keys, every=10 * MINUTE),
    "accept waiting followers": JobKind(relations.accept_waiting, AccountUnlocked, slow=True),
    "remove followers of domain": JobKind(relations.remove_followers_of_domain, DomainBlocked, slow=True),
    "find due mails": JobKind(notifications.find_due_mails, every=MINUTE),
    "mail notifications": JobKind(notifications.mail, MailAwaited, slow=True, personal=True),
    "merge notifications": JobKind(notifications.merge, RequestAccepted),
    "note conversations": JobKind(conversations.note, Direct),
    "forget conversations": JobKind(conversations.forget, Direct),
    "note links": JobKind(previews.note_links, Linked, many=True),
    "look at linked page": JobKind(previews.look_at_page, PreviewWanted, abroad=True),
    "look at failed pages": JobKind(previews.try_again, every=10 * MINUTE),
    "drop unused previews": JobKind(previews.drop_unused, every=DAY, slow=True),
    "drop erased previews": JobKind(previews.drop_unused, AccountErased, slow=True),
    "forget old translations": JobKind(translation.forget_old, every=DAY),
    "publish scheduled posts": JobKind(scheduling.publish_due, every=5 * SECOND),
    "delete old posts": JobKind(automatic_deletion.delete_due, every=MINUTE, slow=True),
    "make annual report": JobKind(annual_reports.make, ReportAsked, slow=True),
    "end polls": JobKind(polls.end_due, every=5 * SECOND),
    "index posts": JobKind(search.index, Written, many=True),
    "index account": JobKind(search.index_account, AccountListed, slow=True),
    "cleanse index": JobKind(search.cleanse, AccountErased, slow=True),
    "cleanse index daily": JobKind(search.cleanse, every=DAY, slow=True),
    "index stretch": JobKind(search.index_stretch, Stretch, slow=True),
    "end expired mutes": JobKind(relations.end_mutes, every=10 * MINUTE),
    "sweep notifications": JobKind(notifications.sweep, every=DAY, slow=True),
    "compute trends": JobKind(trends.recompute_by(no_objection), every=5 * MINUTE, slow=True),
    "forget dead letters": JobKind(upkeep.forget_dead_letters, every=DAY),
    "prune changes": JobKind(upkeep.prune_changes, every=10 * SECOND),
}

CONSEQUENCES = Consequences(FOLLOW_UPS, KINDS)
