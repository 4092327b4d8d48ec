"""Rate limits counted over all processes of this machine, in one small memory-mapped table."""

import mmap
import os
import struct
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from folkmoot.infra.clock import MINUTE

WINDOW = 5 * MINUTE
SLOTS = 1 << 16
_SLOT = struct.Struct("<QII")
"""Fingerprint of the counted name, number of the window, requests in it."""
_PROBES = 4


class Allowance(NamedTuple):
    """What is left: `limit` and `remaining` requests until `reset_at` (ms since 1970)."""

    limit: int
    remaining: int
    reset_at: int
    allowed: bool


class Limits:
    """Counts requests by name and window of five minutes.

    The table is shared without locks: two processes may lose a count when they write in the same
    instant, which errs towards the visitor. A full neighbourhood gives up its least used entry.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._key = key[:64]
        size = SLOTS * _SLOT.size
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            # Not ftruncate: a hole that a full disk cannot fill would end the process with a bus error.
            os.posix_fallocate(descriptor, 0, size)
            self._table = mmap.mmap(descriptor, size)
        finally:
            os.close(descriptor)

    def close(self) -> None:
        self._table.close()

    def take(self, name: str, limit: int, now: int, cost: int = 1) -> Allowance:
        """Count `cost` requests against `name` and say whether they are within `limit`. `now` in ms since 1970."""
        window = now // WINDOW
        fingerprint = int.from_bytes(blake2b(name.encode(), digest_size=8, key=self._key).digest(), "little")
        offset, count = self._find(fingerprint, window)
        count += cost
        _SLOT.pack_into(self._table, offset, fingerprint, window & 0xFFFFFFFF, min(count, 0xFFFFFFFF))
        return Allowance(limit, max(0, limit - count), (window + 1) * WINDOW, count <= limit)

    def _find(self, fingerprint: int, window: int) -> tuple[int, int]:
        """Return where `fingerprint` is counted, and its count so far in `window`."""
        wanted = window & 0xFFFFFFFF
        free, least = -1, 1 << 32
        for probe in range(_PROBES):
            offset = ((fingerprint + probe) % SLOTS) * _SLOT.size
            found, at, count = _SLOT.unpack_from(self._table, offset)
            if found == fingerprint:
                return offset, count if at == wanted else 0
            weight = count if at == wanted else -1
            if weight < least:
                free, least = offset, weight
        return free, 0
