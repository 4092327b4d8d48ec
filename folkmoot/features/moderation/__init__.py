"""Moderation: what members report to those who look after the community.

Announces ReportFiled. Promises that a report speaks only of what its author may see, and is seen only by staff.
"""

from folkmoot.features.moderation.events import ReportFiled
from folkmoot.features.moderation.read import reports_by_ids
from folkmoot.features.moderation.report import file_report, prepare_report
from folkmoot.features.moderation.rules import COMMENT_LIMIT
from folkmoot.features.moderation.types import CATEGORIES, Complaint, Report

__all__ = [
    "CATEGORIES",
    "COMMENT_LIMIT",
    "Complaint",
    "Report",
    "ReportFiled",
    "file_report",
    "prepare_report",
    "reports_by_ids",
]
