"""The table of routes: who is let in without asking, and what of the documented API stands."""

from pathlib import Path

import pytest

from folkmoot.interfaces.mastodon.routing import Who
from tests.conformance import table
from tests.conformance.cases import works
from tests.conformance.operation import Op
from tests.conformance.operations import REMOVED, REST
from tests.shape.source import ROOT
from tests.support.routes import ROUTES, documented, name_of

PUBLIC = {
    "GET /.well-known/oauth-authorization-server",
    "GET /api/oembed",
    "GET /api/v1/accounts",
    "GET /api/v1/accounts/lookup",
    "GET /api/v1/accounts/{id}",
    "GET /api/v1/accounts/{id}/endorsements",
    "GET /api/v1/accounts/{id}/featured_tags",
    "GET /api/v1/accounts/{id}/followers",
    "GET /api/v1/accounts/{id}/following",
    "GET /api/v1/accounts/{id}/statuses",
    "GET /api/v1/collections/{id}",
    "GET /api/v1/custom_emojis",
    "GET /api/v1/directory",
    "GET /api/v1/instance",
    "GET /api/v1/instance/activity",
    "GET /api/v1/instance/domain_blocks",
    "GET /api/v1/instance/extended_description",
    "GET /api/v1/instance/peers",
    "GET /api/v1/instance/privacy_policy",
    "GET /api/v1/instance/rules",
    "GET /api/v1/instance/terms_of_service",
    "GET /api/v1/instance/terms_of_service/{date}",
    "GET /api/v1/instance/translation_languages",
    "GET /api/v1/polls/{id}",
    "GET /api/v1/statuses",
    "GET /api/v1/statuses/{id}",
    "GET /api/v1/statuses/{id}/context",
    "GET /api/v1/statuses/{id}/favourited_by",
    "GET /api/v1/statuses/{id}/history",
    "GET /api/v1/statuses/{id}/reblogged_by",
    "GET /api/v1/tags/{name}",
    "GET /api/v1/timelines/link",
    "GET /api/v1/timelines/public",
    "GET /api/v1/timelines/tag/{hashtag}",
    "GET /api/v1/trends",
    "GET /api/v1/trends/links",
    "GET /api/v1/trends/statuses",
    "GET /api/v1/trends/tags",
    "GET /api/v1/{account_id}/collections",
    "GET /api/v2/instance",
    "GET /api/v2/search",
    "GET /health",
    "POST /api/v1/apps",
    "POST /oauth/revoke",
    "POST /oauth/token",
}
"""What anybody may call; a route that joins them is named here on purpose."""
SCOPELESS = {
    "GET /api/v1/accounts/{id}/identity_proofs": "an empty list for everybody who asks",
    "GET /api/v1/announcements": "said to every member, whatever their app may do",
    "GET /api/v1/apps/verify_credentials": "any token may ask which app it belongs to",
    "POST /api/v1/emails/confirmations": "the token of a member who may do nothing else yet",
}
OURS = "our own: see [drafts and automatic deletion](drafts-and-automatic-deletion.md)"
UNDOCUMENTED = {
    **{
        f"POST /api/v1/admin/trends/{kind}/{{id}}/{act}": "how clients of staff review a candidate"
        for kind in ("tags", "statuses", "links", "links/publishers")
        for act in ("approve", "reject")
    },
    "GET /api/v1/admin/trends/links/publishers": "the publishers that these are about",
    "POST /api/v1/notifications/dismiss": "the older form of a documented operation, which clients still call",
    "PUT /api/v1/profile": "what the documentation has as PATCH and masto.js sends like every other change",
    "PUT /api/v2/notifications/policy": "likewise",
    "GET /api/v1/automatic_deletion": OURS,
    "PUT /api/v1/automatic_deletion": OURS,
    "DELETE /api/v1/automatic_deletion": OURS,
    "GET /api/v1/automatic_deletion/preview": OURS,
    "GET /api/v1/drafts": OURS,
    "POST /api/v1/drafts": OURS,
    "GET /api/v1/drafts/{id}": OURS,
    "PUT /api/v1/drafts/{id}": OURS,
    "DELETE /api/v1/drafts/{id}": OURS,
    "POST /api/v1/drafts/{id}/publish": OURS,
}
ELSEWHERE_SERVED = {
    "GET /oauth/authorize": "a page for people, in interfaces/web",
    "GET /api/v1/streaming/health": "answered beside the streams",
}
PAGE = ROOT / "docs" / "reference" / "client-api.md"
REGENERATE = "python -m tests.shape.test_routes"


def test_who_is_let_in_without_asking() -> None:
    assert {name_of(route) for route in ROUTES if route.who is Who.ANYBODY} == PUBLIC


def test_every_other_route_asks_for_a_scope() -> None:
    asked = {name_of(route) for route in ROUTES if route.who is not Who.ANYBODY and not route.scope}
    assert asked == set(SCOPELESS)


def test_every_route_is_documented_and_stands_once() -> None:
    assert {name_of(route) for route in ROUTES if documented(route) is None} == set(UNDOCUMENTED)
    names = [name_of(route) for route in ROUTES]
    assert len(names) == len(set(names))


def test_a_route_lies_in_the_file_of_its_first_segment() -> None:
    """A URL leads to its file: the segment below the version, alone or as the beginning of the file's name."""
    for route in ROUTES:
        parts = route.path.strip("/").split("/")
        segment = parts[min(2, len(parts) - 1)] if parts[0] == "api" else parts[0].lstrip(".")
        module = route.handler.__module__.rpartition(".")[2]
        if segment not in ("oauth", "well-known"):
            stem = segment.rstrip("s")
            assert module.startswith(stem) or module in ELSEWHERE.get(segment, ()), f"{name_of(route)} lies in {module}"


ELSEWHERE: dict[str, tuple[str, ...]] = {
    "{account_id}": ("collections",),
    "accounts": ("registration",),
    "emails": ("registration",),
    "profile": ("account_self",),
}
"""Segments whose operations stand with what they do."""


def test_public_routes_are_asked_no_more_than_the_documentation_says() -> None:
    for route in ROUTES:
        op = documented(route)
        if op is not None and op.access.open:
            assert route.who is Who.ANYBODY, name_of(route)


def test_the_page_about_the_api_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), f"docs/reference/client-api.md is out of date; run: {REGENERATE}"


@pytest.mark.parametrize("op", [op for op in REST if works(op)], ids=lambda op: f"{op.method} {op.path}")
def test_what_works_has_a_route(op: Op) -> None:
    assert op in _standing()


def test_what_has_a_route_works() -> None:
    assert [op for op in _standing() if not works(op)] == []


def _standing() -> set[Op]:
    routes = {op for route in ROUTES if (op := documented(route)) is not None}
    return routes | {op for op in REST if f"{op.method} {op.path}" in ELSEWHERE_SERVED}


def page() -> str:
    """Return the page about the API as it has to be."""
    removed = {f"{op.method} {op.path}" for op in REMOVED}
    ours = {name: why for name, why in UNDOCUMENTED.items() if name not in removed}
    return table.page(REGENERATE, ours, removed & UNDOCUMENTED.keys())


def write(path: Path = PAGE) -> None:
    path.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
