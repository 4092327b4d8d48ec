"""The rules of polls: what may be asked, and which answers count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.features import polls
from folkmoot.features.polls import Poll, PollDraft
from folkmoot.features.polls.rules import check_vote, counted
from folkmoot.formats import graphemes
from folkmoot.infra.db import Sql
from folkmoot.infra.errors import InvalidError
from tests.support.moot import Moot

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
NOW = 1_800_000_000_000


def a_poll(options: int = 3, *, multiple: bool = False, expires_at: int = NOW + 1) -> Poll:
    titles = [str(number) for number in range(options)]
    return Poll(1, 2, titles, multiple, hide_totals=False, expires_at=expires_at, tallies=[0] * options, voters_count=0)


@given(
    st.lists(st.text(max_size=60) | st.sampled_from(["a", " a", "", FAMILY * 50, FAMILY * 51]), max_size=6),
    st.integers() | st.integers(polls.SHORTEST, polls.LONGEST),
)
def test_a_poll_is_as_announced_or_refused(options: list[str], expires_in: int) -> None:
    try:
        draft = polls.check_poll(PollDraft(options, expires_in))
    except InvalidError:
        return
    assert polls.SHORTEST <= draft.expires_in <= polls.LONGEST
    assert 2 <= len(set(draft.options)) == len(draft.options) <= polls.MOST_OPTIONS
    assert all(option and graphemes.count(option) <= polls.OPTION_LENGTH for option in draft.options)
    assert draft.options == [option.strip() for option in options if option.strip()]
    assert polls.check_poll(draft) == draft


@given(
    st.lists(
        st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=50), min_size=2, max_size=4, unique=True
    ),
    st.integers(polls.SHORTEST, polls.LONGEST),
    st.booleans(),
)
def test_what_is_announced_is_taken(options: list[str], expires_in: int, flag: bool) -> None:
    draft = PollDraft(options, expires_in, multiple=flag, hide_totals=not flag)
    assert polls.check_poll(draft) == draft


def test_an_emoji_of_many_code_points_is_one_character() -> None:
    draft = PollDraft([FAMILY * 50, "b"], 300)
    assert polls.check_poll(draft) == draft
    with pytest.raises(InvalidError, match="50 characters"):
        polls.check_poll(PollDraft([FAMILY * 51, "b"], 300))


@given(st.integers(2, 4), st.booleans(), st.lists(st.integers(-2, 5), max_size=6))
def test_an_answer_is_among_the_options_or_refused(options: int, multiple: bool, choices: list[int]) -> None:
    poll = a_poll(options, multiple=multiple)
    distinct = set(choices)
    fits = distinct and distinct <= set(range(options)) and (multiple or len(distinct) == 1)
    if fits:
        assert check_vote(poll, 7, choices, NOW) == sorted(distinct)
    else:
        with pytest.raises(InvalidError):
            check_vote(poll, 7, choices, NOW)


@pytest.mark.parametrize(
    ("voter", "now", "words"), [(2, NOW, "your own"), (7, NOW + 1, "ended"), (2, NOW + 1, "ended")]
)
def test_who_asked_and_who_is_late_cannot_answer(voter: int, now: int, words: str) -> None:
    with pytest.raises(InvalidError, match=words):
        check_vote(a_poll(), voter, [0], now)


@given(st.lists(st.sets(st.integers(0, 3)), max_size=20), st.data())
def test_the_numbers_are_those_of_the_answers(ballots: list[set[int]], data: st.DataObject) -> None:
    tallies = [0] * 4
    for ballot in ballots:
        tallies = counted(tallies, ballot, 1)
    assert tallies == [sum(option in ballot for ballot in ballots) for option in range(4)]
    for ballot in data.draw(st.permutations(ballots)):
        tallies = counted(tallies, ballot, -1)
    assert tallies == [0] * 4


async def test_the_end_is_said_once_and_of_every_poll(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.features.polls.end.TOGETHER", 2)
    anna = await a_moot.member()
    for number in range(5):
        await a_moot.post(anna, f"{number}?", poll={"options": ["yes", "no"], "expires_in": 300 + number % 2})
    await a_moot.run_jobs()
    waiting = Sql("select count(*) from job where name = 'tell of polls'")
    for ahead, said in ((299_000, 0), (60_000, 5), (60_000, 5)):
        a_moot.clock.advance(ahead)
        await polls.end_due(a_moot.ground)
        assert await a_moot.ground.db.reader.value(waiting) == said
