"""The SQL that ends the private side of an account."""

from folkmoot.infra.db import Sql, Writer

_PRIVATE = (
    "session", "token", "oauth_grant", "mail_secret", "invite", "passkey", "recovery_code", "webauthn_challenge",
    "local_user",
)  # fmt: skip
_DELETE = [Sql(f"delete from {table} where account_id = $1") for table in _PRIVATE]


async def delete_private(db: Writer, account_id: int) -> None:
    for statement in _DELETE:
        await db.run(statement, account_id)
