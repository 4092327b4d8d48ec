"""What a notification says to an app that does not know its type."""

from typing import Any

import pytest

from folkmoot.infra.db import Sql
from tests.support.moot import Moot

PATH = "/api/v1/notifications"


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ("en", "&lt;b&gt;Anna&lt;/b&gt; added you to a collection"),
        ("de", "&lt;b&gt;Anna&lt;/b&gt; hat dich in eine Sammlung aufgenommen"),
    ],
)
async def test_it_is_said_in_the_language_of_the_member_and_as_plain_text(
    a_moot: Moot, locale: str, title: str
) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update local_user set locale = $2 where account_id = $1"), berta.id, locale)
    await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json={"display_name": "<b>Anna</b>"})
    body = {"name": "Leeks & kale", "account_ids": [str(berta.id)]}
    made = (await a_moot.ok("POST", "/api/v1/collections", anna, json=body))["collection"]
    await a_moot.post(anna, f"@{berta.name} hello")
    await a_moot.run_jobs()
    found = await _kinds(a_moot, berta, "follow")
    assert found == {
        "mention": None,
        "added_to_collection": {
            "title": title,
            "summary": None,
            "details": f'<p><a href="{made["url"]}">Leeks &amp; kale</a></p>',
        },
    }
    assert (await _kinds(a_moot, berta, "added_to_collection"))["added_to_collection"] is None


async def _kinds(a_moot: Moot, by: Any, known: str) -> dict[str, Any]:
    found = await a_moot.ok("GET", PATH, by, params={"supported_types[]": known})
    return {item["type"]: item.get("fallback") for item in found}
