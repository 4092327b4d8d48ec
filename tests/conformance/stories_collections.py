"""Stories of collections: accounts that members recommend, with the say of those in them."""

from tests.conformance.town import Town, story
from tests.support.moot import Member

COLLECTIONS = "/api/v1/collections"
ITEMS = f"{COLLECTIONS}/:collection_id/items"


@story(
    f"POST {COLLECTIONS}", f"GET {COLLECTIONS}/:id", f"PATCH {COLLECTIONS}/:id", f"DELETE {COLLECTIONS}/:id",
    f"POST {ITEMS}", f"DELETE {ITEMS}/:id", f"POST {ITEMS}/:id/revoke", "GET /api/v1/:account_id/collections",
    "GET /api/v1/:account_id/in_collections",
)  # fmt: skip
async def people_are_collected(town: Town) -> None:
    anna, berta, carl = [await town.member() for _ in range(3)]
    wanted = {
        "name": "Gardeners", "description": "They know leeks", "language": "en", "tag_name": "leeks",
        "sensitive": False, "discoverable": True,
    }  # fmt: skip
    body = {**wanted, "account_ids": [str(berta.id)]}
    made = (await town.do(f"POST {COLLECTIONS}", anna, json=body))["collection"]
    added = await town.do(f"POST {ITEMS}", anna, collection_id=made["id"], json={"account_id": str(carl.id)})
    shown = (await town.do(f"GET {COLLECTIONS}/:id", id=made["id"]))["collection"]
    assert {item["account_id"] for item in shown["items"]} == {str(berta.id), str(carl.id)}
    await town.do(f"PATCH {COLLECTIONS}/:id", anna, id=made["id"], json={**wanted, "name": "Farmers"})
    assert (await town.do("GET /api/v1/:account_id/collections", account_id=anna.id))["collections"]
    assert (await town.do("GET /api/v1/:account_id/in_collections", berta, account_id=berta.id))["collections"]
    said = await town.post(carl, made["url"])
    assert (await town.do("GET /api/v1/statuses/:id", id=said["id"]))["tagged_collections"]
    await town.moot.run_jobs()
    await _is_told(town, berta, made["id"])
    await town.do("GET /api/v1/notifications", berta)
    await town.do("GET /api/v2/notifications", berta)
    complaint = {"account_id": str(anna.id), "collection_ids": [made["id"]]}
    await town.do("POST /api/v1/reports", berta, json=complaint)
    (mine,) = [item["id"] for item in shown["items"] if item["account_id"] == str(berta.id)]
    await town.do(f"POST {ITEMS}/:id/revoke", berta, collection_id=made["id"], id=mine)
    await town.do(f"DELETE {ITEMS}/:id", anna, collection_id=made["id"], id=added["collection_item"]["id"])
    await town.do(f"DELETE {COLLECTIONS}/:id", anna, id=made["id"])


async def _is_told(town: Town, who: Member, collection_id: str) -> None:
    """An app that does not know of collections is helped out; one that does is not."""
    added = {"types[]": "added_to_collection"}
    for known, helped in (("mention", True), ("added_to_collection", False)):
        asked = {"supported_types[]": known}
        (told,) = await town.do("GET /api/v1/notifications", who, params={**added, **asked})
        alone = await town.do("GET /api/v1/notifications/:id", who, id=told["id"], params=asked)
        groups = await town.do("GET /api/v2/notifications", who, params={**added, **asked})
        key = {"group_key": told["group_key"]}
        group = await town.do("GET /api/v2/notifications/:group_key", who, **key, params=asked)
        for one in (told, alone, groups["notification_groups"][0], group["notification_groups"][0]):
            assert one["collection"]["id"] == collection_id
            assert ("fallback" in one) == helped
    (silent,) = await town.do("GET /api/v1/notifications", who, params=added)
    assert "fallback" not in silent
