"""Conversations: for each member the threads of posts that are only for those they mention, the latest first.

Announces nothing; follows the posts that are published, edited and erased. Promises to each member only what they
wrote or were mentioned in; whether they may still see it is judged by `posts.visible_to`.
"""

from folkmoot.features.conversations.errors import UnknownConversationError
from folkmoot.features.conversations.read import ending_with, get, of_account, read, remove
from folkmoot.features.conversations.types import Conversation, Direct

__all__ = ["Conversation", "Direct", "UnknownConversationError", "ending_with", "get", "of_account", "read", "remove"]
