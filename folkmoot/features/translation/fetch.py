"""Asking a LibreTranslate server."""

from typing import Any

import msgspec

from folkmoot.features.translation.errors import NoTranslationError
from folkmoot.infra.boot import Ground
from folkmoot.infra.http import Bounds, Outbound, OutboundError, Wanted

PROVIDER = "LibreTranslate"
_BOUNDS = Bounds(read=20.0, total=25.0, redirects=0)


class _Language(msgspec.Struct):
    code: str
    targets: list[str] = []


class _Detected(msgspec.Struct):
    language: str = ""


class _Answer(msgspec.Struct, rename="camel"):
    translated_text: list[str]
    detected_language: list[_Detected] | _Detected | None = None


async def languages(ground: Ground) -> dict[str, list[str]]:
    """Return the languages that the server reads, each with those it writes them in; NoTranslationError."""
    found = await _ask(ground, "languages", None, list[_Language])
    return {language.code: language.targets for language in found}


async def translated(ground: Ground, texts: list[str], source: str, target: str) -> tuple[list[str], str]:
    """Return each text (HTML) in the language `target`, and the language found where `source` is auto."""
    wanted = {"q": texts, "source": source, "target": target, "format": "html"}
    if ground.secrets.translation_key:
        wanted["api_key"] = ground.secrets.translation_key
    answer = await _ask(ground, "translate", wanted, _Answer)
    if len(answer.translated_text) != len(texts):
        raise NoTranslationError("the answer has another number of texts")
    found = answer.detected_language
    first = found[0] if isinstance(found, list) and found else found
    return answer.translated_text, first.language if isinstance(first, _Detected) else ""


async def _ask(ground: Ground, path: str, wanted: dict[str, Any] | None, kind: Any) -> Any:
    body = b"" if wanted is None else msgspec.json.encode(wanted)
    request = Wanted(
        f"{ground.config.translation.url.rstrip('/')}/{path}",
        method="GET" if wanted is None else "POST",
        headers={"Accept": "application/json", **({"Content-Type": "application/json"} if body else {})},
        content=body,
        trusted=True,
        bounds=_BOUNDS,
    )
    try:
        answer = await ground.one(Outbound).ask(request)
        if not answer.ok:
            raise OutboundError.of_status(answer.status)
        return msgspec.json.decode(answer.body, type=kind)
    except OutboundError as error:
        raise NoTranslationError(f"translation service: {error}") from error
    except msgspec.DecodeError as error:
        raise NoTranslationError("the translation service answered something else") from error
