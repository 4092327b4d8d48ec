"""Templates into HTML, one environment for each language; everything is escaped unless a template says otherwise."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from folkmoot.infra.clock import iso
from folkmoot.interfaces.web.frame import colours, icons, paths, wording
from folkmoot.interfaces.web.frame.files import url_of

FOLDER = Path(__file__).parent.parent / "templates"


def render(template: str, language: str, context: dict[str, Any]) -> str:
    """Return a page in `language`."""
    return _environment(language).get_template(template).render(context)


@cache
def icon(name: str) -> Markup:
    """Return the picture of an icon, for those who see; words beside it say what it means."""
    assert name in icons.NAMES, name
    return Markup('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>').format(
        url_of("icons.svg"), name
    )


def macro(template: str, name: str, language: str) -> Callable[..., Markup]:
    """Return a macro of a template, which gives HTML."""
    found: Callable[..., Markup] = getattr(_module(template, language), name)
    return found


@cache
def _module(template: str, language: str) -> Any:
    return _environment(language).get_template(template).module


@cache
def _environment(language: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, auto_reload=False, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    texts = wording.translations(language)
    made.install_gettext_callables(texts.gettext, texts.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        icon=icon,
        bar_colours=colours.token("paper")._asdict(),
        direction=wording.direction_of(language),
        language=language,
        static=url_of,
        samples=wording.samples(language),
        languages=[(name, wording.name_of(name)) for name in wording.LANGUAGES],
    )
    made.filters["size"] = wording.size
    made.filters["day"] = lambda stamp: wording.day(stamp, language)
    made.filters["full"] = lambda stamp: wording.full(stamp, language)
    made.filters["iso"] = iso
    made.filters["domain"] = lambda url: urlsplit(url).hostname or url
    made.filters["media"] = paths.media
    made.filters["short"] = lambda count: wording.short(count, language)
    made.filters["percent"] = lambda share: wording.percent(share, language)
    made.filters["language_name"] = lambda code: wording.language_name(code, language)
    made.filters["moment"] = lambda at: wording.moment(at, language)
    return made
