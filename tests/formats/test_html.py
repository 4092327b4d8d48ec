"""HTML of strangers: what is harmless of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from folkmoot.formats.html import harmless, text_of
from folkmoot.formats.text import to_html

CLEANED = {
    "": "",
    "plain & simple": "plain &amp; simple",
    "<p>a<br>b</p>": "<p>a<br />b</p>",
    "<p onclick=x class=evil style=x>a</p>": "<p>a</p>",
    "<script>x</script><style>y</style>z": "z",
    "<b>bold <i>both</i></b>": "bold both",
    "<img src=x onerror=y>": "",
    "<a href='javascript:x'>a</a>": "a",
    "<a href=' HTTPS://x.example/?a&b'>a</a>": '<a href="HTTPS://x.example/?a&amp;b" target="_blank" '
    'rel="nofollow noopener noreferrer">a</a>',
    "<span class='invisible evil' translate=no>a</span>": '<span class="invisible" translate="no">a</span>',
    "<svg><text>a</text></svg><math><mi>x": "",
    "<iframe src=https://x.example/></iframe>b": "b",
    "<!-- a --><?b?><![CDATA[c]]>d": "d",
    "<p>a<p>b": "<p>a</p><p>b</p>",
    "&lt;script&gt;": "&lt;script&gt;",
}


@pytest.mark.parametrize("given_html", CLEANED)
def test_only_harmless_things_stay(given_html: str) -> None:
    assert harmless(given_html) == CLEANED[given_html]


def test_what_we_write_ourselves_stays_as_it_is() -> None:
    text = "salt & <b> for @anna\nhttps://example.com/a?b=c&d=e\n\n#tag"
    written = to_html(text, lambda _: ("https://moot.test/@anna", "anna"), "https://moot.test/tags/")
    assert text_of(harmless(written)) == text_of(written)
    assert harmless(harmless(written)) == harmless(written)
    assert harmless(written).count("<a ") == 3


@pytest.mark.parametrize(
    "html", ["<div>" * 200_000, "<a href=https://x>" * 100_000, "<b><i>" * 50_000, "<p>" * 100_000]
)
def test_depth_costs_little(html: str) -> None:
    assert len(harmless(html)) < 400_000
    assert text_of(html) == ""


_BITS = st.sampled_from(
    ["<p>", "</p>", "<a href=", '"javascript:x"', "'https://x'", ">", "<script>", "</script>", "<!--", "-->", "<svg>",
     "&lt;", "<span class=mention>", "<style>", "onclick=x", "<br>", "text", "<![CDATA[", "]]>", "<noscript>",
     "<template>", "\0"]
)  # fmt: skip


@given(bits=st.lists(_BITS | st.text(max_size=5), max_size=20))
def test_whatever_comes_only_harmless_things_are_written(bits: list[str]) -> None:
    written = harmless("".join(bits))
    tree = LexborHTMLParser(written)
    assert tree.body is not None
    for node in tree.body.css("*"):
        assert node.tag in {"body", "p", "br", "a", "span"}
        assert set(node.attributes) <= {"href", "class", "translate", "target", "rel"}
        assert (node.attributes.get("href") or "https://").lower().startswith(("http://", "https://"))
    assert harmless(written) == harmless(harmless(written))
