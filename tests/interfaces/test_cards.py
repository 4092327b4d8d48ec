"""Cards: what a linked page says about itself, fetched once, and shown with the posts that carry the link."""

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from folkmoot.features import accounts, portability
from folkmoot.features.previews.jobs import PAGES_OF_A_MEMBER
from folkmoot.features.previews.rules import FAILURES, vouches_for
from folkmoot.infra.clock import DAY, HOUR
from folkmoot.infra.config import LimitsSettings, OutboundSettings
from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.support.crowd import trending
from tests.support.moot import BASE, Member, Moot, moot
from tests.support.web import Web, data, page, web

ARTICLE = """<!doctype html><html lang="de-AT"><head><title>Plain</title>
<meta property="og:title" content="Rhubarb &amp; custard"><meta property="og:description" content="How it is made">
<meta property="og:site_name" content="The Garden"><meta name="author" content="Vera">
<meta property="article:published_time" content="2024-05-01T10:00:00+02:00">{more}</head><body>text</body></html>"""


@pytest.fixture
async def a_linking_moot(database_url: str, tmp_path: Path) -> AsyncIterator[Moot]:
    """A community that may ask the small web of the test."""
    async with moot(tmp_path, database_url, outbound=OutboundSettings(("127.0.0.0/8",))) as running:
        yield running


@pytest.fixture
async def site() -> AsyncIterator[Web]:
    async with web() as running:
        running.pages["/article"] = page(ARTICLE.format(more=""))
        yield running


async def card_of(moot: Moot, status: dict[str, Any]) -> dict[str, Any] | None:
    await moot.run_jobs()
    found = await moot.ok("GET", f"/api/v1/statuses/{status['id']}")
    assert check(found, "Status") == []
    card: dict[str, Any] | None = found["card"]
    return card


def picture(kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (1200, 630), "teal").save(made, kind)
    return made.getvalue()


async def test_a_post_with_a_link_shows_what_the_page_says(a_linking_moot: Moot, site: Web) -> None:
    anna = await a_linking_moot.member("anna")
    status = await a_linking_moot.post(anna, f"read {site.base}/article#part and {site.base}/other")
    assert status["card"] is None
    card = await card_of(a_linking_moot, status)
    assert card == {
        "url": f"{site.base}/article", "title": "Rhubarb & custard", "description": "How it is made", "language": "de",
        "type": "link", "author_name": "Vera", "author_url": "", "provider_name": "The Garden", "provider_url": "",
        "authors": [{"name": "Vera", "url": "", "account": None}], "html": "", "width": 0, "height": 0, "image": None,
        "image_description": "", "embed_url": "", "blurhash": None, "missing_attribution": None,
        "published_at": "2024-05-01T08:00:00.000Z",
    }  # fmt: skip
    assert [asked.path for asked in site.asked] == ["/article"]


async def test_many_posts_ask_once(a_linking_moot: Moot, site: Web) -> None:
    anna, berta = await a_linking_moot.member(), await a_linking_moot.member()
    statuses = [await a_linking_moot.post(by, f"{n}: {site.base}/article") for n in range(5) for by in (anna, berta)]
    for status in statuses:
        card = await card_of(a_linking_moot, status)
        assert card is not None
        assert card["title"] == "Rhubarb & custard"
    later = await a_linking_moot.post(anna, f"again {site.base}/article")
    assert await card_of(a_linking_moot, later) is not None
    assert site.times("/article") == 1
    a_linking_moot.clock.advance(15 * DAY)
    site.pages["/article"] = page(ARTICLE.replace("Rhubarb", "Radish").format(more=""))
    await a_linking_moot.post(anna, f"a month later {site.base}/article")
    for status in statuses[:2]:
        card = await card_of(a_linking_moot, status)
        assert card is not None
        assert card["title"] == "Radish & custard"
    assert site.times("/article") == 2


async def test_the_picture_is_cleaned_and_our_own(a_linking_moot: Moot, site: Web) -> None:
    anna = await a_linking_moot.member("anna")
    more = '<meta property="og:image" content="/p.png"><meta property="og:image:alt" content="A stalk">'
    site.pages |= {"/article": page(ARTICLE.format(more=more)), "/p.png": page(picture(), "image/png")}
    status = await a_linking_moot.post(anna, f"{site.base}/article")
    card = await card_of(a_linking_moot, status)
    assert card is not None
    assert card["image"].startswith(f"{BASE}/media/")
    assert card["image_description"] == "A stalk"
    assert card["blurhash"]
    assert 0 < card["height"] < card["width"] < 1200
    shown = await a_linking_moot.call("GET", card["image"].removeprefix(BASE))
    assert shown.status_code == 200
    assert len(_files(a_linking_moot)) == 1
    await a_linking_moot.ok("DELETE", f"/api/v1/statuses/{status['id']}", anna)
    for _ in range(3):
        a_linking_moot.clock.advance(DAY + 1)
        await a_linking_moot.ground.runner.schedule()
        await a_linking_moot.run_jobs()
    assert _files(a_linking_moot) == []
    assert await a_linking_moot.ground.db.reader.value(Sql("select count(*) from preview")) == 0


def _files(moot: Moot) -> list[Path]:
    return [path for path in moot.ground.objects.folder.rglob("*") if path.is_file()]


async def test_a_picture_that_is_none_leaves_the_words(a_linking_moot: Moot, site: Web) -> None:
    anna = await a_linking_moot.member()
    for number, behaviour in enumerate((page(b"<svg/>", "image/svg+xml"), page(b"GIF89a nonsense", "image/gif"))):
        site.pages["/p"] = behaviour
        site.pages[f"/{number}"] = page(ARTICLE.format(more='<meta property="og:image" content="/p">'))
        card = await card_of(a_linking_moot, await a_linking_moot.post(anna, f"{site.base}/{number}"))
        assert card is not None
        assert (card["title"], card["image"]) == ("Rhubarb & custard", None)


VIDEO = {
    "type": "video", "version": "1.0", "title": "A film", "author_name": "Max", "author_url": "https://films.example/max",
    "provider_name": "Films", "provider_url": "https://films.example/", "width": 480, "height": 270,
    "html": '<script>alert(1)</script><iframe src="https://films.example/embed/1" onload="alert(1)"></iframe><b>x</b>',
}  # fmt: skip


async def test_of_an_embed_nothing_is_left_but_a_frame(a_linking_moot: Moot, site: Web) -> None:
    anna = await a_linking_moot.member()
    found = '<link rel="alternate" type="application/json+oembed" href="/oembed?x=1">'
    site.pages |= {"/film": page(ARTICLE.format(more=found)), "/oembed": data(VIDEO)}
    card = await card_of(a_linking_moot, await a_linking_moot.post(anna, f"{site.base}/film"))
    assert card is not None
    assert card["html"].startswith('<iframe src="https://films.example/embed/1" width="480" height="270" sandbox="')
    assert card["html"].count("<") == 2
    assert "alert" not in card["html"]
    assert (card["type"], card["width"], card["height"], card["provider_name"]) == ("video", 480, 270, "The Garden")
    assert (card["author_name"], card["author_url"]) == ("Max", "https://films.example/max")


@pytest.mark.parametrize(
    "behaviour",
    [
        page("<title>Gone</title>", status="404 Not Found"),
        page("%PDF", "application/pdf"),
        page("no title at all"),
        page(""),
    ],
)
async def test_what_says_nothing_is_remembered(a_linking_moot: Moot, site: Web, behaviour: Any) -> None:
    anna = await a_linking_moot.member()
    site.pages["/x"] = behaviour
    for _ in range(3):
        assert await card_of(a_linking_moot, await a_linking_moot.post(anna, f"{site.base}/x")) is None
    assert site.times("/x") == 1
    a_linking_moot.clock.advance(DAY)
    site.pages["/x"] = page(ARTICLE.format(more=""))
    assert await card_of(a_linking_moot, await a_linking_moot.post(anna, f"{site.base}/x")) is not None


async def test_a_page_that_fails_is_tried_again_but_not_for_ever(a_linking_moot: Moot, site: Web) -> None:
    anna = await a_linking_moot.member()
    site.pages["/x"] = page("busy", status="503 Service Unavailable")
    status = await a_linking_moot.post(anna, f"{site.base}/x")
    assert await card_of(a_linking_moot, status) is None
    await a_linking_moot.ground.runner.schedule()
    for tries in range(2, FAILURES + 4):
        a_linking_moot.clock.advance(DAY)
        await a_linking_moot.run_jobs()
        assert site.times("/x") == min(tries, FAILURES)
    site.pages["/x"] = page(ARTICLE.format(more=""))
    await a_linking_moot.post(anna, f"{site.base}/x")
    assert await card_of(a_linking_moot, status) is not None


async def test_who_posts_very_many_links_waits_for_the_cards(database_url: str, tmp_path: Path, site: Web) -> None:
    outbound, limits = OutboundSettings(("127.0.0.0/8",)), LimitsSettings()
    async with moot(tmp_path, database_url, outbound=outbound, limits=limits) as running:
        anna, berta = await running.member(), await running.member()
        many = PAGES_OF_A_MEMBER + 3
        site.pages |= {f"/{n}": page(f"<title>Page {n}</title>") for n in range(many + 1)}
        statuses = [await running.post(anna, f"{site.base}/{n}") for n in range(many)]
        cards = [await card_of(running, status) for status in statuses]
        assert sum(card is not None for card in cards) == PAGES_OF_A_MEMBER
        assert await card_of(running, await running.post(berta, f"{site.base}/{many}")) is not None
        await running.ground.runner.schedule()
        await running.run_jobs()
        running.clock.advance(HOUR)
        assert all([await card_of(running, status) for status in statuses])


async def test_private_places_are_not_asked(a_moot: Moot, site: Web) -> None:
    anna = await a_moot.member()
    assert await card_of(a_moot, await a_moot.post(anna, f"look: {site.base}/article")) is None
    assert site.asked == []


async def test_our_own_pages_mentions_and_tags_are_no_links(a_linking_moot: Moot, site: Web) -> None:
    anna = await a_linking_moot.member("anna")
    status = await a_linking_moot.post(anna, f"@anna #rhubarb {BASE}/@anna/1 https://user@127.0.0.1/ words")
    assert await card_of(a_linking_moot, status) is None
    assert await a_linking_moot.ground.db.reader.value(Sql("select count(*) from preview")) == 0


async def test_an_edit_changes_the_card(a_linking_moot: Moot, site: Web) -> None:
    anna = await a_linking_moot.member()
    site.pages["/other"] = page("<title>Another page</title>")
    status = await a_linking_moot.post(anna, f"{site.base}/article")
    assert await card_of(a_linking_moot, status)
    await a_linking_moot.ok("PUT", f"/api/v1/statuses/{status['id']}", anna, json={"status": f"{site.base}/other"})
    card = await card_of(a_linking_moot, status)
    assert card is not None
    assert card["title"] == "Another page"
    await a_linking_moot.ok("PUT", f"/api/v1/statuses/{status['id']}", anna, json={"status": "no link any more"})
    assert await card_of(a_linking_moot, status) is None


async def _profile(moot: Moot, member: Member, note: str) -> None:
    await moot.ok("PATCH", "/api/v1/accounts/update_credentials", member, json={"note": note})


async def test_a_page_names_its_author_only_where_the_author_names_its_site(a_linking_moot: Moot, site: Web) -> None:
    anna = await a_linking_moot.member("anna")
    more = '<meta name="fediverse:creator" content="@anna@moot.test">'
    site.pages |= {path: page(ARTICLE.format(more=more)) for path in ("/before", "/after")}
    before = await card_of(a_linking_moot, await a_linking_moot.post(anna, f"{site.base}/before"))
    assert before is not None
    assert before["authors"][0]["account"] is None
    await _profile(a_linking_moot, anna, f"I write at {site.base}/articles")
    status = await a_linking_moot.post(anna, f"{site.base}/after")
    after = await card_of(a_linking_moot, status)
    assert after is not None
    assert after["authors"][0]["account"]["acct"] == "anna"
    await a_linking_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json={"display_name": "Anna B."})
    renamed = await card_of(a_linking_moot, status)
    assert renamed is not None
    assert renamed["authors"][0]["account"]["display_name"] == "Anna B."


@pytest.mark.parametrize(
    ("url", "vouched"),
    [
        ("https://example.org/a", True),
        ("https://www.example.org/a", True),
        ("https://badexample.org/a", False),
        ("https://example.org.evil.example/", False),
        ("https://linked.example/a", False),
    ],
)
async def test_members_name_the_sites_that_may_name_them(a_moot: Moot, url: str, vouched: bool) -> None:
    anna = await a_moot.member("anna")
    async with a_moot.ground.work() as work:
        change = accounts.ProfileChange(attribution_domains=["example.org"])
        account = await accounts.edit_profile(work, anna.id, change)
    assert vouches_for(account, url) is vouched


async def test_the_name_of_a_pages_author_goes_with_the_account(a_linking_moot: Moot, site: Web) -> None:
    """Everywhere it is shown: in the card, and in what is remembered of a page of notifications with it."""
    anna, berta = await a_linking_moot.member("anna"), await a_linking_moot.member("berta")
    site.pages["/hers"] = page(
        '<html><head><title>Rhubarb</title><meta name="fediverse:creator" content="@anna@moot.test"></head></html>'
    )
    await _profile(a_linking_moot, anna, f"I write at {site.base}/articles")
    status = await a_linking_moot.post(berta, f"{site.base}/hers @berta")
    await a_linking_moot.run_jobs()
    await a_linking_moot.ok("POST", f"/api/v1/statuses/{status['id']}/favourite", await a_linking_moot.member("carla"))
    await a_linking_moot.run_jobs()

    async def told() -> Any:
        (item,) = await a_linking_moot.ok("GET", "/api/v1/notifications", berta)
        return item["status"]["card"]

    assert ((await told())["author_name"], (await told())["authors"][0]["name"]) == ("anna", "anna")
    await a_linking_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json={"display_name": "Anna B."})
    assert (await told())["author_name"] == "Anna B."
    async with a_linking_moot.ground.work() as work:
        await portability.close_account(work, anna.id)
    await a_linking_moot.run_jobs()
    card = await told()
    assert (card["title"], card["author_name"], card["authors"]) == ("Rhubarb", "", [])
    rows = await a_linking_moot.ground.db.reader.all(Sql("select author_name, author_account_id from preview"))
    assert [tuple(row) for row in rows] == [("", None)]


async def test_the_timeline_of_a_link(a_linking_moot: Moot, site: Web) -> None:
    anna, berta, carla = [await a_linking_moot.member(name) for name in ("anna", "berta", "carla")]
    url = f"{site.base}/article"
    public = [await a_linking_moot.post(anna, f"{n} {url}") for n in range(3)]
    await a_linking_moot.post(anna, f"hush {url}", visibility="private")
    await a_linking_moot.post(anna, f"hush {url}", visibility="unlisted")
    await a_linking_moot.ok("PATCH", "/api/v1/accounts/update_credentials", carla, json={"discoverable": False})
    await a_linking_moot.post(carla, url)
    hers = await a_linking_moot.post(berta, url)
    await a_linking_moot.run_jobs()
    wanted = [status["id"] for status in (hers, *reversed(public))]
    await trending(a_linking_moot, url)
    found = await a_linking_moot.ok("GET", "/api/v1/timelines/link", params={"url": f"{url}#part"})
    assert [status["id"] for status in found] == wanted
    assert all(check(status, "Status") == [] for status in found)
    first = await a_linking_moot.call("GET", "/api/v1/timelines/link", params={"url": url, "limit": 2})
    assert [status["id"] for status in first.json()] == wanted[:2]
    after = {"url": url, "limit": 2, "max_id": wanted[1]}
    assert [s["id"] for s in await a_linking_moot.ok("GET", "/api/v1/timelines/link", params=after)] == wanted[2:]
    before = {"url": url, "limit": 2, "min_id": wanted[3]}
    assert [s["id"] for s in await a_linking_moot.ok("GET", "/api/v1/timelines/link", params=before)] == wanted[1:3]
    assert 'rel="next"' in first.headers["link"]
    await a_linking_moot.ok("POST", f"/api/v1/accounts/{berta.id}/block", anna)
    seen = await a_linking_moot.ok("GET", "/api/v1/timelines/link", anna, params={"url": url})
    assert [status["id"] for status in seen] == wanted[1:]


async def test_the_timeline_of_no_link(a_moot: Moot) -> None:
    for url in ("https://nobody.example/", "", "not a link", "http://[", "x" * 5_000):
        refused = await a_moot.call("GET", "/api/v1/timelines/link", params={"url": url})
        assert (refused.status_code, refused.json()) == (404, {"error": "Record not found"})
    assert (await a_moot.call("GET", "/api/v1/timelines/link")).status_code == 422
