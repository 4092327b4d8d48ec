"""What follows acts of moderation."""

from folkmoot.features import notifications
from folkmoot.features.moderation.events import ReportFiled
from folkmoot.infra.boot import Ground


async def tell_staff(ground: Ground, fact: ReportFiled) -> None:
    """Tell those who look after reports that there is a new one."""
    await notifications.tell_staff(ground, "admin.report", fact.account_id, fact.report_id)
