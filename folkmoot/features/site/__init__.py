"""The site: what the community is called, its rules and its custom emoji.

Announces nothing. Promises that a change is seen by every process with the next request.
"""

from folkmoot.features.site.emojis import Emoji, emojis

__all__ = ["Emoji", "emojis"]
