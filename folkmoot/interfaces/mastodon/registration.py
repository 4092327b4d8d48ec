"""Signing up through an app: POST /api/v1/accounts, and asking for the confirmation mail again."""

import msgspec

from folkmoot.features import auth
from folkmoot.features.auth import BadTokenError, SignUp
from folkmoot.infra.db import DuplicateError
from folkmoot.infra.errors import ForbiddenError, InvalidError
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json
from folkmoot.interfaces.mastodon.oauth import token_entity
from folkmoot.interfaces.mastodon.routing import Routes, Who

routes = Routes()


class SignUpParams(msgspec.Struct, frozen=True):
    username: str = ""
    email: str = ""
    password: str = ""
    agreement: bool = False
    locale: str | None = None
    reason: str | None = None
    invite_code: str | None = None


@routes.post("/api/v1/accounts", who=Who.APP, scope="write:accounts", limit="sign_up")
async def sign_up(call: Call, params: SignUpParams) -> Reply:
    caller = call.caller
    if caller is None or caller.app_id is None or caller.account_id is not None:
        raise ForbiddenError("This action is not allowed")
    app = await auth.app_by_id(await call.ground.read(), caller.app_id)
    if app is None:
        raise BadTokenError
    stated = SignUp(
        params.username, params.email, params.password, params.agreement, params.locale or "en",
        params.reason or "", params.invite_code or "", app.id,
    )  # fmt: skip
    mode = call.ground.config.site.registrations
    auth.check_sign_up(stated, mode)
    admitted = await auth.admit(call.ground, stated, call.address, mode)
    password_hash = await auth.hash_password(stated.password)
    async with call.ground.work() as work:
        user = await auth.sign_up(work, stated, password_hash, admitted)
        _, secret = await auth.issue_token(work, app_id=app.id, account_id=user.account_id, scopes=app.scopes)
    return json(token_entity(secret, app.scopes, user.created_at))


class ConfirmationParams(msgspec.Struct, frozen=True):
    email: str | None = None


@routes.post("/api/v1/emails/confirmations", who=Who.APP)
async def send_confirmation(call: Call, params: ConfirmationParams) -> Reply:
    """Send the confirmation mail again, to a corrected address where one is given."""
    caller = call.caller
    if caller is None or caller.account_id is None:
        raise InvalidError("This method requires an authenticated user")
    db = await call.ground.read()
    user = await auth.user_of(db, caller.account_id)
    if user is None or user.disabled_at is not None:
        raise ForbiddenError("Your login is currently disabled")
    if caller.app_id is None or caller.app_id != await auth.signed_up_with(db, user.account_id):
        raise ForbiddenError("This method is only available to the application the user originally signed-up with")
    if user.confirmed_at is not None:
        raise ForbiddenError("This method is only available while the e-mail is awaiting confirmation")
    auth.count_mail(call.ground, call.address, str(user.account_id))
    try:
        async with call.ground.work() as work:
            if params.email:
                await auth.change_unconfirmed_email(work, user, params.email.strip())
            auth.ask_confirmation(work, user.account_id)
    except DuplicateError as error:
        raise auth.email_refused("taken", "has already been taken") from error
    return EMPTY
