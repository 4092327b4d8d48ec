"""Ids sort by time, look alike, and cannot be counted up."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.infra.clock import DAY, iso, iso_date
from folkmoot.infra.ids import MAX_ID, RANDOM_BITS, first_id_at, new_id, new_key, parse_id, time_of
from tests.support.moot import Moot

# From 2008, when ids have grown to 19 digits, until the 42 bits of time run out in 2109.
MOMENTS = st.integers(1_230_000_000_000, 2**42 - 1)


@given(MOMENTS, MOMENTS)
def test_ids_sort_by_time_as_numbers_and_as_text(one: int, other: int) -> None:
    first, second = new_id(min(one, other)), new_id(max(one, other))
    if one != other:
        assert first < second
        assert str(first) < str(second)
    assert len(str(first)) == len(str(second)) == 19


@given(MOMENTS)
def test_an_id_knows_its_moment(at: int) -> None:
    made = new_id(at)
    assert time_of(made) == at
    assert first_id_at(at) <= made < first_id_at(at + 1)
    assert 0 < made <= MAX_ID
    assert parse_id(str(made)) == made


def test_ids_of_one_moment_are_far_apart() -> None:
    """All their random bits vary, and nothing but chance orders them."""
    made = [new_id(1_780_000_000_000) for _ in range(2_000)]
    ones, zeros = 0, 0
    for each in made:
        ones |= each
        zeros |= ~each
    assert (ones & zeros) & ((1 << RANDOM_BITS) - 1) == (1 << RANDOM_BITS) - 1
    rising = sum(one < other for one, other in pairwise(made))
    assert 800 < rising < 1_200
    assert len(set(made)) > 1_990


@given(st.text(max_size=25))
def test_only_our_digits_are_an_id(text: str) -> None:
    found = parse_id(text)
    assert found is None or (0 < found <= MAX_ID and int(text) == found and text.isascii())


def test_odd_ids_are_none() -> None:
    for text in (
        "",
        "0",
        "-1",
        "+1",
        " 1",
        "1 ",
        "1_0",
        "٣",
        "²",
        "1.0",
        "0x1",
        str(MAX_ID + 1),
        "9" * 20,
        "1" * 10_000,
    ):
        assert parse_id(text) is None, text
    assert parse_id(str(MAX_ID)) == MAX_ID


def test_keys_are_long_and_never_the_same() -> None:
    keys = {new_key() for _ in range(1_000)}
    assert len(keys) == 1_000
    assert {len(key) for key in keys} == {32}


@given(st.integers(0, 4_000_000_000_000))
def test_times_are_written_as_the_api_wants_them(at: int) -> None:
    from datetime import UTC, datetime

    moment = datetime.fromisoformat(iso(at))
    assert round(moment.timestamp() * 1000) == at
    assert len(iso(at)) == 24
    assert iso_date(at) == datetime.fromtimestamp(at // DAY * 86_400, UTC).strftime("%Y-%m-%d")


async def test_ids_of_one_transaction_differ(a_moot: Moot) -> None:
    async with a_moot.ground.work() as work:
        assert len({work.new_id() for _ in range(10_000)}) == 10_000
