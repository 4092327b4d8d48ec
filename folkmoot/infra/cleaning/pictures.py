"""Still pictures: the files that each purpose wants, written from bare pixels."""

from math import sqrt
from pathlib import Path
from typing import Any

import pyvips

from folkmoot.formats import blurhash
from folkmoot.infra.cleaning.pixels import resized, still
from folkmoot.infra.cleaning.sniff import Content
from folkmoot.infra.cleaning.types import Draft, Limits, MediaKind, Purpose, Role, Sketch

PREVIEW_AREA = 640 * 360
"""Pixels of a small preview."""

CROPPED_SIZES = {Purpose.AVATAR: (400, 400), Purpose.HEADER: (1500, 500)}
"""Width and height of pictures that are cut to fit."""

_BLURHASH_SIDE = 32
"""The hash holds twelve waves; more pixels than this change nothing that is seen."""

_PIXELS_PER_MM = 72 / 25.4
"""The same resolution in every file: the camera's own would be a trace of it."""

_SAVE_OPTIONS: dict[str, dict[str, Any]] = {
    "jpg": {"Q": 90, "optimize_coding": True, "subsample_mode": "on"},
    "png": {"compression": 6},
    "webp": {"Q": 85},
    "gif": {"dither": 0, "effort": 4},
}


def clean_still(source: Path, into: Path, content: Content, purpose: Purpose, limits: Limits) -> Sketch:
    """Write a still picture anew in the sizes of its purpose."""
    image = still(source, content, limits)
    extension = _extension(content, image)
    if purpose in CROPPED_SIZES:
        image = cropped(image, *CROPPED_SIZES[purpose])
    drafts = [write(image, into, Role.ORIGINAL, extension)]
    if purpose not in CROPPED_SIZES:
        drafts.append(write_preview(image, into))
    return Sketch(kind=MediaKind.IMAGE, drafts=tuple(drafts), blurhash=blurhash_of(image))


def write_preview(image: pyvips.Image, into: Path) -> Draft:
    """Write the small preview: JPEG, which everything shows, or PNG where the picture is transparent."""
    factor = min(1.0, sqrt(PREVIEW_AREA / (image.width * image.height)))
    return write(resized(image, factor), into, Role.SMALL, "png" if image.hasalpha() else "jpg")


def write(image: pyvips.Image, into: Path, role: Role, extension: str, **options: Any) -> Draft:
    """Write a picture with its pixels and nothing else; an animation has all frames below each other."""
    draft = Draft(role=role, extension=extension, width=image.width, height=image.get_page_height())
    bare = image.copy(xres=_PIXELS_PER_MM, yres=_PIXELS_PER_MM)
    bare.write_to_file(str(into / draft.name), keep="none", **_SAVE_OPTIONS[extension], **options)
    return draft


def cropped(image: pyvips.Image, width: int, height: int) -> pyvips.Image:
    """The middle of the picture, scaled so that it fills exactly `width` x `height`."""
    factor = max(width / image.width, height / image.height)
    covering_width = max(width, round(image.width * factor))
    covering_height = max(height, round(image.height * factor))
    scaled = resized(image, covering_width / image.width, covering_height / image.height)
    return scaled.crop((scaled.width - width) // 2, (scaled.height - height) // 2, width, height)


def blurhash_of(image: pyvips.Image) -> str:
    """The BlurHash of a picture, on white where it is transparent."""
    opaque = image.flatten(background=255) if image.hasalpha() else image
    factor = min(1.0, _BLURHASH_SIDE / max(opaque.width, opaque.height))
    width, height = max(1, round(opaque.width * factor)), max(1, round(opaque.height * factor))
    tiny = resized(opaque, width / opaque.width, height / opaque.height)
    waves = (4, 3) if width >= height else (3, 4)
    return blurhash.encode(bytes(tiny.write_to_memory()), tiny.width, tiny.height, *waves)


def _extension(content: Content, image: pyvips.Image) -> str:
    if content in (Content.PNG, Content.GIF, Content.WEBP):
        return str(content)
    return "png" if image.hasalpha() else "jpg"
