"""OAuth scopes as the Mastodon API defines them: a tree in which the wide ones contain the narrow ones."""

_READ = "accounts blocks bookmarks collections favourites filters follows lists mutes notifications search statuses"
_WRITE = (
    "accounts blocks bookmarks collections conversations favourites filters follows lists media mutes notifications"
    " reports statuses"
)
_ADMIN = "accounts reports domain_allows domain_blocks ip_blocks email_domain_blocks canonical_email_blocks"

KNOWN_SCOPES = frozenset(
    ["read", "write", "follow", "push", "profile", "admin:read", "admin:write"]
    + [f"read:{name}" for name in _READ.split()]
    + [f"write:{name}" for name in _WRITE.split()]
    + [f"admin:{way}:{name}" for way in ("read", "write") for name in _ADMIN.split()]
)

_FOLLOW = frozenset(f"{way}:{name}" for way in ("read", "write") for name in ("blocks", "follows", "mutes"))


def parse_scopes(text: str) -> frozenset[str] | None:
    """Split a space-separated list; None when one of them is unknown."""
    names = frozenset(text.replace("+", " ").split())
    return names if names <= KNOWN_SCOPES else None


def allows(granted: frozenset[str], needed: str) -> bool:
    """Say whether `granted` contains `needed` or a scope that contains it."""
    if needed in granted or needed.partition(":")[0] in granted:
        return True
    if needed.startswith("admin:") and needed.rpartition(":")[0] in granted:
        return True
    return needed in _FOLLOW and "follow" in granted


def wider(asked: frozenset[str], registered: frozenset[str]) -> bool:
    """Say whether `asked` reaches beyond what the app registered for."""
    return not all(allows(registered, scope) for scope in asked)
