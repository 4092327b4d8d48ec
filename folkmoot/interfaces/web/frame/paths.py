"""Where on these pages things are found: paths of our own, also for what comes from elsewhere."""

from urllib.parse import quote

from folkmoot.features.accounts import Account
from folkmoot.features.posts import Post


def profile(account: Account) -> str:
    return f"/@{account.acct}"


def post(item: Post, author: Account) -> str:
    return f"/@{author.acct}/{item.id}"


def tag(key: str) -> str:
    return f"/tags/{quote(key, safe='')}"


def media(key: str) -> str:
    return f"/media/{key}"
