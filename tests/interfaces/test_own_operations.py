"""The page about our own operations is true: its examples are carried out, its numbers are those of the code."""

import re
from typing import Any

import msgspec
import pytest

from folkmoot.features import automatic_deletion
from folkmoot.features.automatic_deletion import Rule, jobs
from tests.interfaces.test_documentation import DOCS
from tests.shape.test_routes import OURS, UNDOCUMENTED
from tests.support.moot import Moot
from tests.support.routes import ROUTES, name_of

PAGE = (DOCS / "reference" / "drafts-and-automatic-deletion.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```http\n(.*?)```\n\n```json\n(.*?)```", PAGE, re.DOTALL)
_INVENTED = re.compile(r"\d{19}|\d{4}-\d\d-\d\dT[\d:.]+Z")
"""Ids and times, which are others each time: the same one on the page has to be the same one everywhere."""


def _request(text: str, known: dict[str, str]) -> tuple[str, str, dict[str, str], str]:
    """Read an example as (method, path, headers, body)."""
    text = _INVENTED.sub(lambda found: known[found[0]], text)
    head, _, body = text.partition("\n\n")
    first, *headers = head.strip().split("\n")
    method, path = first.split(" ")
    return method, path, dict(line.split(": ", 1) for line in headers), body.strip()


def _same(shown: Any, found: Any, known: dict[str, str]) -> None:
    """Hold an answer to the page, which may leave fields out; learns which id or time stands for which."""
    if isinstance(shown, dict):
        for name, below in shown.items():
            _same(below, found[name], known)
    elif isinstance(shown, str) and _INVENTED.fullmatch(shown):
        assert known.setdefault(shown, found) == found
        assert len(set(known.values())) == len(known)
    else:
        assert shown == found


async def test_its_examples_work_in_their_order(a_moot: Moot) -> None:
    anna = await a_moot.member()
    known: dict[str, str] = {}
    assert len(EXAMPLES) == PAGE.count("```http") >= 10
    for request, answer in EXAMPLES:
        method, path, headers, body = _request(request, known)
        found = await a_moot.call(method, path, anna, headers=headers, content=body.encode())
        shown = msgspec.json.decode(answer)
        assert found.status_code == (409 if "error" in shown else 200), (request, found.text)
        _same(shown, found.json(), known)


def test_every_one_of_them_stands_there() -> None:
    ours = {name for name, why in UNDOCUMENTED.items() if why == OURS}
    assert ours <= {name_of(route) for route in ROUTES}
    for name in ours:
        method, path = name.split(" ")
        assert re.search(rf"{method} {path}\b".replace("{id}", r"(:id|\d+)"), PAGE), name


def test_every_field_of_a_rule_is_explained() -> None:
    explained = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    assert explained == {field.name for field in msgspec.structs.fields(Rule)} - {"account_id", "enabled"}


@pytest.mark.parametrize(
    "number",
    [
        automatic_deletion.SHORTEST,
        automatic_deletion.LONGEST,
        automatic_deletion.PREVIEW_LIMIT,
        jobs.LOAD,
        jobs.TOGETHER,
    ],
)
def test_its_numbers_are_those_of_the_code(number: int) -> None:
    assert re.search(rf"\b{number}\b", PAGE)
