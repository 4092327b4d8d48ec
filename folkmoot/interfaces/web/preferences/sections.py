"""The settings as one place: their sections, and the frame that stands around each of their pages."""

from typing import Any, NamedTuple

from folkmoot.features import auth
from folkmoot.features.auth import Permission
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Response, Visit
from folkmoot.interfaces.web.place import placed

SETTINGS = "/settings"


class Section(NamedTuple):
    """One of the pages; `below` are paths elsewhere that belong to it, `needs` what its member must be allowed."""

    path: str
    icon: str
    title: str
    words: str
    below: tuple[str, ...] = ()
    needs: Permission | None = None


class Group(NamedTuple):
    """Sections that belong together."""

    title: str
    sections: tuple[Section, ...]


_YOU = Group(
    marked("You"),
    (
        Section(
            "/settings/profile", "account", marked("Profile"), marked("Your name, pictures and what you say of you")
        ),
        Section("/settings/featured", "pin", marked("Featured"), marked("Hashtags and people on your profile")),
        Section("/settings/privacy", "private", marked("Privacy"), marked("Who follows, finds and quotes you")),
        Section("/settings/posts", "calendar", marked("Old posts"), marked("Have old posts deleted by themselves")),
    ),
)
_SEEN = Group(
    marked("What you see"),
    (
        Section("/settings/appearance", "look", marked("Appearance"), marked("Light or dark, text, motion, language")),
        Section(
            "/settings/notifications", "bell", marked("Notifications"), marked("What we tell you, where, and of whom"),
            ("/settings/mail", "/settings/push"),
        ),
        Section("/settings/filters", "filter", marked("Filters"), marked("Words you do not want to come upon")),
        Section("/settings/blocked", "block", marked("Muted and blocked"), marked("People and servers you keep away")),
    ),
)  # fmt: skip
_ACCOUNT = Group(
    marked("Account"),
    (
        Section(
            "/settings/security",
            "shield",
            marked("Security"),
            marked("Password, passkeys, codes, where you are signed in"),
        ),
        Section("/settings/apps", "apps", marked("Apps"), marked("Which apps may act for you")),
        Section(
            "/settings/export", "download", marked("Take along"), marked("Your lists and bookmarks, your whole archive")
        ),
        Section("/settings/import", "upload", marked("Bring along"), marked("Files from another server, or from here")),
        Section("/settings/move", "move", marked("Move"), marked("Aliases, and moving to another account")),
        Section(
            "/settings/security/leave", "delete", marked("Delete my account"), marked("With everything in it, for good")
        ),
    ),
)
_COMMUNITY = Group(
    marked("Community"),
    (
        Section(
            "/settings/invites", "invite", marked("Invitations"), marked("Bring somebody in"), (),
            Permission.INVITE_USERS,
        ),
        Section(
            "/settings/roles", "followers", marked("Roles"), marked("Who serves this community"), (),
            Permission.MANAGE_ROLES,
        ),
    ),
)  # fmt: skip
GROUPS = (_YOU, _SEEN, _ACCOUNT, _COMMUNITY)


async def inside(visit: Visit, template: str, status: int = 200, **context: Any) -> Response:
    """Answer with a page that extends settings_place.html."""
    groups = await _groups(visit)
    return await placed(
        visit, template, status, groups=groups, here=_here(visit.asked.path), saved=_is_saved(visit), **context
    )


def _is_saved(visit: Visit) -> bool:
    return "saved" in visit.query and "before" not in visit.query


def saved(visit: Visit, path: str) -> Response:
    """Send the browser to a page of the settings, which says that it is done."""
    return visit.go(f"{path}?saved=1")


async def may(visit: Visit, permission: Permission) -> bool:
    """Say whether the member who visits may do this; nobody invites where nobody is taken."""
    if visit.user is None:
        return False
    if permission is Permission.INVITE_USERS and visit.ground.config.site.registrations == "closed":
        return False
    role = await auth.role_of(await visit.ground.read(), visit.user.role_id)
    return role.may(permission)


async def _groups(visit: Visit) -> list[Group]:
    """Return what this member may open."""
    allowed = {each for each in (Permission.INVITE_USERS, Permission.MANAGE_ROLES) if await may(visit, each)}
    groups = [
        Group(group.title, tuple(each for each in group.sections if each.needs is None or each.needs in allowed))
        for group in GROUPS
    ]
    return [group for group in groups if group.sections]


def _here(path: str) -> str:
    """Return the path of the section that a page belongs to: the longest that it stands below."""
    found = [
        section.path
        for group in GROUPS
        for section in group.sections
        if any(path == each or path.startswith(f"{each}/") for each in (section.path, *section.below))
    ]
    return max(found, key=len, default="")
