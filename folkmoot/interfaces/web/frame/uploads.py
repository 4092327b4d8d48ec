"""Forms that bring a file: taken apart in memory, for they are small."""

from collections.abc import AsyncGenerator

from python_multipart.exceptions import FormParserError
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from folkmoot.infra.errors import InvalidError

FIELDS_LIMIT = 20


async def parts(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    """Return the fields and the file of a form; InvalidError when it cannot be read."""
    parser = MultiPartParser(Headers({"content-type": content_type}), _once(body), max_files=1, max_fields=FIELDS_LIMIT)
    try:
        form = await parser.parse()
    except (MultiPartException, FormParserError, UnicodeDecodeError, LookupError) as error:
        raise InvalidError("The form cannot be read.") from error
    try:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        files = {name: await value.read() for name, value in form.items() if isinstance(value, UploadFile)}
    finally:
        await form.close()
    return fields, files


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body
