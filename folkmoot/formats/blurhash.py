"""BlurHash: a picture as a few dozen characters, drawn blurred until the picture itself has come.

The format is described at https://github.com/woltapp/blurhash/blob/master/Algorithm.md.
"""

from itertools import product
from math import cos, pi

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"

_LINEAR = [
    value / 255 / 12.92 if value / 255 <= 0.04045 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in range(256)
]
"""Light by sample: sRGB stores it unevenly."""

Colour = tuple[float, float, float]


def encode(pixels: bytes, width: int, height: int, across: int, down: int) -> str:
    """The hash of `width` x `height` pixels of three bytes (sRGB), with 1 to 9 waves across and down."""
    average, *waves = _waves(pixels, width, height, across, down)
    loudest = max((abs(part) for wave in waves for part in wave), default=0.0)
    step = max(0, min(82, int(loudest * 166 - 0.5)))
    scale = (step + 1) / 166
    return "".join(
        (
            _digits(across - 1 + (down - 1) * 9, 1),
            _digits(step, 1),
            _digits(int.from_bytes(bytes(map(_sample, average)), "big"), 4),
            *(_digits(_quantised(wave, scale), 2) for wave in waves),
        )
    )


def _waves(pixels: bytes, width: int, height: int, across: int, down: int) -> list[Colour]:
    """How much of each wave is in the picture, a row of waves after the other, the average first."""
    lights = [[_LINEAR[value] for value in pixels[channel::3]] for channel in range(3)]
    cosines_x = [[cos(pi * wave * x / width) for x in range(width)] for wave in range(across)]
    cosines_y = [[cos(pi * wave * y / height) for y in range(height)] for wave in range(down)]
    # Along the rows first: what is left is one column of sums for each channel and wave.
    columns = [
        [
            [sum(map(float.__mul__, light[y * width : (y + 1) * width], cosines)) for y in range(height)]
            for light in lights
        ]
        for cosines in cosines_x
    ]
    area = width * height
    waves: list[Colour] = []
    for j, i in product(range(down), range(across)):
        weight = (2 if i or j else 1) / area
        red, green, blue = (weight * sum(map(float.__mul__, sums, cosines_y[j])) for sums in columns[i])
        waves.append((red, green, blue))
    return waves


def _sample(light: float) -> int:
    light = max(0.0, min(1.0, light))
    return int((light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055) * 255 + 0.5)


def _quantised(wave: Colour, scale: float) -> int:
    number = 0
    for part in wave:
        root = (abs(part) / scale) ** 0.5 * (1 if part >= 0 else -1)
        number = number * 19 + max(0, min(18, int(root * 9 + 9.5)))
    return number


def _digits(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, 83)
        digits = _DIGITS[digit] + digits
    return digits
