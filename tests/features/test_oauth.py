"""Authorization codes, web sessions, and the secrets behind them."""

import asyncio
import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.features import auth
from folkmoot.features.auth import App, BadGrantError, BadTokenError
from folkmoot.features.auth.grants import CODE_LIFE, challenge_of
from folkmoot.features.auth.jobs import forget_expired
from folkmoot.features.auth.sessions import AGENT_LIMIT, IDLE_LIFE
from folkmoot.infra.clock import DAY, HOUR
from folkmoot.infra.db import Sql
from folkmoot.infra.errors import InvalidError
from tests.support.moot import Member, Moot

ADDRESS = "myapp://callback"
VERIFIER = "v" * 43


async def _app(a_moot: Moot, name: str = "Seabird") -> App:
    async with a_moot.ground.work() as work:
        app, _ = await auth.register_app(work, name=name, redirect_uris=[ADDRESS], scopes="read write")
    return app


async def _code(a_moot: Moot, app: App, member: Member, challenge: str = "") -> str:
    async with a_moot.ground.work() as work:
        return await auth.grant_code(
            work, app, member.id, redirect_uri=ADDRESS, scopes="read", code_challenge=challenge
        )


async def test_a_code_gives_a_token_once(a_moot: Moot) -> None:
    anna, app = await a_moot.member("anna"), await _app(a_moot)
    code = await _code(a_moot, app, anna)
    secret, scopes, _ = await auth.redeem_code(a_moot.ground, app, code, redirect_uri=ADDRESS)
    caller = await auth.authenticate(a_moot.ground, secret)
    assert (caller.account_id, caller.app_id, scopes) == (anna.id, app.id, "read")
    with pytest.raises(BadGrantError):
        await auth.redeem_code(a_moot.ground, app, code, redirect_uri=ADDRESS)


async def test_a_code_shown_twice_costs_what_it_gave(a_moot: Moot) -> None:
    anna, app = await a_moot.member("anna"), await _app(a_moot)
    other, *_ = await auth.redeem_code(a_moot.ground, app, await _code(a_moot, app, anna), redirect_uri=ADDRESS)
    code = await _code(a_moot, app, anna)
    secret, *_ = await auth.redeem_code(a_moot.ground, app, code, redirect_uri=ADDRESS)
    with pytest.raises(BadGrantError):
        await auth.redeem_code(a_moot.ground, app, code, redirect_uri=ADDRESS)
    with pytest.raises(BadTokenError):
        await auth.authenticate(a_moot.ground, secret)
    assert (await auth.authenticate(a_moot.ground, other)).account_id == anna.id


async def test_of_two_at_once_one_wins(a_moot: Moot) -> None:
    anna, app = await a_moot.member("anna"), await _app(a_moot)
    code = await _code(a_moot, app, anna)
    tries = [auth.redeem_code(a_moot.ground, app, code, redirect_uri=ADDRESS) for _ in range(8)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(result) for result in results].count(BadGrantError) == 7
    assert await a_moot.ground.db.reader.value(Sql("select count(*) from token where grant_hash is not null")) == 0


async def test_a_code_is_bound_to_app_address_and_time(a_moot: Moot) -> None:
    anna, app, other = await a_moot.member("anna"), await _app(a_moot), await _app(a_moot, "Other")
    code = await _code(a_moot, app, anna)
    for wrong_app, address in ((other, ADDRESS), (app, "myapp://elsewhere")):
        with pytest.raises(BadGrantError):
            await auth.redeem_code(a_moot.ground, wrong_app, code, redirect_uri=address)
    a_moot.clock.advance(CODE_LIFE + 1)
    with pytest.raises(BadGrantError):
        await auth.redeem_code(a_moot.ground, app, code, redirect_uri=ADDRESS)


@pytest.mark.parametrize("verifier", ["", "w" * 43, "v" * 42, "v" * 43 + "ä", "v" * 129])
async def test_a_challenge_wants_its_verifier(a_moot: Moot, verifier: str) -> None:
    anna, app = await a_moot.member("anna"), await _app(a_moot)
    code = await _code(a_moot, app, anna, challenge_of(VERIFIER))
    with pytest.raises(BadGrantError):
        await auth.redeem_code(a_moot.ground, app, code, redirect_uri=ADDRESS, code_verifier=verifier)
    secret, *_ = await auth.redeem_code(a_moot.ground, app, code, redirect_uri=ADDRESS, code_verifier=VERIFIER)
    assert (await auth.authenticate(a_moot.ground, secret)).account_id == anna.id


async def test_a_verifier_without_a_challenge_is_refused(a_moot: Moot) -> None:
    anna, app = await a_moot.member("anna"), await _app(a_moot)
    code = await _code(a_moot, app, anna)
    with pytest.raises(BadGrantError):
        await auth.redeem_code(a_moot.ground, app, code, redirect_uri=ADDRESS, code_verifier=VERIFIER)


@given(st.binary(min_size=32, max_size=96))
def test_challenges_are_what_rfc_7636_says(random: bytes) -> None:
    verifier = base64.urlsafe_b64encode(random).rstrip(b"=").decode()[:128]
    challenge = challenge_of(verifier)
    assert auth.is_challenge(challenge)
    padded = base64.urlsafe_b64decode(challenge + "=")
    assert padded == hashlib.sha256(verifier.encode()).digest()


def test_the_example_of_rfc_7636() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


async def test_what_opens_nothing_any_more_is_forgotten(a_moot: Moot) -> None:
    anna, app = await a_moot.member("anna"), await _app(a_moot)
    await _code(a_moot, app, anna)
    async with a_moot.ground.work() as work:
        await auth.open_session(work, anna.id)
        auth.ask_reset(work, "anna@example.org")
    await a_moot.run_jobs()
    tables = ("oauth_grant", "session", "mail_secret")

    async def rows() -> list[int]:
        db = a_moot.ground.db.reader
        return [await db.value(Sql(f"select count(*) from {table}")) for table in tables]

    await forget_expired(a_moot.ground, None)
    assert await rows() == [1, 1, 1]
    a_moot.clock.advance(2 * DAY)
    await forget_expired(a_moot.ground, None)
    assert await rows() == [0, 1, 0]
    a_moot.clock.advance(IDLE_LIFE)
    await forget_expired(a_moot.ground, None)
    assert await rows() == [0, 0, 0]


async def test_an_app_can_be_sent_away(a_moot: Moot) -> None:
    anna, berta, app = await a_moot.member("anna"), await a_moot.member("berta"), await _app(a_moot)
    codes = [await _code(a_moot, app, member) for member in (anna, berta)]
    tokens = [(await auth.redeem_code(a_moot.ground, app, code, redirect_uri=ADDRESS))[0] for code in codes]
    waiting = await _code(a_moot, app, anna)
    db = await a_moot.ground.read()
    assert [row[0] for row in await auth.authorized_apps(db, anna.id)] == [app.id]
    async with a_moot.ground.work() as work:
        await auth.revoke_app(work, anna.id, app.id)
    with pytest.raises(BadTokenError):
        await auth.authenticate(a_moot.ground, tokens[0])
    with pytest.raises(BadGrantError):
        await auth.redeem_code(a_moot.ground, app, waiting, redirect_uri=ADDRESS)
    assert (await auth.authenticate(a_moot.ground, tokens[1])).account_id == berta.id


async def test_a_session_is_known_by_its_secret_until_it_ends(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    async with a_moot.ground.work() as work:
        session, secret = await auth.open_session(work, anna.id, address="192.0.2.7", user_agent="x" * 1_000)
        other, _ = await auth.open_session(work, anna.id, factor_shown=True)
    now, db = a_moot.clock(), a_moot.ground.db.reader
    assert await auth.session_of(db, secret, now) == session
    assert len(session.user_agent) == AGENT_LIMIT
    assert session.last_factor_at is None
    assert other.last_factor_at is not None
    assert await auth.session_of(db, "0" * 64, now) is None
    assert {each.id for each in await auth.sessions_of(db, anna.id, now)} == {session.id, other.id}
    async with a_moot.ground.work() as work:
        await auth.end_sessions(work, anna.id, but=other.id)
    assert await auth.session_of(db, secret, now) is None
    assert [each.id for each in await auth.sessions_of(db, anna.id, now)] == [other.id]


async def test_nobody_ends_the_sessions_of_others(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    async with a_moot.ground.work() as work:
        session, secret = await auth.open_session(work, anna.id)
        assert not await auth.end_session(work, berta.id, session.id)
        await auth.end_sessions(work, berta.id)
    assert await auth.session_of(a_moot.ground.db.reader, secret, a_moot.clock()) is not None


async def test_a_session_ends_by_itself_when_nobody_uses_it(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    async with a_moot.ground.work() as work:
        session, secret = await auth.open_session(work, anna.id)
    a_moot.clock.advance(IDLE_LIFE - HOUR)
    db = a_moot.ground.db.reader
    assert auth.is_stale(session, a_moot.clock())
    async with a_moot.ground.work() as work:
        await auth.session_seen(work, session, "192.0.2.9")
    a_moot.clock.advance(2 * HOUR)
    seen = await auth.session_of(db, secret, a_moot.clock())
    assert seen is not None
    assert seen.address == "192.0.2.9"
    a_moot.clock.advance(IDLE_LIFE)
    assert await auth.session_of(db, secret, a_moot.clock()) is None


async def test_no_secret_is_stored_in_clear(a_moot: Moot) -> None:
    anna, app = await a_moot.member("anna"), await _app(a_moot)
    code = await _code(a_moot, app, anna)
    async with a_moot.ground.work() as work:
        _, session = await auth.open_session(work, anna.id)
        invite = await auth.make_invite(work, anna.id)
    db = a_moot.ground.db.reader
    for table, secret in (("oauth_grant", code), ("session", session), ("invite", invite), ("token", anna.token)):
        rows = await db.all(Sql(f"select * from {table}"))
        assert rows
        assert secret not in str([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in rows])


@pytest.mark.parametrize(
    "address",
    [
        "/relative", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "https://app.example/#part",
        "http:///nowhere", "https://app.example/\nx", "app example://x", "blob:https://app.example/1",
        "x" * 3_000 + ":x",
    ],
)  # fmt: skip
async def test_an_address_that_could_do_harm_is_not_registered(a_moot: Moot, address: str) -> None:
    with pytest.raises(InvalidError):
        async with a_moot.ground.work() as work:
            await auth.register_app(work, name="App", redirect_uris=[address])


@pytest.mark.parametrize("website", ["ftp://app.example", "javascript:alert(1)", "http://[", "app.example"])
async def test_a_website_is_one(a_moot: Moot, website: str) -> None:
    with pytest.raises(InvalidError):
        async with a_moot.ground.work() as work:
            await auth.register_app(work, name="App", redirect_uris=[ADDRESS], website=website)
