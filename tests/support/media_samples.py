"""Small pictures, videos and sounds that tell a secret in every place that their formats offer."""

import base64
import io
import struct
import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.stream import VideoStream
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from tests.support import h264_by_hand

SECRET = "Elm Street 7, flat 3"
SECRET_BYTES = SECRET.encode()
PLACE = "+51.5033-000.1276/"

XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>{SECRET}</place></x:xmpmeta>'.encode()

WIDTH, HEIGHT, FRAMES, RATE = 64, 48, 5, 5

_HEVC_STREAM = base64.b64decode(
    "AAAAAUABDAH//wQIAAADAJ+oAAADAAAeugJAAAAAAUIBAQQIAAADAJ+oAAADAAAeoCCBBZbqSTK8BaAgAAADACAAAAMA"
    "QQAAAAFEAcFysCJAAAABKAGveOsCAf/t0f/2k+l7Ya1FR5w="
)
"""One red picture of 64x64; there is no free HEVC encoder to make it here."""

_HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAZdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA"
    "AAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAABuwABAAAAAAAAAEAAAgAAAAAB+wABAAAAAAAAAKQAAAA4aWluZgAAAAAA"
    "AgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3"
    "aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAr"
    "QgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAAB"
    "AA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAABpp"
    "cmVmAAAAAAAAAA5jZHNjAAIAAQABAAAA7G1kYXQAAAA8KAGvBjha/P03+Z3v///K9d6H+9g4bFLdKaVtv//2TR1YzH8c"
    "hQjf0yw3//j7FZag/x4A5E+kpR6+uhpgAAAABkV4aWYAAE1NACoAAAAIAAIBDwACAAAADQAAACaIJQAEAAAAAQAAADQA"
    "AAAARWxtIFN0cmVldCA3AAAABAABAAIAAAACTgAAAAACAAUAAAADAAAAagADAAIAAAACVwAAAAAEAAUAAAADAAAAggAA"
    "AAAAAAAzAAAAAQAAAB4AAAABAAAAAAAAAAEAAAAAAAAAAQAAAAcAAAABAAAAAAAAAAE="
)
"""The four quarters, 64x64, with a maker called `Elm Street 7` and a place in EXIF."""


def colours(width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """Red, green, blue and white quarters: a turned or mirrored picture is told from an upright one."""
    image = Image.new("RGB", (width, height), "white")
    half = (width // 2, height // 2)
    image.paste("red", (0, 0, *half))
    image.paste("green", (half[0], 0, width, half[1]))
    image.paste("blue", (0, half[1], half[0], height))
    return image


def exif(orientation: int = 1) -> bytes:
    """A camera, an author and a place."""
    tags = Image.Exif()
    tags[ExifTags.Base.Make] = SECRET
    tags[ExifTags.Base.Artist] = SECRET
    tags[ExifTags.Base.DateTime] = "2026:01:02 03:04:05"
    tags[ExifTags.Base.Orientation] = orientation
    tags.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (51.0, 30.0, 12.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    return tags.tobytes()


def profile() -> bytes:
    """A colour profile; its description is a trace like any other."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def jpeg(path: Path, orientation: int = 1) -> Path:
    """A motion photo: EXIF, XMP, comment, profile, and a video behind the end of the picture."""
    out = io.BytesIO()
    colours().save(out, "JPEG", quality=95, exif=exif(orientation), xmp=XMP, comment=SECRET, icc_profile=profile())
    path.write_bytes(out.getvalue() + b"\0\0\0\x18ftypmp42" + SECRET_BYTES)
    return path


def large_jpeg(path: Path) -> Path:
    """A picture of enough bytes to be cut in two."""
    Image.effect_noise((400, 300), 60).convert("RGB").save(path, "JPEG", quality=95)
    return path


def large_png(path: Path) -> Path:
    """A picture of enough bytes to be cut in two."""
    Image.effect_noise((400, 300), 60).save(path, "PNG")
    return path


def png(path: Path) -> Path:
    """Text, XMP, EXIF, bytes behind the end, and a colour that transparency hides."""
    image = colours().convert("RGBA")
    image.paste((200, 100, 50, 0), (0, 0, 8, 8))
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET)
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    image.save(path, "PNG", pnginfo=text, exif=exif())
    path.write_bytes(path.read_bytes() + SECRET_BYTES)
    return path


def gif(path: Path) -> Path:
    """Three frames of different length, a loop count, and a comment."""
    frames = [colours().rotate(90 * turn) for turn in range(3)]
    frames[0].save(
        path, "GIF", save_all=True, append_images=frames[1:], duration=[50, 100, 150], loop=4, comment=SECRET
    )
    return path


def webp(path: Path) -> Path:
    """A still with EXIF and XMP."""
    colours().save(path, "WEBP", quality=95, exif=exif(), xmp=XMP)
    return path


def animated_webp(path: Path) -> Path:
    """Three frames with EXIF and XMP."""
    frames = [colours().rotate(90 * turn) for turn in range(3)]
    frames[0].save(
        path,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=[50, 100, 150],
        loop=4,
        exif=exif(),
        xmp=XMP,
    )
    return path


def avif(path: Path) -> Path:
    """A still with EXIF and XMP."""
    colours().save(path, "AVIF", quality=95, exif=exif(), xmp=XMP)
    return path


def heic(path: Path) -> Path:
    """A still with EXIF."""
    path.write_bytes(_HEIC)
    return path


def h264_units() -> list[bytes]:
    """One access unit for each frame, the first with parameter sets, all with a message that tells."""
    parameters = h264_by_hand.parameter_sets(WIDTH, HEIGHT)
    told = h264_by_hand.message_unit(5, bytes(16) + SECRET_BYTES)
    pictures = [h264_by_hand.key_picture(WIDTH, HEIGHT, 40 + 40 * number, number) for number in range(FRAMES)]
    units = [[*parameters, told, pictures[0]], *([told, picture] for picture in pictures[1:])]
    return [b"".join(b"\0\0\0\1" + unit for unit in access) for access in units]


def hevc_units() -> list[bytes]:
    """One access unit with a message before and one behind the picture."""
    at = _HEVC_STREAM.index(b"\0\0\1\x28")
    head, picture = _HEVC_STREAM[:at], _HEVC_STREAM[at:]
    payload = bytes((5, 16 + len(SECRET_BYTES))) + bytes(16) + SECRET_BYTES + b"\x80"
    return [head + b"\0\0\1\x4e\x01" + payload + picture + b"\0\0\1\x50\x01" + payload]


def film(path: Path, container: str, units: list[bytes], codec: str = "h264", *, sound: str = "aac") -> Path:
    """A video with a place, a title, an author, chapters and named tracks."""
    telling = {
        "title": SECRET,
        "artist": SECRET,
        "comment": SECRET,
        "location": PLACE,
        "creation_time": "2026-01-02",
    }
    # The parameter sets reach the muxer through a demuxer of bare streams.
    with (
        av.open(io.BytesIO(b"".join(units)), format=codec) as bare,
        av.open(str(path), "w", format=container) as out,
    ):
        out.metadata.update(telling)
        picture = out.add_stream_from_template(bare.streams.video[0], opaque=True)
        picture.time_base = Fraction(1, RATE)
        picture.metadata["handler_name"] = SECRET
        noise = _mono(out, sound) if sound else None
        out.set_chapters(
            [{"id": 1, "start": 0, "end": 500, "time_base": Fraction(1, 1000), "metadata": {"title": SECRET}}]
        )
        for number, unit in enumerate(units):
            packet: Packet = Packet(unit)  # type: ignore[type-arg]
            packet.stream, packet.time_base = picture, Fraction(1, RATE)
            packet.pts = packet.dts = number
            packet.duration, packet.is_keyframe = 1, True
            out.mux(packet)
        if noise is not None:
            _hum(out, noise, len(units) / RATE)
    return path


def _mono(out: av.container.OutputContainer, codec: str) -> AudioStream:
    return cast("AudioStream", out.add_stream(codec, rate=48000, layout="mono"))


def _frame(image: Image.Image) -> av.VideoFrame:
    frame: av.VideoFrame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
    return frame


def _hum(out: av.container.OutputContainer, stream: AudioStream, seconds: float) -> None:
    """A tone, as long as the picture."""
    rate = stream.codec_context.sample_rate
    samples = b"".join(struct.pack("<h", (number * 331) % 9000) for number in range(int(rate * seconds)))
    frame = AudioFrame(format="s16", layout="mono", samples=len(samples) // 2)
    frame.planes[0].update(samples.ljust(frame.planes[0].buffer_size, b"\0"))
    frame.sample_rate, frame.pts = rate, 0
    resampler = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=rate)
    for piece in resampler.resample(frame):
        out.mux(stream.encode(piece))
    out.mux(stream.encode(None))


def mp4(path: Path) -> Path:
    return film(path, "mp4", h264_units())


def silent_mp4(path: Path) -> Path:
    return film(path, "mp4", h264_units(), sound="")


def mov(path: Path) -> Path:
    return film(path, "mov", h264_units(), sound="pcm_s16le")


def mkv(path: Path) -> Path:
    return film(path, "matroska", h264_units(), sound="libopus")


def hevc_mp4(path: Path) -> Path:
    return film(path, "mp4", hevc_units(), "hevc")


def turned_mp4(path: Path) -> Path:
    """A video held upright: the file says to turn it by a quarter."""
    data = bytearray(mp4(path).read_bytes())
    at = data.index(b"tkhd") + 4 + 40
    data[at : at + 36] = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, HEIGHT << 16, 0, 1 << 30)
    path.write_bytes(data)
    return path


def cut_mp4(path: Path) -> Path:
    """A video whose last two frames were cut off, which in MP4 means: hidden."""
    data = bytearray(mp4(path).read_bytes())
    # The first edit list is the picture's; the entry begins with its length in thousandths of a second.
    struct.pack_into(">I", data, data.index(b"elst") + 12, 600)
    path.write_bytes(data)
    return path


def grey_of(number: int) -> bytes:
    """Samples that stand in the file for each frame of the videos here."""
    return bytes((40 + 40 * number,)) * 200


def webm(path: Path, codec: str = "libvpx") -> Path:
    """VP8 (or another free codec) and Opus with tags."""
    with av.open(str(path), "w", format="webm") as out:
        out.metadata.update({"title": SECRET, "location": PLACE})
        picture = cast("VideoStream", out.add_stream(codec, rate=RATE))
        picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        picture.metadata["title"] = SECRET
        noise = _mono(out, "libopus")
        for turn in range(FRAMES):
            out.mux(picture.encode(_frame(colours().rotate(90 * turn))))
        out.mux(picture.encode(None))
        _hum(out, noise, 1.0)
    return path


def sound(path: Path, container: str, codec: str) -> Path:
    """A second of a tone with a title and an author."""
    with av.open(str(path), "w", format=container) as out:
        out.metadata.update({"title": SECRET, "artist": SECRET})
        _hum(out, _mono(out, codec), 1.0)
    return path


def mp3(path: Path) -> Path:
    """ID3 with cover art before the sound, ID3 and APE behind it."""
    bare = sound(path, "mp3", "libmp3lame").read_bytes()
    art = (
        b"APIC" + struct.pack(">IH", 20 + len(SECRET_BYTES), 0) + b"\0image/jpeg\0\3\0".ljust(20, b"\0") + SECRET_BYTES
    )
    tag = b"ID3\3\0\0" + bytes((0, 0, len(art) >> 7, len(art) & 127)) + art
    path.write_bytes(tag + bare + b"APETAGEX" + bytes(24) + b"TAG" + SECRET_BYTES.ljust(125, b"\0"))
    return path


def ogg(path: Path) -> Path:
    return sound(path, "ogg", "libopus")


def flac(path: Path) -> Path:
    """A comment list and a picture block before the sound."""
    bare = sound(path, "flac", "flac").read_bytes()
    picture = struct.pack(">II", 3, 0) + struct.pack(">I", len(SECRET_BYTES)) + SECRET_BYTES + bytes(20)
    # Behind the signature and the stream information, which must stay first.
    path.write_bytes(bare[:42] + struct.pack(">I", (6 << 24) | len(picture)) + picture + bare[42:])
    return path


def m4a(path: Path) -> Path:
    return sound(path, "ipod", "aac")


def wav(path: Path) -> Path:
    return sound(path, "wav", "pcm_s16le")


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG file, with its checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PICTURES: dict[str, Callable[[Path], Path]] = {
    "jpeg": jpeg,
    "png": png,
    "gif": gif,
    "webp": webp,
    "animated_webp": animated_webp,
    "avif": avif,
    "heic": heic,
}
FILMS: dict[str, Callable[[Path], Path]] = {
    "mp4": mp4,
    "silent_mp4": silent_mp4,
    "mov": mov,
    "mkv": mkv,
    "hevc_mp4": hevc_mp4,
    "turned_mp4": turned_mp4,
    "webm": webm,
}
SOUNDS: dict[str, Callable[[Path], Path]] = {
    "mp3": mp3,
    "ogg": ogg,
    "flac": flac,
    "m4a": m4a,
    "wav": wav,
}
