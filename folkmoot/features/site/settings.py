"""What the community is called and how it is reached: as configured, until somebody changes it at the desk."""

from folkmoot.features.site import store
from folkmoot.features.site.types import Settings
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.errors import InvalidError

LIMITS = {"title": 100, "description": 500, "contact_email": 254}
"""Characters of each setting."""

_PREFIX = "site."


async def settings(ground: Ground) -> Settings:
    """Return the settings, from memory where nothing changed since."""
    db = await ground.read()
    shelf = ground.shelf("site settings", on="site", size=1)
    known: Settings | None = shelf.get(0)
    if known is None:
        tick = ground.changes.tick
        stored = await store.settings(db, [_PREFIX + name for name in LIMITS])
        configured = ground.config.site
        known = Settings(**{name: stored.get(_PREFIX + name, getattr(configured, name)) for name in LIMITS})
        shelf.put(0, known, tick)
    return known


async def change_settings(work: Work, **changes: str) -> None:
    """Change settings by name (those of `Settings`); InvalidError when one is unknown, too long or no address."""
    for name, value in changes.items():
        if name not in LIMITS:
            raise InvalidError(f"Validation failed: There is no setting {name!r}")
        if len(value) > LIMITS[name]:
            raise InvalidError(f"Validation failed: {name} is too long (maximum is {LIMITS[name]} characters)")
        if name == "title" and not value.strip():
            raise InvalidError("Validation failed: title can't be blank")
        if name == "contact_email" and value and not _is_address(value):
            raise InvalidError("Validation failed: contact_email is no e-mail address")
        await store.set_one(work.db, _PREFIX + name, value.strip())
    work.touch("site", 0)


def _is_address(value: str) -> bool:
    name, _, domain = value.strip().rpartition("@")
    return bool(name and domain) and not any(character.isspace() for character in value.strip())
