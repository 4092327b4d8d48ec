"""Previews: what a linked page says about itself, fetched once for all posts that carry its link.

Announces PreviewWanted; follows the posts that are published and edited. Promises that a page is fetched in a job
alone, that its picture is cleaned and our own, and that of its HTML nothing is left but a frame over https.
"""

from folkmoot.features.previews.events import PreviewWanted
from folkmoot.features.previews.linked import linked
from folkmoot.features.previews.read import by_ids, of_posts, of_url
from folkmoot.features.previews.types import Linked, Preview

__all__ = ["Linked", "Preview", "PreviewWanted", "by_ids", "linked", "of_posts", "of_url"]
