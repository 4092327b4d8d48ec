"""Accounts that have moved, shown with the account to which they went; each is rendered and remembered by itself."""

from collections.abc import Mapping
from typing import NamedTuple


class Moved(NamedTuple):
    """An account that has moved: its JSON, and the id of the account to show with it."""

    face: bytes
    target_id: int


def with_destinations(
    faces: Mapping[int, bytes | Moved], destinations: Mapping[int, bytes | Moved]
) -> dict[int, bytes]:
    """Return accounts with those to which they moved; these are shown without where they went on to."""
    shown = {}
    for account_id, face in faces.items():
        if isinstance(face, bytes):
            shown[account_id] = face
            continue
        target = destinations.get(face.target_id, b"null")
        moved = target if isinstance(target, bytes) else target.face
        shown[account_id] = face.face[:-1] + b',"moved":' + moved + b"}"
    return shown
