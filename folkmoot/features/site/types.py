"""The words of the site."""

import msgspec


class Emoji(msgspec.Struct, frozen=True):
    """A custom emoji; `image` and `image_static` are object keys."""

    shortcode: str
    image: str
    image_static: str
    category: str
    visible: bool
