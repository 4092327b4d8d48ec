"""The words of policy. Times in ms since 1970."""

from typing import NamedTuple

import msgspec

SEVERITIES = ("noop", "silence", "suspend")
"""What may become of a server, from the mildest: nothing but what its flags say, limited, or cut off."""
ACCESS = ("sign_up_requires_approval", "sign_up_block", "no_access")
"""What may become of a network, from the mildest."""


class DomainRule(msgspec.Struct, frozen=True):
    """What staff decide about a server; None leaves a thing as it is (in a new rule: off, or severity `silence`)."""

    severity: str | None = None
    reject_media: bool | None = None
    reject_reports: bool | None = None
    private_comment: str | None = None
    public_comment: str | None = None
    obfuscate: bool | None = None


class DomainBlock(msgspec.Struct, frozen=True):
    """A rule against a server and those below its name. Columns in the order of store.BLOCK_COLUMNS."""

    id: int
    domain: str
    severity: str
    reject_media: bool
    reject_reports: bool
    private_comment: str
    public_comment: str
    obfuscate: bool
    created_at: int


class DomainAllow(NamedTuple):
    """A server that may be spoken to where only named ones may."""

    id: int
    domain: str
    created_at: int


class Attempts(NamedTuple):
    """How often somebody tried to sign up on the day that began at `day`."""

    day: int
    uses: int


class EmailDomainBlock(NamedTuple):
    """A provider of mail whose addresses cannot sign up, with the attempts of the last days."""

    id: int
    domain: str
    created_at: int
    history: list[Attempts]


class HashBlock(NamedTuple):
    """One mail address that cannot sign up, known by its hash alone."""

    id: int
    hash: str


class NetworkBlock(msgspec.Struct, frozen=True):
    """A network (as `192.0.2.0/24`) that is kept from signing up or from everything, for ever or for a while."""

    id: int
    network: str
    severity: str
    comment: str
    created_at: int
    expires_at: int | None
