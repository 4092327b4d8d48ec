"""BlurHash answers known pictures as the reference implementation (blurhash-python 1.2.2) did."""

import pytest

from folkmoot.formats import blurhash

SLOPE = bytes(part for y in range(24) for x in range(32) for part in (x * 8 % 256, y * 8 % 256, x * y % 256))
TURNED = bytes(part for x in range(32) for y in range(24) for part in (x * 8 % 256, y * 8 % 256, x * y % 256))


@pytest.mark.parametrize(
    ("pixels", "size", "waves", "expected"),
    [
        (SLOPE, (32, 24), (4, 3), "LxH14D2SwtW,mmWUjwfAf{fmfTfi"),
        (TURNED, (24, 32), (3, 4), "TxH14Dmmf{2SWUfmwtjwfTW,fAfi"),
        (bytes(192), (8, 8), (4, 3), "L00000fQfQfQfQfQfQfQfQfQfQfQ"),
        (b"\xff\0\0" * 64, (8, 8), (1, 1), "00TI:j"),
    ],
)
def test_known_pictures(pixels: bytes, size: tuple[int, int], waves: tuple[int, int], expected: str) -> None:
    assert blurhash.encode(pixels, *size, *waves) == expected


@pytest.mark.parametrize(("across", "down"), [(1, 1), (4, 3), (9, 9)])
def test_the_length_follows_the_number_of_waves(across: int, down: int) -> None:
    assert len(blurhash.encode(SLOPE, 32, 24, across, down)) == 4 + 2 * across * down
