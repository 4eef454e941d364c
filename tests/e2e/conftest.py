"""The demo, served to a headless Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from config import ROOT, MailSettings, Settings
from tests.e2e.browser import chromium, chromium_path, serving
from tracker import clock, schema
from tracker.app import create_app
from tracker.demo import load as demo


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium_path() is None:
        pytest.skip("NO BROWSER: nothing that a person clicks was tested; `tools/setup browser` installs Chromium")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def loaded_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo, which every test gets a copy of."""
    folder = tmp_path_factory.mktemp("loaded")
    with app_in(folder) as app:
        database = app.extensions["database"]
        schema.upgrade(database.engine)
        database.transact(lambda session: demo.load(session, app.extensions["mailer"], now=clock.now()))
    return folder


@pytest.fixture
def demo_app(tmp_path: Path, loaded_demo: Path) -> Iterator[Flask]:
    with demo_in(tmp_path, loaded_demo) as app:
        yield app


@contextmanager
def demo_in(folder: Path, loaded: Path) -> Iterator[Flask]:
    """The application on a demo of its own in ``folder``, a copy of ``loaded``."""
    shutil.copytree(loaded, folder, dirs_exist_ok=True)
    with app_in(folder) as app:
        yield app


@contextmanager
def app_in(folder: Path) -> Iterator[Flask]:
    settings = Settings(
        environment="test", secret_key="e2e" * 12, database_url=f"sqlite:///{folder / 'demo.sqlite3'}",
        site_url="http://127.0.0.1", mail=MailSettings(folder=folder / "mail", grace=0), demo=True,
        frontend=ROOT / "node_modules",
    )  # fmt: skip
    app = create_app(settings)
    app.config["TESTING"] = False
    yield app
    app.extensions["database"].engine.dispose()


@pytest.fixture
def site(demo_app: Flask) -> Iterator[str]:
    with serving(demo_app) as address:
        yield address
