"""Workers to be killed: a process that has loaded the application and forks one whenever it is asked to.

Each worker does what a scheduler does, in a loop: run the delivery, wait a moment, run it again, whatever happens. The
process that asks kills them itself.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from threading import Event

from config import ROOT, MailSettings, Settings


@dataclass(frozen=True, kw_only=True)
class Order:
    """``lease`` in seconds; ``ahead``: how many seconds the worker's own clock is ahead of the truth."""

    url: str
    port: int
    lease: float = 3.0
    ahead: float = 0.0
    job: str = "deliver-mail"


class Nursery:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def worker(self, order: Order) -> int:
        """Start one; its process id."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextmanager
def running_nursery() -> Iterator[Nursery]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks._nursery"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, bufsize=1,
    )  # fmt: skip
    try:
        yield Nursery(process)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait()
        process.stdout.close()


def main() -> None:
    from tracker import app, jobs, scheduler  # noqa: F401 -- loaded before the first fork: a worker starts at once

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for
    for line in sys.stdin:
        order = Order(**json.loads(line))
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            work(order)
            os._exit(0)
        print(child, flush=True)


def work(order: Order) -> None:
    from tracker import clock, jobs
    from tracker.app import create_app
    from tracker.services import outbox

    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    truth = clock.now
    clock.now = lambda: truth() + timedelta(seconds=order.ahead)  # this worker's clock is wrong
    outbox.LEASE = timedelta(seconds=order.lease)
    mail = MailSettings(backend="smtp", server="127.0.0.1", port=order.port, grace=0, timeout=5.0)
    app = create_app(
        Settings(environment="test", secret_key="fault" * 8, database_url=order.url, site_url="http://x", mail=mail)
    )
    while not stop.is_set():
        with suppress(Exception):  # as the scheduler does: the next tick tries again
            jobs.run(order.job, app.extensions["database"], app.extensions["mailer"], stop=stop)
        time.sleep(0.1)


if __name__ == "__main__":
    main()
