"""Stored files under unguessable names: a folder today, any S3-compatible store beyond one machine."""

from folkmoot.infra.objects.disk import Disk
from folkmoot.infra.objects.kinds import KINDS

__all__ = ["KINDS", "Disk"]
