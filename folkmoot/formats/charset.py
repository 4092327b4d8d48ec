"""Bytes of a page as text: by its mark, by what its server says, by what it says itself, or by looking."""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([a-z0-9_.:-]{1,40})", re.IGNORECASE)
_IN_PAGE = re.compile(rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([a-z0-9_.:-]{1,40})", re.IGNORECASE)
_LOOKED_THROUGH = 4_096
# Python knows "encodings" that decompress or run escapes; only those that the web writes pages in are used.
_OF_THE_WEB = re.compile(
    r"utf-8|utf-16|utf-16le|utf-16be|us-ascii|iso-8859-\d{1,2}|windows-(125\d|874)|koi8-[ru]|macintosh|x-mac-cyrillic"
    r"|shift_jis|x-sjis|euc-jp|iso-2022-jp|gb2312|gbk|gb18030|big5|euc-kr|tis-620|utf8|latin1|ascii"
)
_NAMES = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "x-sjis": "shift_jis",
    "windows-874": "cp874", "macintosh": "mac-roman", "x-mac-cyrillic": "mac-cyrillic", "gb2312": "gb18030",
    "gbk": "gb18030",
}  # fmt: skip


def text_of(body: bytes, content_type: str = "") -> str:
    """Return the text of a page; what cannot be read is a replacement character, never an error."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    said = _IN_HEADER.search(content_type)
    name = _known(said[1]) if said else ""
    if not name:
        found = _IN_PAGE.search(body[:_LOOKED_THROUGH])
        name = _known(found[1].decode("ascii")) if found else ""
        name = "utf-8" if name.startswith("utf-16") else name  # it could be read, so it is not
    if name:
        return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A character cut in two at the end is no sign of another encoding.
        return body.decode("utf-8" if error.reason == "unexpected end of data" else "cp1252", "replace")


def _known(label: str) -> str:
    """Return the codec that a label of the web means; "" for one that is none of them."""
    label = label.lower()
    if not _OF_THE_WEB.fullmatch(label):
        return ""
    name = _NAMES.get(label, label)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
