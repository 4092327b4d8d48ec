"""How the pages look in this browser: light or dark, contrast, size of text, motion; and of what they remind."""

from typing import NamedTuple

CHOICES = {
    "theme": ("system", "light", "dark"),
    "contrast": ("system", "more"),
    "text": ("normal", "large", "larger"),
    "motion": ("system", "less"),
    "alt_reminder": ("on", "off"),
}
"""What there is to choose from; the first is what stands where nothing was chosen, `system` what the device says."""


class Look(NamedTuple):
    """What a member chose in this browser."""

    theme: str = "system"
    contrast: str = "system"
    text: str = "normal"
    motion: str = "system"
    alt_reminder: str = "on"
    """Whether who writes is reminded of pictures without a description."""

    @classmethod
    def of(cls, cookie: str) -> "Look":
        """Return the look that a cookie holds; what it does not know is as if it had not been chosen."""
        chosen = zip(cls._fields, cookie.split("."), strict=False)
        return cls(**{name: value for name, value in chosen if value in CHOICES[name]})

    @property
    def cookie(self) -> str:
        return ".".join(self)
