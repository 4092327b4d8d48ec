"""Access units of H.264 and H.265 lose what is foreign, and every other unit stays byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.formats import h26x
from folkmoot.formats.h26x import Codec, H26xError

CODECS: tuple[Codec, ...] = ("h264", "hevc")
UUID = bytes(range(16))


def sei(codec: Codec, *messages: tuple[int, bytes], kind: int = 39) -> bytes:
    header = b"\x06" if codec == "h264" else bytes((kind << 1, 1))
    body = b"".join(bytes((number, len(payload))) + payload for number, payload in messages)
    return header + body + b"\x80"


def packed(units: list[bytes], length_size: int) -> bytes:
    if length_size == 0:
        return b"".join(b"\0\0\0\1" + unit for unit in units)
    return b"".join(len(unit).to_bytes(length_size, "big") + unit for unit in units)


def is_foreign(unit: bytes, codec: Codec) -> bool:
    if codec == "h264":
        return unit[0] & 31 in (0, 6, 12, *range(24, 32))
    return (unit[0] >> 1) & 63 in (38, 39, 40, *range(48, 64))


# Neither empty units nor zeros at their end exist in a byte stream, nor do start codes within them.
units = st.lists(st.binary(min_size=2, max_size=40).map(lambda raw: raw.replace(b"\0", b"\7") + b"\x80"), max_size=8)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("length_size", [0, 1, 2, 4])
@given(units=units)
def test_all_other_units_stay_byte_for_byte(codec: Codec, length_size: int, units: list[bytes]) -> None:
    kept = [unit for unit in units if not is_foreign(unit, codec)]
    told = sei(codec, (5, UUID + b"told"))

    assert h26x.strip_packet(packed([told, *kept, told], length_size), codec, length_size) == packed(kept, length_size)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("length_size", [0, 1, 2, 4])
@given(packet=st.binary(max_size=200))
def test_bytes_that_are_no_packet_raise_only_the_own_error(codec: Codec, length_size: int, packet: bytes) -> None:
    try:
        stripped = h26x.strip_packet(packet, codec, length_size)
    except H26xError:
        return
    assert h26x.strip_packet(stripped, codec, length_size) == stripped
    assert h26x.foreign_units(stripped, codec, length_size) == []


@pytest.mark.parametrize("codec", CODECS)
@given(extradata=st.binary(max_size=120) | st.binary(max_size=120).map(lambda raw: b"\1" + raw))
def test_bytes_that_are_no_configuration_raise_only_the_own_error(codec: Codec, extradata: bytes) -> None:
    try:
        h26x.length_size(extradata, codec)
        stripped = h26x.strip_configuration(extradata, codec)
    except H26xError:
        return
    assert h26x.strip_configuration(stripped, codec) == stripped


@pytest.mark.parametrize("codec", CODECS)
def test_what_a_player_needs_is_kept_beside_what_it_does_not(codec: Codec) -> None:
    recovery, mastering = (6, b"\x84"), (137, bytes(range(1, 25)))
    both = sei(codec, recovery, (4, b"caption"), (5, UUID + b"x264 - core 164"), mastering)

    stripped = h26x.strip_packet(packed([both], 4), codec, 4)

    assert stripped == packed([sei(codec, recovery, mastering)], 4)


def test_a_kept_message_is_escaped_again() -> None:
    unit = b"\x06" + bytes((6, 4)) + b"\0\0\3\1\2" + bytes((5, 17)) + UUID + b"!" + b"\x80"

    assert h26x.strip_packet(packed([unit], 4), "h264", 4) == packed([b"\x06\x06\x04\0\0\3\1\2\x80"], 4)


def test_a_long_message_under_a_kept_number_is_dropped() -> None:
    unit = sei("h264", (6, b"x" * 200))

    assert h26x.strip_packet(packed([unit], 4), "h264", 4) == b""


def test_the_clock_of_the_day_in_picture_timing_is_dropped() -> None:
    assert h26x.strip_packet(packed([sei("h264", (1, b"\x10\x11\x12"))], 4), "h264", 4) == b""


def test_messages_behind_the_picture_are_dropped_too() -> None:
    told = sei("hevc", (5, UUID + b"told"), kind=40)

    assert h26x.strip_packet(packed([told, b"\x28\x01\xaf"], 4), "hevc", 4) == packed([b"\x28\x01\xaf"], 4)


def test_long_sizes_are_summed() -> None:
    payload = UUID + b"s" * 600
    unit = b"\x06\x05\xff\xff" + bytes((len(payload) - 510,)) + payload + b"\x80"

    assert [(message.kind, len(message.raw)) for message in h26x.messages(unit, "h264")] == [(5, 620)]


@pytest.mark.parametrize("unit", [b"\x06", b"\x06\x05", b"\x06\x05\x80", b"\x06\xff\xff", b"\x06\x05\x04ab\x80"])
def test_a_message_that_does_not_fit_is_an_error_and_its_unit_goes(unit: bytes) -> None:
    with pytest.raises(H26xError):
        h26x.messages(unit, "h264")
    assert h26x.strip_packet(packed([unit, b"\x65\x88"], 4), "h264", 4) == packed([b"\x65\x88"], 4)


def test_parameter_sets_are_all_that_is_left_of_an_avcc() -> None:
    sps, pps, told = b"\x67\x64\0\x0a", b"\x68\xee", sei("h264", (5, UUID))
    head = b"\1\x64\0\x0a\xff"
    sets = [len(one).to_bytes(2, "big") + one for one in (sps, told, pps)]

    stripped = h26x.strip_configuration(
        head + b"\xe2" + sets[0] + sets[1] + b"\2" + sets[2] + sets[1] + b"\xfd\xf8\xf8\0" + b"secret", "h264"
    )

    assert stripped == head + b"\xe1" + sets[0] + b"\1" + sets[2] + b"\xfd\xf8\xf8\0"


def test_parameter_sets_are_all_that_is_left_of_an_hvcc() -> None:
    told = sei("hevc", (5, UUID))
    vps = b"\x40\x01\x0c"
    head = b"\1" + bytes(20) + b"\3"

    def array(kind: int, unit: bytes) -> bytes:
        return bytes((0x80 | kind,)) + b"\0\1" + len(unit).to_bytes(2, "big") + unit

    stripped = h26x.strip_configuration(head + b"\2" + array(32, vps) + array(39, told) + b"secret", "hevc")

    assert stripped == head + b"\1" + array(32, vps)
    assert h26x.length_size(stripped, "hevc") == 4
