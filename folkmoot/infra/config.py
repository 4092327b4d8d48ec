"""What the operator decides: folkmoot.toml in the data folder, and the secrets beside it."""

import os
import secrets
import sys
import tomllib
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.infra.errors import OperatorError

CONFIG_FILE = "folkmoot.toml"
SECRETS_FILE = "secrets.toml"
POINTER_FILE = Path(sys.prefix) / "folkmoot-data"
"""Names the data folder that this installation served last, so that the command line finds it."""

Port = Annotated[int, Meta(ge=0, le=65_535)]
Positive = Annotated[int, Meta(ge=1)]
Key = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The community's face. `url` is its public address without a path, `source_url` where its program is to be had."""

    url: str = "http://localhost:8000"
    title: str = "Folkmoot"
    description: str = "A place where people speak and judge together."
    contact_email: str = ""
    source_url: str = ""
    languages: tuple[str, ...] = ("en", "de")
    registrations: Literal["open", "approval", "invitation", "closed"] = "approval"

    @property
    def domain(self) -> str:
        return self.url.split("://", 1)[-1].rstrip("/")


class ServerSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where it listens. `proxies` are the addresses whose X-Forwarded-For is believed."""

    host: str = "127.0.0.1"
    port: Port = 8000
    workers: Positive = 1
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    jobs: bool = True


class DatabaseSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """sqlite:///PATH (relative to the data folder) or postgresql://USER:PASSWORD@HOST/NAME."""

    url: str = "sqlite:///folkmoot.db"
    pool: Positive = 10


class ObjectsSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The folder of cleaned media, relative to the data folder."""

    path: str = "media"


class MailSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """smtp_host empty: mail is written to the folder `outbox` instead of being sent."""

    smtp_host: str = ""
    smtp_port: Port = 587
    smtp_user: str = ""
    starttls: bool = True
    sender: str = "folkmoot@localhost"
    outbox: str = "outbox"


class LimitsSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Requests per five minutes. `enabled = false` is for benchmarks on a closed machine."""

    enabled: bool = True
    per_address: Positive = 7_500
    per_account: Positive = 1_500
    sign_in_per_address: Positive = 25
    sign_up_per_address: Positive = 10
    uploads_per_account: Positive = 60
    posts_per_account: Positive = 300
    reports_per_account: Positive = 60
    translations_per_account: Positive = 100
    apps_per_address: Positive = 50
    streams_per_account: Positive = 50
    streams_per_address: Positive = 500


class MediaSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sizes in bytes, areas in pixels, times in seconds; `processes` clean files at once in each server process."""

    image_bytes: Positive = 16 * 2**20
    video_bytes: Positive = 99 * 2**20
    pixels: Positive = 64_000_000
    frames: Positive = 1_200
    seconds: Positive = 4 * 3_600
    memory_bytes: Positive = 2 * 2**30
    wall_seconds: Positive = 120
    processes: Positive = 2


class TrendsSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may be called a trend, and who decides that it is shown: a moderator each time, or the policy."""

    review: Literal["moderator", "policy"] = "moderator"
    window_hours: Positive = 24
    usual_days: Positive = 7
    least_voices: Positive = 5
    account_age_days: Annotated[int, Meta(ge=0)] = 3


class OutboundSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Requests to other servers. `private_networks` may be spoken to, on any port, though they are not public."""

    private_networks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for text in self.private_networks:
            ip_network(text)  # msgspec turns its ValueError into a sentence about the setting


class TranslationSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A LibreTranslate server that translates posts; empty: nothing is translated."""

    url: str = ""


class Secrets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Never logged, never in folkmoot.toml; the file has mode 600."""

    session_key: Key
    otp_key: Key
    smtp_password: str = ""
    translation_key: str = ""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in folkmoot.toml; a section left out keeps its defaults."""

    site: Site = Site()
    server: ServerSettings = ServerSettings()
    database: DatabaseSettings = DatabaseSettings()
    objects: ObjectsSettings = ObjectsSettings()
    mail: MailSettings = MailSettings()
    limits: LimitsSettings = LimitsSettings()
    media: MediaSettings = MediaSettings()
    trends: TrendsSettings = TrendsSettings()
    outbound: OutboundSettings = OutboundSettings()
    translation: TranslationSettings = TranslationSettings()


class Place(msgspec.Struct, frozen=True):
    """A data folder and what was read from it."""

    folder: Path
    config: Config
    secrets: Secrets

    @property
    def database_url(self) -> str:
        url = self.config.database.url
        path = url.removeprefix("sqlite:///")
        return url if path == url else f"sqlite:///{self.folder / path}"


def find_folder(given: str | None) -> Path:
    """Return the data folder: the one given, FOLKMOOT_DATA, the one served last from here, or ./data."""
    chosen = given or os.environ.get("FOLKMOOT_DATA")
    if not chosen and POINTER_FILE.is_file():
        chosen = POINTER_FILE.read_text(encoding="utf-8").strip()
    return Path(chosen or "data").absolute()


def load(folder: Path) -> Place:
    """Read configuration and secrets; OperatorError says what to mend."""
    path = folder / CONFIG_FILE
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        config = msgspec.convert(_with_environment(raw), Config)
    except FileNotFoundError as error:
        raise OperatorError(f"No {CONFIG_FILE} in {folder}. Create one with: folkmoot --data {folder} init") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OperatorError(f"{path} is not valid TOML: {error}.") from error
    except msgspec.ValidationError as error:
        raise OperatorError(f"{path}: {error}.") from error
    except OSError as error:
        raise OperatorError(f"{path} cannot be read: {error.strerror}.") from error
    return Place(folder, config, _load_secrets(folder / SECRETS_FILE))


def _with_environment(raw: dict[str, object]) -> dict[str, object]:
    """Let FOLKMOOT_SECTION_NAME override a setting, as containers like it."""
    for section, struct in Config.__annotations__.items():
        for field in msgspec.structs.fields(struct):
            name = f"FOLKMOOT_{section.upper()}_{field.name.upper()}"
            value = os.environ.get(name)
            table = raw.setdefault(section, {})
            if value is not None and isinstance(table, dict):
                table[field.name] = _read(name, value, field)
    return raw


def _read(name: str, value: str, field: msgspec.structs.FieldInfo) -> object:
    """Return what the environment variable `name` means for a setting."""
    given = value.split(",") if isinstance(field.default, tuple) else value
    try:
        return msgspec.convert(given, field.type, strict=False)
    except msgspec.ValidationError as error:
        raise OperatorError(f"The environment variable {name} does not fit: {error}.") from error


def _load_secrets(path: Path) -> Secrets:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Secrets)
    except FileNotFoundError as error:
        raise OperatorError(f"No {path.name} beside {CONFIG_FILE}; run: folkmoot init") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise OperatorError(f"{path} cannot be read: {error}.") from error
    except OSError as error:
        raise OperatorError(f"{path} cannot be read: {error.strerror}.") from error


def write_secrets(folder: Path) -> None:
    """Make secrets.toml with fresh random keys, readable by its owner alone."""
    path = folder / SECRETS_FILE
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("# Keep this file secret and in your backups: without it nobody can sign in with a code.\n")
        file.write(f'session_key = "{secrets.token_hex(32)}"\n')
        file.write(f'otp_key = "{secrets.token_hex(32)}"\n')
        file.write('smtp_password = ""\n')
        file.write('translation_key = ""\n')
