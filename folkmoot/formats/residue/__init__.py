"""What is left in a file besides its picture and sound: a second opinion on a cleaned file.

It reads a container with readers of its own and lets through only what it knows to be harmless, so that a
kind of metadata nobody thought of is found as well. An empty answer means: nothing found.
"""

import struct
from collections.abc import Callable
from mmap import mmap

from folkmoot.formats.av1 import Av1Error
from folkmoot.formats.ebml import EbmlError
from folkmoot.formats.h26x import H26xError
from folkmoot.formats.isobmff import IsobmffError
from folkmoot.formats.residue import matroska, mp4, pictures, sound
from folkmoot.formats.xiph import XiphError

__all__ = ["find"]

_MOST = 20
"""Findings after which a scan says no more."""

_READERS: dict[str, Callable[[memoryview], list[str]]] = {
    "jpg": pictures.in_jpeg,
    "png": pictures.in_png,
    "gif": pictures.in_gif,
    "webp": pictures.in_webp,
    "mp4": mp4.in_mp4,
    "m4a": mp4.in_mp4,
    "webm": matroska.in_webm,
    "mp3": sound.in_mp3,
    "ogg": sound.in_ogg,
    "flac": sound.in_flac,
}

_UNREADABLE = (Av1Error, EbmlError, H26xError, IsobmffError, XiphError, ValueError, IndexError, struct.error)


def find(data: bytes | mmap, extension: str) -> tuple[str, ...]:
    """Names of everything in a file that is neither picture nor sound nor needed to play them."""
    reader = _READERS.get(extension)
    if reader is None:
        return (f"unknown extension {extension}",)
    with memoryview(data) as view:
        try:
            found = reader(view)
        except _UNREADABLE as error:
            # What cannot be read cannot be vouched for.
            return (f"unreadable: {error}",)
    return tuple(dict.fromkeys(found))[:_MOST]
