"""All SQL about second factors: one-time codes, recovery codes, passkeys and their challenges."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from folkmoot.features.auth.types import Factors, Passkey
from folkmoot.infra.db import Reader, Row, Sql, Writer

_FACTORS = Sql("""
select otp_enabled_at is not null,
(select count(*) from passkey p where p.account_id = u.account_id),
(select count(*) from recovery_code r where r.account_id = u.account_id)
from local_user u where u.account_id = $1
""")

_OTP = Sql("select otp_secret, otp_enabled_at is not null from local_user where account_id = $1")
_PUT_OTP = Sql("""
update local_user set otp_secret = $2, otp_last_step = 0 where account_id = $1 and otp_enabled_at is null
""")
_ENABLE_OTP = Sql("update local_user set otp_enabled_at = $2 where account_id = $1")
_CLEAR_OTP = Sql("""
update local_user set otp_secret = '', otp_enabled_at = null, otp_last_step = 0 where account_id = $1
""")
_USE_STEP = Sql("update local_user set otp_last_step = $2 where account_id = $1 and otp_last_step < $2")

_DROP_CODES = Sql("delete from recovery_code where account_id = $1")
_ADD_CODE = Sql("insert into recovery_code (account_id, code_hash) values ($1, $2)")
_COUNT_CODES = Sql("select count(*) from recovery_code where account_id = $1")
_TAKE_CODE = Sql("delete from recovery_code where account_id = $1 and code_hash = $2")

PASSKEY_COLUMNS = """id, account_id, credential_id, public_key, sign_count, transports, name, created_at,
last_used_at"""
_INSERT_PASSKEY = Sql(f"""
insert into passkey ({PASSKEY_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
""")
_PASSKEYS_OF = Sql(f"select {PASSKEY_COLUMNS} from passkey where account_id = $1 order by id")
_PASSKEY = Sql(f"select {PASSKEY_COLUMNS} from passkey where credential_id = $1")
_USE_PASSKEY = Sql("""
update passkey set sign_count = $3, last_used_at = $4 where id = $1 and sign_count = $2
""")
_RENAME_PASSKEY = Sql("update passkey set name = $3 where account_id = $1 and id = $2")
_DELETE_PASSKEY = Sql("delete from passkey where account_id = $1 and id = $2")
_HANDLE = Sql("select passkey_handle from local_user where account_id = $1")
_PUT_HANDLE = Sql("""
update local_user set passkey_handle = $2 where account_id = $1 and passkey_handle is null
""")

_INSERT_CHALLENGE = Sql("""
insert into webauthn_challenge (challenge_hash, purpose, binding, account_id, expires_at)
values ($1, $2, $3, $4, $5)
""")
_TAKE_CHALLENGE = Sql("""
delete from webauthn_challenge where challenge_hash = $1 and purpose = $2 and binding = $3
and coalesce(account_id, 0) = $4 and expires_at > $5
""")
_PRUNE_CHALLENGES = Sql("delete from webauthn_challenge where expires_at <= $1")


class Otp(NamedTuple):
    """A member's one-time codes: the sealed secret ('' for none) and whether it was confirmed."""

    sealed: str
    enabled: bool


def _passkey(row: Row) -> Passkey:
    id_, account_id, credential_id, public_key, sign_count, transports, *rest = row
    known = msgspec.json.decode(transports, type=list[str])
    return Passkey(id_, account_id, bytes(credential_id), bytes(public_key), sign_count, known, *rest)


async def factors(db: Reader, account_id: int) -> Factors:
    row = await db.one(_FACTORS, account_id)
    return Factors(otp=False, passkeys=0, recovery_codes=0) if row is None else Factors(bool(row[0]), row[1], row[2])


async def otp_of(db: Reader, account_id: int) -> Otp | None:
    row = await db.one(_OTP, account_id)
    return None if row is None else Otp(row[0], bool(row[1]))


async def put_otp_secret(db: Writer, account_id: int, sealed: str) -> bool:
    """Write a secret that is not confirmed yet; False when a confirmed one stands."""
    return bool(await db.run(_PUT_OTP, account_id, sealed))


async def enable_otp(db: Writer, account_id: int, at: int) -> None:
    await db.run(_ENABLE_OTP, account_id, at)


async def clear_otp(db: Writer, account_id: int) -> None:
    await db.run(_CLEAR_OTP, account_id)


async def use_step(db: Writer, account_id: int, step: int) -> bool:
    """Use a time step up; False when it or a later one was used already."""
    return bool(await db.run(_USE_STEP, account_id, step))


async def replace_codes(db: Writer, account_id: int, hashes: Iterable[bytes]) -> None:
    await db.run(_DROP_CODES, account_id)
    for code_hash in hashes:
        await db.run(_ADD_CODE, account_id, code_hash)


async def count_codes(db: Reader, account_id: int) -> int:
    return int(await db.value(_COUNT_CODES, account_id))


async def take_code(db: Writer, account_id: int, code_hash: bytes) -> bool:
    """Use a recovery code up; False when there is none such."""
    return bool(await db.run(_TAKE_CODE, account_id, code_hash))


async def insert_passkey(db: Writer, passkey: Passkey) -> None:
    transports = msgspec.json.encode(passkey.transports).decode()
    await db.run(
        _INSERT_PASSKEY, passkey.id, passkey.account_id, passkey.credential_id, passkey.public_key,
        passkey.sign_count, transports, passkey.name, passkey.created_at, passkey.last_used_at,
    )  # fmt: skip


async def passkeys_of(db: Reader, account_id: int) -> list[Passkey]:
    return [_passkey(row) for row in await db.all(_PASSKEYS_OF, account_id)]


async def passkey_by_credential(db: Reader, credential_id: bytes) -> Passkey | None:
    row = await db.one(_PASSKEY, credential_id)
    return None if row is None else _passkey(row)


async def use_passkey(db: Writer, passkey: Passkey, sign_count: int, at: int) -> bool:
    """Write a use down; False when another use came first."""
    return bool(await db.run(_USE_PASSKEY, passkey.id, passkey.sign_count, sign_count, at))


async def rename_passkey(db: Writer, account_id: int, passkey_id: int, name: str) -> bool:
    return bool(await db.run(_RENAME_PASSKEY, account_id, passkey_id, name))


async def delete_passkey(db: Writer, account_id: int, passkey_id: int) -> bool:
    return bool(await db.run(_DELETE_PASSKEY, account_id, passkey_id))


async def handle_of(db: Reader, account_id: int) -> bytes | None:
    handle = await db.value(_HANDLE, account_id)
    return None if handle is None else bytes(handle)


async def put_handle(db: Writer, account_id: int, handle: bytes) -> None:
    await db.run(_PUT_HANDLE, account_id, handle)


async def insert_challenge(
    db: Writer, challenge_hash: bytes, purpose: str, binding: bytes, account_id: int | None, expires_at: int
) -> None:
    await db.run(_INSERT_CHALLENGE, challenge_hash, purpose, binding, account_id, expires_at)


async def take_challenge(
    db: Writer, challenge_hash: bytes, purpose: str, binding: bytes, account_id: int | None, now: int
) -> bool:
    """Use a challenge up; False when it is unknown, used, expired, or was made for something else."""
    return bool(await db.run(_TAKE_CHALLENGE, challenge_hash, purpose, binding, account_id or 0, now))


async def prune_challenges(db: Writer, now: int) -> None:
    await db.run(_PRUNE_CHALLENGES, now)
