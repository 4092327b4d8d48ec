"""Showcase: the tags that members put on their profile, with what they wrote under them.

Announces nothing. Promises that only open posts are counted, as those who look at the profile may read them.
"""

from folkmoot.features.showcase.tags import (
    FEATURED_LIMIT,
    FeaturedTag,
    feature_tag,
    featured_among,
    featured_names,
    featured_tags,
    own_recent_tags,
    unfeature,
    unfeature_tag,
)

__all__ = [
    "FEATURED_LIMIT",
    "FeaturedTag",
    "feature_tag",
    "featured_among",
    "featured_names",
    "featured_tags",
    "own_recent_tags",
    "unfeature",
    "unfeature_tag",
]
