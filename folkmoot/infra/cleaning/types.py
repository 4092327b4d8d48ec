"""What is asked of a cleaning and what comes back from it."""

from enum import StrEnum

import msgspec


class Purpose(StrEnum):
    """What the file will be; it decides which sizes are made."""

    ATTACHMENT = "attachment"
    AVATAR = "avatar"
    HEADER = "header"


class MediaKind(StrEnum):
    """The types of Mastodon's MediaAttachment; `gifv` is a video without sound."""

    IMAGE = "image"
    GIFV = "gifv"
    VIDEO = "video"
    AUDIO = "audio"


class Role(StrEnum):
    """What one cleaned file is for; its name is the role and the extension, as in `small.jpg`."""

    ORIGINAL = "original"
    SMALL = "small"
    STATIC = "static"


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much one file may be and one cleaning may use; whatever is beyond it is refused."""

    image_bytes: int = 16 * 1024**2
    av_bytes: int = 99 * 1024**2
    """Size of an uploaded picture, and of an uploaded video or sound, in bytes."""
    output_bytes: int = 200 * 1024**2
    """Size of any one file that a cleaning writes, in bytes."""
    pixels: int = 64_000_000
    """Area of one picture or video frame."""
    frames: int = 1200
    animation_pixels: int = 300_000_000
    """Frames of an animation, and the area of all of them together."""
    seconds: float = 4 * 3600.0
    """Duration of a video or sound."""
    wall_seconds: float = 120.0
    cpu_seconds: int = 90
    memory_bytes: int = 2 * 1024**3
    """Address space of the process, in bytes."""
    open_files: int = 64


class CleanedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file that a cleaning wrote; `width` and `height` in pixels as shown, 0 for sound."""

    role: Role
    name: str
    mime: str
    size: int
    """Bytes."""
    sha256: str
    """Lower-case hexadecimal."""
    width: int = 0
    height: int = 0


class Cleaned(msgspec.Struct, frozen=True, kw_only=True, tag="cleaned"):
    """A cleaned upload: its files, and what a MediaAttachment says about it."""

    kind: MediaKind
    files: tuple[CleanedFile, ...]
    blurhash: str | None = None
    animated: bool = False
    frame_rate: str | None = None
    """Frames a second as a fraction, as in `30000/1001`; only for video."""
    duration: float | None = None
    """Seconds; only for video and sound."""
    bitrate: int | None = None
    """Bits a second of the whole file; only for video and sound."""

    def file(self, role: Role) -> CleanedFile | None:
        """The file with this role, if there is one."""
        return next((file for file in self.files if file.role is role), None)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One file as its maker knows it, before it is measured and scanned."""

    role: Role
    extension: str
    width: int = 0
    height: int = 0

    @property
    def name(self) -> str:
        return f"{self.role}.{self.extension}"


class Sketch(msgspec.Struct, frozen=True, kw_only=True):
    """A cleaned upload before its files are measured and scanned."""

    kind: MediaKind
    drafts: tuple[Draft, ...]
    blurhash: str | None = None
    animated: bool = False
    frame_rate: str | None = None
    duration: float | None = None


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One cleaning as it is handed to the process that does it."""

    source: str
    into: str
    purpose: Purpose
    limits: Limits
    parent: int
    """Process id of the server that waits for the answer."""


MIME_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
    "m4a": "audio/mp4",
}
"""Every extension that a cleaned file may have."""
