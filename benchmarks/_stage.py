"""The ground of the fault shows: a database with reminders, a recorder to send to, workers, and the reckoning."""

import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError

from benchmarks._nursery import Nursery, Order, running_nursery
from benchmarks._recorder import Arrival, Notes, running_recorder
from benchmarks._recovery import Claims, Recovery, next_after
from tests.factories import make_conference, make_task, make_unit, make_user
from tracker import schema
from tracker.db import Database
from tracker.domain.glossary import MemberRole, UnitKind
from tracker.models import MailState, OutboxMail, Reminder, Task
from tracker.services.outbox import message_id

BEFORE = datetime.now(UTC) - timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """Of what was to be sent: ``lost`` never arrived, ``repeats`` are the copies beyond the first."""

    mails: int
    lost: int
    repeats: int
    most_copies: int
    strangers: int  # arrived under another Message-ID or address than was written
    unsettled: int  # arrived, and the outbox does not say sent
    unexcused: int  # repeats of mails that were not at hand when a worker was hit
    copies: dict[int, int]  # how many mails arrived once, twice, …


@dataclass
class Stage:
    """``count`` mails to be sent; ``faults``: when a worker was hit."""

    url: str
    database: Database
    port: int
    notes: Notes
    nursery: Nursery
    count: int
    workers: list[int] = field(default_factory=list)
    faults: list[float] = field(default_factory=list)
    claims: Claims = field(default_factory=Claims)

    def start(self, **order: Any) -> int:
        worker = self.nursery.worker(Order(url=self.url, port=self.port, **order))
        self.workers.append(worker)
        return worker

    def kill(self, worker: int, number: int = signal.SIGKILL) -> None:
        if number == signal.SIGKILL:
            self.workers.remove(worker)
        with suppress(ProcessLookupError):
            os.kill(worker, number)

    def hit(self, worker: int, number: int = signal.SIGKILL) -> None:
        """Kill or freeze it, and note when, and what was claimed then."""
        self.kill(worker, number)
        self.faults.append(time.monotonic())
        with self.database.readers() as session:
            self.claims.look(session, self.faults[-1])

    def recovery(self) -> Recovery:
        with self.database.readers() as session:
            claimed = self.claims.taken_over(session, self.arrivals())
        return Recovery(next_mail=next_after(self.faults, self.arrivals()), claimed=claimed)

    def arrivals(self) -> list[Arrival]:
        return self.notes.arrivals()

    def arrived(self) -> int:
        return len(self.arrivals())

    def waits(self) -> bool:
        """Whether any mail is still to be sent."""
        with self.database.readers() as session:
            waiting = OutboxMail.state.in_([MailState.PENDING, MailState.SENDING, MailState.UNKNOWN])
            return session.scalar(select(OutboxMail.id).where(waiting).limit(1)) is not None

    def wait_until(self, reached: Callable[[], bool], seconds: float = 600.0) -> float:
        """Seconds until ``reached``; a database that is away is asked again."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            with suppress(SQLAlchemyError):
                if reached():
                    return time.monotonic() - began
            time.sleep(0.05)
        raise TimeoutError(f"not reached in {seconds} s; {self.arrived()} of {self.count} have arrived")

    def finish(self, seconds: float = 600.0) -> float:
        """Until nothing waits any more."""
        return self.wait_until(lambda: not self.waits(), seconds)

    def reckon(self) -> Reckoning:
        copies = Counter((arrival.message_id, arrival.recipient) for arrival in self.arrivals())
        with self.database.readers() as session:
            rows = session.execute(select(OutboxMail.message_id, OutboxMail.recipient, OutboxMail.state)).all()
            struck = self.claims.struck(session)
        wanted = {(message, to): state for message, to, state in rows}
        return Reckoning(
            mails=len(wanted),
            lost=sum(1 for mail in wanted if mail not in copies),
            repeats=sum(number - 1 for number in copies.values()),
            most_copies=max(copies.values(), default=0),
            strangers=sum(1 for mail in copies if mail not in wanted),
            unsettled=sum(1 for mail, state in wanted.items() if mail in copies and state != MailState.SENT),
            unexcused=sum(max(count - 1 - struck[mail], 0) for mail, count in copies.items()),
            copies=dict(sorted(Counter(copies.values()).items())),
        )


@contextmanager
def stage(
    kind: str, count: int, *, hold: float = 0.0, server: Any = None, fill: Callable[[Database, int], None] | None = None
) -> Iterator[Stage]:
    """``kind``: "sqlite", or "postgresql" on ``server`` (see ``_postgresql``); ``fill``: puts there what is to be sent,
    as a rule :func:`fill_outbox`.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder / 'stage.sqlite3'}" if kind == "sqlite" else server.fresh_database()
        database = Database(url)
        stack.callback(database.engine.dispose)
        schema.upgrade(database.engine)
        (fill or fill_outbox)(database, count)
        port = stack.enter_context(running_recorder(folder / "accepted", hold=hold))
        nursery = stack.enter_context(running_nursery())
        notes = Notes(folder / "accepted")
        stack.callback(notes.close)
        made = Stage(url, database, port, notes, nursery, count)
        try:
            yield made
        finally:
            for worker in list(made.workers):
                made.kill(worker)


def fill_outbox(database: Database, count: int) -> None:
    """One live task, one mail and one line of the ledger for each reminder."""
    with database.sessions() as session:
        host = make_unit(session, "Sở Khoa học và Công nghệ", UnitKind.AGENCY, is_host=True)
        coordinator = make_user(session, "ha@haibinh.example", "Trần Thu Hà", MemberRole.COORDINATOR, host)
        conference = make_conference(
            session, host, coordinator, event_start=date(2030, 1, 8), event_end=date(2030, 1, 8)
        )
        first = make_task(session, conference, host, due=date(2030, 1, 2))
        plain = {c.name: getattr(first, c.name) for c in Task.__table__.columns if c.name != "id"}
        if count > 1:
            session.execute(insert(Task), [plain] * (count - 1))
        ids = session.scalars(select(Task.id).order_by(Task.id)).all()
        session.execute(insert(OutboxMail), [_mail(number, host.id) for number in ids])
        mails = session.execute(select(OutboxMail.id, OutboxMail.key)).all()
        session.execute(insert(Reminder), [_line(int(key.removeprefix("stage:")), mail_id) for mail_id, key in mails])
        session.commit()


def _mail(number: int, host_id: int) -> dict[str, Any]:
    return {
        "key": f"stage:{number}", "kind": "digest", "recipient": f"donvi{number}@haibinh.example",
        "recipient_name": f"Đơn vị {number}", "subject": f"Nhắc việc số {number}", "text": "Nội dung",
        "html": "<p>Nội dung</p>", "message_id": message_id(f"stage:{number}"), "host_id": host_id,
        "state": MailState.PENDING, "not_before": BEFORE, "attempts": 0, "fence": 0, "created_at": BEFORE,
    }  # fmt: skip


def _line(task_id: int, mail_id: int) -> dict[str, Any]:
    return {
        "task_id": task_id, "stage": "before_3", "audience": "unit", "recipient": f"donvi{task_id}@haibinh.example",
        "due_version": 1, "at": BEFORE, "mail_id": mail_id, "reason": "",
    }  # fmt: skip
