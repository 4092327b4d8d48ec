"""Real files of many makers come out clean, judged by an independent tool, and still look the same.

The corpus lies beside the checkout and is not part of it; without it these tests are skipped.
"""

import asyncio
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import pi_heif
import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat

from folkmoot.infra.cleaning import Cleaned, Cleaner, MediaKind, MediaRefusedError, Purpose, Reason

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
MANIFEST = CORPUS / "manifest.json"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not MANIFEST.exists(), reason="the development corpus does not lie beside the checkout"),
]

UNSUPPORTED = (".tif", ".tiff")
DAMAGED = {
    "535fb8_exif-legacy-app1.png": "pixel data with a wrong checksum",
    "97dd3e_exif-legacy.png": "pixel data with a wrong checksum",
    "69d436_keyed.mp4": "cut off within the last packets",
}
"""What no reader shows whole."""

HARMLESS_TAGS = frozenset(
    [
        "SourceFile",
        "ExifToolVersion",
        "FileName",
        "Directory",
        "FileSize",
        "FileModifyDate",
        "FileAccessDate",
        "FileInodeChangeDate",
        "FilePermissions",
        "FileType",
        "FileTypeExtension",
        "MIMEType",
        "ImageWidth",
        "ImageHeight",
        "ImageSize",
        "Megapixels",
        "EncodingProcess",
        "BitsPerSample",
        "ColorComponents",
        "YCbCrSubSampling",
        "JFIFVersion",
        "ResolutionUnit",
        "XResolution",
        "YResolution",
        "BitDepth",
        "ColorType",
        "Compression",
        "Filter",
        "Interlace",
        "PixelsPerUnitX",
        "PixelsPerUnitY",
        "PixelUnits",
        "VP8Version",
        "HorizontalScale",
        "VerticalScale",
        "WebP_Flags",
        "AlphaIsUsed",
        "MajorBrand",
        "MinorVersion",
        "CompatibleBrands",
        "MovieHeaderVersion",
        "CreateDate",
        "ModifyDate",
        "TimeScale",
        "Duration",
        "PreferredRate",
        "PreferredVolume",
        "MatrixStructure",
        "PreviewTime",
        "PreviewDuration",
        "PosterTime",
        "SelectionTime",
        "SelectionDuration",
        "CurrentTime",
        "NextTrackID",
        "TrackHeaderVersion",
        "TrackCreateDate",
        "TrackModifyDate",
        "TrackID",
        "TrackDuration",
        "TrackLayer",
        "TrackVolume",
        "MediaHeaderVersion",
        "MediaCreateDate",
        "MediaModifyDate",
        "MediaTimeScale",
        "MediaDuration",
        "MediaLanguageCode",
        "HandlerType",
        "HandlerDescription",
        "HandlerVendorID",
        "GraphicsMode",
        "OpColor",
        "CompressorID",
        "SourceImageWidth",
        "SourceImageHeight",
        "PixelAspectRatio",
        "ColorProfiles",
        "ColorPrimaries",
        "TransferCharacteristics",
        "MatrixCoefficients",
        "VideoFullRangeFlag",
        "BufferSize",
        "MaxBitrate",
        "AverageBitrate",
        "VideoFrameRate",
        "Balance",
        "AudioFormat",
        "AudioChannels",
        "AudioBitsPerSample",
        "AudioSampleRate",
        "MediaDataSize",
        "MediaDataOffset",
        "AvgBitrate",
        "Rotation",
    ]
)
"""Tags that say how a file is built; the dates among them must be zero, and the handlers neutral."""

NO_DATE = frozenset({"0000:00:00 00:00:00"})
NEUTRAL = {
    "CreateDate": NO_DATE,
    "ModifyDate": NO_DATE,
    "TrackCreateDate": NO_DATE,
    "TrackModifyDate": NO_DATE,
    "MediaCreateDate": NO_DATE,
    "MediaModifyDate": NO_DATE,
    "HandlerDescription": frozenset({"VideoHandler", "SoundHandler"}),
    "MediaLanguageCode": frozenset({"und"}),
    "HandlerVendorID": frozenset({"Apple"}),
}
"""The vendor stands before an empty list of tags, as the format wants it."""

Results = dict[str, tuple[Path, Path, Cleaned | Reason]]


def corpus() -> list[Path]:
    return sorted(CORPUS / entry["file"] for entry in json.loads(MANIFEST.read_text())["files"])


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Every file of the corpus: where it lies, where its cleaned files lie, and what was answered."""
    folder = tmp_path_factory.mktemp("cleaned")
    return asyncio.run(_all_cleaned(folder))


async def _all_cleaned(folder: Path) -> Results:
    cleaner = Cleaner(at_once=2)

    async def one(source: Path) -> tuple[Path, Path, Cleaned | Reason]:
        into = folder / source.name
        into.mkdir()
        try:
            return source, into, await cleaner.clean(source, into, Purpose.ATTACHMENT)
        except MediaRefusedError as refused:
            return source, into, refused.reason

    return {answer[0].name: answer for answer in await asyncio.gather(*map(one, corpus()))}


def done(results: Results, *kinds: MediaKind) -> Iterator[tuple[Path, Path, Cleaned]]:
    for source, into, answer in results.values():
        if isinstance(answer, Cleaned) and answer.kind in kinds:
            yield source, into / answer.files[0].name, answer


def test_nothing_is_refused_but_what_is_unsupported_or_damaged(results: Results) -> None:
    refused = {name: answer for name, (_, _, answer) in results.items() if isinstance(answer, Reason)}

    unsupported = {name: Reason.UNSUPPORTED_TYPE for name in results if name.endswith(UNSUPPORTED)}
    assert refused == {**dict.fromkeys(DAMAGED, Reason.DAMAGED), **unsupported}


def test_exiftool_finds_nothing_that_tells(results: Results) -> None:
    exiftool = shutil.which("exiftool")
    if exiftool is None:
        pytest.skip("exiftool is not installed")
    files = [path for _, into, _ in results.values() for path in into.iterdir()]

    said = subprocess.run([exiftool, "-ee", "-G3", "-a", "-s", "-j", *map(str, files)], check=True, capture_output=True)

    told = json.loads(said.stdout)
    assert len(told) == len(files) > 100
    assert [found for tags in told for found in telling(tags)] == []


def telling(tags: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for group_and_name, value in tags.items():
        name = group_and_name.rpartition(":")[2]
        values = frozenset(map(str, value if isinstance(value, list) else [value]))
        if name not in HARMLESS_TAGS or not values <= NEUTRAL.get(name, values):
            yield tags["SourceFile"], group_and_name, value


def test_pictures_look_as_before(results: Results) -> None:
    compared = 0
    for source, cleaned, _ in done(results, MediaKind.IMAGE):
        before, after = upright(source), Image.open(io.BytesIO(cleaned.read_bytes())).convert("RGB")
        assert abs(before.width / before.height - after.width / after.height) < 0.01, source.name
        assert difference(before, after) < 6, source.name
        compared += 1
    assert compared > 40


def upright(source: Path) -> Image.Image:
    """The picture as a viewer shows it, by other readers than the cleaner's."""
    if source.suffix.lower() == ".heic":
        heif = pi_heif.open_heif(source)
        picture = heif[heif.primary_index]
        image = Image.frombytes(picture.mode, picture.size, bytes(picture.data), "raw", picture.mode, picture.stride)
        profile = picture.info.get("icc_profile")
    else:
        image = Image.open(io.BytesIO(source.read_bytes()))
        profile = image.info.get("icc_profile")
        image = ImageOps.exif_transpose(image)
    if profile and image.mode == "RGB":
        srgb = ImageCms.createProfile("sRGB")
        image = ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), srgb) or image
    return image.convert("RGB")


def difference(before: Image.Image, after: Image.Image) -> float:
    """The mean difference of two pictures at the size of a preview, 0 to 255."""
    size = (min(before.width, 320), min(before.height, 320))
    return max(ImageStat.Stat(ImageChops.difference(before.resize(size), after.resize(size))).mean)


def test_films_show_every_frame_and_sound_as_long_as_before(results: Results) -> None:
    compared = 0
    for source, cleaned, _ in done(results, MediaKind.VIDEO, MediaKind.GIFV):
        assert frames(source) == frames(cleaned), source.name
        assert abs(seconds_of_sound(source) - seconds_of_sound(cleaned)) <= 2048 / 44_100, source.name
        compared += 1
    assert compared > 12


def frames(path: Path) -> list[int]:
    with av.open(str(path)) as media:
        media.streams.video[0].thread_type = "AUTO"
        return [hash(bytes(frame.planes[0])) for frame in media.decode(video=0)]


def seconds_of_sound(path: Path) -> float:
    with av.open(str(path)) as media:
        if not media.streams.audio:
            return 0.0
        return sum(frame.samples / frame.sample_rate for frame in media.decode(audio=0))
