"""Templates into HTML, one environment for each language; everything is escaped unless a template says otherwise."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from folkmoot.interfaces.web import wording
from folkmoot.interfaces.web.files import static_files, url_of

FOLDER = Path(__file__).parent / "templates"


def render(template: str, language: str, context: dict[str, Any]) -> str:
    """Return a page in `language`."""
    return _environment(language).get_template(template).render(context)


@cache
def _environment(language: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, auto_reload=False, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    texts = wording.translations(language)
    made.install_gettext_callables(texts.gettext, texts.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        language=language,
        static=url_of,
        static_names=static_files(),
        languages=[(name, wording.name_of(name)) for name in wording.LANGUAGES],
    )
    made.filters["size"] = wording.size
    made.filters["moment"] = lambda at: wording.moment(at, language)
    return made
