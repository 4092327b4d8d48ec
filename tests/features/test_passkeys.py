"""Passkeys against an authenticator in software: the ceremonies as they should go, and every way they should not."""

import json
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from webauthn.helpers import parse_authentication_credential_json, parse_registration_credential_json

from folkmoot.features import auth
from folkmoot.features.auth.challenges import LIFE
from folkmoot.features.auth.errors import PasskeyRefusedError
from folkmoot.features.auth.passkeys import _trusting_nothing
from folkmoot.infra.errors import ConflictError, InvalidError, MissingError
from tests.support.authenticator import PRESENT, Authenticator
from tests.support.moot import BASE, Member, Moot

BROWSER = "the session of a browser"


async def _options(moot: Moot, member: Member, binding: str = BROWSER) -> str:
    async with moot.ground.work() as work:
        site = moot.ground.config.site
        return await auth.begin_passkey(work, member.id, site=site, username=member.name, binding=binding)


async def _register(moot: Moot, member: Member, key: Authenticator, name: str = "Key") -> list[str]:
    answer = json.dumps(key.make(await _options(moot, member)))
    return await auth.add_passkey(moot.ground, member.id, answer, name=name, binding=BROWSER)


async def _ask(moot: Moot, account_id: int | None = None) -> str:
    async with moot.ground.work() as work:
        site = moot.ground.config.site
        return await auth.begin_passkey_sign_in(work, site=site, binding=BROWSER, account_id=account_id)


async def _sign_in(moot: Moot, answer: dict[str, Any], binding: str = BROWSER, account_id: int | None = None) -> int:
    return await auth.accept_passkey(moot.ground, json.dumps(answer), binding=binding, account_id=account_id)


async def test_a_passkey_alone_is_enough_to_come_in(a_moot: Moot) -> None:
    anna, key = await a_moot.member("anna"), Authenticator(BASE)
    codes = await _register(a_moot, anna, key, "  My   telephone ")
    assert len(codes) == 10
    assert await auth.factors_of(await a_moot.ground.read(), anna.id) == auth.Factors(
        otp=False, passkeys=1, recovery_codes=10
    )
    asked = await _ask(a_moot)
    assert json.loads(asked)["allowCredentials"] == []
    assert json.loads(asked)["userVerification"] == "required"
    assert await _sign_in(a_moot, key.show(asked)) == anna.id
    (known,) = await auth.passkeys_of(await a_moot.ground.read(), anna.id)
    assert (known.name, known.sign_count, known.transports) == ("My telephone", 1, ["hybrid", "internal"])
    assert known.last_used_at is not None


async def test_as_a_second_factor_it_must_be_ones_own(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    key, other = Authenticator(BASE), Authenticator(BASE)
    await _register(a_moot, anna, key)
    await _register(a_moot, berta, other)
    asked = await _ask(a_moot, anna.id)
    assert [each["id"] for each in json.loads(asked)["allowCredentials"]] == [key.show(asked)["id"]]
    with pytest.raises(PasskeyRefusedError):
        await _sign_in(a_moot, other.show(await _ask(a_moot, anna.id)), account_id=anna.id)
    assert await _sign_in(a_moot, key.show(await _ask(a_moot, anna.id)), account_id=anna.id) == anna.id
    with pytest.raises(PasskeyRefusedError):
        await _sign_in(a_moot, key.show(await _ask(a_moot, anna.id)))


async def test_an_answer_is_good_once(a_moot: Moot) -> None:
    anna, key = await a_moot.member("anna"), Authenticator(BASE)
    made = json.dumps(key.make(await _options(a_moot, anna)))
    await auth.add_passkey(a_moot.ground, anna.id, made, name="Key", binding=BROWSER)
    with pytest.raises(PasskeyRefusedError):
        await auth.add_passkey(a_moot.ground, anna.id, made, name="Key", binding=BROWSER)
    shown = key.show(await _ask(a_moot))
    await _sign_in(a_moot, shown)
    with pytest.raises(PasskeyRefusedError):
        await _sign_in(a_moot, shown)


async def test_a_failed_ceremony_uses_its_challenge_up(a_moot: Moot) -> None:
    anna, key = await a_moot.member("anna"), Authenticator(BASE)
    await _register(a_moot, anna, key)
    asked = await _ask(a_moot)
    broken = key.show(asked)
    broken["response"]["signature"] = "AAAA"
    with pytest.raises(PasskeyRefusedError):
        await _sign_in(a_moot, broken)
    with pytest.raises(PasskeyRefusedError):
        await _sign_in(a_moot, key.show(asked))


async def test_a_challenge_is_for_one_browser_one_purpose_and_five_minutes(a_moot: Moot) -> None:
    anna, key = await a_moot.member("anna"), Authenticator(BASE)
    await _register(a_moot, anna, key)
    asked = await _ask(a_moot)
    with pytest.raises(PasskeyRefusedError):
        await _sign_in(a_moot, key.show(asked), binding="another browser")
    a_moot.clock.advance(LIFE - 10_000)
    assert await _sign_in(a_moot, key.show(asked)) == anna.id
    asked = await _ask(a_moot)
    a_moot.clock.advance(LIFE + 1000)
    with pytest.raises(PasskeyRefusedError):
        await _sign_in(a_moot, key.show(asked))
    registering = json.loads(await _options(a_moot, anna))
    with pytest.raises(PasskeyRefusedError):
        await _sign_in(a_moot, key.show(json.dumps({"challenge": registering["challenge"], "rpId": "moot.test"})))


@pytest.mark.parametrize(
    "spoil",
    [
        {"origin": "https://moot.test.evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
        {"handle": b"somebody else"},
        {"key": Authenticator(BASE).key},
        {"credential_id": b"unknown" * 4},
        {"count": -1},
    ],
    ids=lambda spoil: next(iter(spoil)),
)
async def test_a_wrong_answer_is_refused(a_moot: Moot, spoil: dict[str, Any]) -> None:
    anna, key = await a_moot.member("anna"), Authenticator(BASE)
    key.count = 5
    await _register(a_moot, anna, key)
    for name, value in spoil.items():
        setattr(key, name, value)
    with pytest.raises(PasskeyRefusedError):
        await _sign_in(a_moot, key.show(await _ask(a_moot)))


async def test_a_copied_authenticator_shows_by_its_count(a_moot: Moot) -> None:
    anna, key = await a_moot.member("anna"), Authenticator(BASE)
    await _register(a_moot, anna, key)
    key.count = 10
    assert await _sign_in(a_moot, key.show(await _ask(a_moot))) == anna.id
    key.count = 10
    with pytest.raises(PasskeyRefusedError):
        await _sign_in(a_moot, key.show(await _ask(a_moot)))


async def test_registration_wants_the_right_page_and_a_verified_holder(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    for spoil in ({"origin": "https://evil.example"}, {"flags": PRESENT}):
        key = Authenticator(BASE)
        for name, value in spoil.items():
            setattr(key, name, value)
        with pytest.raises(PasskeyRefusedError):
            await _register(a_moot, anna, key)
    berta, key = await a_moot.member("berta"), Authenticator(BASE)
    stolen = json.dumps(key.make(await _options(a_moot, anna)))
    with pytest.raises(PasskeyRefusedError):
        await auth.add_passkey(a_moot.ground, berta.id, stolen, name="Key", binding=BROWSER)
    assert await auth.passkeys_of(await a_moot.ground.read(), anna.id) == []


async def test_the_same_passkey_is_registered_once(a_moot: Moot) -> None:
    anna, berta, key = await a_moot.member("anna"), await a_moot.member("berta"), Authenticator(BASE)
    await _register(a_moot, anna, key)
    assert len(json.loads(await _options(a_moot, anna))["excludeCredentials"]) == 1
    with pytest.raises(ConflictError):
        await _register(a_moot, berta, key)


async def test_passkeys_are_named_and_removed_by_their_owner_alone(a_moot: Moot) -> None:
    anna, berta, key = await a_moot.member("anna"), await a_moot.member("berta"), Authenticator(BASE)
    await _register(a_moot, anna, key)
    (known,) = await auth.passkeys_of(await a_moot.ground.read(), anna.id)
    async with a_moot.ground.work() as work:
        await auth.rename_passkey(work, anna.id, known.id, "Ring")
        for act in (auth.remove_passkey(work, berta.id, known.id), auth.rename_passkey(work, berta.id, known.id, "X")):
            with pytest.raises(MissingError):
                await act
        for bad in ("", "  ", "x" * 61, "bell\a"):
            with pytest.raises(InvalidError):
                await auth.rename_passkey(work, anna.id, known.id, bad)
    assert [each.name for each in await auth.passkeys_of(await a_moot.ground.read(), anna.id)] == ["Ring"]
    async with a_moot.ground.work() as work:
        await auth.remove_passkey(work, anna.id, known.id)
    assert not (await auth.factors_of(await a_moot.ground.read(), anna.id)).any
    with pytest.raises(PasskeyRefusedError):
        await _sign_in(a_moot, key.show(await _ask(a_moot)))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "attestationObject", "transports"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=60)
@given(_JSON.map(json.dumps) | st.text(max_size=30))
def test_nonsense_is_a_refusal_and_nothing_else(answer: str) -> None:
    for read in (parse_authentication_credential_json, parse_registration_credential_json):
        with suppress(PasskeyRefusedError):
            _trusting_nothing(partial(read, answer))


async def test_a_flood_of_characters_is_not_even_read(a_moot: Moot) -> None:
    with pytest.raises(PasskeyRefusedError, match="could not be accepted") as refusal:
        await auth.accept_passkey(a_moot.ground, "[" * 70_000, binding=BROWSER)
    assert "too long" in refusal.value.detail
