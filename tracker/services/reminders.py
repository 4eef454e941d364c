"""Reminders: load the live tasks, ask the core what is wanted, write each recipient's digest and the ledger.

Running twice writes nothing twice: a digest's key names its recipient and day, a ledger row its task, stage, recipient
and version of the due date.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from tracker.clock import VIETNAM, vietnam_date
from tracker.domain.calendar import VIETNAM as CALENDAR
from tracker.domain.glossary import ConferenceState, TaskState
from tracker.domain.reminders import Audience, Policy, Wanted, coordinator_list, next_send_time, timetable, wanted
from tracker.models import Conference, OutboxMail, Reminder, Task
from tracker.services.digest import Digest, fill_own, item
from tracker.services.outbox import LIVE, Address, Composer, enqueue, insert_once
from tracker.services.recipients import Recipients, for_tasks

POLICY = Policy()
NO_ADDRESS = "no_address"
SUPERSEDED = "superseded"
TRACKED = LIVE | {TaskState.SUBMITTED, TaskState.DECLINED}


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A reminder that will be sent on ``day`` if nothing changes; ``to`` None: nobody can be reached."""

    day: date
    stage: str
    audience: Audience
    to: Address | None
    task: Task


def plan(session: Session, compose: Composer, *, now: datetime) -> dict[str, int]:
    """Write the digests that are due at ``now``; nothing outside working hours. Returns figures for the log."""
    today = vietnam_date(now)
    if next_send_time(now, POLICY, CALENDAR) > now.astimezone(VIETNAM):
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
        self.recipients = for_tasks(session, tasks)
        self.ledger = _ledger(session, tasks)
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
            for want in wanted(task, today=self.today, calendar=CALENDAR, policy=POLICY, since=since):
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
            record(self.session, task, want.stage, want.audience, key[2], now=self.now, reason=NO_ADDRESS)

    def _watched(self) -> dict[str, list]:  # type: ignore[type-arg]  # DigestItem lists per coordinator
        by_id = {task.id: task for task in self.tasks}
        sent: dict[int, int] = defaultdict(int)
        for task_id, _stage, recipient, _version in self.ledger:
            unit_address = {to.email for to in self.recipients.of(by_id[task_id], Audience.UNIT)}
            sent[task_id] += recipient in unit_address
        found = defaultdict(list)
        for entry in coordinator_list(self.tasks, today=self.today, calendar=CALENDAR, policy=POLICY, reminders=sent):
            task = by_id[entry.task_id]
            found[task.conference.coordinator.email].append(
                item(task, today=self.today, calendar=CALENDAR, reasons=entry.reasons)
            )
        return found

    def _fill(self, digest: Digest, rows: list[tuple[Task, Wanted]]) -> None:
        audiences = {want.audience for _task, want in rows}
        if Audience.UNIT in audiences:
            units = {task.unit_id for task, want in rows if want.audience is Audience.UNIT}
            mine = [task for task in self.tasks if task.unit_id in units]
            digest.unit_name = mine[0].unit.name if mine[0].unit else None
            reminded = {task.id for task, want in rows if want.audience is Audience.UNIT}
            fill_own(digest, mine, reminded, today=self.today, calendar=CALENDAR)
        told = {task.id: task for task, want in rows if want.audience in {Audience.HEAD, Audience.LEADERSHIP}}
        digest.escalated = [item(task, today=self.today, calendar=CALENDAR) for task in told.values()]


def _ledger(session: Session, tasks: Sequence[Task]) -> set[tuple[int, str, str, int]]:
    conferences = {task.conference_id for task in tasks}
    rows = session.execute(
        select(Reminder.task_id, Reminder.stage, Reminder.recipient, Reminder.due_version)
        .join(Task, Task.id == Reminder.task_id)
        .where(Task.conference_id.in_(conferences), Task.state.in_(TRACKED))
    )
    return {(task_id, stage, recipient, version) for task_id, stage, recipient, version in rows}


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
        run.recorded += record(session, task, want.stage, want.audience, digest.to.email, now=run.now, mail_id=mail_id)
        for stage in want.superseded:
            record(session, task, stage, want.audience, digest.to.email, now=run.now, reason=SUPERSEDED)


def record(
    session: Session,
    task: Task,
    stage: str,
    audience: str,
    recipient: str,
    *,
    now: datetime,
    mail_id: int | None = None,
    reason: str = "",
) -> bool:
    """One line of the ledger; False when it is there already."""
    values = {
        "task_id": task.id,
        "stage": stage,
        "audience": audience,
        "recipient": recipient,
        "due_version": task.due_version,
        "at": now,
        "mail_id": mail_id,
        "reason": reason,
    }
    return insert_once(session, Reminder, values) is not None


def of_conference(session: Session, conference_id: int) -> Sequence[Reminder]:
    """The ledger of a conference, newest first, with each row's mail and task."""
    return session.scalars(
        select(Reminder)
        .join(Task, Task.id == Reminder.task_id)
        .options(joinedload(Reminder.mail), joinedload(Reminder.task))
        .where(Task.conference_id == conference_id)
        .order_by(Reminder.id.desc())
    ).all()


def coming(session: Session, conference: Conference, *, today: date, days: int = 120) -> list[Coming]:
    """What would be sent to whom from ``today`` on if nothing changes; drafts are shown as if they were released."""
    tasks = session.scalars(
        select(Task)
        .options(joinedload(Task.unit))
        .where(Task.conference_id == conference.id)
        .order_by(Task.position, Task.id)
    ).all()
    recipients = Recipients(session, [conference], {task.unit_id for task in tasks if task.unit_id})
    found = [entry for task in tasks for entry in _coming(task, recipients, today, today + timedelta(days=days))]
    return sorted(found, key=lambda entry: (entry.day, entry.to.email if entry.to else "", entry.task.position))


def _coming(task: Task, recipients: Recipients, today: date, until: date) -> Iterator[Coming]:
    activating = task.state is TaskState.DRAFT
    since = (
        today + timedelta(days=1)
        if activating
        else (task.assigned_on + timedelta(days=1) if task.assigned_on else None)
    )
    if until > (task.due or until):  # the endless overdue stages are not a forecast
        until = CALENDAR.shift(task.due or until, 3)
    for day, stage, audience in timetable(
        task, calendar=CALENDAR, policy=POLICY, from_=today, until=until, since=since, activating=activating
    ):
        for to in recipients.of(task, audience) or (None,):
            yield Coming(day=day, stage=stage, audience=audience, to=to, task=task)


def next_for(session: Session, task: Task, *, today: date) -> tuple[date, str] | None:
    """The next reminder about ``task`` after what the ledger has, as (day, stage)."""
    recorded = set(
        session.scalars(
            select(Reminder.stage).where(Reminder.task_id == task.id, Reminder.due_version == task.due_version)
        )
    )
    until = max(today, task.due or today) + timedelta(days=30)
    since = task.assigned_on + timedelta(days=1) if task.assigned_on else None
    entries = timetable(task, calendar=CALENDAR, policy=POLICY, from_=today, until=until, since=since)
    return next(((day, stage) for day, stage, _audience in entries if stage not in recorded), None)


def sent_counts(session: Session, task_ids: Sequence[int]) -> dict[int, int]:
    """How many reminders each task's unit was sent: silence is measured with it."""
    rows = session.execute(
        select(Reminder.task_id, func.count())
        .where(Reminder.task_id.in_(task_ids), Reminder.audience == Audience.UNIT, Reminder.mail_id.is_not(None))
        .group_by(Reminder.task_id)
    )
    return {task_id: count for task_id, count in rows}  # noqa: C416 -- rows are no pairs to mypy
