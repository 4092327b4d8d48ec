"""Temporal units of AV1 lose metadata and padding, and every other unit stays byte for byte."""

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.formats import av1
from folkmoot.formats.av1 import Av1Error


def unit(kind: int, payload: bytes) -> bytes:
    assert len(payload) < 128
    return bytes((kind << 3 | 2, len(payload))) + payload


kinds = st.sampled_from([1, 2, 3, 4, 6, 7])


@given(kept=st.lists(st.tuples(kinds, st.binary(max_size=50)), max_size=6))
def test_all_other_units_stay_byte_for_byte(kept: list[tuple[int, bytes]]) -> None:
    wanted = b"".join(unit(*one) for one in kept)

    assert av1.strip_packet(unit(5, b"\4told") + wanted + unit(15, b"pad")) == wanted


@given(packet=st.binary(max_size=200))
def test_bytes_that_are_no_packet_raise_only_the_own_error(packet: bytes) -> None:
    try:
        stripped = av1.strip_packet(packet)
    except Av1Error:
        return
    assert av1.foreign_units(stripped) == []


def test_light_levels_are_kept_and_time_codes_are_not() -> None:
    light, clock = unit(5, b"\1\3\xe8\1\x90"), unit(5, b"\5\x12\x34")

    assert av1.strip_packet(light + clock) == light
    assert av1.foreign_units(light + clock) == ["unit of type 5"]


def test_a_configuration_keeps_its_fields_and_the_sequence_header() -> None:
    fields, header = b"\x81\0\x0c\0", unit(1, b"sequence")

    assert av1.strip_configuration(fields + header + unit(5, b"\4told")) == fields + header


def test_a_last_unit_without_size_and_one_with_extension_are_read() -> None:
    extended = bytes((6 << 3 | 4 | 2, 0x20, 3)) + b"abc"
    unsized = bytes((6 << 3,)) + b"rest"

    assert [(one.kind, one.raw) for one in av1.units(extended + unsized)] == [(6, extended), (6, unsized)]
