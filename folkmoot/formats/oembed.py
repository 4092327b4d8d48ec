"""oEmbed answers of other sites: what they say, and of their HTML nothing but one frame."""

from html import escape

import msgspec
from selectolax.lexbor import LexborHTMLParser

from folkmoot.formats.markup import tame
from folkmoot.formats.opengraph import NAME, TITLE, number, words
from folkmoot.formats.weburl import canonical

HTML_LENGTH = 20_000
TAGS_READ = HTML_LENGTH // 20
_KINDS = frozenset(("link", "photo", "video", "rich"))
_SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-forms"


class Embed(msgspec.Struct, frozen=True):
    """What an oEmbed answer says. `kind` is link, photo, video or rich; `html` is one frame or ""; sizes in pixels."""

    kind: str
    title: str = ""
    author_name: str = ""
    author_url: str = ""
    provider_name: str = ""
    provider_url: str = ""
    html: str = ""
    photo: str = ""
    thumbnail: str = ""
    width: int = 0
    height: int = 0


def read(body: bytes) -> Embed | None:
    """Return what a JSON answer says, None where it is none; a photo without its picture is a link."""
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
    kind = said.get("type") if isinstance(said, dict) else None
    if not isinstance(kind, str) or kind not in _KINDS:
        return None
    width, height = number(said.get("width")), number(said.get("height"))
    html = frame(said["html"], width, height) if kind in {"video", "rich"} and isinstance(said.get("html"), str) else ""
    photo = _url(said.get("url")) if kind == "photo" else ""
    return Embed(
        kind=kind if html or photo else "link",
        title=words(said.get("title"), TITLE),
        author_name=words(said.get("author_name"), NAME),
        author_url=_url(said.get("author_url")),
        provider_name=words(said.get("provider_name"), NAME),
        provider_url=_url(said.get("provider_url")),
        html=html,
        photo=photo,
        thumbnail=_url(said.get("thumbnail_url")),
        width=width,
        height=height,
    )


def frame(html: str, width: int, height: int) -> str:
    """Return the first frame of `html` that is loaded over https, written anew; "" where there is none."""
    if len(html) > HTML_LENGTH or html.count("<") > TAGS_READ:
        return ""
    for node in LexborHTMLParser(tame(html, TAGS_READ)).css("iframe"):
        source = _url(node.attributes.get("src"))
        if source.startswith("https://"):
            wide = width or number(node.attributes.get("width"))
            high = height or number(node.attributes.get("height"))
            return written_frame(source, wide, high)
    return ""


def written_frame(source: str, width: int, height: int) -> str:
    """Return a frame as we write it: in a sandbox, with a size where one is known."""
    size = "".join(f' {name}="{length}"' for name, length in (("width", width), ("height", height)) if length)
    return f'<iframe src="{escape(source)}"{size} sandbox="{_SANDBOX}" frameborder="0" allowfullscreen=""></iframe>'


def _url(value: object) -> str:
    return canonical(value) if isinstance(value, str) else ""
