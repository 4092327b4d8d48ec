"""Addresses of the web in one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.formats.weburl import LENGTH, canonical, host_of

SAME = {
    "http://example.com": "http://example.com/",
    "HTTPS://EXAMPLE.com:443/A?b=c#d": "https://example.com/A?b=c",
    "http://example.com:80/": "http://example.com/",
    "http://example.com:8080/": "http://example.com:8080/",
    "https://bücher.example/straße?q=ü": "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%BC",
    "https://example.com./a b": "https://example.com/a%20b",
    "https://example.com/100%/%41%zz": "https://example.com/100%25/%41%25zz",
    "https://example.com/(a)'*!": "https://example.com/(a)'*!",
    " https://example.com/\t": "https://example.com/",
    "http://[2606:4700::1111]/": "http://[2606:4700::1111]/",
    'https://example.com/"><script>': "https://example.com/%22%3E%3Cscript%3E",
}
NONE = (
    "", "x", "/a", "//example.com/", "ftp://example.com/", "javascript:alert(1)", "http://", "http:///a", "https://?x",
    "http://user@example.com/", "http://user:pw@example.com/", "http://@example.com/", "http://example.com:x/",
    "http://example.com:99999/", "http://[::1", "http://exa mple.com/", "http://ex<b>.com/",
    "http://" + "a" * 70 + "ü.example/",
    "https://example.com/" + "a" * LENGTH, "https://example.com/" + "ü" * (LENGTH // 3), "data:text/html,x",
)  # fmt: skip


@pytest.mark.parametrize("written", SAME)
def test_one_spelling(written: str) -> None:
    assert canonical(written) == SAME[written]


@pytest.mark.parametrize("written", NONE)
def test_what_is_no_address_of_the_web(written: str) -> None:
    assert canonical(written) == ""


def test_a_relative_address_stands_on_its_page() -> None:
    base = "https://example.com/a/b?c"
    assert canonical("/p.png", base) == "https://example.com/p.png"
    assert canonical("p.png", base) == "https://example.com/a/p.png"
    assert canonical("//other.example/p", base) == "https://other.example/p"
    assert canonical("javascript:x", base) == ""
    assert host_of("https://www.example.com/a") == "example.com"


@given(text=st.text(max_size=60) | st.from_regex(r"https?://[^ ]{0,40}", fullmatch=True))
def test_whatever_is_written_it_is_ascii_and_stays_as_it_is(text: str) -> None:
    written = canonical(text)
    assert canonical(written) == written
    assert written == "" or (written.isascii() and written.startswith(("http://", "https://")) and "#" not in written)
    assert not set(written) & set(' <>"\n\t')
