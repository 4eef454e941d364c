"""What is wanted today, found in one pass over the tasks that can be due: a window of rows at a time, few columns.

Nothing is written here, so that the pass reads beside the writers; ``services.reminders`` writes what it finds. Memory
grows with what is to be sent today, not with the tasks there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, load_only, selectinload

from tracker.clock import VIETNAM, vietnam_date
from tracker.domain.glossary import ConferenceState, ExtensionState, TaskState
from tracker.domain.reminder_day import ReminderDay
from tracker.domain.reminder_policy import Policy
from tracker.domain.reminders import Audience, ListItem, Wanted, in_order, is_digest_time
from tracker.domain.task import DatedView
from tracker.models import Conference, ExtensionRequest, OutboxMail, Reminder, Task
from tracker.services import extension_queue, ledger, mutes
from tracker.services.mutes import Mutes
from tracker.services.outbox import LIVE, Address, in_parts
from tracker.services.policies import policies_of
from tracker.services.recipients import Recipients
from tracker.services.working_calendar import calendar_of

TRACKED = LIVE | {TaskState.SUBMITTED, TaskState.DECLINED}
WINDOW = 2000  # tasks at a time
SLACK = timedelta(days=10)  # a holiday announced meanwhile must not hide a task from the pass
Recorded = set[tuple[int, str, str, int]]  # (task, stage, recipient, version of the due date)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A reminder that is due; ``version`` tells whether the date was moved between finding and writing."""

    want: Wanted
    version: int


@dataclass(kw_only=True)
class Found:
    """Of one day: who has something to hear (by address), and what nobody can be told."""

    today: date
    marks: dict[str, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    watched: dict[str, list[ListItem]] = field(default_factory=lambda: defaultdict(list))
    people: dict[str, tuple[Address, int]] = field(default_factory=dict)  # address → (who, host agency)
    silent: list[tuple[Mark, str, str]] = field(default_factory=list)  # (what, the ledger row's recipient, reason)
    hours: dict[str, tuple[time, time]] = field(default_factory=dict)  # address → from when until when it is written
    mutes: Mutes = field(default_factory=Mutes)

    @property
    def addresses(self) -> list[str]:
        return sorted(self.people)

    def tell(self, to: Address, host_id: int, policy: Policy, what: Mark | ListItem) -> None:
        """One mail a day: it waits for the last digest hour of the conferences that it speaks of."""
        self.people.setdefault(to.email, (to, host_id))
        digest, closes = self.hours.get(to.email, (policy.digest, policy.closes))
        self.hours[to.email] = max(digest, policy.digest), max(closes, policy.closes)
        if isinstance(what, Mark):
            self.marks[to.email].append(what)
        else:
            self.watched[to.email].append(what)

    def at(self, clock: time) -> "Found":
        """Without those whose hour is not now."""
        for email, (digest, closes) in self.hours.items():
            if not digest <= clock < closes:
                for kept in (self.people, self.marks, self.watched):
                    kept.pop(email, None)
        return self

    def without(self, served: Collection[str]) -> "Found":
        """Without the addresses whose digest is written already."""
        for email in served:
            for kept in (self.people, self.marks, self.watched, self.hours):
                kept.pop(email, None)
        return self


def digest_key(email: str, day: date) -> str:
    return f"digest:{day}:{email}"


def scan(session: Session, *, now: datetime) -> Found:
    """What is to be written at ``now``, without what the ledger has and without whose digest is written already."""
    today = vietnam_date(now)
    run = _Scan(session, today)
    if not any(is_digest_time(now, day.policy, run.calendar) for day in run.days):
        return run.found
    for tasks in _windows(session, _horizon(run)):
        run.look_at(tasks)
    for email, items in run.found.watched.items():
        run.found.watched[email] = in_order(items)
    found = run.found.at(now.astimezone(VIETNAM).time())
    return found.without(_served(session, found.addresses, today))


class TaskRow(DatedView, Protocol):
    """The columns of a task that the pass reads."""

    @property
    def conference_id(self) -> int: ...
    @property
    def due_version(self) -> int: ...
    @property
    def assigned_on(self) -> date | None: ...


class _Scan:
    """One pass: the calendar, the conferences and their policies are loaded once."""

    def __init__(self, session: Session, today: date) -> None:
        self.session, self.today, self.found = session, today, Found(today=today)
        self.calendar = calendar_of(session)
        active = select(Conference.id, Conference.host_id).where(Conference.state == ConferenceState.ACTIVE)
        self.hosts: dict[int, int] = {row.id: row.host_id for row in session.execute(active)}
        days: dict[Policy, ReminderDay] = {}
        policies = policies_of(session)
        self.day_of: dict[int, ReminderDay] = {}
        for conference_id, host_id in self.hosts.items():
            policy = policies.conference(host_id, conference_id)
            self.day_of[conference_id] = days.setdefault(policy, ReminderDay(today, self.calendar, policy))
        self.days = tuple(days.values())
        self.conferences: dict[int, Conference] = {}
        self.asking = extension_queue.asked_ids(session)
        self.found.mutes = mutes.in_force(session)

    def look_at(self, tasks: Sequence[TaskRow]) -> None:
        """Who is to hear what about ``tasks``; people are looked up for those alone about which there is something."""
        recorded, sent = _ledger(self.session, tasks)
        said = []
        for task in tasks:
            day = self.day_of[task.conference_id]
            wants, entry = day.ask(
                task, assigned_on=task.assigned_on, reminders=sent.get(task.id, 0), asking=task.id in self.asking
            )
            if wants or entry:
                said.append((task, day.policy, wants, entry))
        recipients = self._recipients([task for task, *_rest in said])
        for task, policy, wants, entry in said:
            for want in wants:
                self._remind(task, policy, want, recipients, recorded)
            if entry:
                for to in recipients.of(task, Audience.COORDINATOR):
                    self.found.tell(to, self.hosts[task.conference_id], policy, entry)

    def _recipients(self, tasks: Sequence[TaskRow]) -> Recipients:
        needed = {task.conference_id for task in tasks}
        self._load_conferences(needed - self.conferences.keys())
        units = {task.unit_id for task in tasks if task.unit_id}
        return Recipients(self.session, [self.conferences[one] for one in needed], units, today=self.today)

    def _load_conferences(self, ids: Collection[int]) -> None:
        columns = load_only(Conference.host_id, Conference.coordinator_id)
        for part in in_parts(ids):
            query = select(Conference).options(columns, selectinload(Conference.coordinator))
            self.conferences |= {one.id: one for one in self.session.scalars(query.where(Conference.id.in_(part)))}

    def _remind(self, task: TaskRow, policy: Policy, want: Wanted, recipients: Recipients, recorded: Recorded) -> None:
        mark = Mark(want=want, version=task.due_version)
        addresses = recipients.of(task, want.audience)
        if not addresses:  # silence is never silent: the ledger says that nobody could be told
            self._nobody(mark, f"-{want.audience}", ledger.NO_ADDRESS, recorded)
        muted = self.found.mutes.hold(task, want.stage, want.audience)
        for to in addresses:
            if muted:
                self._nobody(mark, to.email, ledger.MUTED, recorded)
            elif (task.id, want.stage, to.email, task.due_version) not in recorded:
                self.found.tell(to, self.hosts[task.conference_id], policy, mark)

    def _nobody(self, mark: Mark, recipient: str, reason: str, recorded: Recorded) -> None:
        if (mark.want.task_id, mark.want.stage, recipient, mark.version) not in recorded:
            self.found.silent.append((mark, recipient, reason))


def _served(session: Session, addresses: Collection[str], today: date) -> list[str]:
    """Those of ``addresses`` whose digest for the day is written."""
    by_key = {digest_key(email, today): email for email in addresses}
    return [
        by_key[key]
        for part in in_parts(by_key)
        for key in session.scalars(select(OutboxMail.key).where(OutboxMail.key.in_(part)))
    ]


def _horizon(run: _Scan) -> date:
    """The last due date of which a stage can have come: the widest "days before" of any policy."""
    ahead = [1, *(before for day in run.days for before in day.policy.before)]
    return run.calendar.shift(run.today, max(ahead)) + SLACK


def _can_be_due(horizon: date) -> ColumnElement[bool]:
    """Due by the horizon, waiting for the coordinator, or known to have heard before (its date was moved)."""
    asked = select(ExtensionRequest.task_id).where(ExtensionRequest.state == ExtensionState.OPEN)
    heard = and_(Task.state == TaskState.ASSIGNED, Task.due_version > 1)
    waiting = Task.state.in_([TaskState.SUBMITTED, TaskState.DECLINED])
    return or_(Task.due <= horizon, waiting, heard, Task.id.in_(asked))


def _windows(session: Session, horizon: date) -> Iterator[Sequence[TaskRow]]:
    """The tasks that can be due, in one statement that is read as it goes: a second look for each window would cost
    as much as the first.
    """
    active = select(Conference.id).where(Conference.state == ConferenceState.ACTIVE)
    query = select(
        Task.id, Task.conference_id, Task.unit_id, Task.role, Task.blocking, Task.counted, Task.state, Task.due,
        Task.due_version, Task.submitted_on, Task.acknowledged, Task.assigned_on,
    ).where(Task.state.in_(TRACKED), Task.conference_id.in_(active), _can_be_due(horizon))  # fmt: skip
    rows = session.execute(query, execution_options={"yield_per": WINDOW})
    yield from rows.partitions()


def _ledger(session: Session, tasks: Sequence[TaskRow]) -> tuple[Recorded, Mapping[int, int]]:
    """What the ledger has of ``tasks``; and how often each one's unit was reminded since it has the task."""
    since = {task.id: task.assigned_on for task in tasks}
    recorded: Recorded = set()
    to_units = []
    for task_id, stage, to, version, audience, mail_id, at in _rows(session, list(since)):
        recorded.add((task_id, stage, to, version))
        if audience == Audience.UNIT and mail_id is not None and ledger.reminds(stage, at, since[task_id]):
            to_units.append((task_id, stage, version, mail_id))
    return recorded, ledger.times_reminded(session, to_units)


def _rows(
    session: Session, task_ids: Collection[int]
) -> Iterator[tuple[int, str, str, int, str, int | None, datetime]]:
    for part in in_parts(task_ids):
        yield from session.execute(
            select(
                Reminder.task_id, Reminder.stage, Reminder.recipient, Reminder.due_version, Reminder.audience,
                Reminder.mail_id, Reminder.at,
            ).where(Reminder.task_id.in_(part))
        )  # fmt: skip
