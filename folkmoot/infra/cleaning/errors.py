"""Why a file is refused: a closed set of reasons, each with the sentence that its sender reads."""

from enum import StrEnum

import msgspec


class Reason(StrEnum):
    """Codes that interfaces and logs may rely on."""

    EMPTY = "empty"
    UNSUPPORTED_TYPE = "unsupported_type"
    UNSUPPORTED_CODEC = "unsupported_codec"
    WRONG_PURPOSE = "wrong_purpose"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_FRAMES = "too_many_frames"
    TOO_LONG = "too_long"
    HIDDEN_FRAMES = "hidden_frames"
    DAMAGED = "damaged"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    RESIDUE = "residue"


SENTENCES = {
    Reason.EMPTY: "The file is empty.",
    Reason.UNSUPPORTED_TYPE: "Files of this type are not accepted here.",
    Reason.UNSUPPORTED_CODEC: "The video or sound is encoded in a way that is not accepted here.",
    Reason.WRONG_PURPOSE: "Only a picture can be used here.",
    Reason.TOO_LARGE: "The file is too large.",
    Reason.TOO_MANY_PIXELS: "The picture has too many pixels.",
    Reason.TOO_MANY_FRAMES: "The animation has too many frames.",
    Reason.TOO_LONG: "The video or sound is too long.",
    Reason.HIDDEN_FRAMES: "The video hides parts that were cut out. Export it anew, then send it again.",
    Reason.DAMAGED: "The file is damaged or incomplete.",
    Reason.TIMEOUT: "The file took too long to process.",
    Reason.MEMORY: "The file needs too much memory to process.",
    Reason.CRASHED: "The file could not be processed.",
    Reason.RESIDUE: "The file holds hidden information that could not be removed.",
}


class MediaRefusedError(Exception):
    """A file that is not taken; `detail` is for the log and never for the sender."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(SENTENCES[reason])
        self.reason = reason
        self.detail = detail

    @property
    def sentence(self) -> str:
        return SENTENCES[self.reason]


class Refusal(msgspec.Struct, frozen=True, tag="refused"):
    """A refusal on its way from the cleaning process."""

    reason: Reason
    detail: str
