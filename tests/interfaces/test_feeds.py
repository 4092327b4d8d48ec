"""Feeds of people, of tags and of the place: public posts alone, whole, and only when something is new."""

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from PIL import Image

from folkmoot.formats.syndication import ATOM, MEDIA
from tests.support.counting import counting
from tests.support.moot import Member, Moot
from tests.support.signing import member_with_password, signed_in
from tests.support.ties import follow


async def items(a_moot: Moot, path: str) -> list[Element]:
    answer = await a_moot.http.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    return list(fromstring(answer.content).iter("item"))


async def titles(a_moot: Moot, path: str) -> list[str]:
    return [item.findtext("title") or "" for item in await items(a_moot, path)]


async def test_feeds_hold_public_posts_alone(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await follow(a_moot, berta, anna)
    for visibility in ("public", "unlisted", "private", "direct"):
        await a_moot.post(anna, f"{visibility} #bread @berta", visibility=visibility)
    told = await a_moot.post(berta, "by berta #bread")
    await a_moot.ok("POST", f"/api/v1/statuses/{told['id']}/reblog", anna)
    await a_moot.post(anna, "an answer", in_reply_to_id=told["id"])
    assert await titles(a_moot, "/@anna.rss") == ["public #bread @berta"]
    assert await titles(a_moot, "/tags/bread.rss") == ["by berta #bread", "public #bread @berta"]
    assert await titles(a_moot, "/local.rss") == ["by berta #bread", "public #bread @berta"]


async def test_who_is_signed_in_reads_no_more_than_others(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    berta = await a_moot.member("berta")
    await a_moot.post(berta, "for @anna alone", visibility="direct")
    browser = await (await signed_in(a_moot)).open("/@berta/with_replies")
    assert "alone" in browser.text
    assert "alone" not in (await browser.open("/@berta.rss")).text


async def test_items_are_whole(a_moot: Moot, tmp_path: Path) -> None:
    anna, _ = await a_moot.member("anna"), await a_moot.member("berta")
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "p.png")
    file = {"file": ("p.png", (tmp_path / "p.png").read_bytes(), "image/png")}
    made = await a_moot.ok("POST", "/api/v2/media", anna, files=file, data={"description": 'a "harbour"'})
    post = await a_moot.post(anna, "Hello @berta & <all> #Bread", media_ids=[made["id"]], language="de")
    (item,) = await items(a_moot, "/@anna.rss")
    html = item.findtext("description") or ""
    assert '<a href="http://moot.test/@berta"' in html
    assert '<a href="http://moot.test/tags/bread"' in html
    assert "&amp; &lt;all&gt;" in html
    assert 'alt="a &quot;harbour&quot;"' in html
    assert 'src="http://moot.test/media/' in html
    enclosure = item.find("enclosure")
    assert enclosure is not None
    length = int((await a_moot.http.get(enclosure.get("url", ""))).headers["content-length"])
    assert int(enclosure.get("length", "")) == length
    assert item.findtext("link") == post["url"]
    assert item.findtext("guid") == post["uri"]
    assert [each.text for each in item.findall("category")] == ["Bread"]
    entry = fromstring((await a_moot.http.get("/@anna.atom")).content).find(f"{{{ATOM}}}entry")
    assert entry is not None
    assert entry.findtext(f"{{{ATOM}}}id") == post["uri"]


async def test_warnings_are_respected(a_moot: Moot, tmp_path: Path) -> None:
    anna = await a_moot.member("anna")
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "p.png")

    async def picture() -> str:
        file = {"file": ("p.png", (tmp_path / "p.png").read_bytes(), "image/png")}
        return str((await a_moot.ok("POST", "/api/v2/media", anna, files=file))["id"])

    await a_moot.post(anna, "the spider", spoiler_text="Spiders <ugh>", media_ids=[await picture()])
    await a_moot.post(anna, "only a picture", sensitive=True, media_ids=[await picture()])
    sensitive, warned = await items(a_moot, "/@anna.rss")
    assert warned.findtext("title") == "Spiders <ugh>"
    assert "the spider" not in (warned.findtext("description") or "")
    assert "Spiders &lt;ugh&gt;" in (warned.findtext("description") or "")
    assert warned.find("enclosure") is None
    assert "<img" not in (sensitive.findtext("description") or "")
    assert [each.text for each in sensitive.iter(f"{{{MEDIA}}}rating")] == ["adult"]


@pytest.mark.parametrize("path", ["/@anna.rss", "/@anna.atom", "/tags/bread.rss", "/tags/bread.atom", "/local.atom"])
async def test_what_is_known_is_not_sent_again(a_moot: Moot, path: str) -> None:
    anna = await a_moot.member("anna")
    post = await a_moot.post(anna, "first #bread")
    answer = await a_moot.http.get(path)
    given: list[dict[str, str]] = [
        {"If-None-Match": answer.headers["etag"]},
        {"If-None-Match": f'"other", {answer.headers["etag"]}'},
        {"If-Modified-Since": answer.headers["last-modified"]},
    ]
    for headers in given:
        again = await a_moot.http.get(path, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]
    for headers in ({"If-Modified-Since": "nonsense"}, {"If-None-Match": '"x"', **given[2]}):
        assert (await a_moot.http.get(path, headers=headers)).status_code == 200
    a_moot.clock.advance(2_000)
    await a_moot.ok("PUT", f"/api/v1/statuses/{post['id']}", anna, json={"status": "changed #bread"})
    for headers in given:
        assert "changed" in (await a_moot.http.get(path, headers=headers)).text
    await a_moot.ok("DELETE", f"/api/v1/statuses/{post['id']}", anna)
    assert "changed" not in (await a_moot.http.get(path, headers=given[0])).text


async def test_a_new_name_stands_in_the_feed_at_once(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    await a_moot.post(anna, "hello")
    assert "Anna the Second" not in (await a_moot.http.get("/@anna.rss")).text
    await a_moot.ok("PATCH", "/api/v1/profile", anna, json={"display_name": "Anna the Second"})
    assert "creator>Anna the Second<" in (await a_moot.http.get("/@anna.rss")).text


async def test_feeds_ask_the_same_however_long_they_are(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    paths = ("/@anna.rss", "/tags/bread.rss", "/local.rss")

    async def asked() -> list[int]:
        counts = []
        for path in paths:
            async with counting(a_moot.ground) as counter:
                await items(a_moot, path)
            counts.append(counter.asked)
        return counts

    async def say(by: Member, **fields: Any) -> None:
        await a_moot.post(by, "more #bread for @berta", **fields)

    await say(anna)
    before = await asked()
    for member in (anna, berta, anna, berta):
        await say(member)
    assert await asked() == before


async def test_control_characters_do_no_harm(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    await a_moot.post(anna, "one\u0001two\u000bthree\ufffe #bread", spoiler_text="")
    for path in ("/@anna.rss", "/@anna.atom", "/local.rss", "/tags/bread.atom"):
        answer = await a_moot.http.get(path)
        assert "onetwothree" in "".join(fromstring(answer.content).itertext())


@pytest.mark.parametrize("path", ["/@nobody.rss", "/@nobody.atom", "/tags/!.rss", "/everywhere.rss", "/@anna.xml"])
async def test_there_are_no_other_feeds(a_moot: Moot, path: str) -> None:
    assert (await a_moot.http.get(path)).status_code == 404
