"""Frozen settings, read once from the environment; a bad one stops the start with one clear sentence."""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION, DEMONSTRATION = "production", "demonstration"
DEMONSTRATION_FOLDER = ROOT / "instance"
PREFIX = "PORTAL_"
# Known to the test run alone; named here so that it is not taken for a misspelt setting.
KNOWN_ELSEWHERE = frozenset({"TEST_DATABASE_URL"})
SECRET = frozenset(
    {"secret_key", "seal_keys", "index_keys", "audit_key", "oidc_client_secret", "smtp_url", "database_url"}
)
SHORTEST_KEY = 32  # bytes: AES-256 and HMAC-SHA-256 keys


class ConfigError(Exception):
    """A setting is missing or wrong; the message is one sentence for the person who starts the portal."""


@dataclass(frozen=True)
class Settings:
    """Every setting of the portal; each is read from `PORTAL_<NAME>` or from the file `PORTAL_<NAME>_FILE`."""

    mode: str = PRODUCTION
    database_url: str = f"sqlite:///{ROOT / 'instance' / 'hjemvej.sqlite'}"
    secret_key: str = field(default="", repr=False)
    seal_keys: str = field(default="", repr=False)
    index_keys: str = field(default="", repr=False)
    audit_key: str = field(default="", repr=False)
    backup_public_key: str = ""
    base_url: str = ""
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    trusted_proxies: int = 0
    centre_name: str = "Center mod Menneskehandel"
    centre_phone: str = ""
    centre_email: str = ""
    duty_phone: str = ""
    duty_email: str = ""
    was_url: str = ""

    @property
    def demonstration(self) -> bool:
        """True in the one mode that shows invented persons and makes its own keys."""
        return self.mode == DEMONSTRATION

    @property
    def single_sign_on(self) -> bool:
        """True where Danish staff sign in through their own provider (RULINGS 41)."""
        return bool(self.oidc_issuer)

    def masked(self) -> dict[str, str]:
        """The settings as text for `hjemvej config show`, secrets as `(set)` or `(not set)`."""
        shown = {}
        for one in fields(self):
            value = str(getattr(self, one.name))
            shown[f"{PREFIX}{one.name.upper()}"] = ("(set)" if value else "(not set)") if one.name in SECRET else value
        return shown


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read, complete (in demonstration mode only) and check the settings.

    Takes the environment as a mapping (default: the process's own). Raises ConfigError.
    """
    values = _named_values(os.environ if environ is None else environ)
    if values.get("mode", PRODUCTION) not in (PRODUCTION, DEMONSTRATION):
        raise ConfigError(f"{PREFIX}MODE must be 'production' or 'demonstration'.")
    if values.get("mode") == DEMONSTRATION:
        values = {**_demonstration_values(), **values}
    proxies = values.get("trusted_proxies", "0")
    if not proxies.isdecimal():
        raise ConfigError(f"{PREFIX}TRUSTED_PROXIES must be a whole number: how many proxies stand in front.")
    settings = Settings(**{**values, "trusted_proxies": int(proxies)})  # type: ignore[arg-type]
    _refuse_what_is_wrong(settings)
    return settings


def _named_values(environ: Mapping[str, str]) -> dict[str, str]:
    """The PORTAL_ variables by setting name; an unknown name is an error, `_FILE` is read."""
    known = {one.name for one in fields(Settings)}
    values: dict[str, str] = {}
    for name, value in environ.items():
        if not name.startswith(PREFIX) or name.removeprefix(PREFIX) in KNOWN_ELSEWHERE:
            continue
        key, from_file = name.removeprefix(PREFIX).lower(), False
        if key not in known and key.endswith("_file"):
            key, from_file = key.removesuffix("_file"), True
        if key not in known:
            raise ConfigError(f"{name} is not a setting of the portal.")
        if key in values:
            raise ConfigError(f"{PREFIX}{key.upper()} is given twice, once as a file.")
        values[key] = _content(name, value) if from_file else value
    return {key: value for key, value in values.items() if value}


def _content(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(f"{name}: the file cannot be read ({error.strerror}).") from error


def _demonstration_values() -> dict[str, str]:
    """Keys of its own for the demonstration, kept beside its database so that a second start reads them."""
    kept = DEMONSTRATION_FOLDER / "demonstration-keys.json"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        made = {"secret_key": secrets.token_hex(32), "audit_key": new_key()}
        made |= {"seal_keys": f"1:{new_key()}", "index_keys": f"1:{new_key()}"}
        kept.touch(mode=0o600)
        kept.write_text(json.dumps(made), encoding="utf-8")
    values: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
    return values | {
        "database_url": f"sqlite:///{DEMONSTRATION_FOLDER / 'demonstration.sqlite'}",
        "base_url": "http://127.0.0.1:8000",
        "mail_from": "portal@demo.example",
        "centre_name": "Center mod Menneskehandel",
        "centre_phone": "+45 33 33 00 00",
        "centre_email": "centre@demo.example",
        "duty_phone": "+45 33 33 00 01",
        "duty_email": "duty@demo.example",
    }


def new_key() -> str:
    """A fresh 256-bit key as base64, for the settings that take keys."""
    return base64.b64encode(secrets.token_bytes(SHORTEST_KEY)).decode()


def key_list(name: str, text: str) -> dict[int, bytes]:
    """Parse `id:base64,id:base64` into keys by id, the newest (active) last. Raises ConfigError."""
    keys: dict[int, bytes] = {}
    for part in text.split(","):
        number, _, encoded = part.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise ConfigError(f"{name} must be a list of id:base64.") from error
        if not number.isdecimal() or not 0 < int(number) < 65536 or len(key) != SHORTEST_KEY:
            raise ConfigError(f"{name} must be a list of id:base64, ids from 1, each key of 32 bytes.")
        if int(number) in keys or key in keys.values():
            raise ConfigError(f"{name} holds the same id or the same key twice.")
        keys[int(number)] = key
    return keys


def _refuse_what_is_wrong(settings: Settings) -> None:
    for name in ("secret_key", "seal_keys", "index_keys", "audit_key", "base_url", "mail_from"):
        if not getattr(settings, name):
            raise ConfigError(f"{PREFIX}{name.upper()} is not set; the portal has no default for it.")
    for name in ("duty_phone", "duty_email"):
        if not getattr(settings, name):
            raise ConfigError(f"{PREFIX}{name.upper()} is not set; alarms must reach a person.")
    if len(settings.secret_key) < SHORTEST_KEY:
        raise ConfigError(f"{PREFIX}SECRET_KEY is too short; 32 characters at least.")
    key_list(f"{PREFIX}SEAL_KEYS", settings.seal_keys)
    key_list(f"{PREFIX}INDEX_KEYS", settings.index_keys)
    key_list(f"{PREFIX}AUDIT_KEY", f"1:{settings.audit_key}")
    address = urlsplit(settings.base_url)
    if address.scheme not in ("http", "https") or not address.hostname or address.path.strip("/"):
        raise ConfigError(f"{PREFIX}BASE_URL must be the portal's own address, such as https://portal.example.")
    if not settings.demonstration and address.scheme != "https":
        raise ConfigError(f"{PREFIX}BASE_URL must begin with https:// in production.")
    if bool(settings.oidc_issuer) != bool(settings.oidc_client_id and settings.oidc_client_secret):
        raise ConfigError(f"{PREFIX}OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET are set together or not at all.")
    if settings.smtp_url and urlsplit(settings.smtp_url).scheme not in ("smtp", "smtps"):
        raise ConfigError(f"{PREFIX}SMTP_URL must begin with smtp:// (STARTTLS) or smtps://.")
