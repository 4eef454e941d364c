"""What is wanted today, found in one pass over the tasks that can be due: a window of rows at a time, few columns.

Nothing is written here, so that the pass reads beside the writers; ``services.reminders`` writes what it finds. Memory
grows with what is to be sent today, not with the tasks there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload, load_only

from tracker.clock import VIETNAM, vietnam_date
from tracker.domain.glossary import ConferenceState, ExtensionState, TaskState
from tracker.domain.reminder_policy import Policy
from tracker.domain.reminders import Audience, ListItem, Wanted, coordinator_list, is_digest_time, wanted
from tracker.models import Conference, ExtensionRequest, OutboxMail, Reminder, Task
from tracker.services import extension_queue, ledger, mutes
from tracker.services.mutes import Mutes
from tracker.services.outbox import LIVE, Address, in_parts
from tracker.services.policies import policy_of
from tracker.services.recipients import Recipients, for_tasks
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


def digest_key(email: str, day: date) -> str:
    return f"digest:{day}:{email}"


def scan(session: Session, *, now: datetime) -> Found:
    """What is to be written at ``now``, without what the ledger has and without whose digest is written already."""
    today = vietnam_date(now)
    run = _Scan(session, today)
    if not any(is_digest_time(now, policy, run.calendar) for policy in set(run.policies.values())):
        return run.found
    for tasks in _windows(session, _horizon(run)):
        run.look_at(tasks)
    for items in run.found.watched.values():  # each window brought its own order
        items.sort(key=lambda entry: (-entry.days, -entry.waiting_days))
    return run.found.at(now.astimezone(VIETNAM).time())


class _Scan:
    """One pass: the calendar, the conferences and whose digest for today is written are loaded once."""

    def __init__(self, session: Session, today: date) -> None:
        self.session, self.today, self.found = session, today, Found(today=today)
        self.calendar = calendar_of(session)
        self.served = set(session.scalars(select(OutboxMail.key).where(OutboxMail.key.startswith(f"digest:{today}:"))))
        self.conferences = session.scalars(  # held, so that no task loads its own
            select(Conference)
            .options(
                load_only(Conference.host_id, Conference.coordinator_id, Conference.state),
                joinedload(Conference.coordinator),
            )
            .where(Conference.state == ConferenceState.ACTIVE)
        ).all()
        self.policies = {one.id: policy_of(session, one) for one in self.conferences}
        self.found.mutes = mutes.in_force(session)

    def look_at(self, tasks: Sequence[Task]) -> None:
        recipients = for_tasks(self.session, tasks, today=self.today)
        recorded, sent = _ledger(self.session, tasks)
        for task in tasks:
            self._stages(task, recipients, recorded)
        self._watch(tasks, sent, recipients)

    def _stages(self, task: Task, recipients: Recipients, recorded: Recorded) -> None:
        since = task.assigned_on + timedelta(days=1) if task.assigned_on else None
        policy = self.policies[task.conference_id]
        for want in wanted(task, today=self.today, calendar=self.calendar, policy=policy, since=since):
            mark = Mark(want=want, version=task.due_version)
            addresses = recipients.of(task, want.audience)
            if not addresses:  # silence is never silent: the ledger says that nobody could be told
                self._nobody(mark, f"-{want.audience}", ledger.NO_ADDRESS, recorded)
            muted = self.found.mutes.hold(task, want.stage, want.audience)
            for to in addresses:
                if muted:
                    self._nobody(mark, to.email, ledger.MUTED, recorded)
                elif not self._has(to.email) and (task.id, want.stage, to.email, task.due_version) not in recorded:
                    self.found.tell(to, task.conference.host_id, policy, mark)

    def _has(self, email: str) -> bool:
        return digest_key(email, self.today) in self.served

    def _nobody(self, mark: Mark, recipient: str, reason: str, recorded: Recorded) -> None:
        if (mark.want.task_id, mark.want.stage, recipient, mark.version) not in recorded:
            self.found.silent.append((mark, recipient, reason))

    def _watch(self, tasks: Sequence[Task], sent: dict[int, int], recipients: Recipients) -> None:
        asking = extension_queue.asked_ids(self.session, [task.id for task in tasks])
        by_policy: dict[Policy, list[Task]] = defaultdict(list)
        for task in tasks:
            by_policy[self.policies[task.conference_id]].append(task)
        for policy, mine in by_policy.items():
            by_id = {task.id: task for task in mine}
            for entry in coordinator_list(
                mine, today=self.today, calendar=self.calendar, policy=policy, reminders=sent, asking=asking
            ):
                task = by_id[entry.task_id]
                for to in recipients.of(task, Audience.COORDINATOR):
                    if not self._has(to.email):
                        self.found.tell(to, task.conference.host_id, policy, entry)


def _horizon(run: _Scan) -> date:
    """The last due date of which a stage can have come: the widest "days before" of any policy."""
    days = [1, *(day for policy in run.policies.values() for day in policy.before)]
    return run.calendar.shift(run.today, max(days)) + SLACK


def _can_be_due(horizon: date) -> ColumnElement[bool]:
    """Due by the horizon, waiting for the coordinator, or known to have heard before (its date was moved)."""
    asked = select(ExtensionRequest.task_id).where(ExtensionRequest.state == ExtensionState.OPEN)
    heard = and_(Task.state == TaskState.ASSIGNED, Task.due_version > 1)
    waiting = Task.state.in_([TaskState.SUBMITTED, TaskState.DECLINED])
    return or_(Task.due <= horizon, waiting, heard, Task.id.in_(asked))


def _windows(session: Session, horizon: date) -> Iterator[Sequence[Task]]:
    columns = load_only(
        Task.conference_id, Task.unit_id, Task.role, Task.kind, Task.blocking, Task.counted, Task.state, Task.due,
        Task.due_version, Task.submitted_on, Task.acknowledged, Task.assigned_on, Task.version,
    )  # fmt: skip
    active = select(Conference.id).where(Conference.state == ConferenceState.ACTIVE)
    query = (
        select(Task)
        .options(columns)
        .where(Task.state.in_(TRACKED), Task.conference_id.in_(active), _can_be_due(horizon))
        .order_by(Task.id)
        .limit(WINDOW)
    )
    last, full = 0, True
    while full and (tasks := session.scalars(query.where(Task.id > last)).all()):
        yield tasks
        last, full = tasks[-1].id, len(tasks) == WINDOW


def _ledger(session: Session, tasks: Sequence[Task]) -> tuple[Recorded, dict[int, int]]:
    """What the ledger has of ``tasks``; and how often each one's unit was written to since it has the task."""
    since = {task.id: task.assigned_on for task in tasks}
    recorded: Recorded = set()
    sent: dict[int, int] = defaultdict(int)
    for task_id, stage, to, version, audience, mail_id, at in _rows(session, list(since)):
        recorded.add((task_id, stage, to, version))
        if audience == Audience.UNIT and mail_id is not None:
            first = since[task_id]
            sent[task_id] += first is None or vietnam_date(at) >= first
    return recorded, sent


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
