"""Mails about signing in. Each job makes its own secret, so that none stands in the job table."""

from folkmoot.features import accounts
from folkmoot.features.auth import grant_store, invites, letters, session_store, signup_store
from folkmoot.features.auth.confirmation import CONFIRM, RESET, new_mail_secret
from folkmoot.features.auth.events import (
    ConfirmationAsked,
    FactorsChanged,
    PasswordChanged,
    ResetAsked,
    SignUpRepeated,
    UserApproved,
)
from folkmoot.features.auth.grants import REMEMBERED
from folkmoot.features.auth.sessions import IDLE_LIFE
from folkmoot.features.auth.types import User
from folkmoot.features.auth.users import user_by_email, user_of
from folkmoot.infra.boot import Ground


async def mail_confirmation(ground: Ground, fact: ConfirmationAsked) -> None:
    """Send the link that confirms an address, unless that has happened meanwhile."""
    user = await user_of(await ground.read(), fact.account_id)
    if user is None or user.confirmed_at is not None:
        return
    async with ground.work() as work:
        secret = await new_mail_secret(work, user, CONFIRM)
    await _mail(ground, user, "confirm", f"/auth/confirm?token={secret}")


async def mail_reset(ground: Ground, fact: ResetAsked) -> None:
    """Send the link to a new password, if the address is a member's who may come in."""
    user = await user_by_email(await ground.read(), fact.email)
    if user is None or user.disabled_at is not None:
        return
    async with ground.work() as work:
        secret = await new_mail_secret(work, user, RESET)
    await _mail(ground, user, "reset", f"/auth/reset/new?token={secret}")


async def mail_password_changed(ground: Ground, fact: PasswordChanged) -> None:
    await _mail(ground, await user_of(await ground.read(), fact.account_id), "changed", "/auth/reset")


async def mail_factors_changed(ground: Ground, fact: FactorsChanged) -> None:
    await _mail(ground, await user_of(await ground.read(), fact.account_id), "factors", "/settings/security")


async def mail_approved(ground: Ground, fact: UserApproved) -> None:
    await _mail(ground, await user_of(await ground.read(), fact.account_id), "approved", "/auth/sign_in")


async def mail_repeated(ground: Ground, fact: SignUpRepeated) -> None:
    await _mail(ground, await user_by_email(await ground.read(), fact.email), "repeated", "/auth/sign_in")


async def forget_expired(ground: Ground, _: None) -> None:
    """Forget codes, links, sessions and invitations that open nothing any more."""
    async with ground.work() as work:
        await grant_store.forget_expired(work.db, work.now - REMEMBERED)
        await session_store.forget_idle(work.db, work.now - IDLE_LIFE)
        await signup_store.forget_expired(work.db, work.now)
        await signup_store.forget_invites(work.db, work.now - invites.REMEMBERED)


async def mail_member(ground: Ground, account_id: int, kind: str, path: str) -> None:
    """Send one of the letters to a member, with a link to `path`; call it from a job. Who has left gets none."""
    await _mail(ground, await user_of(await ground.read(), account_id), kind, path)


async def _mail(ground: Ground, user: User | None, kind: str, path: str) -> None:
    if user is None:
        return
    account = await accounts.get(await ground.read(), user.account_id)
    site = ground.config.site
    url = site.url.rstrip("/")
    letter = letters.write(kind, user.locale, name=account.username, site=site.title, url=url, link=url + path)
    await ground.mail.send(user.email, letter.subject, letter.text)
