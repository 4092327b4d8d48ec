"""Roles: who may grant which, and that nothing else gives one."""

import re
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.features import auth
from folkmoot.features.auth import Permission, Role, Session
from folkmoot.features.auth.roles import BUILT_IN, EVERYONE, may_grant
from folkmoot.infra.db import Sql
from folkmoot.infra.errors import ForbiddenError, MissingError
from tests.support.browser import Browser, browser_of
from tests.support.moot import Member, Moot


async def _session(moot: Moot, member: Member, *, factor_shown: bool = True) -> Session:
    async with moot.ground.work() as work:
        session, _ = await auth.open_session(work, member.id, factor_shown=factor_shown)
    return session


async def _grant(moot: Moot, target: Member, name: str, by: Session | None) -> None:
    async with moot.ground.work() as work:
        await auth.grant_role(work, target.id, name, by=by)


async def _role(moot: Moot, member: Member) -> str:
    held = await auth.roles_of(await moot.ground.read(), [member.id])
    return held.get(member.id, EVERYONE).name


async def _log(moot: Moot) -> list[tuple[object, ...]]:
    rows = await moot.ground.db.reader.all(Sql("select account_id, act, target from staff_log order by id"))
    return [tuple(row) for row in rows]


async def test_an_owner_grants_and_takes_away_and_it_is_logged(a_moot: Moot) -> None:
    owner, anna = await a_moot.member("boss", role="owner"), await a_moot.member("anna")
    session = await _session(a_moot, owner)
    await _grant(a_moot, anna, "moderator", session)
    assert await _role(a_moot, anna) == "moderator"
    await _grant(a_moot, anna, "", session)
    assert await _role(a_moot, anna) == ""
    assert set(await _log(a_moot)) == {
        (None, "role:owner", f"account:{owner.id}"),
        (owner.id, "role:moderator", f"account:{anna.id}"),
        (owner.id, "role:", f"account:{anna.id}"),
    }


async def test_without_a_fresh_second_factor_nobody_grants(a_moot: Moot) -> None:
    owner, anna = await a_moot.member("boss", role="owner"), await a_moot.member("anna")
    bare = await _session(a_moot, owner, factor_shown=False)
    session = await _session(a_moot, owner)
    a_moot.clock.advance(11 * 60_000)
    for stale in (bare, session):
        with pytest.raises(auth.StaleFactorError):
            await _grant(a_moot, anna, "moderator", stale)
    assert await _role(a_moot, anna) == ""
    assert len(await _log(a_moot)) == 1


async def test_rank_is_judged_by_what_stands_now(a_moot: Moot) -> None:
    owner, admin = await a_moot.member("boss", role="owner"), await a_moot.member("chief", role="admin")
    moderator, anna = await a_moot.member("mo", role="moderator"), await a_moot.member("anna")
    by_admin, by_moderator = await _session(a_moot, admin), await _session(a_moot, moderator)
    await _grant(a_moot, anna, "moderator", by_admin)
    refused = [
        (anna, "admin", by_admin), (anna, "owner", by_admin), (owner, "", by_admin), (admin, "owner", by_admin),
        (admin, "", by_admin), (anna, "", by_moderator), (moderator, "admin", by_moderator),
        (anna, "moderator", await _session(a_moot, anna)),
    ]  # fmt: skip
    for target, name, by in refused:
        with pytest.raises(ForbiddenError):
            await _grant(a_moot, target, name, by)
    await _grant(a_moot, admin, "", None)
    with pytest.raises(ForbiddenError):
        await _grant(a_moot, anna, "", by_admin)
    with pytest.raises(MissingError):
        await _grant(a_moot, anna, "emperor", None)
    with pytest.raises(MissingError):
        await _grant(a_moot, Member(1, "", ""), "moderator", None)


async def test_an_ended_or_made_up_session_grants_nothing(a_moot: Moot) -> None:
    owner, anna = await a_moot.member("boss", role="owner"), await a_moot.member("anna")
    own = await _session(a_moot, anna)
    forged = Session(own.id, owner.id, own.created_at, own.last_seen_at, own.last_factor_at, "", "")
    ended = await _session(a_moot, owner)
    async with a_moot.ground.work() as work:
        await auth.end_sessions(work, owner.id)
    for session in (forged, ended):
        with pytest.raises(ForbiddenError):
            await _grant(a_moot, anna, "admin", session)


async def test_a_granted_role_is_known_to_tokens_at_once(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    assert not (await auth.authenticate(a_moot.ground, anna.token)).may(Permission.MANAGE_USERS)
    await _grant(a_moot, anna, "moderator", None)
    assert (await auth.authenticate(a_moot.ground, anna.token)).may(Permission.MANAGE_USERS)
    await _grant(a_moot, anna, "", None)
    assert not (await auth.authenticate(a_moot.ground, anna.token)).may(Permission.MANAGE_USERS)


_ROLES = st.builds(
    Role,
    id=st.integers(4, 9),
    name=st.just("x"),
    permissions=st.integers(0, 0xFFFFF),
    position=st.integers(0, 1000),
    color=st.just(""),
    highlighted=st.booleans(),
)


@given(_ROLES | st.sampled_from([*BUILT_IN, EVERYONE]), _ROLES, _ROLES)
def test_nobody_gives_more_than_they_have_or_reaches_up(granter: Role, held: Role, wanted: Role) -> None:
    if not may_grant(granter, held, wanted):
        return
    assert granter.may(Permission.MANAGE_ROLES)
    assert granter.position > wanted.position
    assert granter.position > held.position
    for permission in Permission:
        if wanted.permissions & permission and permission is not Permission.INVITE_USERS:
            assert granter.may(permission)


_WISHES = st.dictionaries(
    st.sampled_from(
        ["role", "role_id", "user[role_id]", "role[permissions]", "permissions", "admin", "is_admin", "position"]
    ),
    st.sampled_from(["1", "2", "3", "owner", "admin", "true", "1048575"]),
    min_size=1,
)
_JOIN = {"password": "long enough to do", "agreement": "true", "locale": "en", "reason": "please"}
_CALLS = st.sampled_from([
    ("POST", "/api/v1/apps", {"client_name": "x", "redirect_uris": "https://a.example/", "scopes": "admin:write"}),
    ("POST", "/api/v1/accounts", _JOIN),
    ("PATCH", "/api/v1/accounts/update_credentials", {"display_name": "Anna", "source[privacy]": "public"}),
    ("PATCH", "/api/v1/profile", {"display_name": "Anna"}),
    ("POST", "/api/v1/statuses", {"status": "I am an owner"}),
    ("POST", "/oauth/token", {"grant_type": "client_credentials", "scope": "admin:write"}),
    ("POST", "/api/v1/admin/accounts/{id}/role", {}),
    ("PUT", "/api/v1/admin/accounts/{id}", {}),
    ("POST", "/api/v1/admin/accounts/{id}/action", {"type": "none"}),
    ("POST", "/auth/sign_up", _JOIN),
    ("POST", "/settings/language", {"language": "de"}),
    ("POST", "/settings/security/password", {"password": "x", "new": "something else"}),
])  # fmt: skip
Wish = tuple[tuple[str, str, dict[str, str]], dict[str, str]]


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr("folkmoot.features.auth.passwords._HASHER", hasher)


async def _member_in_a_browser(moot: Moot) -> tuple[Member, Browser]:
    anna = await moot.member()
    async with moot.ground.work() as work:
        _, secret = await auth.open_session(work, anna.id, factor_shown=True)
    browser = browser_of(moot.http)
    browser._http.cookies.set("folkmoot_session", secret)
    return anna, browser


async def _app_token(moot: Moot) -> str:
    async with moot.ground.work() as work:
        app, _ = await auth.register_app(work, name="x", redirect_uris=["https://a.example/"], scopes="read write")
        _, token = await auth.issue_token(work, app_id=app.id, account_id=None, scopes="read write")
    return token


async def _role_holders(moot: Moot) -> int:
    held: int = await moot.ground.db.reader.value(Sql("select count(*) from local_user where role_id is not null"))
    return held


async def _wish(moot: Moot, by: Member, browser: Browser, wish: Wish, *, as_json: bool) -> None:
    """Make one call that also asks for a role: as a member by token, as an app, or in a browser with the form's tag."""
    (method, path, fields), extra = wish
    name = f"zoe{moot.clock()}"
    body = {"username": name, "email": f"{name}@example.org", **fields, **extra}
    if path.startswith(("/auth/", "/settings/")):
        await browser.open("/settings")
        tag = re.findall(r'name="csrf" value="(\w+)"', browser.text)[0]
        await browser.post(path, {**body, "csrf": tag})
        return
    caller = Member(0, "", await _app_token(moot)) if path == "/api/v1/accounts" else by
    sent: dict[str, Any] = {"json": body} if as_json else {"data": body}
    await moot.call(method, path.replace("{id}", str(by.id)), caller, **sent)


@settings(max_examples=15)
@given(wishes=st.lists(st.tuples(_CALLS, _WISHES), min_size=3, max_size=8), as_json=st.booleans())
async def test_no_sequence_of_calls_gives_a_role(
    a_moot: Moot, quick_passwords: None, wishes: list[Wish], as_json: bool
) -> None:
    anna, browser = await _member_in_a_browser(a_moot)
    for wish in wishes:
        await _wish(a_moot, anna, browser, wish, as_json=as_json)
    assert await _role_holders(a_moot) == 0
    assert await _log(a_moot) == []


@pytest.mark.parametrize("path", ["/api/v1/accounts", "/auth/sign_up"])
async def test_who_signs_up_with_a_role_gets_in_without_it(a_moot: Moot, quick_passwords: None, path: str) -> None:
    anna, browser = await _member_in_a_browser(a_moot)
    wish = (("POST", path, _JOIN), {"role": "owner", "role_id": "3", "permissions": "1048575"})
    await _wish(a_moot, anna, browser, wish, as_json=False)
    assert await a_moot.ground.db.reader.value(Sql("select count(*) from local_user")) == 2
    assert await _role_holders(a_moot) == 0
