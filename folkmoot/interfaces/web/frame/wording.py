"""The languages of the pages: English in the source, the others from locale/*/*.po, read once at the first page."""

import gettext
from datetime import datetime
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from babel.core import Locale, UnknownLocaleError, negotiate_locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_percent

FOLDER = Path(__file__).parent.parent / "locale"
SOURCE = "en"
SAMPLED = 200
"""No language needs more to show all its forms."""
LANGUAGES = (SOURCE, *sorted(entry.name for entry in FOLDER.iterdir() if entry.is_dir()))
KEPT = 20_000
"""Times and numbers that are remembered as they are written: a page shows some hundred, and most again."""


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the texts of a language; every .po file in its folder counts."""
    texts = gettext.NullTranslations()
    for path in sorted((FOLDER / language).glob("*.po")):
        compiled = BytesIO()
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=language, abort_invalid=True))
        compiled.seek(0)
        more = gettext.GNUTranslations(compiled)
        more.add_fallback(texts)
        texts = more
    return texts


def choose(*wishes: str, otherwise: str = SOURCE) -> str:
    """Return the first wish that is a language of the pages ('de-AT' means 'de')."""
    known = negotiate_locale([wish.replace("-", "_") for wish in wishes if wish], LANGUAGES)
    return known or (otherwise if otherwise in LANGUAGES else SOURCE)


def accepted(header: str) -> list[str]:
    """Return the languages of an Accept-Language header (RFC 9110), the most wanted first."""
    wishes = []
    for part in header[:200].split(",")[:10]:
        tag, _, weight = part.strip().partition(";q=")
        try:
            wishes.append((float(weight or 1), tag.strip()))
        except ValueError:
            continue
    return [tag for quality, tag in sorted(wishes, key=lambda wish: -wish[0]) if tag and quality > 0]


def moment(at: int, language: str) -> str:
    """Return a time (ms since 1970, shown in UTC) as people of this language write it."""
    return format_datetime(at / 1000, "d MMM y, HH:mm 'UTC'", locale=language)


@lru_cache(KEPT)
def day(stamp: str, language: str) -> str:
    """Return the day of a moment (ISO 8601, UTC), as short as people of this language write it."""
    return format_date(datetime.fromisoformat(stamp), "d MMM y", locale=language)


@lru_cache(KEPT)
def full(stamp: str, language: str) -> str:
    """Return a moment (ISO 8601, UTC) in full."""
    return format_datetime(datetime.fromisoformat(stamp), "d MMMM y, HH:mm 'UTC'", locale=language)


@lru_cache(KEPT)
def short(count: int, language: str) -> str:
    """Return a number as it stands beside a button: 1,2 Tsd., 3.4K."""
    return format_compact_decimal(count, locale=language, fraction_digits=1 if count >= 1_000 else 0)


def percent(share: int, language: str) -> str:
    """Return so many of a hundred as people of this language write it: 18%, 18 %."""
    return format_percent(share / 100, locale=language)


def direction_of(language: str) -> str:
    """Return in which direction a language is written: ltr or rtl."""
    return str(Locale.parse(language).text_direction)


@cache
def samples(language: str) -> dict[str, int]:
    """Return a number for each form in which a language counts (CLDR), of those that whole numbers take."""
    rule = Locale.parse(language).plural_form
    return {rule(number): number for number in range(SAMPLED, 0, -1)}


def size(count: int) -> str:
    """Return a number of bytes as people read it."""
    shown, unit = float(count), "B"
    for larger in ("kB", "MB", "GB"):
        if shown < 1_000:
            break
        shown, unit = shown / 1_000, larger
    return f"{shown:.0f}\u00a0{unit}" if unit in {"B", "kB"} else f"{shown:.1f}\u00a0{unit}"


@cache
def name_of(language: str) -> str:
    """Return what a language calls itself."""
    try:
        return (Locale.parse(language).get_display_name(language) or language).capitalize()
    except (UnknownLocaleError, ValueError):
        return language


def language_name(code: str, language: str) -> str:
    """Return what a language is called in the language of the page; the code itself where that is not known."""
    try:
        return Locale.parse(code.replace("-", "_")).get_display_name(language) or code
    except (UnknownLocaleError, ValueError):
        return code
