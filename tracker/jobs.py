"""What the scheduler runs; each is also a command (``flask jobs run NAME``). All state is in our tables.

The time a job goes by is the database's, which all workers share. Where this process's own clock differs from it by
more than a few minutes nothing is planned, since planning goes by the day and one of the two is wrong; what was
planned before is still delivered.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from threading import Event

from sqlalchemy.exc import InterfaceError, OperationalError

from tracker import clock, delivery
from tracker.clock import carried_on
from tracker.db import Database
from tracker.mail import Mailer
from tracker.services import briefing, health, outdated, reminders
from tracker.services.database_time import database_now, difference, differs
from tracker.services.reminder_scan import Found

log = logging.getLogger(__name__)

BATCH = 50
PORTION = 25  # digests in one transaction: nobody waits long behind it
NEVER = Event()
Figures = dict[str, int]


class ClockDiffers(Exception):
    """This process's clock and the database's are too far apart to know what day it is."""


def plan_reminders(database: Database, mailer: Mailer, now: datetime, stop: Event = NEVER) -> Figures:
    """Write the digests that are due, in portions; running it again writes nothing again. One that cannot be written
    stops no other.
    """
    database.transact(lambda session: outdated.expire(session, now=now))
    with database.readers() as session:
        found = reminders.find(session, now=now)
    figures = Counter(database.transact(lambda session: reminders.write_silent(session, found, now=now)))
    addresses = found.addresses
    for first in range(0, len(addresses), PORTION):
        if stop.is_set():
            break
        figures.update(_write(database, mailer, found, addresses[first : first + PORTION], now))
    figures.update(_brief(database, mailer, now))
    return dict(figures)


def _brief(database: Database, mailer: Mailer, now: datetime) -> Figures:
    """The leadership's briefings; where they cannot be written, the reminders still are."""
    try:
        return database.transact(lambda session: briefing.plan(session, mailer, now=now))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("the briefing cannot be written")
        return {"failed": 1}


def _write(database: Database, mailer: Mailer, found: Found, addresses: Sequence[str], now: datetime) -> Figures:
    """One portion; where it fails, each of it alone."""
    try:
        return database.transact(lambda session: reminders.write(session, mailer, found, addresses, now=now))
    except (OperationalError, InterfaceError):
        raise  # the database's trouble, not a digest's
    except Exception:
        if len(addresses) == 1:
            log.exception("the digest for %a cannot be written", addresses[0])
            return {"failed": 1}
    figures: Counter[str] = Counter()
    for address in addresses:
        figures.update(_write(database, mailer, found, [address], now))
    return dict(figures)


def deliver_mail(database: Database, mailer: Mailer, now: datetime, stop: Event = NEVER) -> Figures:
    """Send what is due: claim, commit, send, note, commit. One bad mail stops no other; ``stop`` ends after a mail."""
    return delivery.deliver(database, mailer, now, stop)


Job = Callable[[Database, Mailer, datetime, Event], Figures]
JOBS: Mapping[str, Job] = {health.PLAN_REMINDERS: plan_reminders, health.DELIVER_MAIL: deliver_mail}


def run(name: str, database: Database, mailer: Mailer, *, at: datetime | None = None, stop: Event = NEVER) -> Figures:
    """Run the job ``name`` as of ``at`` (default: now, by the database) and keep a record of the run.

    Raises:
        KeyError: there is no such job.
        ClockDiffers: reminders are not planned; the record says why.
    """
    job = JOBS[name]
    with database.readers() as session:
        began = database_now(session)
    moment = carried_on(began)
    run_id = database.transact(lambda session: health.begin(session, name, now=began))
    figures: Figures = {}
    error: str | None = "interrupted"
    try:
        if at is None and name == health.PLAN_REMINDERS:
            _agree(clock.now(), began)
        figures = job(database, mailer, at or began, stop)
        error = None
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
        raise
    finally:
        database.transact(lambda session: health.finish(session, run_id, now=moment(), figures=figures, error=error))
    return figures


def _agree(process: datetime, shared: datetime) -> None:
    if differs(process, shared):
        raise ClockDiffers(f"this process's clock is {difference(process, shared)} the database's; nothing is planned")
