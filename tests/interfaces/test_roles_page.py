"""Giving roles on the page: only with a fresh second factor, only downwards, never with a token alone."""

import re

import pyotp
import pytest
from argon2 import PasswordHasher

from folkmoot.features import auth
from folkmoot.features.auth.otp import STEP
from folkmoot.infra.clock import MINUTE
from folkmoot.infra.db import Sql
from tests.support.browser import Browser, browser_of
from tests.support.moot import Member, Moot

PASSWORD = "correct horse battery"
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
HERE = "/settings/roles"


async def _signed_in(moot: Moot, name: str, role: str = "") -> tuple[Member, Browser]:
    member = await moot.member(name, role=role)
    async with moot.ground.work() as work:
        await work.db.run(Sql("update local_user set password_hash = $1"), QUICK)
    browser = browser_of(moot.http)
    await browser.open(f"/auth/sign_in?next={HERE}")
    await browser.send("/auth/sign_in", name=name, password=PASSWORD)
    return member, browser


async def _with_factor(moot: Moot, browser: Browser) -> str:
    await browser.open("/settings/security/otp")
    await browser.send("/settings/security/otp", password=PASSWORD)
    secret: str = re.findall(r'class="address">([A-Z2-7]+)<', browser.text)[0]
    code = pyotp.TOTP(secret).generate_otp(moot.clock() // STEP)
    await browser.send("/settings/security/otp/confirm", code=code)
    moot.clock.advance(2 * STEP)
    return secret


async def _role(moot: Moot, member: Member) -> str:
    user = await auth.user_of(await moot.ground.read(), member.id)
    assert user is not None
    return (await auth.role_of(moot.ground.db.reader, user.role_id)).name


async def test_an_owner_with_a_fresh_factor_makes_a_moderator_and_unmakes_them(a_moot: Moot) -> None:
    berta = await a_moot.member("berta")
    owner, browser = await _signed_in(a_moot, "anna", "owner")
    await _with_factor(a_moot, browser)
    await browser.open(HERE)
    await browser.send(HERE, name="berta", role="moderator")
    assert await _role(a_moot, berta) == "moderator"
    assert "@berta" in browser.text
    await browser.send(HERE, name="@berta", role="")
    assert await _role(a_moot, berta) == ""
    log = await a_moot.ground.db.reader.all(Sql("select account_id, act, target from staff_log order by id"))
    assert [tuple(row) for row in log][-2:] == [
        (owner.id, "role:moderator", f"account:{berta.id}"),
        (owner.id, "role:", f"account:{berta.id}"),
    ]


async def test_without_a_second_factor_nothing_is_given(a_moot: Moot) -> None:
    berta = await a_moot.member("berta")
    _, browser = await _signed_in(a_moot, "anna", "owner")
    await browser.open(HERE)
    assert not browser.has_form(HERE)
    assert "needs a second factor" in browser.text
    csrf = re.findall(r'name="csrf" value="([^"]+)"', (await browser.open("/settings")).text)[0]
    await browser.post(HERE, {"csrf": csrf, "name": "berta", "role": "moderator"})
    assert await _role(a_moot, berta) == ""


async def test_a_factor_shown_long_ago_is_asked_for_again(a_moot: Moot) -> None:
    _, browser = await _signed_in(a_moot, "anna", "owner")
    await _with_factor(a_moot, browser)
    await browser.open(HERE)
    assert browser.has_form(HERE)
    a_moot.clock.advance(11 * MINUTE)
    await browser.open(HERE)
    assert not browser.has_form(HERE)
    assert browser.has_form("/auth/factor")


@pytest.mark.parametrize("role", ["", "moderator"])
async def test_those_who_may_not_are_told_so(a_moot: Moot, role: str) -> None:
    _, browser = await _signed_in(a_moot, "anna", role)
    await browser.open(HERE)
    assert browser.status == 403


async def test_an_unknown_member_is_an_error_on_the_page(a_moot: Moot) -> None:
    _, browser = await _signed_in(a_moot, "anna", "owner")
    await _with_factor(a_moot, browser)
    await browser.open(HERE)
    await browser.send(HERE, name="nobody", role="moderator")
    assert browser.status == 422
    assert "There is no such member here." in browser.text
    await browser.send(HERE, name="anna", role="moderator")
    assert browser.status == 403
