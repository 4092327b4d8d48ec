"""Feeds are XML whatever people wrote, and say what their two formats demand."""

from xml.etree.ElementTree import fromstring

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.formats.syndication import ATOM, DUBLIN, MEDIA, Channel, Enclosure, Item, atom, fit, rss

AT = 1_700_000_000_000
CHANNEL = Channel("Anna & Co", "https://m.example/@anna", "https://m.example/@anna.rss", "bakes <bread>", "", "de")
ITEM = Item(
    id="https://m.example/users/anna/statuses/1", url="https://m.example/@anna/1", title="a \x00 title",
    html="<p>one &amp; two</p>", created_at=AT, updated_at=AT + 60_000, author="Anna", language="de",
    tags=("bread",), author_url="https://m.example/@anna",
    enclosures=(Enclosure("https://m.example/media/a.jpg", "image/jpeg", 12, "a loaf"),
                Enclosure("https://m.example/media/b.mp4", "video/mp4", 34)),
)  # fmt: skip


def test_rss_says_what_readers_need() -> None:
    root = fromstring(rss(CHANNEL, [ITEM]))
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channel = root.find("channel")
    assert channel is not None
    assert [channel.findtext(name) for name in ("title", "link", "description", "language")] == [
        "Anna & Co", "https://m.example/@anna", "bakes <bread>", "de",
    ]  # fmt: skip
    (item,) = channel.findall("item")
    assert item.findtext("title") == "a  title"
    assert item.findtext("description") == "<p>one &amp; two</p>"
    assert item.findtext("pubDate") == "Tue, 14 Nov 2023 22:13:20 GMT"
    assert item.findtext(f"{{{DUBLIN}}}creator") == "Anna"
    (enclosure,) = item.findall("enclosure")
    assert enclosure.attrib == {"url": "https://m.example/media/a.jpg", "length": "12", "type": "image/jpeg"}
    media = item.findall(f"{{{MEDIA}}}content")
    assert [each.get("medium") for each in media] == ["image", "video"]
    assert media[0].findtext(f"{{{MEDIA}}}description") == "a loaf"
    assert [each.findtext(f"{{{MEDIA}}}rating") for each in media] == ["nonadult", "nonadult"]
    sensitive = fromstring(rss(CHANNEL, [ITEM._replace(sensitive=True)]))
    assert {each.text for each in sensitive.iter(f"{{{MEDIA}}}rating")} == {"adult"}


def test_atom_says_what_its_standard_demands() -> None:
    root = fromstring(atom(CHANNEL, [ITEM]))
    names = {"a": ATOM}
    assert root.tag == f"{{{ATOM}}}feed"
    assert root.findtext("a:updated", namespaces=names) == "2023-11-14T22:14:20Z"
    assert {link.get("rel"): link.get("href") for link in root.findall("a:link", names)} == {
        "self": CHANNEL.address, "alternate": CHANNEL.url,
    }  # fmt: skip
    (entry,) = root.findall("a:entry", names)
    for name in ("id", "title", "updated", "published"):
        assert entry.findtext(f"a:{name}", namespaces=names)
    assert entry.findtext("a:author/a:name", namespaces=names) == "Anna"
    content = entry.find("a:content", names)
    assert content is not None
    assert (content.get("type"), content.text) == ("html", "<p>one &amp; two</p>")
    assert len(entry.findall("a:link[@rel='enclosure']", names)) == 2
    empty = fromstring(atom(CHANNEL, []))
    assert empty.findtext("a:updated", namespaces=names) == "1970-01-01T00:00:00Z"


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_breaks_a_feed(text: str) -> None:
    item = ITEM._replace(
        title=text, html=text, author=text, tags=(text,), url=text, enclosures=(Enclosure(text, "image/png", 1, text),)
    )
    channel = CHANNEL._replace(title=text, description=text)
    written = fit(text).replace("\r\n", "\n").replace("\r", "\n")  # as XML reads the ends of lines
    assert (fromstring(rss(channel, [item])).findtext("channel/item/description") or "") == written
    assert (fromstring(atom(channel, [item])).findtext(f"{{{ATOM}}}entry/{{{ATOM}}}content") or "") == written
