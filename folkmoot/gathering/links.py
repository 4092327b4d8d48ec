"""The public addresses of things."""

from urllib.parse import quote

from folkmoot.features.accounts import Account
from folkmoot.features.posts import Post


class Links:
    """Made once from the community's own address."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")
        self.domain = self.base.split("://", 1)[-1]
        self.tag_base = f"{self.base}/tags/"

    def own(self, handle: str) -> str:
        """Return a handle as `acct`: without our own domain."""
        return handle.removesuffix(f"@{self.domain}")

    def resolve_plain(self, handle: str) -> tuple[str, str]:
        """Return (URL, name) of a mention in a profile, unverified: it only links to where that name would be."""
        name, _, domain = self.own(handle).partition("@")
        return (f"https://{domain}/@{name}", handle) if domain else (f"{self.base}/@{name}", name)

    def profile(self, account: Account) -> str:
        return (account.url or account.uri) if account.domain else f"{self.base}/@{account.username}"

    def actor(self, account: Account) -> str:
        return account.uri if account.domain else f"{self.base}/users/{account.username}"

    def post(self, post: Post, author: Account) -> str:
        if author.domain:
            return post.url or post.uri
        suffix = "" if post.reblog_of_id is None else "/activity"
        return f"{self.base}/@{author.username}/{post.id}{suffix}"

    def activity(self, post: Post, author: Account) -> str:
        if author.domain:
            return post.uri
        suffix = "" if post.reblog_of_id is None else "/activity"
        return f"{self.base}/users/{author.username}/statuses/{post.id}{suffix}"

    def collection(self, collection_id: int) -> str:
        return f"{self.base}/collections/{collection_id}"

    def tag(self, key: str) -> str:
        return self.tag_base + quote(key)

    def media(self, key: str) -> str:
        return f"{self.base}/media/{key}"

    def static(self, name: str) -> str:
        return f"{self.base}/static/{name}"
