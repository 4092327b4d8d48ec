"""Facts about annual reports that others follow up."""

import msgspec


class ReportAsked(msgspec.Struct, frozen=True):
    account_id: int
    year: int
