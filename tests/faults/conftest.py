"""The short forms of the shows in ``benchmarks/faults_*``: the same commands, few mails."""

from collections.abc import Iterator

import pytest

from benchmarks._postgresql import Server, running_postgresql


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL of our own: it is stopped and started."""
    with running_postgresql() as server:
        yield server
