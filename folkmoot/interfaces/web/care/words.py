"""What members and staff decide, in plain words."""

from collections.abc import Sequence
from datetime import timedelta

from babel.dates import format_timedelta

from folkmoot.features.moderation import BrokenRule, Pace, Report
from folkmoot.features.site import Rule
from folkmoot.infra.clock import SECOND
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Visit

CATEGORIES = {
    "spam": marked("It is spam"),
    "legal": marked("It is against the law"),
    "violation": marked("It breaks a rule of this community"),
    "other": marked("Something else"),
}
OUTCOMES = {
    "delete_statuses": marked("The post was removed."),
    "none": marked("The account was warned."),
    "sensitive": marked("The media of the account are covered now."),
    "silence": marked("The account was limited."),
    "disable": marked("The account was locked."),
    "suspend": marked("The account was suspended."),
    "closed": marked("It was looked at, and nothing had to be done."),
}
"""What came of a report, for whoever wrote it: nothing that is only its target's business."""
DONE = {
    "delete_statuses": marked("A post was removed"),
    "none": marked("A warning"),
    "sensitive": marked("Media were covered"),
    "silence": marked("The account was limited"),
    "disable": marked("The account was locked"),
    "suspend": marked("The account was suspended"),
}
"""What was decided, for staff."""
STRIKES = {
    "delete_statuses": marked("A post of yours was removed"),
    "none": marked("You were warned"),
    "sensitive": marked("Your media were covered"),
    "silence": marked("Your account was limited"),
    "disable": marked("Your account was locked"),
    "suspend": marked("Your account was suspended"),
}
EFFECTS = {
    "delete_statuses": marked("It is gone for good; its page says that it was removed and by which rule."),
    "none": marked("Nothing else changes."),
    "sensitive": marked("Whoever wants to see them has to ask for it."),
    "silence": marked("Only those who follow you see your posts without looking for them."),
    "disable": marked("You could not sign in with it."),
    "suspend": marked("Nobody could see the account and its posts."),
}
REASONS = {
    "spam": marked("It was spam."),
    "legal": marked("It was against the law."),
    "other": marked("The moderators had another reason."),
}
"""Why a post was removed where no rule of the community is named."""
APPEALS = {
    "pending": marked("The moderators have not decided about it yet."),
    "approved": marked("They agreed with you."),
    "rejected": marked("They stand by what they decided."),
}
ROLES = {"owner": marked("Owner"), "admin": marked("Administrator"), "moderator": marked("Moderator")}
SEVERITIES = {
    "suspend": marked("Cut off: nothing comes from there."),
    "silence": marked("Limited: seen by those who follow."),
}
CROWD = 10
"""Waiting reports above which they are spoken of, even where too few were decided for a figure."""


def rule_text(visit: Visit, rule: Rule) -> str:
    """Return a rule in the visitor's language where somebody translated it."""
    found = rule.translations.get(visit.language)
    return found.text if found else rule.text


def rule_hint(visit: Visit, rule: Rule) -> str:
    """Return what explains a rule."""
    found = rule.translations.get(visit.language)
    return found.hint if found else rule.hint


def broken(visit: Visit, rules: Sequence[BrokenRule]) -> list[str]:
    """Return rules as they were when they were broken, in the visitor's language where there was a translation."""
    return [rule.translations.get(visit.language, rule.text) for rule in rules]


def lasting(visit: Visit, span: int) -> str:
    """Return a span of time (ms) as people say it: 3 hours."""
    return format_timedelta(timedelta(seconds=max(span // SECOND, 1)), locale=visit.language, threshold=1.5)


def pace(visit: Visit, found: Pace) -> str:
    """Return how fast reports are answered here."""
    if found.median is not None:
        return visit.text(
            "Half of the reports of the last 90 days were answered in %(time)s or less.",
            time=lasting(visit, found.median),
        )
    if found.waiting > max(found.decided, CROWD):
        return visit.text("Most of the reports of the last 90 days still wait for an answer.")
    return visit.text("There is no figure yet: in the last 90 days there were too few reports.")


def state(report: Report) -> str:
    """Return how a report stands: open, seen (somebody looks at it) or decided."""
    if report.action_taken_at is not None:
        return "decided"
    return "open" if report.assigned_account_id is None else "seen"


def outcome(visit: Visit, report: Report) -> str:
    """Return what came of a decided report."""
    return visit.text(OUTCOMES.get(report.outcome, OUTCOMES["closed"]))
