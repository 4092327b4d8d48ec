"""Discovery: the directory of profiles, whom a member may want to follow, and who of their friends follows whom.

Announces nothing. Promises that only accounts that want to be found are shown (`discoverable`), none that the member
blocks, mutes or is blocked by, and that nobody's hidden network can be read off it.
"""

from folkmoot.features.discovery.directory import Wanted, directory
from folkmoot.features.discovery.familiar import familiar_followers
from folkmoot.features.discovery.suggest import Suggestion, dismiss, suggestions

__all__ = ["Suggestion", "Wanted", "directory", "dismiss", "familiar_followers", "suggestions"]
