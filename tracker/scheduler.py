"""APScheduler as a timer only: fixed ticks in memory, all state in our tables, so any number of schedulers may run.

A watchdog on monotonic time ends the process with an error when ticks stop finishing (a clock set back stalls
APScheduler's timers); whatever supervises it starts it anew, and nothing is lost.
"""

import gc
import logging
import os
import signal
import time
from threading import Event, Thread

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from tracker import jobs
from tracker.db import Database
from tracker.mail import Mailer
from tracker.services.health import DELIVER_MAIL, PLAN_REMINDERS

log = logging.getLogger(__name__)

EVERY = {PLAN_REMINDERS: 60, DELIVER_MAIL: 15}  # seconds
STALLED_AFTER = 15 * 60.0  # seconds without a finished tick; a batch against a dead relay takes a while


class Ticker:
    """Runs the jobs at their intervals until :meth:`stop`."""

    def __init__(self, database: Database, mailer: Mailer) -> None:
        self.database, self.mailer = database, mailer
        self.stopping = Event()
        self.last_tick = time.monotonic()
        self._scheduler = BackgroundScheduler(
            timezone="Asia/Ho_Chi_Minh",
            executors={"default": ThreadPoolExecutor(len(EVERY))},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def start(self) -> None:
        for name, seconds in EVERY.items():
            self._scheduler.add_job(self._tick, "interval", [name], seconds=seconds, id=name)
        self._scheduler.start()
        Thread(target=self._first_ticks, daemon=True).start()

    def _first_ticks(self) -> None:
        for name in EVERY:
            self._tick(name)

    def _tick(self, name: str) -> None:
        if self.stopping.is_set():
            return
        try:
            figures = jobs.run(name, self.database, self.mailer, stop=self.stopping)
            if any(figures.values()):
                log.info("%s: %s", name, ", ".join(f"{what} {count}" for what, count in figures.items()))
        except Exception:
            log.exception("%s failed; it will be tried again at the next tick", name)
        finally:
            self.last_tick = time.monotonic()

    def stalled(self) -> bool:
        return time.monotonic() - self.last_tick > STALLED_AFTER

    def stop(self) -> None:
        """Finish the mail at hand, then end."""
        self.stopping.set()
        self._scheduler.shutdown(wait=True)


def keep_what_is_loaded() -> None:
    """What the process has loaded stays to its end: the collector need not walk through it during each run."""
    gc.collect()
    gc.freeze()


def serve(database: Database, mailer: Mailer) -> int:
    """Run until SIGTERM or SIGINT; returns the exit status: 0, or 1 when the watchdog found the timer stalled."""
    ticker = Ticker(database, mailer)
    asked = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    keep_what_is_loaded()
    ticker.start()
    while not asked.wait(1.0):
        if ticker.stalled():
            log.critical(
                "no tick has finished for %d seconds: ending so that the supervisor starts anew", STALLED_AFTER
            )
            os._exit(1)  # a hung job would keep a polite exit waiting for ever
    ticker.stop()
    return 0
