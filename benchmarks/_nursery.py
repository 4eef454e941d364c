"""Workers to be killed: a process that has loaded the application and forks one whenever it is asked to.

Each worker does what a scheduler does, in a loop: run its jobs, wait a moment, run them again, whatever happens. The
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
from datetime import datetime, timedelta
from functools import cache
from threading import Event

from flask import Flask

from config import ROOT, MailSettings, Settings

DELIVER, PLAN = ("deliver-mail",), ("plan-reminders",)


@dataclass(frozen=True, kw_only=True)
class Order:
    """``jobs`` are run in turn; ``lease`` in seconds; ``ahead``: how many seconds the worker's own clock is ahead of
    the truth, until SIGUSR1 puts it right.

    ``since``: where the jobs are not to go by the database's time, the moment (ISO) that it was for all workers when
    the monotonic clock stood at ``started``.
    """

    url: str
    port: int
    lease: float = 3.0
    ahead: float = 0.0
    jobs: tuple[str, ...] = DELIVER
    since: str = ""
    started: float = 0.0

    def moment(self) -> datetime | None:
        if not self.since:
            return None
        return datetime.fromisoformat(self.since) + timedelta(seconds=time.monotonic() - self.started)


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
    from tracker import jobs, scheduler  # noqa: F401 -- loaded before the first fork: a worker starts at once

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for
    for line in sys.stdin:
        order = Order(**json.loads(line))
        _application(order.url, order.port)
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            work(order)
            os._exit(0)
        print(child, flush=True)


@cache
def _application(url: str, port: int) -> Flask:
    """Made before the fork, so that a worker is at work within milliseconds; no connection is open yet."""
    from tracker.app import create_app

    mail = MailSettings(backend="smtp", server="127.0.0.1", port=port, grace=0, timeout=5.0)
    app = create_app(
        Settings(environment="test", secret_key="fault" * 8, database_url=url, site_url="http://x", mail=mail)
    )
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.startswith("email/")):
        app.jinja_env.get_template(name)
    return app


def work(order: Order) -> None:
    from tracker import clock, jobs
    from tracker.services import outbox

    stop, ahead = Event(), [order.ahead]
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGUSR1, lambda *_: ahead.clear())
    truth = clock.now
    clock.now = lambda: truth() + timedelta(seconds=sum(ahead))  # this worker's clock is wrong
    outbox.LEASE = timedelta(seconds=order.lease)
    app = _application(order.url, order.port)
    while not stop.is_set():
        for job in order.jobs:
            with suppress(Exception):  # as the scheduler does: the next tick tries again
                jobs.run(job, app.extensions["database"], app.extensions["mailer"], at=order.moment(), stop=stop)
        time.sleep(0.1)


if __name__ == "__main__":
    main()
