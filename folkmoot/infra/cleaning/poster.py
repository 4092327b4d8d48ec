"""The still picture that stands for a video before it plays: its first frame, as it is shown."""

import pyvips
from av.container import InputContainer
from av.video.frame import VideoFrame

from folkmoot.infra.cleaning.errors import MediaRefusedError, Reason
from folkmoot.infra.cleaning.pixels import from_rows, resized

_BANDS = 4
_TURNS = {90: "rot270", 180: "rot180", 270: "rot90"}
"""The display matrix counts counter-clockwise, libvips clockwise."""


def poster_of(media: InputContainer) -> pyvips.Image:
    """The first frame of a video, upright and with square pixels, in memory."""
    frame = next(iter(media.decode(video=0)), None)
    if frame is None:
        raise MediaRefusedError(Reason.DAMAGED, "no frame can be decoded")
    ratio = media.streams.video[0].sample_aspect_ratio
    image = _pixels(frame)
    if ratio and ratio != 1:
        image = resized(image, max(float(ratio), 1 / image.width), 1.0)
    turn = _TURNS.get(frame.rotation % 360)
    return (getattr(image, turn)() if turn else image).copy_memory()


def _pixels(frame: VideoFrame) -> pyvips.Image:
    # Four bands, since the rows of a plane are padded to a multiple of four bytes.
    plane = frame.reformat(format="rgba").planes[0]
    return from_rows(bytes(plane), plane.line_size, frame.width, frame.height, bands=_BANDS)[:3]
