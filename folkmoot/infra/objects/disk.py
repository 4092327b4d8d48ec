"""Objects in a folder, spread over 256 subfolders by the first two characters of their key."""

import asyncio
import os
import re
import shutil
from pathlib import Path

from folkmoot.infra.errors import OperatorError

_KEY = re.compile(r"[0-9a-f]{32}(?:-[a-z]{1,16})?\.[a-z0-9]{1,5}")


class Disk:
    """Keys look like `<32 hex digits>[-variant].<extension>`; anything else is not found, whatever it points to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def start(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OperatorError(f"The media folder {self.folder} cannot be made: {error.strerror}.") from error

    def path(self, key: str) -> Path | None:
        """Return where the object lies or would lie; None when `key` is not a key."""
        return self.folder / key[:2] / key if _KEY.fullmatch(key) else None

    async def put(self, key: str, source: Path) -> None:
        """Take the file `source` into the store under `key`; it is complete and on disk before its name appears."""
        await asyncio.to_thread(self._put, key, source)

    def _put(self, key: str, source: Path) -> None:
        target = self.path(key)
        if target is None:
            raise ValueError(f"not an object key: {key!r}")
        target.parent.mkdir(exist_ok=True)
        part = target.with_suffix(".part")
        shutil.copyfile(source, part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(target)

    async def delete(self, *keys: str) -> None:
        """Remove objects; those already gone are fine."""
        await asyncio.to_thread(self._delete, keys)

    def _delete(self, keys: tuple[str, ...]) -> None:
        for key in keys:
            target = self.path(key)
            if target is not None:
                target.unlink(missing_ok=True)
