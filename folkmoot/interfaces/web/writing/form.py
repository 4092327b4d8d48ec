"""What stands in the form for writing, as it was typed: nothing in it has been judged."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import new_key, parse_id
from folkmoot.interfaces.web.frame.routing import Visit

KEY_LENGTH = 64
FILES_READ = 16
"""Files of one form that are looked at; a draft from elsewhere may hold more than a post."""
OPTIONS_READ = 8
A_DAY = 86_400
BAD_TIME = "This is not a date with a time."


class File(msgspec.Struct, frozen=True):
    """A file of the post to come, and what its author says of it; the focus in percent from the left and the top."""

    id: int
    description: str = ""
    left: str = ""
    top: str = ""

    @property
    def focus(self) -> str:
        """Return the point of the picture that a crop should keep, from -1 to 1, as `media.describe` takes it."""
        if not (self.left.strip() and self.top.strip()):
            return ""
        try:
            return f"{float(self.left) / 50 - 1},{1 - float(self.top) / 50}"
        except ValueError:
            return f"{self.left},{self.top}"


class Written(msgspec.Struct, frozen=True):
    """Everything in the form. Ids are 0 for none, `seen` is the version of the draft (ms since 1970).

    `lasts` is how long the poll is open (seconds; 0 in an edit: as long as it is), `at` when the post is to appear, by
    the clock of `zone`.
    """

    text: str = ""
    warning: str = ""
    visibility: str = "public"
    language: str = ""
    quotes: str = "public"
    sensitive: bool = False
    options: tuple[str, ...] = ()
    multiple: bool = False
    hidden: bool = False
    lasts: int = A_DAY
    at: str = ""
    zone: str = ""
    reply: int = 0
    quote: int = 0
    draft: int = 0
    seen: int = 0
    waiting: int = 0
    back: str = ""
    key: str = ""
    files: tuple[File, ...] = ()

    @property
    def asks(self) -> bool:
        """Say whether there is a poll."""
        return any(option.strip() for option in self.options)

    @property
    def moment(self) -> int | None:
        """Return when the post is to appear (ms since 1970), None for now; InvalidError for what is no time."""
        if not self.at.strip():
            return None
        try:
            return round(datetime.fromisoformat(self.at.strip()).replace(tzinfo=zone_of(self.zone)).timestamp() * 1000)
        except (ValueError, OverflowError) as error:
            raise InvalidError(BAD_TIME) from error


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of this name; UTC for none, and for one that nobody knows."""
    try:
        return ZoneInfo(name or "UTC")
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return ZoneInfo("UTC")


def local_time(at: int) -> str:
    """Return a moment (ms since 1970) as a field for times shows it, in UTC."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M")


def read(visit: Visit) -> Written:
    """Return what stands in the form that was sent."""
    form = visit.form
    return Written(
        text=lines(form.get("text", "")),
        warning=form.get("warning", "").strip(),
        visibility=form.get("visibility", "public"),
        language=form.get("language", ""),
        quotes=form.get("quotes", "public"),
        sensitive="sensitive" in form,
        options=tuple(visit.chosen("option")[:OPTIONS_READ]),
        multiple="multiple" in form,
        hidden="hidden" in form,
        lasts=_number(form["lasts"]) if "lasts" in form else A_DAY,
        at=form.get("at", ""),
        zone=form.get("zone", ""),
        back=form.get("back", ""),
        key=form.get("key", "")[:KEY_LENGTH] or new_key(),
        files=tuple(_file(form, file) for file in dict.fromkeys(visit.chosen("media")[:FILES_READ]) if parse_id(file)),
        **{name: parse_id(form.get(name, "")) or 0 for name in ("reply", "quote", "draft", "seen", "waiting")},
    )


def _file(form: dict[str, str], file: str) -> File:
    said = (form.get(f"{name}-{file}", "") for name in ("about", "left", "top"))
    return File(parse_id(file) or 0, *said)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def lines(text: str) -> str:
    """Return a text with line ends as posts have them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
