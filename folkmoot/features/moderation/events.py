"""Facts about moderation that others follow up."""

import msgspec


class ReportFiled(msgspec.Struct, frozen=True):
    report_id: int
    account_id: int
    target_account_id: int
