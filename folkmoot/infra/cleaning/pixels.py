"""Pictures as bare pixels: opened by content, upright, in sRGB, with nothing hidden under transparency."""

from collections.abc import Callable
from math import sqrt
from pathlib import Path

import pyvips

from folkmoot.infra.cleaning.errors import MediaRefusedError, Reason
from folkmoot.infra.cleaning.sniff import Content
from folkmoot.infra.cleaning.types import Limits

LARGEST_AREA = 3840 * 2160
"""Pixels of an attachment; larger pictures are scaled down, as on common Mastodon servers."""

_OPAQUE_BANDS = 3

# Fewer doors: of libvips' readers only those that its makers fuzz, and no memory kept for a next picture.
pyvips.block_untrusted_set(True)  # noqa: FBT003
pyvips.cache_set_max(0)

Opener = Callable[[Path, Limits], pyvips.Image]
Buffer = bytes | bytearray | memoryview


def still(source: Path, content: Content, limits: Limits) -> pyvips.Image:
    """The first or only picture of a file, in memory, at most `LARGEST_AREA`; a fourth band is alpha."""
    image = _OPENERS[content](source, limits)
    image = resized(image, min(1.0, sqrt(LARGEST_AREA / (image.width * image.height))))
    return visible(in_srgb(image.copy_memory().autorot()).copy_memory())


def refuse_excess(width: int, height: int, limits: Limits) -> None:
    """Raise `MediaRefusedError` for too many pixels; asked before anything is decoded."""
    if width * height > limits.pixels:
        raise MediaRefusedError(Reason.TOO_MANY_PIXELS, f"{width}x{height}")


def resized(image: pyvips.Image, across: float, down: float | None = None) -> pyvips.Image:
    """The picture scaled by one or two factors; colour under transparency does not bleed."""
    if across == 1.0 and down in (None, 1.0):
        return image
    if not image.hasalpha():
        return image.resize(across, vscale=down or across)
    scaled = image.premultiply().resize(across, vscale=down or across)
    return scaled.unpremultiply().cast(image.format)


def in_srgb(image: pyvips.Image) -> pyvips.Image:
    """Eight bits a channel in sRGB, so that no profile has to be kept."""
    if image.get_typeof("icc-profile-data"):
        try:
            converted = image.icc_transform("srgb", embedded=True, depth=8, black_point_compensation=True)
        except pyvips.Error:
            # A profile that does not fit its picture; viewers ignore it as well.
            converted = image.colourspace("srgb")
    else:
        converted = image.colourspace("srgb")
    return converted.cast("uchar")


def visible(image: pyvips.Image) -> pyvips.Image:
    """The picture without an alpha channel that hides nothing, or with black where alpha hides everything."""
    if image.bands <= _OPAQUE_BANDS:
        return image
    if image[_OPAQUE_BANDS].min() == 255:
        return image[:_OPAQUE_BANDS]
    return cleared(image)


def cleared(image: pyvips.Image) -> pyvips.Image:
    """The picture with black wherever it is wholly transparent."""
    return (image[_OPAQUE_BANDS] == 0).ifthenelse([0] * image.bands, image) if image.hasalpha() else image


def from_rows(data: Buffer, row: int, width: int, height: int, *, bands: int) -> pyvips.Image:
    """A picture from eight-bit samples in rows of `row` bytes, a multiple of `bands`; the data are copied."""
    wide = pyvips.Image.new_from_memory(data, row // bands, height, bands, "uchar")
    # libvips does not keep the data alive: they must be copied while this function still holds them.
    image = wide.crop(0, 0, width, height).copy_memory()
    return image.copy(interpretation="srgb" if bands >= _OPAQUE_BANDS else "b-w")


def _opener(load: Callable[..., pyvips.Image]) -> Opener:
    def open_with(source: Path, limits: Limits) -> pyvips.Image:
        image = load(str(source), access="sequential", fail_on="truncated")
        refuse_excess(image.width, image.height, limits)
        return image

    return open_with


def _heic(source: Path, limits: Limits) -> pyvips.Image:
    """The primary picture of a HEIC file; its reader has already turned it upright."""
    # libvips' wheel has no HEVC decoder.
    import pi_heif

    opened = pi_heif.open_heif(source)
    picture = opened[opened.primary_index]
    width, height = picture.size
    refuse_excess(width, height, limits)
    image = from_rows(picture.data, picture.stride, width, height, bands=len(picture.mode))
    profile = picture.info.get("icc_profile")
    if profile:
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    return image


_OPENERS: dict[Content, Opener] = {
    Content.JPEG: _opener(pyvips.Image.jpegload),
    Content.PNG: _opener(pyvips.Image.pngload),
    Content.GIF: _opener(pyvips.Image.gifload),
    Content.WEBP: _opener(pyvips.Image.webpload),
    Content.AVIF: _opener(pyvips.Image.heifload),
    Content.HEIC: _heic,
}
