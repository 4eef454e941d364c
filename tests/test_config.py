"""Settings from the environment: what production insists on, what a trial gets, what is said about mistakes."""

import re
import subprocess
import sys

import pytest

import config
from config import ROOT, ConfigError, Settings, load

LOCAL = {"SANSANG_ENV": "local"}
PRODUCTION = {
    "SECRET_KEY": "k" * 32,
    "DATABASE_URL": "postgresql://a:geheim@db/x",
    "SITE_URL": "https://sansang.example/",
}


def complaint(env: dict[str, str]) -> str:
    with pytest.raises(ConfigError) as wrong:
        load(env)
    return str(wrong.value)


@pytest.mark.parametrize("missing", PRODUCTION)
def test_production_does_not_start_without_its_secrets_and_addresses(missing: str) -> None:
    without = {name: value for name, value in PRODUCTION.items() if name != missing}
    assert complaint(without).startswith(f"{missing} is not set; see README.md")
    assert complaint(PRODUCTION | {missing: ""}).startswith(f"{missing} is not set")


def test_production_starts_with_them() -> None:
    settings = load(PRODUCTION)
    assert (settings.environment, settings.site_url, settings.secure) == ("production", "https://sansang.example", True)
    assert (settings.demo, settings.mail.backend, settings.locale) == (False, "file", "vi")


def test_a_trial_needs_nothing_and_keeps_its_data_in_var() -> None:
    settings = load(LOCAL)
    assert settings.database_url == f"sqlite:///{ROOT / 'var' / 'sansang.sqlite3'}"
    assert (settings.site_url, settings.secure, settings.mail.backend) == ("http://127.0.0.1:8000", False, "file")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"SECRET_KEY": "short"}, "openssl rand -hex 32"),
        ({"SANSANG_ENV": "prod"}, "production, local, test"),
        ({"MAIL_PORT": "smtp"}, "MAIL_PORT='smtp': a whole number"),
        ({"MAX_UPLOAD_MB": "-1"}, "MAX_UPLOAD_MB"),
        ({"MAIL_TIMEOUT": "1.5"}, "MAIL_TIMEOUT"),
        ({"DEFAULT_LOCALE": "fr"}, "DEFAULT_LOCALE"),
        ({"SITE_URL": "sansang.example"}, "SITE_URL"),
        ({"MAIL_USE_TLS": "1", "MAIL_USE_SSL": "1"}, "MAIL_USE_TLS"),
        ({"MAIL_USE_TLS": "maybe"}, "MAIL_USE_TLS"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
    ],
)
def test_a_mistake_is_named_with_what_would_be_right(wrong: dict[str, str], words: str) -> None:
    assert words in complaint(PRODUCTION | wrong)


def test_a_mail_server_switches_from_the_folder_to_smtp() -> None:
    mail = load(
        LOCAL
        | {
            "MAIL_SERVER": "relay.example",
            "MAIL_PORT": "587",
            "MAIL_USE_TLS": "yes",
            "MAIL_USERNAME": "u",
            "MAIL_PASSWORD": "p",
        }
    ).mail
    assert (mail.backend, mail.server, mail.port, mail.use_tls, mail.use_ssl) == (
        "smtp",
        "relay.example",
        587,
        True,
        False,
    )


def test_numbers_come_in_the_units_of_the_readme() -> None:
    settings = load(LOCAL | {"MAX_UPLOAD_MB": "3", "SESSION_DAYS": "1", "PROXY_HOPS": "2"})
    assert (settings.max_upload, settings.session_days, settings.proxy_hops) == (3 * 1024 * 1024, 1, 2)


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    settings = load(PRODUCTION | {"MAIL_SERVER": "relay.example", "MAIL_PASSWORD": "auch-geheim"})
    assert [secret for secret in ("k" * 32, "geheim") if secret in repr(settings)] == []


def test_the_readme_lists_every_variable_and_no_other() -> None:
    read = set(re.findall(r'"([A-Z][A-Z_]{3,})"', (ROOT / "config.py").read_text(encoding="utf-8")))
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("## Configuration")[1].split("## ")[0]
    listed = set(re.findall(r"`([A-Z][A-Z_]{3,})`", table))
    assert listed - read == set()
    assert read - listed == UNLISTED


UNLISTED = {"DEMO", "FRONTEND_DIR", "MAIL_GRACE"}  # of `make run`, installation and tests: nobody has to set them


def test_a_wrong_environment_ends_a_start_with_one_line() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={"SANSANG_ENV": "production"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("Sẵn Sàng cannot start: SECRET_KEY is not set")


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        load(LOCAL).locale = "en"  # type: ignore[misc]  # that is what is tested
    assert isinstance(config.load(LOCAL), Settings)
