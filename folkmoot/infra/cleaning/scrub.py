"""Clean one file, start to end, in this very process: sniff, rewrite, scan again, measure."""

import errno
import hashlib
import mmap
from pathlib import Path

from folkmoot.formats import residue
from folkmoot.infra.cleaning.errors import MediaRefusedError, Reason
from folkmoot.infra.cleaning.sniff import HEAD_BYTES, IMAGES, Content, content_of
from folkmoot.infra.cleaning.types import (
    MIME_TYPES,
    Cleaned,
    CleanedFile,
    Draft,
    Job,
    Limits,
    Purpose,
    Role,
    Sketch,
)

_SIGNS_OF_SCARCITY = (
    "out of memory",
    "Insufficient memory",
    "Cannot allocate",
    "failed to map",
    "creating thread",
)
"""How libraries say that the process may have no more memory."""

_OUR_FAULTS = (TypeError, AttributeError, NameError, ImportError, AssertionError)
"""A file that meets a mistake of ours is not damaged, and the log should say so."""

_ERRNO_REASONS: dict[int | None, Reason] = {
    errno.EAGAIN: Reason.MEMORY,
    errno.EFBIG: Reason.TOO_LARGE,
    errno.EMFILE: Reason.CRASHED,
    errno.ENOSPC: Reason.CRASHED,
}
"""A thread that finds no room, a written file beyond its limit, and what is our own fault."""


def scrub(job: Job) -> Cleaned:
    """The cleaned files of a job; raises `MediaRefusedError`, and leaves it to the caller to clear away."""
    source, into = Path(job.source), Path(job.into)
    content = _content(source, job.limits)
    try:
        sketch = _sketch(job, source, into, content)
    except MediaRefusedError:
        raise
    except Exception as error:
        raise MediaRefusedError(_reason(error), f"{type(error).__name__}: {error}") from error
    return _finished(sketch, into)


def _content(source: Path, limits: Limits) -> Content:
    size = source.stat().st_size
    if size == 0:
        raise MediaRefusedError(Reason.EMPTY)
    with source.open("rb") as file:
        content = content_of(file.read(HEAD_BYTES))
    if content is None:
        raise MediaRefusedError(Reason.UNSUPPORTED_TYPE)
    if size > (limits.image_bytes if content in IMAGES else limits.av_bytes):
        raise MediaRefusedError(Reason.TOO_LARGE, f"{size} bytes of {content}")
    return content


def _sketch(job: Job, source: Path, into: Path, content: Content) -> Sketch:
    """Each kind of content loads its libraries only when it is met: they take longer than many a picture."""
    if content in IMAGES:
        from folkmoot.infra.cleaning.animations import clean_animation, is_animated
        from folkmoot.infra.cleaning.pictures import clean_still

        clean = clean_animation if is_animated(source, content) else clean_still
        return clean(source, into, content, job.purpose, job.limits)
    if job.purpose is not Purpose.ATTACHMENT:
        raise MediaRefusedError(Reason.WRONG_PURPOSE, content)
    from folkmoot.infra.cleaning.av import clean_av

    return clean_av(source, into, content, job.limits)


def _reason(error: Exception) -> Reason:
    """What a library's error says about the file: damage, unless it says otherwise."""
    if isinstance(error, MemoryError) or any(words in str(error) for words in _SIGNS_OF_SCARCITY):
        return Reason.MEMORY
    if isinstance(error, _OUR_FAULTS):
        return Reason.CRASHED
    return _ERRNO_REASONS.get(getattr(error, "errno", None), Reason.DAMAGED)


def _finished(sketch: Sketch, into: Path) -> Cleaned:
    files = tuple(_measured(draft, into / draft.name) for draft in sketch.drafts)
    original = next(file for file in files if file.role is Role.ORIGINAL)
    return Cleaned(
        kind=sketch.kind,
        files=files,
        blurhash=sketch.blurhash,
        animated=sketch.animated,
        frame_rate=sketch.frame_rate,
        duration=sketch.duration,
        bitrate=round(original.size * 8 / sketch.duration) if sketch.duration else None,
    )


def _measured(draft: Draft, path: Path) -> CleanedFile:
    """A written file after its second inspection; raises `MediaRefusedError` for anything left in it."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        left = residue.find(data, draft.extension)
        digest = hashlib.sha256(data).hexdigest()
        size = len(data)
    if left:
        raise MediaRefusedError(Reason.RESIDUE, f"{draft.name}: {', '.join(left)}")
    return CleanedFile(
        role=draft.role,
        name=draft.name,
        mime=MIME_TYPES[draft.extension],
        size=size,
        sha256=digest,
        width=draft.width,
        height=draft.height,
    )
