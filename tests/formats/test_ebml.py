"""Elements are read one behind the other, and nothing but the own error is raised on anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.formats import ebml
from folkmoot.formats.ebml import EbmlError, Element


def read(data: bytes) -> list[Element]:
    return list(ebml.elements(memoryview(data), 0, len(data)))


def test_numbers_of_every_length_are_read() -> None:
    data = b"\x86\x82ab" + b"\x42\x86\x40\x01c" + b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\0"

    assert read(data) == [Element(0x86, 2, 4), Element(0x4286, 8, 9), Element(0x1A45DFA3, 21, 21)]


def test_an_element_of_unknown_size_runs_to_the_end() -> None:
    assert read(b"\x18\x53\x80\x67\xffabc") == [Element(0x18538067, 5, 8)]


@pytest.mark.parametrize("data", [b"\0", b"\x86", b"\x86\x83ab", b"\x42", b"\x86\0"])
def test_an_element_that_does_not_fit_is_an_error(data: bytes) -> None:
    with pytest.raises(EbmlError):
        read(data)


@given(data=st.binary(max_size=200))
def test_bytes_that_are_no_elements_raise_only_the_own_error(data: bytes) -> None:
    try:
        found = read(data)
    except EbmlError:
        return
    assert all(one.body <= one.end <= len(data) for one in found)
