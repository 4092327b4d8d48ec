"""One-time codes and recovery codes: sealed, short-lived, good once."""

import asyncio

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.features import auth
from folkmoot.features.auth.otp import STEP, matching_step
from folkmoot.features.auth.recovery import CODES
from folkmoot.infra.db import Sql
from folkmoot.infra.errors import ConflictError
from folkmoot.infra.sealing import BrokenSealError, Seal
from tests.support.moot import Moot

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
KEY = "ab" * 32


async def _begin(moot: Moot, account_id: int) -> pyotp.TOTP:
    async with moot.ground.work() as work:
        setup = await auth.begin_otp(work, account_id, label="anna@moot.test", issuer="Moot")
    return pyotp.TOTP(setup.secret)


def _code(moot: Moot, otp: pyotp.TOTP, later: int = 0) -> str:
    return otp.generate_otp(moot.clock() // STEP + later)


async def _enable(moot: Moot, account_id: int) -> tuple[pyotp.TOTP, list[str]]:
    otp = await _begin(moot, account_id)
    async with moot.ground.work() as work:
        codes = await auth.confirm_otp(work, account_id, _code(moot, otp))
    moot.clock.advance(2 * STEP)
    return otp, codes


async def _check(moot: Moot, account_id: int, code: str) -> bool:
    async with moot.ground.work() as work:
        return await auth.check_code(work, account_id, code)


async def _factors(moot: Moot, account_id: int) -> auth.Factors:
    return await auth.factors_of(await moot.ground.read(), account_id)


async def test_a_secret_counts_only_after_it_was_confirmed(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    otp = await _begin(a_moot, anna.id)
    assert not (await _factors(a_moot, anna.id)).any
    assert not await _check(a_moot, anna.id, _code(a_moot, otp))
    wrong = "000000" if _code(a_moot, otp) != "000000" else "111111"
    with pytest.raises(auth.WrongCodeError):
        async with a_moot.ground.work() as work:
            await auth.confirm_otp(work, anna.id, wrong)
    async with a_moot.ground.work() as work:
        shown_again = await auth.pending_otp(work, anna.id, label="anna", issuer="Moot")
        assert shown_again is not None
        assert shown_again.secret == otp.secret
        codes = await auth.confirm_otp(work, anna.id, _code(a_moot, otp))
        assert await auth.pending_otp(work, anna.id, label="anna", issuer="Moot") is None
    assert await _factors(a_moot, anna.id) == auth.Factors(otp=True, passkeys=0, recovery_codes=CODES)
    assert len(set(codes)) == CODES


async def test_a_code_opens_once_and_older_ones_not_at_all(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    otp, _ = await _enable(a_moot, anna.id)
    now, before, after = _code(a_moot, otp), _code(a_moot, otp, -1), _code(a_moot, otp, 1)
    assert await _check(a_moot, anna.id, now)
    assert not await _check(a_moot, anna.id, now)
    assert not await _check(a_moot, anna.id, before)
    assert await _check(a_moot, anna.id, after)
    a_moot.clock.advance(10 * STEP)
    assert not await _check(a_moot, anna.id, after)
    assert await _check(a_moot, anna.id, _code(a_moot, otp))


async def test_a_confirmed_secret_is_not_replaced_in_passing(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    otp, _ = await _enable(a_moot, anna.id)
    with pytest.raises(ConflictError):
        await _begin(a_moot, anna.id)
    with pytest.raises(ConflictError):
        async with a_moot.ground.work() as work:
            await auth.confirm_otp(work, anna.id, _code(a_moot, otp))
    assert await _check(a_moot, anna.id, _code(a_moot, otp))


async def test_the_secret_is_sealed_for_its_member(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    otp, _ = await _enable(a_moot, anna.id)

    stored = await a_moot.ground.db.reader.value(
        Sql("select otp_secret from local_user where account_id = $1"), anna.id
    )
    assert otp.secret not in stored
    async with a_moot.ground.work() as work:
        await work.db.run(
            Sql("update local_user set otp_secret = $2, otp_enabled_at = 1 where account_id = $1"), berta.id, stored
        )
    with pytest.raises(BrokenSealError):
        await _check(a_moot, berta.id, _code(a_moot, otp))


async def test_a_recovery_code_opens_once_in_whatever_dress(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    _, codes = await _enable(a_moot, anna.id)
    await _enable(a_moot, berta.id)
    assert not await _check(a_moot, berta.id, codes[0])
    assert await _check(a_moot, anna.id, f" {codes[0].upper().replace('-', ' ')} ")
    assert not await _check(a_moot, anna.id, codes[0])
    assert (await _factors(a_moot, anna.id)).recovery_codes == CODES - 1
    async with a_moot.ground.work() as work:
        fresh = await auth.make_codes(work, anna.id)
    assert not await _check(a_moot, anna.id, codes[1])
    assert await _check(a_moot, anna.id, fresh[1])


async def test_of_many_at_once_one_gets_in(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    otp, codes = await _enable(a_moot, anna.id)
    for code in (_code(a_moot, otp), codes[0]):
        tries = await asyncio.gather(*(_check(a_moot, anna.id, code) for _ in range(6)))
        assert tries.count(True) == 1


async def test_turning_codes_off_takes_the_recovery_codes_along(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    otp, codes = await _enable(a_moot, anna.id)
    async with a_moot.ground.work() as work:
        await auth.disable_otp(work, anna.id)
    assert await _factors(a_moot, anna.id) == auth.Factors(otp=False, passkeys=0, recovery_codes=0)
    assert not await _check(a_moot, anna.id, _code(a_moot, otp))
    assert not await _check(a_moot, anna.id, codes[0])


async def test_a_second_factor_is_fresh_for_ten_minutes(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    async with a_moot.ground.work() as work:
        session, _ = await auth.open_session(work, anna.id, factor_shown=True)
        bare, _ = await auth.open_session(work, anna.id)
    now = session.created_at
    auth.require_fresh(session, now + 9 * 60_000)
    for stale, at in ((session, now + 10 * 60_000), (session, now - 1), (bare, now)):
        with pytest.raises(auth.StaleFactorError):
            auth.require_fresh(stale, at)


async def test_proof_is_the_password_until_there_is_a_factor(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    async with a_moot.ground.work() as work:
        session, _ = await auth.open_session(work, anna.id)
    with pytest.raises(auth.WrongPasswordError):
        await auth.require_proof(a_moot.ground, session, "not the password")
    await _enable(a_moot, anna.id)
    with pytest.raises(auth.StaleFactorError):
        await auth.require_proof(a_moot.ground, session, "whatever it is")


def test_the_qr_code_is_one_svg_element_without_script() -> None:
    url = pyotp.TOTP(SECRET).provisioning_uri(name="anna@moot.test", issuer_name="Moot & <Thing>")
    drawn = auth.OtpSetup(SECRET, url).qr()
    assert drawn.startswith("<svg ")
    assert drawn.endswith("</svg>")
    assert drawn.count("<") == drawn.count(">")
    assert "script" not in drawn


@pytest.mark.parametrize(("at", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_codes_are_those_of_rfc_6238(at: int, code: str) -> None:
    assert matching_step(SECRET, code, at * 1000) == at // 30


@given(st.integers(10**12, 4 * 10**12), st.integers(-4, 4))
def test_only_the_steps_beside_now_are_let_through(now: int, away: int) -> None:
    step = now // STEP + away
    code = pyotp.TOTP(SECRET).generate_otp(step)
    found = matching_step(SECRET, code, now)
    if abs(away) <= 1:
        assert found is not None
        assert pyotp.TOTP(SECRET).generate_otp(found) == code
    else:
        assert found is None or pyotp.TOTP(SECRET).generate_otp(found) == code


@given(st.text(max_size=40))
def test_whatever_is_typed_is_only_right_or_wrong(text: str) -> None:
    assert matching_step(SECRET, text, 1_700_000_000_000) in {None, 56666665, 56666666, 56666667}


@given(st.text(max_size=60).filter(lambda t: t.isprintable()), st.integers(0, 2**62), st.integers(0, 2**62))
def test_a_seal_opens_only_for_its_owner_purpose_and_key(text: str, owner: int, other: int) -> None:
    sealed = Seal(KEY, "one").close(text, owner)
    assert Seal(KEY, "one").open(sealed, owner) == text
    for seal, who in ((Seal(KEY, "two"), owner), (Seal("cd" * 32, "one"), owner)):
        with pytest.raises(BrokenSealError):
            seal.open(sealed, who)
    if other != owner:
        with pytest.raises(BrokenSealError):
            Seal(KEY, "one").open(sealed, other)
        assert Seal(KEY, "one").digest(text, owner) != Seal(KEY, "one").digest(text, other)
