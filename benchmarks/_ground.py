"""What the measurements share: a migrated database of their own, a stopwatch, lines of figures."""

import os
import platform
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from config import MailSettings, Settings
from tracker import schema
from tracker.app import create_app

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday 23/11/2026 08:00 in Vietnam


@contextmanager
def application(mail: MailSettings | None = None) -> Iterator[Flask]:
    """An application on an empty, migrated SQLite database in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            environment="test", secret_key="bench" * 8, database_url=f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
            site_url="http://127.0.0.1", mail=mail or MailSettings(folder=Path(folder) / "mail", grace=0),
        )  # fmt: skip
        app = create_app(settings)
        app.config.update(WTF_CSRF_ENABLED=False)
        schema.upgrade(app.extensions["database"].engine)
        yield app
        app.extensions["database"].engine.dispose()


def timed(work: Callable[[], object]) -> float:
    """Seconds of one run."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median(work: Callable[[], object], runs: int = 7) -> float:
    """Seconds of the middle of ``runs`` runs, after one that is not counted."""
    work()
    return statistics.median(timed(work) for _ in range(runs))


def headline(title: str) -> None:
    print(f"\n{title} ({os.cpu_count()} cores, Python {platform.python_version()})")


def figure(what: str, value: str) -> None:
    print(f"  {what:<58}{value:>18}")


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def times(seconds: float, beside: float) -> str:
    """How many times the one beside it."""
    return f"{seconds / beside:.1f} ×"


def peak() -> int:
    """Megabytes this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
