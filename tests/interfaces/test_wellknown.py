"""What programs learn of a server before they speak to it."""

from xml.etree import ElementTree as ET

import pytest

from folkmoot.features import accounts, auth
from tests.support.moot import BASE, HASH, Moot


async def test_the_links_lead_to_the_documents(a_moot: Moot) -> None:
    found = await a_moot.ok("GET", "/.well-known/nodeinfo")
    for link in found["links"]:
        document = await a_moot.ok("GET", link["href"].removeprefix(BASE))
        assert link["rel"].endswith(f"/{document['version']}")
        assert document["software"]["name"] == "folkmoot"


async def test_it_counts_people_and_posts(a_moot: Moot) -> None:
    anna = await a_moot.member()
    await a_moot.post(anna, "one")
    await a_moot.post(anna, "two")
    usage = (await a_moot.ok("GET", "/nodeinfo/2.0"))["usage"]
    assert usage["localPosts"] == 2
    assert usage["users"]["total"] == 1


async def test_host_meta_names_this_community(a_moot: Moot) -> None:
    answer = await a_moot.call("GET", "/.well-known/host-meta")
    link = ET.fromstring(answer.text)[0]
    assert answer.headers["content-type"].startswith("application/xrd+xml")
    assert link.attrib["template"].startswith(f"{BASE}/.well-known/webfinger?")


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nodeinfo/3.0", 404), ("POST", "/.well-known/nodeinfo", 405)]
)
async def test_what_there_is_not(a_moot: Moot, method: str, path: str, status: int) -> None:
    assert (await a_moot.call(method, path)).status_code == status


@pytest.mark.parametrize("resource", ["acct:anna@moot.test", f"{BASE}/@anna", "acct:Anna@MOOT.test"])
async def test_a_member_is_found_by_name_and_by_page(a_moot: Moot, resource: str) -> None:
    await a_moot.member("anna")
    found = await a_moot.ok("GET", "/.well-known/webfinger", params={"resource": resource})
    assert found["subject"] == "acct:anna@moot.test"
    assert found["links"][0]["href"] == f"{BASE}/@anna"


@pytest.mark.parametrize(
    ("resource", "status"),
    [("", 400), ("acct:nobody@moot.test", 404), ("acct:anna@elsewhere.example", 404), ("acct:@moot.test", 404),
     ("http://moot.test/@", 404), ("acct:a b@c@moot.test", 404), ("acct:\0@moot.test", 404)],
)  # fmt: skip
async def test_nobody_else_is(a_moot: Moot, resource: str, status: int) -> None:
    await a_moot.member("anna")
    answer = await a_moot.call("GET", "/.well-known/webfinger", params={"resource": resource})
    assert answer.status_code == status


async def test_who_waits_to_be_let_in_is_not_found(a_moot: Moot) -> None:
    async with a_moot.ground.work() as work:
        account = await accounts.open_account(work, "waiting")
        await auth.open_user(
            work, account.id, email="w@example.org", password_hash=HASH, confirmed=True, approved=False
        )
    answer = await a_moot.call("GET", "/.well-known/webfinger", params={"resource": "acct:waiting@moot.test"})
    assert answer.status_code == 404


async def test_a_query_of_many_fields_is_refused(a_moot: Moot) -> None:
    assert (await a_moot.call("GET", "/.well-known/webfinger?" + "resource=a&" * 99)).status_code == 400
