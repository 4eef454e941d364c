"""Reminders: load the live tasks, ask the core what is wanted, write each recipient's digest and the ledger.

Running twice writes nothing twice: a digest's key names its recipient and day, a ledger row its task, stage, recipient
and version of the due date.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.clock import VIETNAM, vietnam_date
from tracker.domain.glossary import ConferenceState, TaskState
from tracker.domain.reminders import Audience, Policy, Wanted, coordinator_list, next_send_time, wanted
from tracker.models import Conference, OutboxMail, Task
from tracker.services import extension_queue, ledger
from tracker.services.digest import Digest, DigestItem, fill_own, item
from tracker.services.outbox import LIVE, Address, Composer, enqueue
from tracker.services.recipients import for_tasks
from tracker.services.working_calendar import calendar_of

POLICY = Policy()
TRACKED = LIVE | {TaskState.SUBMITTED, TaskState.DECLINED}


def plan(session: Session, compose: Composer, *, now: datetime) -> dict[str, int]:
    """Write the digests that are due at ``now``; nothing outside working hours. Returns figures for the log."""
    today = vietnam_date(now)
    if next_send_time(now, POLICY, calendar_of(session)) > now.astimezone(VIETNAM):
        return {"digests": 0, "reminders": 0}
    tasks = _tracked(session)
    run = _Run(session, tasks, today, now)
    for digest, rows in run.digests():
        _write(session, compose, digest, rows, run)
    return {"digests": run.written, "reminders": run.recorded, "unreachable": run.unreachable}


def _tracked(session: Session) -> Sequence[Task]:
    return session.scalars(
        select(Task)
        .join(Task.conference)
        .options(joinedload(Task.conference).joinedload(Conference.coordinator), joinedload(Task.unit))
        .where(Conference.state == ConferenceState.ACTIVE, Task.state.in_(TRACKED))
        .order_by(Task.id)
    ).all()


class _Run:
    """One planning run: what is wanted, what the ledger has, whose digest for today is written already."""

    def __init__(self, session: Session, tasks: Sequence[Task], today: date, now: datetime) -> None:
        self.session, self.tasks, self.today, self.now = session, tasks, today, now
        self.calendar = calendar_of(session)
        self.recipients = for_tasks(session, tasks, today=today)
        self.ledger = ledger.of_tasks(session, tasks)
        self.served = set(session.scalars(select(OutboxMail.key).where(OutboxMail.key.startswith(f"digest:{today}:"))))
        self.written = self.recorded = self.unreachable = 0

    def digests(self) -> Iterator[tuple[Digest, list[tuple[Task, Wanted]]]]:
        """Each recipient with something to hear today, and the ledger rows the mail stands for."""
        rows: dict[str, list[tuple[Task, Wanted]]] = defaultdict(list)
        people: dict[str, tuple[Address, Task]] = {}
        for task, want, to in self._wanted():
            rows[to.email].append((task, want))
            people.setdefault(to.email, (to, task))
        watched = self._watched()
        for items in watched.values():
            coordinator = items[0].conference.coordinator
            people.setdefault(
                coordinator.email, (Address(email=coordinator.email, name=coordinator.full_name), items[0].task)
            )
        for email, (to, first) in sorted(people.items()):
            if digest_key(email, self.today) in self.served:
                continue
            digest = Digest(to=to, host_id=first.conference.host_id)
            digest.watch = watched.get(email, [])
            self._fill(digest, rows[email])
            yield digest, rows[email]

    def _wanted(self) -> Iterator[tuple[Task, Wanted, Address]]:
        for task in self.tasks:
            since = task.assigned_on + timedelta(days=1) if task.assigned_on else None
            for want in wanted(task, today=self.today, calendar=self.calendar, policy=POLICY, since=since):
                addresses = self.recipients.of(task, want.audience)
                if not addresses:
                    self._unreachable(task, want)
                for to in addresses:
                    if (task.id, want.stage, to.email, task.due_version) not in self.ledger:
                        yield task, want, to

    def _unreachable(self, task: Task, want: Wanted) -> None:
        """Silence is never silent: the ledger says that nobody could be told."""
        key = (task.id, want.stage, f"-{want.audience}", task.due_version)
        if key not in self.ledger:
            self.unreachable += 1
            ledger.record(self.session, task, want.stage, want.audience, key[2], now=self.now, reason=ledger.NO_ADDRESS)

    def _watched(self) -> dict[str, list[DigestItem]]:
        by_id = {task.id: task for task in self.tasks}
        sent: dict[int, int] = defaultdict(int)
        for task_id, _stage, recipient, _version in self.ledger:
            unit_address = {to.email for to in self.recipients.of(by_id[task_id], Audience.UNIT)}
            sent[task_id] += recipient in unit_address
        found: dict[str, list[DigestItem]] = defaultdict(list)
        for entry in coordinator_list(
            self.tasks, today=self.today, calendar=self.calendar, policy=POLICY, reminders=sent,
            asking=extension_queue.asked_ids(self.session, list(by_id)),
        ):  # fmt: skip
            task = by_id[entry.task_id]
            found[task.conference.coordinator.email].append(
                item(task, today=self.today, calendar=self.calendar, reasons=entry.reasons)
            )
        return found

    def _fill(self, digest: Digest, rows: list[tuple[Task, Wanted]]) -> None:
        audiences = {want.audience for _task, want in rows}
        if Audience.UNIT in audiences:
            units = {task.unit_id for task, want in rows if want.audience is Audience.UNIT}
            mine = [task for task in self.tasks if task.unit_id in units]
            digest.unit_name = mine[0].unit.name if mine[0].unit else None
            reminded = {task.id for task, want in rows if want.audience is Audience.UNIT}
            fill_own(digest, mine, reminded, today=self.today, calendar=self.calendar)
        told = {task.id: task for task, want in rows if want.audience in {Audience.HEAD, Audience.LEADERSHIP}}
        digest.escalated = [item(task, today=self.today, calendar=self.calendar) for task in told.values()]


def digest_key(email: str, day: date) -> str:
    return f"digest:{day}:{email}"


def _write(session: Session, compose: Composer, digest: Digest, rows: list[tuple[Task, Wanted]], run: _Run) -> None:
    letter = compose.compose("digest", digest=digest, today=run.today)
    replies = digest.coordinators
    mail_id = enqueue(
        session,
        key=digest_key(digest.to.email, run.today),
        kind="digest",
        to=digest.to,
        letter=letter,
        host_id=digest.host_id,
        conference_id=None,
        reply_to=replies[0][1] if len(replies) == 1 and replies[0][1] != digest.to.email else None,
        now=run.now,
    )
    if mail_id is None:
        return  # another scheduler was quicker
    run.written += 1
    for task, want in rows:
        run.recorded += ledger.record(
            session, task, want.stage, want.audience, digest.to.email, now=run.now, mail_id=mail_id
        )
        for stage in want.superseded:
            ledger.record(session, task, stage, want.audience, digest.to.email, now=run.now, reason=ledger.SUPERSEDED)
