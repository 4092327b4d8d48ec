"""Every route holds its caller to a token and a scope; walked over the table of routes, so that none is forgotten."""

import pytest

from folkmoot.features import auth
from folkmoot.features.auth.scopes import KNOWN_SCOPES
from folkmoot.interfaces.mastodon.routing import Who
from tests.support.moot import Moot
from tests.support.routes import ROUTES, address, documented, name_of

SCOPED = tuple(route for route in ROUTES if route.scope)
CLOSED = tuple(route for route in ROUTES if route.who is not Who.ANYBODY)
ODD_TOKENS = ("", "x", "0" * 64, "ü" * 30, "a" * 10_000, "null", "undefined", "' or 1=1 --")


async def _token(moot: Moot, account_id: int | None, scopes: str) -> dict[str, str]:
    async with moot.ground.work() as work:
        _, secret = await auth.issue_token(work, app_id=None, account_id=account_id, scopes=scopes)
    return {"Authorization": f"Bearer {secret}"}


async def test_without_a_token_only_what_is_for_everybody(a_moot: Moot) -> None:
    for route in CLOSED:
        answer = await a_moot.call(route.method, address(route))
        assert answer.status_code == 401, name_of(route)
        assert answer.headers["www-authenticate"].startswith("Bearer "), name_of(route)
        assert answer.json() == {"error": "The access token is invalid"}, name_of(route)


async def test_a_token_that_is_none_opens_nothing(a_moot: Moot) -> None:
    for token in ODD_TOKENS:
        headers = [(b"Authorization", b"Bearer " + token.encode())]
        for route in ROUTES:
            answer = await a_moot.http.request(route.method, address(route), headers=headers)
            assert answer.status_code == 401, (name_of(route), token)


async def test_a_revoked_token_opens_nothing_at_once(a_moot: Moot) -> None:
    anna = await a_moot.member()
    await a_moot.ok("GET", "/api/v1/timelines/home", anna)
    async with a_moot.ground.work() as work:
        assert await auth.revoke_token(work, anna.token)
    for route in ROUTES:
        assert (await a_moot.call(route.method, address(route), anna)).status_code == 401, name_of(route)


async def test_every_scope_but_the_right_one_is_not_enough(a_moot: Moot) -> None:
    """The token may do everything that does not contain what the route asks for."""
    anna = await a_moot.member(role="owner")
    made: dict[str, dict[str, str]] = {}
    for route in SCOPED:
        if route.scope not in made:
            wanted = route.scope.split("|")
            others = sorted(
                scope for scope in KNOWN_SCOPES if not any(auth.allows(frozenset((scope,)), one) for one in wanted)
            )
            made[route.scope] = await _token(a_moot, anna.id, " ".join(others))
        answer = await a_moot.http.request(route.method, address(route), headers=made[route.scope])
        assert answer.status_code == 403, name_of(route)
        assert answer.json() == {"error": "This action is outside the authorized scopes"}, name_of(route)


async def test_the_narrowest_scope_is_enough(a_moot: Moot) -> None:
    """With it, and an id that nothing has, the answer is anything but a refusal of the token."""
    anna = await a_moot.member(role="owner")
    for route in SCOPED:
        for scope in route.scope.split("|"):
            headers = await _token(a_moot, anna.id, scope)
            answer = await a_moot.http.request(route.method, address(route), headers=headers)
            assert answer.status_code != 401, name_of(route)
            assert answer.status_code < 500, name_of(route)
            assert "outside the authorized scopes" not in answer.text, name_of(route)


async def test_a_token_without_a_member_is_no_member(a_moot: Moot) -> None:
    headers = await _token(a_moot, None, "read write follow push admin:read admin:write")
    for route in ROUTES:
        if route.who is Who.MEMBER:
            answer = await a_moot.http.request(route.method, address(route), headers=headers)
            assert answer.status_code == 422, name_of(route)


@pytest.mark.parametrize("state", ["unconfirmed", "unapproved"])
async def test_members_who_may_not_act_yet_do_nothing(a_moot: Moot, state: str) -> None:
    from folkmoot.features import accounts

    async with a_moot.ground.work() as work:
        account = await accounts.open_account(work, "newcomer")
        await auth.open_user(
            work, account.id, email="new@example.org", password_hash="x",
            confirmed=state != "unconfirmed", approved=state != "unapproved",
        )  # fmt: skip
        _, secret = await auth.issue_token(work, app_id=None, account_id=account.id, scopes="read write follow")
    for route in SCOPED:
        if route.who is Who.MEMBER:
            headers = {"Authorization": f"Bearer {secret}"}
            answer = await a_moot.http.request(route.method, address(route), headers=headers)
            assert answer.status_code == 403, (name_of(route), answer.text)


UNSCOPED = {
    "GET /api/v1/accounts/lookup": "its documentation names a scope but shows no token; it tells what a profile tells",
}


def test_routes_ask_for_the_documented_scope() -> None:
    """One of the documentation's scopes at least, and no other."""
    for route in ROUTES:
        op = documented(route)
        if op is None or not op.access.scopes or name_of(route) in UNSCOPED:
            continue
        asked = set(route.scope.split("|")) - {""}
        assert asked, f"{name_of(route)} is documented with {op.access.scopes} and asks for no scope"
        assert asked <= set(op.access.scopes), name_of(route)
