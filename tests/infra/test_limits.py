"""Rate limits: counted over processes, forgotten with their window."""

import multiprocessing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.infra import limits as limits_module
from folkmoot.infra.limits import WINDOW, Limits

KEY = b"k" * 32
NOW = 1_780_000_000_000 // WINDOW * WINDOW


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "limits.bin"


def test_a_limit_is_reached_and_said(table: Path) -> None:
    limits = Limits(table, KEY)
    taken = [limits.take("anna", 3, NOW + number) for number in range(5)]
    assert [one.allowed for one in taken] == [True, True, True, False, False]
    assert [one.remaining for one in taken] == [2, 1, 0, 0, 0]
    assert {one.reset_at for one in taken} == {NOW + WINDOW}
    assert limits.take("berta", 3, NOW).remaining == 2
    limits.close()


def test_a_window_ends(table: Path) -> None:
    limits = Limits(table, KEY)
    assert not limits.take("anna", 1, NOW, cost=2).allowed
    assert not limits.take("anna", 1, NOW + WINDOW - 1).allowed
    assert limits.take("anna", 1, NOW + WINDOW).allowed
    limits.close()


def _take(table: Path, times: int) -> None:
    limits = Limits(table, KEY)
    for _ in range(times):
        limits.take("anna", 1_000, NOW)
    limits.close()


def test_processes_count_together(table: Path) -> None:
    """One after the other, so that the count is exact; at once it may err, but only towards the visitor."""
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=_take, args=(table, 40))
    process.start()
    process.join(60)
    assert process.exitcode == 0
    limits = Limits(table, KEY)
    assert limits.take("anna", 1_000, NOW).remaining == 1_000 - 41
    limits.close()


def test_a_restart_forgets_nothing(table: Path) -> None:
    _take(table, 5)
    _take(table, 5)
    limits = Limits(table, KEY)
    assert limits.take("anna", 1_000, NOW).remaining == 1_000 - 11
    limits.close()


def test_names_do_not_stand_in_the_file(table: Path) -> None:
    limits = Limits(table, KEY)
    limits.take("address:192.0.2.7", 5, NOW)
    limits.close()
    assert b"192.0.2.7" not in table.read_bytes()
    assert table.stat().st_mode & 0o777 == 0o600


def test_a_crowd_does_not_free_the_busiest(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a table that is far too small, whoever counts most keeps being counted."""
    monkeypatch.setattr(limits_module, "SLOTS", 8)
    limits = Limits(table, KEY)
    for number in range(400):
        limits.take("busy", 100, NOW)
        limits.take(f"stranger {number}", 100, NOW)
    assert not limits.take("busy", 100, NOW).allowed
    limits.close()


@given(takes=st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 5), st.integers(0, 3 * WINDOW)), max_size=40))
def test_it_counts_as_a_dictionary_would(
    tmp_path_factory: pytest.TempPathFactory, takes: list[tuple[str, int, int]]
) -> None:
    limits = Limits(tmp_path_factory.mktemp("limits") / "limits.bin", KEY)
    counted: dict[tuple[str, int], int] = {}
    for name, cost, later in sorted(takes, key=lambda take: take[2]):
        key = (name, later // WINDOW)
        counted[key] = counted.get(key, 0) + cost
        taken = limits.take(name, 10, NOW + later, cost)
        assert (taken.allowed, taken.remaining) == (counted[key] <= 10, max(0, 10 - counted[key]))
    limits.close()
