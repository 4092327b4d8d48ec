"""The words of the site."""

import msgspec

EXTENDED_DESCRIPTION = "extended_description"
PRIVACY_POLICY = "privacy_policy"


class Emoji(msgspec.Struct, frozen=True):
    """A custom emoji; `image` and `image_static` are object keys."""

    shortcode: str
    image: str
    image_static: str
    category: str
    visible: bool

    @property
    def objects(self) -> list[str]:
        """The keys of its stored files."""
        return list(dict.fromkeys(key for key in (self.image, self.image_static) if key))


class Settings(msgspec.Struct, frozen=True):
    """What the community is called, in plain text; `contact_email` may be empty."""

    title: str
    description: str
    contact_email: str


class RuleText(msgspec.Struct, frozen=True):
    """A rule in one language, with a longer explanation."""

    text: str
    hint: str = ""


class Rule(msgspec.Struct, frozen=True):
    """A rule of the community; `translations` by language code."""

    id: int
    text: str
    hint: str
    translations: dict[str, RuleText]


class Document(msgspec.Struct, frozen=True):
    """A page in plain text, with the time of its last change (ms since 1970; 0 when it was never written)."""

    text: str = ""
    updated_at: int = 0


class Terms(msgspec.Struct, frozen=True):
    """One version of the terms of service; `effective_date` as YYYY-MM-DD, `succeeded_by` that of the next one."""

    effective_date: str
    text: str
    succeeded_by: str | None = None
