"""Remembered answers: dropped by what they show, bounded in bytes, never older than a change."""

import pytest

from folkmoot.infra.clock import MINUTE
from folkmoot.interfaces.mastodon import memory
from folkmoot.interfaces.mastodon.call import Reply
from folkmoot.interfaces.mastodon.memory import Memory
from tests.support.moot import Moot

FIRST, SECOND, THIRD = (1, 0, ""), (1, 0, "limit=2"), (2, 0, "")
REPLY = Reply(b"x" * 10)
POST, ACCOUNT = ("post", 7), ("account", 8)


async def test_an_answer_holds_until_something_it_shows_changes(a_moot: Moot) -> None:
    kept, changes = Memory(a_moot.ground), a_moot.ground.changes
    for question, shows in ((FIRST, [POST]), (SECOND, [POST, ACCOUNT]), (THIRD, [ACCOUNT])):
        kept.put(question, REPLY, shows, changes.tick)
    changes.apply([("post", 9), ("account", 7), ("thread", 7)])
    assert kept.get(FIRST) == kept.get(SECOND) == kept.get(THIRD) == REPLY
    changes.apply([POST])
    assert kept.get(FIRST) is kept.get(SECOND) is None
    assert kept.get(THIRD) == REPLY
    changes.apply([ACCOUNT])
    assert kept.get(THIRD) is None


async def test_an_answer_older_than_a_change_is_not_remembered(a_moot: Moot) -> None:
    kept, changes = Memory(a_moot.ground), a_moot.ground.changes
    tick = changes.tick
    changes.apply([POST])
    kept.put(FIRST, REPLY, [POST, ACCOUNT], tick)
    assert kept.get(FIRST) is None
    kept.put(FIRST, REPLY, [POST, ACCOUNT], changes.tick)
    assert kept.get(FIRST) == REPLY


@pytest.mark.parametrize("everything", [True, False])
async def test_a_change_of_the_site_forgets_all(a_moot: Moot, everything: bool) -> None:
    kept, changes = Memory(a_moot.ground), a_moot.ground.changes
    kept.put(FIRST, REPLY, [POST], changes.tick)
    if everything:
        changes.forget_everything()
    else:
        changes.apply([("site", 0)])
    assert kept.get(FIRST) is None


async def test_the_longest_unasked_goes_when_it_is_full(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "BYTES_KEPT", 35)
    monkeypatch.setattr(memory, "KEY_BYTES", 0)
    kept, tick = Memory(a_moot.ground), a_moot.ground.changes.tick
    kept.put(FIRST, REPLY, [POST], tick)
    kept.put(SECOND, REPLY, [POST], tick)
    assert kept.get(FIRST) == REPLY
    kept.put(THIRD, REPLY, [POST], tick)
    assert kept.get(SECOND) is None
    assert kept.get(FIRST) == kept.get(THIRD) == REPLY
    kept.put(THIRD, Reply(b"y"), [POST], tick)
    assert kept.get(THIRD) == Reply(b"y")
    kept.put(FIRST, Reply(b"z" * 36), [POST], tick)
    assert kept.get(FIRST) is None


async def test_long_questions_with_short_answers_fill_it_too(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "BYTES_KEPT", 3_000)
    kept, tick = Memory(a_moot.ground), a_moot.ground.changes.tick
    questions = [(1, 0, f"limit={number}".ljust(1_000, "x")) for number in range(4)]
    for question in questions:
        kept.put(question, REPLY, [POST], tick)
    assert [kept.get(question) is not None for question in questions] == [False, False, True, True]


async def test_an_answer_holds_no_longer_than_it_is_true(a_moot: Moot) -> None:
    kept, tick = Memory(a_moot.ground), a_moot.ground.changes.tick
    kept.put(FIRST, REPLY, [POST], tick, a_moot.clock() + MINUTE)
    assert kept.get(FIRST) == REPLY
    a_moot.clock.advance(MINUTE)
    assert kept.get(FIRST) is None
