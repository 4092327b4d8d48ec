"""OAuth scopes in words that a member understands."""

from collections.abc import Sequence

from folkmoot.interfaces.web.frame.marking import marked

WIDE = {
    "read": marked("Read everything in your account: home, lists, private posts you may see, settings"),
    "write": marked("Do everything in your name: post, delete, favourite, edit your profile"),
    "follow": marked("Follow, mute and block people in your name"),
    "push": marked("Send notifications to your device"),
    "profile": marked("See your name and picture"),
    "admin:read": marked("Read everything that staff can see"),
    "admin:write": marked("Do everything that staff can do"),
}
READ = {
    "accounts": marked("See accounts and your profile"),
    "blocks": marked("See whom you block"),
    "bookmarks": marked("See your bookmarks"),
    "collections": marked("See your collections"),
    "favourites": marked("See your favourites"),
    "filters": marked("See your filters"),
    "follows": marked("See whom you follow"),
    "lists": marked("See your lists"),
    "mutes": marked("See whom you mute"),
    "notifications": marked("See your notifications"),
    "search": marked("Search in your name"),
    "statuses": marked("Read the posts that you can read"),
}
WRITE = {
    "accounts": marked("Edit your profile"),
    "blocks": marked("Block people and servers"),
    "bookmarks": marked("Bookmark posts"),
    "collections": marked("Edit your collections"),
    "conversations": marked("Mute and delete conversations"),
    "favourites": marked("Favourite posts"),
    "filters": marked("Edit your filters"),
    "follows": marked("Follow and unfollow people"),
    "lists": marked("Edit your lists"),
    "media": marked("Upload pictures, video and sound"),
    "mutes": marked("Mute people and threads"),
    "notifications": marked("Clear your notifications"),
    "reports": marked("Report people"),
    "statuses": marked("Post, edit and delete posts"),
}


def in_words(scopes: Sequence[str]) -> list[tuple[str, str]]:
    """Return (kind, sentence) for each scope; kind is read, write or staff. Sentences are not yet translated."""
    return [_one(scope) for scope in scopes]


def _one(scope: str) -> tuple[str, str]:
    if scope.startswith("admin:"):
        wide = ":".join(scope.split(":")[:2])
        return "staff", WIDE[wide] if scope == wide else scope
    way, _, what = scope.partition(":")
    table = {"read": READ, "write": WRITE}.get(way, {})
    kind = "read" if way in ("read", "profile") else "write"
    return kind, table.get(what, "") or WIDE.get(scope, scope)
