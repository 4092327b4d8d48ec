"""oEmbed: open posts for other sites, and nothing else."""

from typing import Any

from tests.conformance.entities import check
from tests.support.moot import BASE, Moot


async def _embedded(moot: Moot, url: str, **params: Any) -> Any:
    found = await moot.ok("GET", "/api/oembed", params={"url": url, **params})
    assert check(found, "Answer::OEmbed") == []
    return found


async def test_an_open_post_is_told_in_both_spellings_of_its_address(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    for visibility in ("public", "unlisted"):
        status = await a_moot.post(anna, "salt & <b>sugar</b>", language="en", visibility=visibility)
        found = await _embedded(a_moot, status["url"])
        assert found == await _embedded(a_moot, status["uri"]) == await _embedded(a_moot, f"{status['url']}/?x=1#y")
        assert (found["author_name"], found["author_url"]) == ("anna", f"{BASE}/@anna")
        assert (found["provider_name"], found["width"], found["height"]) == ("moot.test", 400, None)
        assert f'<a href="{status["url"]}">' in found["html"]
        assert "salt &amp; &lt;b&gt;sugar" in found["html"]
        assert "script" not in found["html"]


async def test_the_width_is_held_to_what_makes_sense(a_moot: Moot) -> None:
    status = await a_moot.post(await a_moot.member(), "words")
    widths = [(await _embedded(a_moot, status["url"], maxwidth=w))["width"] for w in (300, 0, -5, 10**12)]
    assert widths == [300, 400, 1, 2_000]
    assert (await a_moot.call("GET", "/api/oembed", params={"url": status["url"], "maxwidth": "x"})).status_code == 422


async def test_behind_a_warning_only_the_warning_is_told(a_moot: Moot) -> None:
    status = await a_moot.post(await a_moot.member(), "who did it", spoiler_text="the end of a book")
    html = (await _embedded(a_moot, status["url"]))["html"]
    assert "the end of a book" in html
    assert "who did it" not in html


async def test_nothing_else_is_told(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    public = await a_moot.post(anna, "words")
    boost = await a_moot.ok("POST", f"/api/v1/statuses/{public['id']}/reblog", berta)
    closed = [await a_moot.post(anna, "hush @berta", visibility=each) for each in ("private", "direct")]
    urls = [
        *(status["url"] for status in closed), boost["uri"], f"{BASE}/@berta/{boost['id']}",
        f"{BASE}/@berta/{public['id']}",
        f"{BASE}/@anna/{Moot.never()}", f"{BASE}/@anna", f"{BASE}/@anna/x", f"https://other.example/@anna/{public['id']}",
        f"{BASE}.other.example/@anna/{public['id']}", "", "x", "http://[", f"{BASE}/@anna/{10**30}",
    ]  # fmt: skip
    for url in urls:
        for by in (None, anna):
            answer = await a_moot.call("GET", "/api/oembed", by, params={"url": url})
            assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"}), url
    assert (await a_moot.call("GET", "/api/oembed", params={"url": public["url"], "format": "xml"})).status_code == 404
    assert (await a_moot.call("GET", "/api/oembed")).status_code == 422
