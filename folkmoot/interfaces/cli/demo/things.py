"""Things, animals, houses and faces that the demo's people show each other."""

import math
from collections.abc import Callable, Sequence

from folkmoot.interfaces.cli.demo.painting import LIGHTS, Canvas, Colour, clouds, disc, mixed, ranges, sky

WOOD: Colour = (164, 118, 78)
WALLS: Sequence[Colour] = (
    (214, 120, 92),
    (232, 190, 120),
    (120, 156, 170),
    (190, 200, 160),
    (222, 214, 196),
    (170, 110, 120),
)
BLOSSOMS: Sequence[Colour] = (
    (214, 60, 60),
    (244, 196, 66),
    (150, 96, 190),
    (246, 240, 232),
    (236, 130, 160),
    (240, 140, 60),
)
SKINS: Sequence[Colour] = ((246, 214, 186), (232, 188, 150), (198, 142, 104), (150, 98, 68), (104, 66, 46))
HAIR: Sequence[Colour] = ((44, 34, 30), (92, 62, 40), (176, 132, 76), (206, 204, 200), (150, 66, 40), (28, 28, 36))
CLOTHES: Sequence[Colour] = ((70, 110, 130), (176, 84, 72), (96, 128, 84), (226, 178, 84), (110, 90, 140), (60, 66, 84))


def box(canvas: Canvas, shares: tuple[float, float, float, float], colour: Colour, rounded: float = 0) -> None:
    """Draw a rectangle given by shares of width and height."""
    x1, y1, x2, y2 = shares
    area = (x1 * canvas.w, y1 * canvas.h, x2 * canvas.w, y2 * canvas.h)
    canvas.pen.rounded_rectangle(area, radius=rounded * canvas.h, fill=colour)


def table(canvas: Canvas, wall: Colour, edge: float) -> None:
    """Draw a wall and a table of planks from `edge` of the height down."""
    sky(canvas, mixed(wall, (255, 255, 255), 0.25), wall)
    for plank in range(4):
        y = edge + (1 - edge) * plank / 4
        box(canvas, (0, y, 1, 1), mixed(WOOD, (90, 60, 36), plank * 0.14))


def tree(canvas: Canvas, variant: str) -> None:
    leaves: dict[str, list[Colour]] = {
        "spring": [(150, 190, 90), (176, 208, 110), (248, 222, 228)],
        "summer": [(52, 104, 48), (66, 122, 56), (84, 140, 66)],
        "autumn": [(214, 130, 44), (190, 74, 40), (228, 180, 70)],
        "winter": [],
    }
    light = LIGHTS["fog" if variant == "winter" else "day"]
    sky(canvas, light.top, light.low)
    meadow: Colour = (238, 240, 242) if variant == "winter" else (122, 160, 80)
    ranges(canvas, light._replace(near=meadow), 0.62, 0.8)
    x = canvas.random.uniform(0.35, 0.65)
    _branch(canvas, x * canvas.w, 0.86 * canvas.h, -math.pi / 2, 0.2 * canvas.h, 7)
    for _ in range(420 if leaves[variant] else 0):
        turn, far = canvas.random.uniform(0, math.tau), canvas.random.random() ** 0.6
        px = x + math.cos(turn) * far * 0.27 * canvas.h / canvas.w
        disc(canvas, px, 0.4 + math.sin(turn) * far * 0.24, 0.017, canvas.random.choice(leaves[variant]))


def _branch(canvas: Canvas, x: float, y: float, turn: float, length: float, order: int) -> None:
    """Draw a branch and those that grow from its end."""
    if order == 0:
        return
    x2, y2 = x + math.cos(turn) * length, y + math.sin(turn) * length
    canvas.pen.line((x, y, x2, y2), fill=(74, 56, 44), width=order * order // 2 + 1)
    for side in (-1, 1):
        _branch(
            canvas,
            x2,
            y2,
            turn + side * canvas.random.uniform(0.2, 0.55),
            length * canvas.random.uniform(0.66, 0.82),
            order - 1,
        )


def town(canvas: Canvas, variant: str) -> None:
    light = LIGHTS[variant]
    dark = variant == "dusk"
    sky(canvas, (34, 44, 92) if dark else light.top, (170, 140, 170) if dark else light.low)
    if not dark:
        clouds(canvas, (250, 252, 253))
    x = -0.02
    while x < 1:
        width = canvas.random.uniform(0.09, 0.15)
        wall = canvas.random.choice(WALLS)
        _house(canvas, x, width, mixed(wall, (30, 34, 60), 0.62) if dark else wall, dark)
        x += width
    box(canvas, (0, 0.9, 1, 1), (52, 54, 70) if dark else (176, 168, 158))


def _house(canvas: Canvas, x: float, width: float, wall: Colour, dark: bool) -> None:
    """Draw a house with a pointed roof; by night somebody may be at home."""
    eaves = canvas.random.uniform(0.36, 0.52)
    box(canvas, (x, eaves, x + width, 0.92), wall)
    top = eaves - canvas.random.uniform(0.1, 0.18)
    roof = [(x, eaves), (x + width / 2, top), (x + width, eaves)]
    canvas.pen.polygon([(px * canvas.w, py * canvas.h) for px, py in roof], fill=mixed(wall, (70, 40, 40), 0.6))
    for row in range(3):
        for column in (0.2, 0.6):
            lit = dark and canvas.random.random() < 0.4
            pane: Colour = (252, 214, 128) if lit else mixed(wall, (30, 40, 60), 0.55)
            left, up = x + width * column, eaves + 0.05 + row * 0.13
            box(canvas, (left, up, left + width * 0.2, up + 0.075), pane)


def flowers(canvas: Canvas, _variant: str) -> None:
    sky(canvas, (176, 214, 226), (212, 226, 186))
    box(canvas, (0, 0.8, 1, 1), (96, 72, 52))
    for _ in range(70):
        x, y = canvas.random.random(), canvas.random.uniform(0.22, 0.82)
        canvas.pen.line((x * canvas.w, y * canvas.h, (x + canvas.random.uniform(-0.02, 0.02)) * canvas.w, canvas.h),
                        fill=(66, 118, 58), width=max(2, canvas.w // 320))  # fmt: skip
        petals, colour, size = (
            canvas.random.randint(6, 11),
            canvas.random.choice(BLOSSOMS),
            canvas.random.uniform(0.02, 0.045),
        )
        for petal in range(petals):
            turn = math.tau * petal / petals
            disc(
                canvas, x + math.cos(turn) * size * canvas.h / canvas.w, y + math.sin(turn) * size, size * 0.55, colour
            )
        disc(canvas, x, y, size * 0.5, (240, 206, 110))


def harvest(canvas: Canvas, _variant: str) -> None:
    table(canvas, (206, 200, 184), 0.62)
    disc(canvas, canvas.random.uniform(0.25, 0.4), 0.58, 0.19, (214, 124, 40))
    for rib in range(-2, 3):
        disc(canvas, 0.33 + rib * 0.035, 0.59, 0.15, mixed((222, 138, 50), (190, 100, 30), abs(rib) / 3))
    box(canvas, (0.32, 0.36, 0.345, 0.44), (98, 116, 60))
    for place in range(canvas.random.randint(4, 7)):
        x = 0.52 + place * 0.065
        disc(canvas, x, 0.7 + canvas.random.uniform(-0.03, 0.05), 0.05, (204, 56, 44))
        disc(canvas, x, 0.66, 0.012, (72, 110, 56))
    for place in range(3):
        y = 0.84 + place * 0.04
        box(canvas, (0.2 + place * 0.05, y, 0.55 + place * 0.05, y + 0.05), (74, 118, 62), 0.025)


def bread(canvas: Canvas, _variant: str) -> None:
    table(canvas, canvas.random.choice(((186, 196, 196), (214, 204, 188), (168, 160, 164))), 0.55)
    box(canvas, (0.16, 0.66, 0.84, 0.86), (196, 152, 104), 0.03)
    crust = canvas.random.choice(((150, 92, 46), (172, 112, 58), (126, 76, 40)))
    w, h = canvas.w, canvas.h
    for layer in range(12):
        inset = layer * 0.012
        area = ((0.24 + inset) * w, (0.3 + inset) * h, (0.76 - inset) * w, (0.8 - inset * 1.4) * h)
        canvas.pen.ellipse(area, fill=mixed(mixed(crust, (60, 34, 18), 0.35), crust, layer / 11))
    for cut in range(canvas.random.randint(3, 4)):
        x = 0.36 + cut * 0.09
        canvas.pen.arc((x * w, 0.36 * h, (x + 0.1) * w, 0.7 * h), 100, 260, fill=(240, 214, 168), width=w // 90)
    for _ in range(260):
        turn, far = canvas.random.uniform(0, math.tau), canvas.random.random()
        disc(canvas, 0.5 + math.cos(turn) * far * 0.2, 0.5 + math.sin(turn) * far * 0.16, 0.0022, (250, 240, 220))


def cat(canvas: Canvas, _variant: str) -> None:
    light = LIGHTS[canvas.random.choice(("dawn", "day", "dusk"))]
    sky(canvas, light.top, light.low)
    ranges(canvas, light, 0.5, 0.7)
    for shares in ((0, 0, 0.05, 1), (0.95, 0, 1, 1), (0.485, 0, 0.515, 1), (0, 0, 1, 0.05), (0, 0.8, 1, 1)):
        box(canvas, shares, (236, 230, 220))
    fur = canvas.random.choice(((40, 40, 46), (120, 118, 116), (206, 128, 62), (84, 66, 54)))
    x, w, h = canvas.random.uniform(0.3, 0.66), canvas.w, canvas.h
    half = 0.15 * h / w
    canvas.pen.ellipse(((x - half) * w, 0.42 * h, (x + half) * w, 0.92 * h), fill=fur)
    disc(canvas, x, 0.4, 0.1, fur)
    for side in (-1, 1):
        ear = [(x + side * 0.09 * h / w, 0.4), (x + side * 0.075 * h / w, 0.25), (x + side * 0.015 * h / w, 0.31)]
        canvas.pen.polygon([(px * w, py * h) for px, py in ear], fill=fur)
    canvas.pen.arc((x * w, 0.7 * h, (x + 2.3 * half) * w, 0.94 * h), 250, 120, fill=fur, width=h // 24)


def quilt(canvas: Canvas, _variant: str) -> None:
    columns = canvas.random.randint(8, 12)
    side = canvas.w / columns
    cloth = [*WALLS, *CLOTHES, (240, 230, 210)]
    for row in range(math.ceil(canvas.h / side)):
        for column in range(columns):
            x, y = column * side, row * side
            one, other = canvas.random.sample(cloth, 2)
            canvas.pen.rectangle((x, y, x + side, y + side), fill=one)
            corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
            turn = canvas.random.randrange(4)
            canvas.pen.polygon([corners[(turn + step) % 4] for step in range(3)], fill=other)
            canvas.pen.rectangle((x + 5, y + 5, x + side - 5, y + side - 5), outline=mixed(one, (255, 255, 255), 0.4))


def bicycle(canvas: Canvas, _variant: str) -> None:
    light = LIGHTS["day"]
    sky(canvas, light.top, light.low)
    box(canvas, (0, 0.45, 1, 0.8), (70, 122, 58))
    for _ in range(260):
        green: Colour = (60 + canvas.random.randint(0, 40), 110 + canvas.random.randint(0, 40), 58)
        disc(canvas, canvas.random.random(), canvas.random.uniform(0.4, 0.72), 0.05, green)
    box(canvas, (0, 0.76, 1, 1), (150, 146, 142))
    frame, w, h = canvas.random.choice(CLOTHES), canvas.w, canvas.h
    back, front, pedal, seat, head = ((0.34, 0.74), (0.66, 0.74), (0.48, 0.75), (0.44, 0.5), (0.6, 0.48))
    for x, y in (back, front):
        r = 0.15 * h
        canvas.pen.ellipse((x * w - r, y * h - r, x * w + r, y * h + r), outline=(36, 36, 40), width=h // 64)
    for start, end in ((back, pedal), (pedal, seat), (seat, head), (pedal, head), (seat, back), (head, front)):
        canvas.pen.line((start[0] * w, start[1] * h, end[0] * w, end[1] * h), fill=frame, width=h // 50)
    box(canvas, (0.41, 0.46, 0.47, 0.485), (50, 40, 36), 0.01)
    box(canvas, (0.6, 0.36, 0.68, 0.47), (186, 146, 92), 0.01)
    box(canvas, (0.56, 0.43, 0.62, 0.45), (60, 60, 64), 0.01)


def mug(canvas: Canvas, _variant: str) -> None:
    table(canvas, canvas.random.choice(((150, 170, 180), (190, 180, 170), (130, 150, 140))), 0.7)
    colour, w, h = canvas.random.choice(CLOTHES), canvas.w, canvas.h
    x = canvas.random.uniform(0.36, 0.6)
    canvas.pen.ellipse(((x + 0.1) * w, 0.5 * h, (x + 0.2) * w, 0.7 * h), outline=colour, width=h // 34)
    box(canvas, (x - 0.1, 0.44, x + 0.12, 0.8), colour, 0.05)
    canvas.pen.ellipse(((x - 0.1) * w, 0.41 * h, (x + 0.12) * w, 0.49 * h), fill=(92, 54, 32))
    for strand in range(3):
        points = [
            ((x - 0.04 + strand * 0.05 + math.sin(step / 3 + strand) * 0.012) * w, (0.4 - step * 0.014) * h)
            for step in range(20)
        ]
        canvas.pen.line(points, fill=(236, 238, 240), width=h // 120, joint="curve")


def portrait(canvas: Canvas, _variant: str) -> None:
    """Draw a face of few lines: nobody's, and everybody's."""
    ground = mixed(canvas.random.choice(WALLS), (255, 255, 255), 0.35)
    sky(canvas, mixed(ground, (255, 255, 255), 0.3), ground)
    skin, hair, w, h = canvas.random.choice(SKINS), canvas.random.choice(HAIR), canvas.w, canvas.h
    long = canvas.random.random() < 0.5
    if long:
        box(canvas, (0.25, 0.24, 0.75, 0.8), hair, 0.22)
    canvas.pen.ellipse((0.12 * w, 0.72 * h, 0.88 * w, 1.5 * h), fill=canvas.random.choice(CLOTHES))
    box(canvas, (0.42, 0.6, 0.58, 0.8), mixed(skin, (90, 50, 40), 0.15), 0.06)
    canvas.pen.ellipse((0.3 * w, 0.22 * h, 0.7 * w, 0.72 * h), fill=skin)
    canvas.pen.pieslice((0.27 * w, 0.16 * h, 0.73 * w, 0.66 * h), 180, 360, fill=hair)
    for side in (-1, 1):
        disc(canvas, 0.5 + side * 0.085, 0.48, 0.022, (40, 34, 32))
    canvas.pen.arc(
        (0.42 * w, 0.5 * h, 0.58 * w, 0.63 * h), 20, 160, fill=mixed(skin, (120, 40, 40), 0.6), width=h // 60
    )
    if canvas.random.random() < 0.3:
        for side in (-1, 1):
            cx, cy, r = (0.5 + side * 0.085) * w, 0.48 * h, 0.06 * h
            canvas.pen.ellipse((cx - r, cy - r, cx + r, cy + r), outline=(50, 50, 56), width=h // 90)


THINGS: dict[str, Callable[[Canvas, str], None]] = {
    "tree": tree,
    "town": town,
    "flowers": flowers,
    "harvest": harvest,
    "bread": bread,
    "cat": cat,
    "quilt": quilt,
    "bicycle": bicycle,
    "mug": mug,
    "portrait": portrait,
}
