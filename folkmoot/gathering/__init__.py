"""What is shown of posts, for whichever interface shows it: fetched together, kept rendered, judged for each viewer.

Beside it stands what changes in several features at once, such as a profile with its pictures.

Promises a fixed number of queries for any number of posts, and that what a viewer may not see is left out by
`posts.visible_to` each time it is asked. How a post looks is the interface's business.
"""

from folkmoot.gathering.cards import Card, Cards
from folkmoot.gathering.links import Links
from folkmoot.gathering.profiles import Defaults, change_profile
from folkmoot.gathering.quotes import SHOWN_QUOTES, quotable, quote_state
from folkmoot.gathering.sources import Source, sources
from folkmoot.gathering.talks import Talk, talks
from folkmoot.gathering.viewers import Viewer, Viewers
from folkmoot.gathering.words import as_html

__all__ = [
    "SHOWN_QUOTES",
    "Card",
    "Cards",
    "Defaults",
    "Links",
    "Source",
    "Talk",
    "Viewer",
    "Viewers",
    "as_html",
    "change_profile",
    "quotable",
    "quote_state",
    "sources",
    "talks",
]
