"""Animated GIF and WebP: every frame written anew, with timing and loop kept."""

from pathlib import Path

import pyvips

from folkmoot.infra.cleaning.errors import MediaRefusedError, Reason
from folkmoot.infra.cleaning.pictures import (
    CROPPED_SIZES,
    blurhash_of,
    cropped,
    write,
    write_preview,
)
from folkmoot.infra.cleaning.pixels import LARGEST_AREA, cleared, in_srgb, refuse_excess, still
from folkmoot.infra.cleaning.sniff import Content
from folkmoot.infra.cleaning.types import Draft, Limits, MediaKind, Purpose, Role, Sketch

_LOADERS = {Content.GIF: pyvips.Image.gifload, Content.WEBP: pyvips.Image.webpload}


def is_animated(source: Path, content: Content) -> bool:
    """Whether the file has more than one frame."""
    if content not in _LOADERS:
        return False
    image = _LOADERS[content](str(source))
    return bool(image.get_typeof("n-pages") and image.get("n-pages") > 1)


def clean_animation(source: Path, into: Path, content: Content, purpose: Purpose, limits: Limits) -> Sketch:
    """Write an animation anew, and a still of its first frame."""
    frames = _LOADERS[content](str(source), n=-1, access="sequential", fail_on="truncated")
    _refuse_excess(frames, limits)
    first = still(source, content, limits)
    if purpose in CROPPED_SIZES:
        size = CROPPED_SIZES[purpose]
        first = cropped(first, *size)
        original = write(_cropped_frames(frames, *size), into, Role.ORIGINAL, str(content), **_options(content))
        second = write(first, into, Role.STATIC, "png")
    else:
        original = _write_whole(frames, into, content)
        second = write_preview(first, into)
    return Sketch(kind=MediaKind.IMAGE, drafts=(original, second), blurhash=blurhash_of(first), animated=True)


def _refuse_excess(frames: pyvips.Image, limits: Limits) -> None:
    height = frames.get_page_height()
    refuse_excess(frames.width, height, limits)
    count = frames.height // height
    if count > limits.frames or frames.width * frames.height > limits.animation_pixels:
        raise MediaRefusedError(Reason.TOO_MANY_FRAMES, f"{count} frames of {frames.width}x{height}")
    if frames.width * height > LARGEST_AREA:
        # Animations are not scaled; none that large is meant for a timeline.
        raise MediaRefusedError(Reason.TOO_MANY_PIXELS, f"animated, {frames.width}x{height}")


def _write_whole(frames: pyvips.Image, into: Path, content: Content) -> Draft:
    return write(cleared(in_srgb(frames)), into, Role.ORIGINAL, str(content), **_options(content))


def _cropped_frames(frames: pyvips.Image, width: int, height: int) -> pyvips.Image:
    """Each frame cut to fit, below each other again; in memory, since frames are taken out of order."""
    strip = cleared(in_srgb(frames)).copy_memory()
    page = frames.get_page_height()
    cut = [cropped(strip.crop(0, top, strip.width, page), width, height) for top in range(0, strip.height, page)]
    joined = pyvips.Image.arrayjoin(cut, across=1).copy()
    joined.set_type(pyvips.GValue.gint_type, "page-height", height)
    joined.set_type(pyvips.GValue.array_int_type, "delay", frames.get("delay"))
    joined.set_type(pyvips.GValue.gint_type, "loop", frames.get("loop"))
    return joined


def _options(content: Content) -> dict[str, bool]:
    # Dropping a frame that equals the one before would change the timing.
    return {"keep_duplicate_frames": True} if content is Content.GIF else {}
