"""What a file is, from its first bytes; its name is never asked."""

from enum import StrEnum


class Content(StrEnum):
    """What this engine can read."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    HEIC = "heic"
    AVIF = "avif"
    MP4 = "mp4"
    MATROSKA = "matroska"
    MP3 = "mp3"
    OGG = "ogg"
    FLAC = "flac"
    WAV = "wav"
    ADTS = "aac"


IMAGES = frozenset({Content.JPEG, Content.PNG, Content.GIF, Content.WEBP, Content.HEIC, Content.AVIF})

HEAD_BYTES = 4096
"""How much of a file `content_of` wants to see."""

_PREFIXES = (
    (b"\xff\xd8\xff", Content.JPEG),
    (b"\x89PNG\r\n\x1a\n", Content.PNG),
    (b"GIF87a", Content.GIF),
    (b"GIF89a", Content.GIF),
    (b"\x1aE\xdf\xa3", Content.MATROSKA),
    (b"OggS", Content.OGG),
    (b"fLaC", Content.FLAC),
    (b"ID3", Content.MP3),
)
_RIFF_FORMS = {b"WEBP": Content.WEBP, b"WAVE": Content.WAV}
_AVIF_BRANDS = (b"avif", b"avis")
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_FOREIGN_BRANDS = (b"crx ", b"jp2 ", b"jpx ", b"jpm ")
"""Raw camera files and JPEG 2000, which are built of the same boxes."""
_QUICKTIME_STARTS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")


def content_of(head: bytes) -> Content | None:
    """The content that the first `HEAD_BYTES` bytes of a file announce, or None for anything unknown."""
    for prefix, content in _PREFIXES:
        if head.startswith(prefix):
            return _behind_id3(head) if prefix == b"ID3" else content
    if head[:4] == b"RIFF":
        return _RIFF_FORMS.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _of_brands(head)
    if head[4:8] in _QUICKTIME_STARTS:
        return Content.MP4
    return _of_frame(head)


def _of_brands(head: bytes) -> Content | None:
    major = head[8:12]
    if major in _FOREIGN_BRANDS:
        return None
    if major in _AVIF_BRANDS:
        return Content.AVIF
    if major not in _HEIF_BRANDS:
        return Content.MP4
    size = int.from_bytes(head[:4], "big")
    brands = {head[at : at + 4] for at in range(16, min(size, len(head)), 4)}
    # A neutral major brand leaves it to the others to say how the picture is coded.
    return Content.AVIF if major in (b"mif1", b"msf1") and brands & set(_AVIF_BRANDS) else Content.HEIC


def _behind_id3(head: bytes) -> Content:
    """An ID3 tag may stand before FLAC and raw AAC as well as before MP3."""
    length = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=False))
    behind = head[10 + length :]
    if behind.startswith(b"fLaC"):
        return Content.FLAC
    return Content.ADTS if _of_frame(behind) is Content.ADTS else Content.MP3


def _of_frame(head: bytes) -> Content | None:
    """Raw AAC or MPEG sound, by the fields of the first frame's header."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    if head[1] & 0xF6 == 0xF0:
        return Content.ADTS
    layer, bitrate, rate = (head[1] >> 1) & 3, head[2] >> 4, (head[2] >> 2) & 3
    return Content.MP3 if layer == 1 and bitrate not in (0, 15) and rate != 3 else None
