"""What the ground itself needs done now and then."""

from folkmoot.infra.boot import Ground


async def prune_changes(ground: Ground, _: None) -> None:
    """Drop old rows of the change table; at a thousand writes a second it would grow by millions an hour."""
    await ground.changes.prune()
