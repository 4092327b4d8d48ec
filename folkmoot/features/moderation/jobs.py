"""What follows acts of moderation."""

from folkmoot.features import accounts, auth, notifications, site
from folkmoot.features.moderation import fences, letters, removed_store, strike_store
from folkmoot.features.moderation.events import ReportFiled, StrikeIssued
from folkmoot.features.policy import DomainRuled
from folkmoot.infra.boot import Ground


async def tell_staff(ground: Ground, fact: ReportFiled) -> None:
    """Tell those who look after reports that there is a new one, but for whom it is about."""
    about = fact.target_account_id
    await notifications.tell_staff(ground, "admin.report", fact.account_id, fact.report_id, but=about)


async def tell_of_strike(ground: Ground, fact: StrikeIssued) -> None:
    """Tell the owner of an account what staff decided about it, wherever they read notifications."""
    await notifications.tell_owner(ground, "moderation_warning", fact.account_id, fact.strike_id)


async def mail_strike(ground: Ground, fact: StrikeIssued) -> None:
    """Tell the owner by mail, in their language: whoever is locked out reads no notifications."""
    db = await ground.read()
    found = await strike_store.by_ids(db, [fact.strike_id])
    user = await auth.user_of(db, fact.account_id)
    if not found or user is None:
        return
    account = await accounts.get(db, fact.account_id)
    settings = await site.settings(ground)
    place = letters.Place(settings.title, ground.config.site.url.rstrip("/"), settings.contact_email)
    rules = [rule for item in await removed_store.by_strikes(db, [fact.strike_id]) for rule in item.rules]
    subject, text = letters.write(found[0], user.locale, account.username, place, rules)
    await ground.mail.send(user.email, subject, text)


async def obey_domain_rule(ground: Ground, fact: DomainRuled) -> None:
    """Let the accounts of a server stand as its rule says."""
    await fences.obey_domain_rule(ground, fact)
