"""Draws the pictures of accounts that have none, and the small icon; run it by hand when the design changes."""

# ruff: noqa: INP001 - a script

from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageDraw

STATIC = Path(__file__).parents[1] / "folkmoot" / "interfaces" / "web" / "static"
SOFT, GREEN, SPARK = "#dfe8df", "#6f9c87", "#d9906c"
FINE = 4
"""Drawn so many times larger, then reduced: smooth edges."""


def _save(picture: Image.Image, name: str, width: int, height: int) -> None:
    small = picture.resize((width, height), Image.Resampling.LANCZOS)
    small.quantize(32, dither=Image.Dither.NONE).save(STATIC / name, optimize=True)


def avatar() -> None:
    """Somebody, from the shoulders up, seen by nobody in particular."""
    size = 400 * FINE
    picture = Image.new("RGB", (size, size), SOFT)
    draw = ImageDraw.Draw(picture)
    draw.ellipse([size * 0.18, size * 0.62, size * 0.82, size * 1.3], fill=GREEN)
    draw.ellipse([size * 0.33, size * 0.22, size * 0.67, size * 0.56], fill=GREEN)
    _save(picture, "avatar.png", 400, 400)


def header() -> None:
    """Hills, and a ring of people on the meadow."""
    width, height = 1500 * FINE // 2, 500 * FINE // 2
    picture = Image.new("RGB", (width, height), SOFT)
    draw = ImageDraw.Draw(picture)
    draw.ellipse([-width * 0.3, height * 0.45, width * 0.75, height * 2.4], fill="#cddccf")
    draw.ellipse([width * 0.3, height * 0.6, width * 1.4, height * 2.6], fill="#bcd1c1")
    for person in range(12):
        angle = person * pi / 6 - pi / 2
        x, y = width * 0.5 + cos(angle) * width * 0.075, height * 0.5 + sin(angle) * height * 0.2
        radius = height * (0.03 if person else 0.04)
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=GREEN if person else SPARK)
    _save(picture, "header.png", 1500, 500)


def favicon() -> None:
    size = 64 * FINE
    picture = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    for person in range(8):
        angle = person * pi / 4 - pi / 2
        x, y = size * (0.5 + 0.345 * cos(angle)), size * (0.5 + 0.345 * sin(angle))
        radius = size * (0.082 if person else 0.107)
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill="#2f8262" if person else "#d9683a")
    picture.resize((64, 64), Image.Resampling.LANCZOS).save(STATIC / "favicon.png", optimize=True)


if __name__ == "__main__":
    avatar()
    header()
    favicon()
