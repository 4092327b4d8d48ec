"""Pictures of the demo, drawn by code: landscapes, things and faces, each kind different with every seed."""

import math
from random import Random
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFilter
from PIL.ImageDraw import ImageDraw as Pen

Colour = tuple[int, int, int]


class Canvas(NamedTuple):
    """What a painter draws on: `w` and `h` in pixels of `image`."""

    image: Image.Image
    pen: Pen
    random: Random
    w: int
    h: int


class Light(NamedTuple):
    """A time of day: the sky from top to horizon, the far and the near hills, the sun or None, its height."""

    top: Colour
    low: Colour
    far: Colour
    near: Colour
    sun: Colour | None
    height: float


LIGHTS = {
    "dawn": Light((118, 136, 190), (250, 205, 190), (160, 140, 175), (52, 66, 88), (255, 240, 214), 0.42),
    "day": Light((92, 160, 222), (214, 236, 248), (146, 182, 190), (62, 116, 66), (255, 250, 228), 0.2),
    "dusk": Light((66, 60, 120), (252, 150, 92), (128, 84, 112), (30, 30, 52), (255, 206, 130), 0.5),
    "fog": Light((222, 226, 228), (240, 241, 240), (226, 230, 230), (92, 108, 100), None, 0.3),
    "moon": Light((10, 14, 38), (38, 48, 88), (24, 30, 58), (6, 8, 18), (246, 244, 226), 0.24),
    "stars": Light((6, 8, 26), (44, 40, 78), (22, 24, 48), (4, 6, 14), None, 0.3),
}


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour that lies `share` of the way from `one` to `other`."""
    r, g, b = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return r, g, b


def sky(canvas: Canvas, top: Colour, low: Colour, until: float = 1.0) -> None:
    """Fill the canvas from the top down to `until` of its height with a gradient."""
    rows = round(canvas.h * until)
    column = Image.new("RGB", (1, rows))
    column.putdata([mixed(top, low, row / rows) for row in range(rows)])
    canvas.image.paste(column.resize((canvas.w, rows)), (0, 0))


def disc(canvas: Canvas, x: float, y: float, radius: float, colour: Colour) -> None:
    """Draw a filled circle; `x`, `y` and `radius` in shares of the height, x from the left in shares of the width."""
    cx, cy, r = x * canvas.w, y * canvas.h, radius * canvas.h
    canvas.pen.ellipse((cx - r, cy - r, cx + r, cy + r), fill=colour)


def ridge(canvas: Canvas, base: float, rise: float, colour: Colour) -> None:
    """Draw one range of hills whose line swings around `base` by `rise` (shares of the height)."""
    waves = [(canvas.random.uniform(0.6, 5.5), canvas.random.uniform(0, math.tau)) for _ in range(4)]
    line = []
    for step in range(81):
        x = step / 80
        swing = sum(math.sin(x * pitch * 3 + start) / (1 + number) for number, (pitch, start) in enumerate(waves))
        line.append((x * canvas.w, (base + rise * swing * 0.5) * canvas.h))
    canvas.pen.polygon([(0, canvas.h), *line, (canvas.w, canvas.h)], fill=colour)


def glow(canvas: Canvas, x: float, y: float, light: Light) -> None:
    """Draw the sun or moon with light around it."""
    if light.sun is None:
        return
    halo = Image.new("L", (canvas.w // 8, canvas.h // 8), 0)
    cx, cy, r = x * halo.width, y * halo.height, 0.22 * halo.height
    ImageDraw.Draw(halo).ellipse((cx - r, cy - r, cx + r, cy + r), fill=110)
    halo = halo.filter(ImageFilter.GaussianBlur(r / 2.2)).resize((canvas.w, canvas.h))
    canvas.image.paste(Image.new("RGB", halo.size, light.sun), (0, 0), halo)
    disc(canvas, x, y, 0.055, light.sun)


def clouds(canvas: Canvas, colour: Colour) -> None:
    for _ in range(canvas.random.randint(2, 5)):
        x, y = canvas.random.random(), canvas.random.uniform(0.06, 0.32)
        for _ in range(7):
            disc(canvas, x + canvas.random.uniform(-0.07, 0.07), y + canvas.random.uniform(-0.012, 0.012),
                 canvas.random.uniform(0.015, 0.04), colour)  # fmt: skip


def ranges(canvas: Canvas, light: Light, first: float, last: float) -> None:
    """Draw hills behind hills, from the far ones at `first` to the near ones at `last`."""
    layers = canvas.random.randint(4, 6)
    for layer in range(layers):
        share = layer / (layers - 1)
        ridge(canvas, first + (last - first) * share, 0.05 + 0.05 * share, mixed(light.far, light.near, share))


def hills(canvas: Canvas, variant: str) -> None:
    light = LIGHTS[variant]
    sky(canvas, light.top, light.low)
    glow(canvas, canvas.random.uniform(0.15, 0.85), light.height + canvas.random.uniform(-0.05, 0.05), light)
    if variant == "day":
        clouds(canvas, (250, 252, 253))
    ranges(canvas, light, 0.55, 0.88)


def lake(canvas: Canvas, variant: str) -> None:
    """Draw the upper half and mirror it, with ripples that grow towards the viewer."""
    light = LIGHTS[variant]
    shore = round(canvas.h * 0.56)
    sky(canvas, light.top, light.low, 0.56)
    glow(canvas, canvas.random.uniform(0.2, 0.8), min(light.height, 0.36), light)
    ranges(canvas, light, 0.42, 0.54)
    mirrored = canvas.image.crop((0, 0, canvas.w, shore)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    canvas.image.paste(mirrored, (0, shore))
    water = Image.new("RGB", (canvas.w, canvas.h - shore), mixed(light.top, (20, 50, 80), 0.4))
    canvas.image.paste(water, (0, shore), Image.new("L", water.size, 84))
    for _ in range(90):
        y = shore + (canvas.h - shore) * canvas.random.random() ** 1.4
        depth = (y - shore) / (canvas.h - shore)
        length = canvas.w * (0.02 + 0.09 * depth) * canvas.random.random()
        x = canvas.random.random() * canvas.w
        colour = mixed(light.low, light.top, canvas.random.random())
        canvas.pen.line((x, y, x + length, y), fill=colour, width=max(1, round(depth * 5)))


def night(canvas: Canvas, variant: str) -> None:
    light = LIGHTS[variant]
    sky(canvas, light.top, light.low)
    for _ in range(520 if variant == "stars" else 260):
        shine = canvas.random.randint(120, 255)
        radius = canvas.random.choice((0.0012, 0.0012, 0.002, 0.0032))
        disc(
            canvas, canvas.random.random(), canvas.random.random() * 0.85, radius, (shine, shine, min(255, shine + 12))
        )
    glow(canvas, canvas.random.uniform(0.2, 0.8), light.height, light)
    ranges(canvas, light, 0.72, 0.92)
