"""From a scene to a file: a picture at its size, or the demo's one film."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

from folkmoot.interfaces.cli.demo.painting import LIGHTS, Canvas, disc, glow, hills, lake, mixed, night, ranges, sky
from folkmoot.interfaces.cli.demo.things import THINGS

SUPERSAMPLE = 2
"""Everything is drawn this much larger and made small, so that no edge is jagged."""
FILM_SIZE = (640, 360)
FILM_SECONDS = 4
FILM_RATE = 24
PAINTERS: dict[str, Callable[[Canvas, str], None]] = {"hills": hills, "lake": lake, "night": night, **THINGS}


def paint(scene: str, variant: str, seed: int, size: tuple[int, int]) -> Image.Image:
    """Return the picture of a scene at `size` (width, height); the same seed draws the same picture."""
    canvas = _canvas(seed, (size[0] * SUPERSAMPLE, size[1] * SUPERSAMPLE))
    PAINTERS[scene](canvas, variant)
    return canvas.image.reduce(SUPERSAMPLE)


def _canvas(seed: int, size: tuple[int, int]) -> Canvas:
    image = Image.new("RGB", size)
    return Canvas(image, ImageDraw.Draw(image), Random(seed), *size)  # noqa: S311 - a drawing


def save(scene: str, variant: str, seed: int, size: tuple[int, int], path: Path) -> None:
    """Draw a picture into a JPEG file."""
    paint(scene, variant, seed, size).save(path, quality=88)


def save_film(path: Path) -> None:
    """Film a sunrise over a lake, as an MP4 file."""
    import av

    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=FILM_RATE, options={"preset": "veryfast", "crf": "26"})
        stream.width, stream.height = FILM_SIZE
        stream.pix_fmt = "yuv420p"
        frames = FILM_SECONDS * FILM_RATE
        for number in range(frames):
            frame = av.VideoFrame.from_image(_sunrise(number / frames))  # type: ignore[no-untyped-call]
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))


def _sunrise(share: float) -> Image.Image:
    """Return the frame at `share` of the film: the sky grows lighter, the sun climbs, the water answers."""
    night_sky, day_sky = LIGHTS["dusk"], LIGHTS["dawn"]
    light = day_sky._replace(
        top=mixed(night_sky.top, day_sky.top, share),
        low=mixed(night_sky.low, day_sky.low, share),
        near=mixed(night_sky.near, day_sky.near, share),
    )
    canvas = _canvas(5, FILM_SIZE)
    sky(canvas, light.top, light.low, 0.6)
    glow(canvas, 0.62, 0.56 - 0.32 * share, light)
    ranges(canvas, light, 0.46, 0.58)
    shore = round(canvas.h * 0.6)
    above = canvas.image.crop((0, canvas.h - 2 * (canvas.h - shore), canvas.w, shore))
    canvas.image.paste(
        above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((canvas.w, canvas.h - shore)), (0, shore)
    )
    ripples = Random(round(share * FILM_SECONDS * 6))  # noqa: S311 - a drawing
    for _ in range(60):
        disc(
            canvas,
            0.62 + ripples.gauss(0, 0.05),
            ripples.uniform(0.62, 0.98),
            0.004,
            mixed(light.low, (255, 255, 255), 0.5),
        )
    return canvas.image
