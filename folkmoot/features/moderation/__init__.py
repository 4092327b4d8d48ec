"""Moderation: what members report, and what those who look after the community decide.

Announces ReportFiled and StrikeIssued. Promises that a report speaks only of what its author may see and is seen only
by staff and its author; that nobody acts on themselves or on staff of equal or higher position; that each decision
takes effect, leaves a strike and stands in the log with one commit; and that of a removed post nothing is kept but when
and by which rule it went.
"""

from folkmoot.features.moderation.appeal import APPEAL_DAYS, appeal, may_appeal
from folkmoot.features.moderation.events import ReportFiled, StrikeIssued
from folkmoot.features.moderation.fences import decide
from folkmoot.features.moderation.handling import assign_report, reopen_report, resolve_report, sort_report
from folkmoot.features.moderation.judge import count_waiting_appeals, judge_appeal, waiting_appeals
from folkmoot.features.moderation.pace import pace_of_reports
from folkmoot.features.moderation.pardon import approve, enable, pardon, require_pending
from folkmoot.features.moderation.read import appeals, people, reports, reports_by_ids, strikes_by_ids, strikes_of
from folkmoot.features.moderation.remove import remove_post, removed_by_strikes, removed_parent, removed_post
from folkmoot.features.moderation.report import file_report, prepare_report
from folkmoot.features.moderation.reporting import own_reports, tell_of_decisions, untold_decisions
from folkmoot.features.moderation.rules import APPEAL_LIMIT, COMMENT_LIMIT, TEXT_LIMIT
from folkmoot.features.moderation.sanction import sanction
from folkmoot.features.moderation.types import (
    ACTIONS,
    CATEGORIES,
    CLOSED,
    REMOVAL,
    STATES,
    Appeal,
    BrokenRule,
    Complaint,
    Pace,
    People,
    Removal,
    RemovedPost,
    Report,
    Sanction,
    Sorting,
    Strike,
    Wanted,
)

__all__ = [
    "ACTIONS",
    "APPEAL_DAYS",
    "APPEAL_LIMIT",
    "CATEGORIES",
    "CLOSED",
    "COMMENT_LIMIT",
    "REMOVAL",
    "STATES",
    "TEXT_LIMIT",
    "Appeal",
    "BrokenRule",
    "Complaint",
    "Pace",
    "People",
    "Removal",
    "RemovedPost",
    "Report",
    "ReportFiled",
    "Sanction",
    "Sorting",
    "Strike",
    "StrikeIssued",
    "Wanted",
    "appeal",
    "appeals",
    "approve",
    "assign_report",
    "count_waiting_appeals",
    "decide",
    "enable",
    "file_report",
    "judge_appeal",
    "may_appeal",
    "own_reports",
    "pace_of_reports",
    "pardon",
    "people",
    "prepare_report",
    "remove_post",
    "removed_by_strikes",
    "removed_parent",
    "removed_post",
    "reopen_report",
    "reports",
    "reports_by_ids",
    "require_pending",
    "resolve_report",
    "sanction",
    "sort_report",
    "strikes_by_ids",
    "strikes_of",
    "tell_of_decisions",
    "untold_decisions",
    "waiting_appeals",
]
