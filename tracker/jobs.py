"""What the scheduler runs; each is also a command (``flask jobs run NAME``). All state is in our tables."""

from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Event

from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import Database
from tracker.mail import Envelope, Mailer, Outcome, Transport
from tracker.models import OutboxMail
from tracker.services import health, outbox, reminders

BATCH = 50
NEVER = Event()
Figures = dict[str, int]


def plan_reminders(database: Database, mailer: Mailer, now: datetime, stop: Event = NEVER) -> Figures:
    """Write the digests that are due; running it again writes nothing again."""
    return database.transact(lambda session: reminders.plan(session, mailer, now=now))


def deliver_mail(database: Database, mailer: Mailer, now: datetime, stop: Event = NEVER) -> Figures:
    """Send what is due: claim, commit, send, note, commit. One bad mail stops no other; ``stop`` ends after a mail."""
    figures: Figures = {}
    with mailer.transport() as transport:
        while not stop.is_set():
            batch = database.transact(lambda session: outbox.claim(session, now=now, limit=BATCH))
            if not batch:
                break
            for mail in batch:
                if stop.is_set():
                    break  # what is claimed returns to the queue when its lease ends
                result = _deliver(database, transport, mail, now)
                figures[result] = figures.get(result, 0) + 1
    return figures


def _deliver(database: Database, transport: Transport, mail: OutboxMail, now: datetime) -> str:
    if database.transact(lambda session: _withdraw_outdated(session, mail)):
        return "withdrawn"
    outcome = transport.send(_envelope(mail))
    noted = database.transact(lambda session: _settle(session, mail, outcome, now))
    return str(outcome.fate) if noted else "lost_claim"


def _withdraw_outdated(session: Session, mail: OutboxMail) -> bool:
    outdated = outbox.is_outdated(session, mail)
    if outdated:
        outbox.withdraw(session, [mail.id])
    return outdated


def _settle(session: Session, mail: OutboxMail, outcome: Outcome, now: datetime) -> bool:
    return outbox.settle(
        session, mail, fate=outcome.fate, stage=outcome.stage, code=outcome.code, error=outcome.error, now=now
    )


def _envelope(mail: OutboxMail) -> Envelope:
    return Envelope(
        recipient=mail.recipient,
        recipient_name=mail.recipient_name,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        message_id=mail.message_id,
        reply_to=mail.reply_to,
    )


Job = Callable[[Database, Mailer, datetime, Event], Figures]
JOBS: Mapping[str, Job] = {health.PLAN_REMINDERS: plan_reminders, health.DELIVER_MAIL: deliver_mail}


def run(name: str, database: Database, mailer: Mailer, *, at: datetime | None = None, stop: Event = NEVER) -> Figures:
    """Run the job ``name`` as of ``at`` (default: now) and keep a record of the run.

    Raises:
        KeyError: there is no such job.
    """
    job = JOBS[name]
    run_id = database.transact(lambda session: health.begin(session, name, now=clock.now()))
    figures: Figures = {}
    error: str | None = "interrupted"
    try:
        figures = job(database, mailer, at or clock.now(), stop)
        error = None
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
        raise
    finally:
        database.transact(lambda session: health.finish(session, run_id, now=clock.now(), figures=figures, error=error))
    return figures
