"""/appearance: how the pages look in this browser, for visitors too; members find it among their settings."""

from folkmoot.interfaces.web.frame.look import CHOICES, Look
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.frame.visit import LOOK_COOKIE
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.preferences.sections import inside, saved

pages = Pages()

HERE = "/appearance"
OF_MEMBERS = "/settings/appearance"
TITLES = {
    "theme": marked("Light or dark"),
    "contrast": marked("Contrast"),
    "text": marked("Size of text"),
    "motion": marked("Motion"),
    "alt_reminder": marked("Pictures without a description"),
}
WORDS = {
    ("theme", "system"): marked("As my device"),
    ("theme", "light"): marked("Light"),
    ("theme", "dark"): marked("Dark"),
    ("contrast", "system"): marked("As my device"),
    ("contrast", "more"): marked("More"),
    ("text", "normal"): marked("Normal"),
    ("text", "large"): marked("Large"),
    ("text", "larger"): marked("Larger"),
    ("motion", "system"): marked("As my device"),
    ("motion", "less"): marked("Less"),
    ("alt_reminder", "on"): marked("Remind me before I post"),
    ("alt_reminder", "off"): marked("Say nothing"),
}


@pages.get(HERE)
async def of_visitors(visit: Visit) -> Response:
    if visit.session is not None:
        return visit.go(OF_MEMBERS)
    told = "saved" in visit.query
    return await placed(visit, "visitor_appearance.html", choices=_choices(visit, ("alt_reminder",)), saved=told)


@pages.get(OF_MEMBERS, member=True)
async def of_members(visit: Visit) -> Response:
    return await inside(visit, "appearance.html", choices=_choices(visit))


@pages.post(HERE)
async def choose(visit: Visit) -> Response:
    """Note the look in a cookie; what the form does not name stays as it is."""
    chosen = {name: visit.form.get(name, "") for name in CHOICES}
    look = visit.look._replace(**{name: value for name, value in chosen.items() if value in CHOICES[name]})
    visit.set_cookie(LOOK_COOKIE, Look(*look).cookie)
    return saved(visit, HERE if visit.session is None else OF_MEMBERS)


def _choices(visit: Visit, but: tuple[str, ...] = ()) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Return for each thing its name, its title and (value, words, whether it is chosen) of what there is."""
    return [
        (name, visit.text(TITLES[name]), [(each, visit.text(WORDS[name, each]), each == chosen) for each in values])
        for (name, values), chosen in zip(CHOICES.items(), visit.look, strict=True)
        if name not in but
    ]
