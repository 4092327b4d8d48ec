"""Acts that are begun again where the database made them give way."""

import pytest

from folkmoot.infra.db import BusyError, DuplicateError, persistently
from folkmoot.infra.db.again import TRIES


@pytest.mark.parametrize("error", [BusyError, DuplicateError])
async def test_an_act_is_begun_again_until_it_succeeds_or_has_been_tried_enough(error: type[Exception]) -> None:
    begun: list[int] = []

    async def act(fails: int) -> str:
        begun.append(fails)
        if len(begun) <= fails:
            raise error("somebody else was quicker")
        return "done"

    assert await persistently(lambda: act(TRIES - 1), "this") == "done"
    assert len(begun) == TRIES
    begun.clear()
    with pytest.raises(error):
        await persistently(lambda: act(TRIES), "this")
    assert len(begun) == TRIES


async def test_what_is_wrong_in_itself_is_tried_once() -> None:
    begun: list[str] = []

    async def act() -> None:
        begun.append("begun")
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        await persistently(act, "this")
    assert begun == ["begun"]
