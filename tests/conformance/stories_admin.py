"""Stories of staff: accounts, reports, rules for servers and addresses, and the figures of the community."""

from typing import Any

from folkmoot.features import census
from folkmoot.infra.clock import DAY, iso_date
from tests.conformance.town import Town, stories, story
from tests.support.moot import Member
from tests.support.standing import unapproved

ADMIN = "/api/v1/admin"
ACCOUNT = f"{ADMIN}/accounts/:id"
STATES = ("local", "remote", "active", "pending", "disabled", "silenced", "suspended", "sensitized", "staff")


UNDOING = ("enable", "unsensitive", "unsilence", "unsuspend")


async def staff(town: Town) -> Member:
    return await town.member(role="owner")


@story(
    f"GET {ADMIN}/accounts", "GET /api/v2/admin/accounts", f"GET {ACCOUNT}", f"DELETE {ACCOUNT}",
    *(f"POST {ACCOUNT}/{act}" for act in ("action", "approve", "reject", *UNDOING)),
)  # fmt: skip
async def accounts_are_dealt_with(town: Town) -> None:
    olga, anna = await staff(town), await town.member()
    about = {"username": anna.name, "display_name": "", "by_domain": "", "email": f"{anna.name}@example.org", "ip": ""}
    assert await town.do(f"GET {ADMIN}/accounts", olga)
    for state in STATES:
        await town.do(f"GET {ADMIN}/accounts", olga, params={state: "true", **about})
    by = {"invited_by": str(olga.id), "role_ids[]": "3"}
    narrow = {"origin": "local", "status": "active", "permissions": "staff", **by}
    await town.do("GET /api/v2/admin/accounts", olga, params={**narrow, **about})
    assert await town.do("GET /api/v2/admin/accounts", olga, params={"username": anna.name})
    filed = await town.do("POST /api/v1/reports", olga, json={"account_id": str(anna.id)})
    for kind in ("disable", "sensitive", "silence", "suspend"):
        said = {"type": kind, "report_id": filed["id"], "text": "No", "send_email_notification": False}
        await town.do(f"POST {ACCOUNT}/action", olga, id=anna.id, json={**said, "warning_preset_id": ""})
        await town.do(f"GET {ACCOUNT}", olga, id=anna.id)
    for undoing in UNDOING:
        await town.do(f"POST {ACCOUNT}/{undoing}", olga, id=anna.id)
    for act in ("approve", "reject"):
        await town.do(f"POST {ACCOUNT}/{act}", olga, id=await unapproved(town.moot, f"to_{act}"))
    await town.do(f"POST {ACCOUNT}/action", olga, id=anna.id, json={"type": "suspend"})
    await town.do(f"DELETE {ACCOUNT}", olga, id=anna.id)


@stories(
    f"{ADMIN}/reports",
    "GET, GET :id, PUT :id, POST :id/assign_to_self, POST :id/unassign, POST :id/resolve, POST :id/reopen",
)
async def reports_are_dealt_with(town: Town) -> None:
    from folkmoot.features import site

    olga, anna, berta = await staff(town), await town.member(), await town.member()
    async with town.moot.ground.work() as work:
        rule = await site.add_rule(work, site.RuleText("Sell nothing"))
    said = await town.post(berta, "buy now")
    complaint = {"account_id": str(berta.id), "status_ids": [said["id"]], "comment": "Look"}
    filed = await town.do("POST /api/v1/reports", anna, json=complaint)
    change = {"category": "violation", "rule_ids": [str(rule.id)]}
    await town.do(f"PUT {ADMIN}/reports/:id", olga, id=filed["id"], json=change)
    for act in ("assign_to_self", "resolve", "reopen", "unassign"):
        await town.do(f"POST {ADMIN}/reports/:id/{act}", olga, id=filed["id"])
    narrow = {"resolved": "false", "account_id": str(anna.id), "target_account_id": str(berta.id)}
    assert await town.do(f"GET {ADMIN}/reports", olga, params=narrow)
    assert (await town.do(f"GET {ADMIN}/reports/:id", olga, id=filed["id"]))["rules"]


RULES: dict[str, dict[str, Any]] = {
    "domain_allows": {"domain": "kind.example"},
    "domain_blocks": {
        "domain": "loud.example", "severity": "silence", "reject_media": True, "reject_reports": True,
        "private_comment": "hm", "public_comment": "Spam", "obfuscate": True,
    },
    "email_domain_blocks": {"domain": "throwaway.example"},
    "canonical_email_blocks": {"email": "spam@example.org"},
    "ip_blocks": {"ip": "198.51.100.0/24", "severity": "sign_up_block", "comment": "Spam", "expires_in": 3600},
}  # fmt: skip


@story(
    *(f"{method} {ADMIN}/{kind}" for kind in RULES for method in ("GET", "POST")),
    *(f"{method} {ADMIN}/{kind}/:id" for kind in RULES for method in ("GET", "DELETE")),
    *(f"PUT {ADMIN}/{kind}/:id" for kind in ("domain_blocks", "ip_blocks")),
    f"POST {ADMIN}/canonical_email_blocks/test",
)  # fmt: skip
async def rules_are_made(town: Town) -> None:
    olga = await staff(town)
    for kind, rule in RULES.items():
        made = await town.do(f"POST {ADMIN}/{kind}", olga, json=rule)
        if kind in ("domain_blocks", "ip_blocks"):
            await town.do(f"PUT {ADMIN}/{kind}/:id", olga, id=made["id"], json=rule)
        if kind == "canonical_email_blocks":
            assert await town.do(f"POST {ADMIN}/{kind}/test", olga, json=rule)
        assert await town.do(f"GET {ADMIN}/{kind}", olga)
        await town.do(f"GET {ADMIN}/{kind}/:id", olga, id=made["id"])
        await town.do(f"DELETE {ADMIN}/{kind}/:id", olga, id=made["id"])
    known = {"canonical_email_hash": "ab" * 32}
    await town.do(f"POST {ADMIN}/canonical_email_blocks", olga, json=known)


SERVER = {"domain": "elsewhere.example"}


@stories(ADMIN, "POST measures, POST dimensions, POST retention")
async def figures_are_read(town: Town) -> None:
    olga = await staff(town)
    tag = (await town.post(olga, "#leeks"))["tags"][0]["name"]
    about = {"id": (await town.do("GET /api/v1/tags/:name", olga, name=tag))["id"]}
    now = town.moot.clock()
    span = {"start_at": iso_date(now - 6 * DAY), "end_at": iso_date(now)}
    for path, keys in (("measures", census.MEASURES), ("dimensions", census.DIMENSIONS)):
        servers = {key: SERVER for key in keys if key.startswith("instance")}
        tags = {key: about for key in keys if key.startswith("tag")}
        more = {"limit": 5} if path == "dimensions" else {}
        assert await town.do(f"POST {ADMIN}/{path}", olga, json={"keys": list(keys), **span, **servers, **tags, **more})
    for frequency in ("day", "month"):
        assert await town.do(f"POST {ADMIN}/retention", olga, json={**span, "frequency": frequency})
