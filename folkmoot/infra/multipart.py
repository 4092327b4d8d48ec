"""Multipart bodies: fields into memory, files into a spool that is gone when the call ends."""

import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

FIELD_LIMIT = 1 << 20
PARTS = 200
FILES = 4
"""Files that one request may bring; nothing takes more."""
PATIENCE = 4
"""Times its limit that a file which is too large is still read, where the reader is patient."""
NO_FILES = 0
"""The size limit that says that no file is taken at all."""


class Upload(NamedTuple):
    """A file that came along, spooled to `path` (nowhere, where that is ""); it is removed when the request ends."""

    path: str
    filename: str
    size: int


class BadMultipartError(Exception):
    """The multipart body is broken; the sentence says how."""


class TooLargeUploadError(Exception):
    """A file is larger than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class _Collector:
    """Gathers what the parser reports."""

    def __init__(self, limit: int, *, patient: bool) -> None:
        self.fields: list[tuple[str, Any]] = []
        self.files: list[Upload] = []
        self._finished = False
        self._limit = limit
        self._patient = patient
        self._header: tuple[bytes, bytes] = (b"", b"")
        self._options: dict[bytes, bytes] = {}
        self._text = bytearray()
        self._spool: Any = None
        self._size = 0
        self._fields_size = 0

    def callbacks(self) -> Any:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def _begin(self) -> None:
        if len(self.fields) >= PARTS:
            raise BadMultipartError(f"The request has more than {PARTS} parts")
        self._options, self._text, self._spool, self._size = {}, bytearray(), None, 0

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header = (self._header[0] + data[start:end], b"")

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._header = (self._header[0], self._header[1] + data[start:end])

    def _header_end(self) -> None:
        name, value = self._header
        if name.lower() == b"content-disposition":
            self._options = parse_options_header(value)[1]
        self._header = (b"", b"")

    def _headers_finished(self) -> None:
        if b"filename" not in self._options:
            return
        if not self._patient and (self._limit == NO_FILES or len(self.files) >= FILES):
            raise BadMultipartError("The request has too many files")
        if len(self.files) < FILES:
            self._spool = tempfile.NamedTemporaryFile(prefix="folkmoot-upload-", delete=False)  # noqa: SIM115

    def _data(self, data: bytes, start: int, end: int) -> None:
        size = end - start
        if b"filename" not in self._options:
            self._fields_size += size
            if self._fields_size > FIELD_LIMIT:
                raise TooLargeUploadError(FIELD_LIMIT)
            self._text += data[start:end]
            return
        self._size += size
        if self._size <= self._limit:
            self._store(data[start:end])
        elif not self._patient or self._size > PATIENCE * self._limit:
            raise TooLargeUploadError(self._limit)
        elif self._spool is not None:
            self._spool.truncate(0)

    def _store(self, data: bytes) -> None:
        if self._spool is not None:
            self._spool.write(data)

    def _end(self) -> None:
        name = _text(self._options.get(b"name", b""))
        if b"filename" not in self._options:
            self.fields.append((name, _text(bytes(self._text))))
            return
        path = ""
        if self._spool is not None:
            self._spool.close()
            path, self._spool = self._spool.name, None
        upload = Upload(path, _text(self._options[b"filename"]), self._size)
        self.files.append(upload)
        self.fields.append((name, upload))

    def _finish(self) -> None:
        self._finished = True

    def check_finished(self) -> None:
        if not self._finished:
            raise BadMultipartError("The multipart request ends early")

    def discard(self) -> None:
        if self._spool is not None:
            self._spool.close()
            Path(self._spool.name).unlink()
        discard(self.files)


def discard(files: list[Upload]) -> None:
    """Remove the spooled files of a request."""
    for file in files:
        if file.path:
            Path(file.path).unlink(missing_ok=True)


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise BadMultipartError("The request is not valid UTF-8") from error


async def read_multipart(
    content_type: bytes, receive: Callable[[], Awaitable[Any]], limit: int, *, patient: bool = False
) -> tuple[list[tuple[str, Any]], list[Upload]]:
    """Read a multipart body as it arrives; returns its fields (files as Upload) and the files once more.

    A file over `limit` bytes ends the reading with TooLargeUploadError. Where the reader is `patient` it is emptied
    instead, and told from others by its size: a browser shows no answer before it has sent everything, and what was
    typed beside the file is to come back. So it is with files that are too many, which are spooled nowhere.
    """
    boundary = parse_options_header(content_type)[1].get(b"boundary")
    if not boundary:
        raise BadMultipartError("The multipart request names no boundary")
    collector = _Collector(limit, patient=patient)
    try:
        await _feed(MultipartParser(boundary, collector.callbacks()), receive)
        collector.check_finished()
    except FormParserError as error:
        collector.discard()
        raise BadMultipartError("The multipart request is broken") from error
    except BaseException:
        collector.discard()
        raise
    return collector.fields, collector.files


async def _feed(parser: MultipartParser, receive: Callable[[], Awaitable[Any]]) -> None:
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BadMultipartError("The request ended early")
        if message.get("body"):
            parser.write(message["body"])
        more = message.get("more_body", False)
    parser.finalize()
