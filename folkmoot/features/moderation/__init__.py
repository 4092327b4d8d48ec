"""Moderation: what members report, and what those who look after the community decide.

Announces ReportFiled and StrikeIssued. Promises that a report speaks only of what its author may see and is seen only
by staff; that nobody acts on themselves or on staff of equal or higher position; and that each decision takes effect,
leaves a strike and stands in the log with one commit.
"""

from folkmoot.features.moderation.events import ReportFiled, StrikeIssued
from folkmoot.features.moderation.fences import decide
from folkmoot.features.moderation.handling import assign_report, reopen_report, resolve_report, sort_report
from folkmoot.features.moderation.pardon import approve, enable, pardon, require_pending
from folkmoot.features.moderation.read import people, reports, reports_by_ids, strikes_by_ids, strikes_of
from folkmoot.features.moderation.report import file_report, prepare_report
from folkmoot.features.moderation.rules import COMMENT_LIMIT
from folkmoot.features.moderation.sanction import sanction
from folkmoot.features.moderation.types import (
    ACTIONS,
    CATEGORIES,
    STATES,
    Complaint,
    People,
    Report,
    Sanction,
    Sorting,
    Strike,
    Wanted,
)

__all__ = [
    "ACTIONS",
    "CATEGORIES",
    "COMMENT_LIMIT",
    "STATES",
    "Complaint",
    "People",
    "Report",
    "ReportFiled",
    "Sanction",
    "Sorting",
    "Strike",
    "StrikeIssued",
    "Wanted",
    "approve",
    "assign_report",
    "decide",
    "enable",
    "file_report",
    "pardon",
    "people",
    "prepare_report",
    "reopen_report",
    "reports",
    "reports_by_ids",
    "require_pending",
    "resolve_report",
    "sanction",
    "sort_report",
    "strikes_by_ids",
    "strikes_of",
]
