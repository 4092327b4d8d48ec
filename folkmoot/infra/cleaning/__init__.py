"""Media hygiene: from an upload, new files with its picture and sound and nothing else, or a refusal.

`Cleaner.clean` rewrites a file in a limited process of its own and scans what it wrote once more.
It knows no database and no web; it never keeps the upload.
"""

from folkmoot.infra.cleaning.errors import SENTENCES, MediaRefusedError, Reason
from folkmoot.infra.cleaning.process import Cleaner
from folkmoot.infra.cleaning.sniff import HEAD_BYTES, IMAGES, content_of
from folkmoot.infra.cleaning.types import Cleaned, CleanedFile, Limits, MediaKind, Purpose, Role

__all__ = [
    "HEAD_BYTES",
    "IMAGES",
    "SENTENCES",
    "Cleaned",
    "CleanedFile",
    "Cleaner",
    "Limits",
    "MediaKind",
    "MediaRefusedError",
    "Purpose",
    "Reason",
    "Role",
    "content_of",
]
