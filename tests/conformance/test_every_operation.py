"""Every documented operation is carried out as documented, in one community on each database."""

import asyncio
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conformance import cases
from tests.conformance.blank import BLANK
from tests.conformance.entities import DOCUMENTED
from tests.conformance.evidence import Evidence, Lack, fields_of, plain
from tests.conformance.operation import Op
from tests.conformance.operations import CURRENT
from tests.conformance.town import STORIES, Story, things_in, town
from tests.support import postgres

STATUS = {Lack.TOKEN: 401, Lack.SCOPE: 403, Lack.THING: 404}
GIVEN = {
    # the documentation names a scope and shows no token: it tells no more than a profile does
    "GET /api/v1/accounts/lookup": {Lack.TOKEN: 200, Lack.SCOPE: 200},
    # one's own alone; whether there is another account of that id is not told
    "GET /api/v1/:account_id/in_collections": {Lack.THING: 403},
    # forgetting whom nobody suggested is no mistake
    "DELETE /api/v1/suggestions/:account_id": {Lack.THING: 200},
}
UNUSED = {
    "POST /api/v2/filters": frozenset({"keywords_attributes[id]", "keywords_attributes[_destroy]"}),
}
"""Parameters that no story uses: what changes keywords is of no use where there are none yet."""
KINDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


class Told(NamedTuple):
    """What came of telling every story: the evidence, and the faults of those that failed."""

    evidence: Evidence
    failed: dict[Story, Exception]


async def _tell(folder: Path, url: str) -> Told:
    told = Told(Evidence(), {})
    async with town(folder, url, told.evidence) as here:
        for story in dict.fromkeys(STORIES.values()):
            try:
                await story(here)
            except Exception as error:  # noqa: BLE001 - told by the tests of the operations in this story
                told.failed[story] = error
    return told


def _needs(op: Op) -> set[Lack]:
    """What a call must have, by the documentation."""
    wants = {Lack.TOKEN: not op.access.open, Lack.SCOPE: bool(op.access.scopes), Lack.THING: bool(things_in(op))}
    return {lack for lack, wanted in wants.items() if wanted}


@pytest.fixture(scope="module")
def telling(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Told]:
    """Tell every story on a kind of database; once, however often it is asked."""

    @cache
    def tell(kind: str) -> Told:
        folder = tmp_path_factory.mktemp("town")
        if kind == "sqlite":
            shutil.copy(request.getfixturevalue("sqlite_template"), folder / "folkmoot.db")
            return asyncio.run(_tell(folder, f"sqlite:///{folder / 'folkmoot.db'}"))
        url: str = request.getfixturevalue("postgres_url")
        asyncio.run(postgres.wipe(url))
        return asyncio.run(_tell(folder, url))

    return tell


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("op", [op for op in CURRENT if cases.works(op)], ids=cases.name_of)
def test_it_works_as_documented(op: Op, kind: str, telling: Callable[[str], Told]) -> None:
    told = telling(kind)
    if op not in told.evidence.proved:
        raise AssertionError(f"{cases.name_of(op)} did not succeed") from told.failed.get(STORIES[cases.name_of(op)])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("story", dict.fromkeys(STORIES.values()), ids=lambda story: story.__name__)
def test_its_story_is_true(story: Story, kind: str, telling: Callable[[str], Told]) -> None:
    error = telling(kind).failed.get(story)
    if error is not None:
        raise error


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("op", [op for op in CURRENT if cases.works(op) and _needs(op)], ids=cases.name_of)
def test_it_is_refused_without_what_it_needs(op: Op, kind: str, telling: Callable[[str], Told]) -> None:
    """Without a token, with one that lacks the scope, or with an id that nothing has."""
    expected = {lack: STATUS[lack] for lack in _needs(op)} | GIVEN.get(cases.name_of(op), {})
    assert telling(kind).evidence.refused[op] == expected


def test_only_what_is_named_is_missing() -> None:
    assert {cases.name_of(op) for op in cases.NOT_YET} == cases.MISSING


def test_nearly_every_field_of_every_entity_was_filled(telling: Callable[[str], Told]) -> None:
    """Each held something at least once, but for those of which it is said why not."""
    everything = {field for name in DOCUMENTED for field in fields_of(name)}
    never = everything - telling("sqlite").evidence.filled
    assert never <= BLANK, sorted(never - BLANK)


@pytest.mark.parametrize("op", [op for op in CURRENT if cases.works(op) and op.params], ids=cases.name_of)
def test_every_documented_parameter_was_used(op: Op, telling: Callable[[str], Told]) -> None:
    """A parameter that is an object was used where a part of it was."""
    sent = telling("sqlite").evidence.sent[op]
    used = sent | {name.partition("[")[0] for name in sent}
    documented = {plain(param.name) for param in op.params}
    assert documented - used == UNUSED.get(cases.name_of(op), frozenset())
