"""What names and addresses mean to policy, for any that there can be."""

import contextlib
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.features.policy import canonical_hash, contains, obfuscated, parents
from folkmoot.features.policy.rules import bits_of, check_domain, check_network
from folkmoot.infra.errors import InvalidError

_LABEL = st.from_regex(r"[a-z]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
_DOMAINS = st.lists(_LABEL, min_size=1, max_size=4).map(".".join)
_NAMES = st.from_regex(r"[a-z0-9_]{1,20}", fullmatch=True)


@given(name=_NAMES, domain=_DOMAINS, tag=st.text("abc+.", max_size=5), upper=st.booleans(), place=st.integers(0, 20))
def test_every_spelling_of_a_mailbox_has_one_hash(name: str, domain: str, tag: str, place: int, *, upper: bool) -> None:
    spelt = f"{name[:place]}.{name[place:]}+{tag}@{domain}"
    assert canonical_hash(spelt.upper() if upper else spelt) == canonical_hash(f"{name}@{domain}")
    assert canonical_hash(f"{name}x@{domain}") != canonical_hash(f"{name}@{domain}")


@given(domain=_DOMAINS)
def test_a_half_hidden_name_keeps_its_shape(domain: str) -> None:
    hidden = obfuscated(domain)
    assert (len(hidden), hidden.count(".")) == (len(domain), domain.count("."))
    assert all(shown in {real, "*"} for shown, real in zip(hidden, domain, strict=True))
    assert hidden.rpartition(".")[2] == domain.rpartition(".")[2]


@given(domain=_DOMAINS)
def test_a_name_is_below_each_of_its_parents(domain: str) -> None:
    above = parents(domain)
    assert above[0] == domain
    assert all(f".{domain}".endswith(f".{name}") for name in above)


@given(text=st.text(max_size=80) | _DOMAINS.map(str.upper))
def test_a_name_is_settled_once_and_for_all_or_refused(text: str) -> None:
    with contextlib.suppress(InvalidError):
        name = check_domain(text)
        assert check_domain(f" {name}. ") == name
        assert name == name.lower()
        assert name.isascii()


@given(address=st.ip_addresses(), other=st.ip_addresses(), length=st.integers(0, 128))
def test_a_network_holds_what_the_standard_library_says(address: object, other: object, length: int) -> None:
    """But IPv4 written as IPv6 counts as IPv4, so that no network of IPv6 holds it."""
    one = ip_address(str(address))
    network = ip_network(check_network(f"{one}/{min(length, one.max_prefixlen)}"))
    for text in (str(one), str(other)):
        bits = bits_of(text)
        assert bits is not None
        plain = (IPv4Address if bits[0] == 4 else IPv6Address)(bits[1])
        assert contains(str(network), text) == (plain in network)


@given(text=st.text(max_size=50))
def test_what_is_no_address_is_in_no_network(text: str) -> None:
    if bits_of(text) is None:
        assert not contains("0.0.0.0/0", text)
        assert not contains("::/0", text)
