"""Typed settings from the environment. Production refuses to start without its secrets.

Every variable is listed in README.md under "Configuration".
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent
_YES, _NO = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


class ConfigError(Exception):
    """A setting is missing or wrong; the message says which and what to do."""


@dataclass(frozen=True, kw_only=True)
class MailSettings:
    """``backend`` is "smtp", or "file" for a Maildir in ``folder`` (demo and trials)."""

    backend: str = "file"
    folder: Path = ROOT / "var" / "mail"
    server: str = "localhost"
    port: int = 25
    use_tls: bool = False  # STARTTLS
    use_ssl: bool = False
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    sender: str = "sansang@localhost"
    sender_name: str = "Sẵn Sàng"
    timeout: float = 20.0  # seconds, for every step of the conversation
    deadline: float = 60.0  # seconds for one message from first to last, however busy the relay keeps us
    rate: int = 0  # mails a minute that the relay is given, by all workers together; 0: as many as it takes
    grace: int = 30  # seconds a mail waits before it is sent, so that an action can be undone


@dataclass(frozen=True, kw_only=True)
class Settings:
    environment: str
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    site_url: str
    mail: MailSettings = field(default_factory=MailSettings)
    locale: str = "vi"
    max_upload: int = 25 * 1024 * 1024  # bytes
    session_days: int = 7
    proxy_hops: int = 0
    frontend: Path = ROOT / "node_modules"
    demo: bool = False  # the login page offers the demo accounts

    @property
    def secure(self) -> bool:
        """Whether the site is reached over HTTPS."""
        return self.site_url.startswith("https://")


def load(env: Mapping[str, str] = os.environ) -> Settings:
    """Settings from ``env``.

    Raises:
        ConfigError: production without SECRET_KEY, DATABASE_URL or SITE_URL; a value that is none of those allowed.
    """
    environment = _one_of(env, "SANSANG_ENV", ("production", "local", "test"))
    local = environment != "production"
    var = ROOT / "var"
    return Settings(
        environment=environment,
        secret_key=_secret(env, local),
        database_url=_address(
            env, "DATABASE_URL", ("postgresql", "sqlite"), f"sqlite:///{var / 'sansang.sqlite3'}" if local else None
        ),
        site_url=_address(env, "SITE_URL", ("https", "http"), "http://127.0.0.1:8000" if local else None).rstrip("/"),
        mail=_mail(env),
        locale=_one_of(env, "DEFAULT_LOCALE", ("vi", "en")),
        max_upload=_number(env, "MAX_UPLOAD_MB", 25) * 1024 * 1024,
        session_days=_number(env, "SESSION_DAYS", 7),
        proxy_hops=_number(env, "PROXY_HOPS", 0),
        frontend=Path(env.get("FRONTEND_DIR", ROOT / "node_modules")),
        demo=_flag(env, "DEMO"),
    )


def _mail(env: Mapping[str, str]) -> MailSettings:
    server = env.get("MAIL_SERVER")
    if _flag(env, "MAIL_USE_TLS") and _flag(env, "MAIL_USE_SSL"):
        raise ConfigError(
            "MAIL_USE_TLS and MAIL_USE_SSL exclude each other: STARTTLS is the first, TLS from the start the second"
        )
    return MailSettings(
        backend="smtp" if server else "file",
        folder=Path(env.get("MAIL_FOLDER", ROOT / "var" / "mail")),
        server=server or "localhost",
        port=_number(env, "MAIL_PORT", 25),
        use_tls=_flag(env, "MAIL_USE_TLS"),
        use_ssl=_flag(env, "MAIL_USE_SSL"),
        username=env.get("MAIL_USERNAME"),
        password=env.get("MAIL_PASSWORD"),
        sender=env.get("MAIL_SENDER", "sansang@localhost"),
        sender_name=env.get("MAIL_SENDER_NAME", "Sẵn Sàng"),
        timeout=float(_number(env, "MAIL_TIMEOUT", 20)),
        deadline=float(_number(env, "MAIL_DEADLINE", 60)),
        rate=_number(env, "MAIL_RATE", 3000),
        grace=_number(env, "MAIL_GRACE", 30),
    )


def _secret(env: Mapping[str, str], local: bool) -> str:
    secret = _required(env, "SECRET_KEY", "local-only" * 4 if local else None)
    if len(secret) < 32:
        raise ConfigError("SECRET_KEY is shorter than 32 characters: make one with `openssl rand -hex 32`")
    return secret


def _required(env: Mapping[str, str], name: str, default: str | None) -> str:
    value = env.get(name) or default
    if not value:
        raise ConfigError(f"{name} is not set; see README.md, Configuration (or set SANSANG_ENV=local to try it out)")
    return value


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    raw = env.get(name) or str(default)
    if not raw.isdecimal():
        raise ConfigError(f"{name}={raw!r}: a whole number is needed")
    return int(raw)


def _one_of(env: Mapping[str, str], name: str, allowed: Sequence[str]) -> str:
    """The first is the default."""
    value = env.get(name) or allowed[0]
    if value not in allowed:
        raise ConfigError(f"{name}={value!r}: use one of {', '.join(allowed)}")
    return value


def _address(env: Mapping[str, str], name: str, schemes: Sequence[str], default: str | None) -> str:
    """An address is not repeated in the complaint: it may hold a password."""
    value = _required(env, name, default)
    if value.partition("://")[0].partition("+")[0] not in schemes or "://" not in value:
        raise ConfigError(
            f"{name}: an address that begins with {' or '.join(f'{scheme}://' for scheme in schemes)} is needed"
        )
    return value


def _flag(env: Mapping[str, str], name: str) -> bool:
    raw = env.get(name, "").lower()
    if raw not in _YES | _NO:
        raise ConfigError(f"{name}={raw!r}: use 1 or 0")
    return raw in _YES
