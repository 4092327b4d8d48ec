"""The words of sign-in: users, apps, roles and their permission flags."""

from enum import IntFlag

import msgspec


class Permission(IntFlag):
    """Permission bits as documented for the Mastodon entity Role."""

    ADMINISTRATOR = 0x1
    DEVOPS = 0x2
    VIEW_AUDIT_LOG = 0x4
    VIEW_DASHBOARD = 0x8
    MANAGE_REPORTS = 0x10
    MANAGE_FEDERATION = 0x20
    MANAGE_SETTINGS = 0x40
    MANAGE_BLOCKS = 0x80
    MANAGE_TAXONOMIES = 0x100
    MANAGE_APPEALS = 0x200
    MANAGE_USERS = 0x400
    MANAGE_INVITES = 0x800
    MANAGE_RULES = 0x1000
    MANAGE_ANNOUNCEMENTS = 0x2000
    MANAGE_CUSTOM_EMOJIS = 0x4000
    MANAGE_WEBHOOKS = 0x8000
    INVITE_USERS = 0x10000
    MANAGE_ROLES = 0x20000
    MANAGE_USER_ACCESS = 0x40000
    DELETE_USER_DATA = 0x80000


class Role(msgspec.Struct, frozen=True):
    """A role; the one with the higher position outranks the others."""

    id: int
    name: str
    permissions: int
    position: int
    color: str
    highlighted: bool
    collection_limit: int = 10
    """How many collections its holders may have."""

    def may(self, permission: Permission) -> bool:
        return bool(self.permissions & (permission | Permission.ADMINISTRATOR))


class User(msgspec.Struct, frozen=True):
    """Columns in the order of store.USER_COLUMNS; times in ms since 1970."""

    account_id: int
    email: str
    password_hash: str
    role_id: int | None
    locale: str
    created_at: int
    confirmed_at: int | None
    approved_at: int | None
    disabled_at: int | None
    reason: str
    otp_enabled_at: int | None
    post_visibility: str
    post_sensitive: bool
    post_language: str
    quote_policy: str = "public"

    @property
    def functional(self) -> bool:
        """Say whether this member may act: confirmed, approved and not disabled."""
        return self.confirmed_at is not None and self.approved_at is not None and self.disabled_at is None


class PostingDefaults(msgspec.Struct, frozen=True):
    """What a member's new posts start from where the app says nothing."""

    visibility: str = "public"
    sensitive: bool = False
    language: str = ""
    quote_policy: str = "nobody"


class App(msgspec.Struct, frozen=True):
    """A registered program; `secret_hash` is compared, never shown."""

    id: int
    client_id: str
    secret_hash: bytes
    name: str
    website: str
    redirect_uris: list[str]
    scopes: str
    created_at: int


class Factors(msgspec.Struct, frozen=True):
    """What a member can show beside a password. `recovery_codes` counts those still unused."""

    otp: bool
    passkeys: int
    recovery_codes: int

    @property
    def any(self) -> bool:
        """Say whether a password alone does not let this member in."""
        return self.otp or self.passkeys > 0


class Passkey(msgspec.Struct, frozen=True):
    """A registered passkey. Columns in the order of factor_store.PASSKEY_COLUMNS; times in ms since 1970."""

    id: int
    account_id: int
    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]
    name: str
    created_at: int
    last_used_at: int | None


class Party(msgspec.Struct, frozen=True):
    """Who this server is to a browser that holds passkeys (WebAuthn's relying party)."""

    host: str
    name: str
    origin: str
