"""What the pages about one's own safety share: whose session it is, and the way to the second factor and back."""

from urllib.parse import quote

from folkmoot.features.auth import Session
from folkmoot.infra.errors import UnauthenticatedError
from folkmoot.interfaces.web.frame.routing import Visit

HERE = "/settings/security"


def current(visit: Visit) -> Session:
    """Return the session of a page for members."""
    if visit.session is None:
        raise UnauthenticatedError("Please sign in first.")
    return visit.session


def again(path: str) -> str:
    """Return where a second factor is shown again before the page at `path`, which asks for a fresh one."""
    return f"/auth/factor?next={quote(path, safe='')}"
