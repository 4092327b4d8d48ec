"""Facts about moderation that others follow up."""

import msgspec


class ReportFiled(msgspec.Struct, frozen=True):
    report_id: int
    account_id: int
    target_account_id: int


class StrikeIssued(msgspec.Struct, frozen=True):
    """Staff decided about an account; `mail` when its owner is to be told by mail too."""

    strike_id: int
    account_id: int
    mail: bool
