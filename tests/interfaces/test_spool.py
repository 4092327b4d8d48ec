"""The folder for uploads on their way: what a crash left in it is gone at the next start."""

from pathlib import Path

import pytest

from folkmoot.infra.config import Config, Place, Secrets
from folkmoot.infra.errors import OperatorError
from folkmoot.interfaces.cli.serving import fresh_spool


def _place(folder: Path) -> Place:
    return Place(folder, Config(), Secrets(session_key="11" * 32, otp_key="22" * 32))


def test_what_a_crash_left_is_gone(tmp_path: Path) -> None:
    left = fresh_spool(_place(tmp_path)) / "folkmoot-upload-left"
    left.write_bytes(b"an original")
    spool = fresh_spool(_place(tmp_path))
    assert list(spool.iterdir()) == []
    assert spool.stat().st_mode & 0o777 == 0o700


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "spool").write_bytes(b"")
    with pytest.raises(OperatorError, match="spool"):
        fresh_spool(_place(tmp_path))
