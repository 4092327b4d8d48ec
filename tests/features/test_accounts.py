"""Accounts below the interface: names, profiles and who is found by a handle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.features import accounts, auth
from folkmoot.features.accounts import Field, NameRefusedError, ProfileChange, UnknownAccountError, parse_handle
from folkmoot.infra.errors import InvalidError
from tests.support.moot import HASH, Moot

DOMAIN = "moot.test"


@pytest.mark.parametrize("name", ["", "x" * 31, "anna b", "anna-b", "änna", "admin", "ROOT", "a\nb"])
async def test_names_that_nobody_can_take(a_moot: Moot, name: str) -> None:
    with pytest.raises(NameRefusedError) as refused:
        async with a_moot.ground.work() as work:
            await accounts.open_account(work, name)
    assert refused.value.fields["username"][0][0].startswith("ERR_")


async def test_a_name_is_taken_in_every_spelling(a_moot: Moot) -> None:
    await a_moot.member("Anna")
    with pytest.raises(NameRefusedError) as refused:
        async with a_moot.ground.work() as work:
            await accounts.open_account(work, "aNNa")
    assert refused.value.fields == {"username": [("ERR_TAKEN", "has already been taken")]}


async def test_handles_find_accounts(a_moot: Moot) -> None:
    anna = await a_moot.member("Anna")
    db = a_moot.ground.db.reader
    handles = ["anna", "@ANNA", "anna@moot.test", "anna@far.example", "berta", "", "@", "a b"]
    found = await accounts.by_handles(db, handles, DOMAIN)
    assert {handle: account.id for handle, account in found.items()} == dict.fromkeys(handles[:3], anna.id)
    with pytest.raises(UnknownAccountError):
        await accounts.by_handle(db, "berta", DOMAIN)
    assert await accounts.by_ids(db, []) == {}
    assert await accounts.by_handles(db, [], DOMAIN) == {}


async def test_a_change_leaves_alone_what_it_does_not_name(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    async with a_moot.ground.work() as work:
        first = await accounts.edit_profile(work, anna.id, ProfileChange(note="n", fields=[Field("a", "b")], bot=True))
    async with a_moot.ground.work() as work:
        second = await accounts.edit_profile(work, anna.id, ProfileChange(display_name="Anna", bot=False, avatar="k"))
    assert (second.note, second.fields, second.bot, second.avatar) == ("n", first.fields, False, "k")
    assert await accounts.get(await a_moot.ground.read(), anna.id) == second


@pytest.mark.parametrize(
    "change",
    [
        ProfileChange(display_name="x" * (accounts.DISPLAY_NAME_LIMIT + 1)),
        ProfileChange(note="x" * (accounts.NOTE_LIMIT + 1)),
        ProfileChange(fields=[Field("x", "y")] * (accounts.FIELDS_LIMIT + 1)),
        ProfileChange(fields=[Field("x", "y" * (accounts.FIELD_LIMIT + 1))]),
    ],
)
async def test_profiles_have_limits(a_moot: Moot, change: ProfileChange) -> None:
    anna = await a_moot.member("anna")
    before = await accounts.get(a_moot.ground.db.reader, anna.id)
    with pytest.raises(InvalidError):
        async with a_moot.ground.work() as work:
            await accounts.edit_profile(work, anna.id, change)
    assert await accounts.get(await a_moot.ground.read(), anna.id) == before


async def test_totals(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    await a_moot.member("berta")
    await a_moot.post(anna, "x")
    db = await a_moot.ground.read()
    assert (await accounts.local_totals(db), await accounts.domains(db)) == ((2, 1, 0), [])
    assert [account.username for account in await accounts.newest_local(db, 1)] == ["berta"]


async def test_who_has_not_arrived_and_who_holds_a_role(a_moot: Moot) -> None:
    anna, olga = await a_moot.member("anna"), await a_moot.member("olga", role="owner")
    async with a_moot.ground.work() as work:
        new = await accounts.open_account(work, "new")
        await auth.open_user(work, new.id, email="new@example.org", password_hash=HASH, approved=True)
    db = await a_moot.ground.read()
    assert await auth.dormant(db, [anna.id, new.id, 1]) == {new.id}
    assert await auth.dormant(db, []) == set()
    assert (await auth.holders(db, "owner"), await auth.holders(db, "king")) == ([olga.id], [])


@given(st.from_regex(r"\A[a-zA-Z0-9_]{1,30}\Z"), st.sampled_from(["", "@"]))
def test_every_name_is_a_handle(name: str, sign: str) -> None:
    assert parse_handle(sign + name, DOMAIN) == (name.lower(), "")
    assert parse_handle(f"{sign}{name}@{DOMAIN.upper()}", DOMAIN) == (name.lower(), "")
    assert parse_handle(f"{sign}{name}@far.example", DOMAIN) == (name.lower(), "far.example")


@given(st.text())
def test_any_text_may_be_asked_for(text: str) -> None:
    found = parse_handle(text, DOMAIN)
    assert found is None or (found[0] and found[0] == found[0].lower())
