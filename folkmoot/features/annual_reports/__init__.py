"""Annual reports: what a member did in a year, counted for them alone when they ask for it at its end.

Announces ReportAsked. Promises that a report is offered only to who wrote enough, tells others nothing, and goes with
the account.
"""

from folkmoot.features.annual_reports.ask import ask, mark_read
from folkmoot.features.annual_reports.events import ReportAsked
from folkmoot.features.annual_reports.read import get, of_account, state
from folkmoot.features.annual_reports.rules import ENOUGH, campaign
from folkmoot.features.annual_reports.types import SCHEMA, Data, Month, Report, State, TagCount

__all__ = [
    "ENOUGH",
    "SCHEMA",
    "Data",
    "Month",
    "Report",
    "ReportAsked",
    "State",
    "TagCount",
    "ask",
    "campaign",
    "get",
    "mark_read",
    "of_account",
    "state",
]
