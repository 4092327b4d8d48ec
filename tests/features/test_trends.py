"""What makes a trend: rules for any numbers, and few accounts that write as much as they like."""

from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.features import trends
from folkmoot.features.trends import Kind, State, Verdict
from folkmoot.features.trends.rules import RISE, score, stands, state_of
from folkmoot.features.trends.types import Heat, Standing
from folkmoot.infra.clock import DAY, HOUR
from folkmoot.infra.db import Sql
from folkmoot.infra.ids import new_id
from tests.support.crowd import compute
from tests.support.moot import Moot

LEAST = 5

_ACCOUNT = Sql("""
insert into account (id, username, username_key, created_at) values ($1, cast($2 as text), cast($2 as text), $3)
""")
_POST = Sql("insert into post (id, account_id, text, visibility, thread_id, created_at) values ($1, $2, '', 0, $1, $3)")
_TAG = Sql("insert into post_tag (tag, post_id, name) values ($1, $2, $1)")
_FAVOURITE = Sql("insert into favourite (account_id, post_id, id) values ($1, $2, $3) on conflict do nothing")
_COUNTS = Sql("update post set favourites_count = 1000, replies_count = 1000 where id = $1")
_REPLY = Sql("""
insert into post (id, account_id, text, visibility, thread_id, created_at, in_reply_to_id, in_reply_to_account_id)
values ($1, $2, '', 0, $1, $3, $4, $2)
""")

_voices = st.integers(0, 10_000)


@given(voices=_voices, share=st.floats(0, 1), usual=st.floats(0, 10_000), least=st.integers(1, 100))
def test_nothing_trends_with_too_few_or_as_usual(voices: int, share: float, usual: float, least: int) -> None:
    points = score(Heat(voices, voices * share), usual, least)
    assert points >= 0
    if voices < least or voices < RISE * usual:
        assert points == 0
    elif share:
        assert points > 0


@given(verdict=st.sampled_from(Verdict), by_policy=st.booleans())
def test_nothing_is_allowed_that_policy_did_not_let_pass(verdict: Verdict, by_policy: bool) -> None:
    state = state_of(verdict, by_policy=by_policy)
    assert (state is State.ALLOWED) == (verdict is Verdict.ALLOW and by_policy)
    assert (state is State.REFUSED) == (verdict is Verdict.REFUSE)


@given(state=st.sampled_from(State), said=st.text(), now=st.text(), edited_at=st.integers(0, 9))
def test_a_review_holds_while_the_words_are_the_same(state: State, said: str, now: str, edited_at: int) -> None:
    holds = stands(Standing(state, said, 5), now, edited_at)
    assert holds == (state is State.REFUSED or (said == now and edited_at <= 5))
    assert not stands(None, now, edited_at)


async def _push(moot: Moot, people: int, twins: int, ages: list[int]) -> list[int]:
    """Let accounts of an hour each, and twins of the first, tag posts of these ages (h) and like them all they can.

    Returns how many candidates of each kind there are then.
    """
    now = moot.clock()
    opened = now - now % HOUR - 9 * DAY
    async with moot.ground.work() as work:
        for table in ("post", "account", "trend_review"):
            await work.db.run(Sql(f"delete from {table}"))
        crew = [new_id(opened) for _ in range(people + twins)]
        for place, account_id in enumerate(crew):
            hours = place if place < people else 0
            await work.db.run(_ACCOUNT, account_id, f"crew{account_id}", opened + hours * HOUR + place)
        for place, age in enumerate(ages):
            post_id = new_id(now - age * HOUR - place)  # ids of one moment are random, and so many would collide
            await work.db.run(_POST, post_id, crew[place % len(crew)], now)
            await work.db.run(_TAG, "pushed", post_id)
            await work.db.many(_FAVOURITE, [(account_id, post_id, work.new_id()) for account_id in crew])
            await work.db.many(_REPLY, [(work.new_id(), account_id, now, post_id) for account_id in crew])
            await work.db.run(_COUNTS, post_id)
    await compute(moot)
    db = await moot.ground.read()
    return [len(await trends.candidates(db, kind, 100)) for kind in Kind]


@settings(max_examples=12)
@given(
    people=st.integers(1, LEAST - 1),
    twins=st.integers(0, 12),
    ages=st.lists(st.integers(0, 23), min_size=1, max_size=60),
)
async def test_few_accounts_never_make_a_trend(a_moot: Moot, people: int, twins: int, ages: list[int]) -> None:
    assert await _push(a_moot, people, twins, ages) == [0, 0, 0, 0]


async def test_enough_accounts_make_one(a_moot: Moot) -> None:
    assert await _push(a_moot, LEAST, 0, [0] * LEAST) == [1, 0, 0, 0], "nobody counts for their own post"
    assert await _push(a_moot, LEAST + 1, 0, [1] * LEAST) == [1, LEAST, 0, 0]
