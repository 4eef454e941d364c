"""What a re-planning does to reminders: which unsent ones it takes back, which come instead, which are needless."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import AssignmentRole, TaskState
from tracker.domain.reminder_policy import Policy
from tracker.domain.reminders import Audience, timetable
from tracker.models import Conference, MailState, OutboxMail, Reminder, Task
from tracker.services import ledger
from tracker.services.outbox import LIVE, NEWS, in_parts
from tracker.services.policies import policy_of
from tracker.services.recipients import Recipients
from tracker.services.working_calendar import calendar_of

NEXT_OVERDUE = timedelta(days=14)  # within which the next reminder of an overdue task comes, also over Tết


@dataclass(frozen=True, kw_only=True)
class Armed:
    """The next reminder of a task under its new due date; ``day`` None: none will come."""

    task: Task
    day: date | None
    stage: str


@dataclass(frozen=True, kw_only=True)
class _Then:
    """A task as the reminders see it, with another due date."""

    id: int
    unit_id: int | None
    title: str
    kind: str
    role: AssignmentRole
    blocking: bool
    counted: bool
    state: TaskState
    due: date | None
    latest: date | None
    submitted_on: date | None
    acknowledged: bool
    extensions: int


def waiting(session: Session, task_ids: Sequence[int]) -> int:
    """How many unsent reminder mails speak of these tasks."""
    found: set[int] = set()
    for part in in_parts(task_ids):
        found.update(
            session.scalars(
                select(OutboxMail.id)
                .join(Reminder, Reminder.mail_id == OutboxMail.id)
                .where(Reminder.task_id.in_(part), OutboxMail.state == MailState.PENDING, OutboxMail.kind.not_in(NEWS))
            )
        )
    return len(found)


def armed(
    tasks: Iterable[tuple[Task, date | None]], *, policy: Policy, calendar: WorkingCalendar, today: date
) -> tuple[Armed, ...]:
    """The first reminder after today of each task that is reminded of, under its new due date."""
    found = []
    for task, due in tasks:
        if task.state not in LIVE:
            continue
        until = due if due and due > today else today + NEXT_OVERDUE
        entries = _entries(_then(task, due), policy, calendar, today + timedelta(days=1), until)
        day, stage = next(((day, stage) for day, stage, _audience in entries), (None, ""))
        found.append(Armed(task=task, day=day, stage=stage))
    return tuple(found)


def note_reached(
    session: Session, conference: Conference, tasks: Sequence[Task], *, today: date, now: datetime
) -> None:
    """Who has just been told of a new date is not reminded of it the next morning as well.

    The newest stage that the new date has reached is noted in the ledger as made up for by the notice; what is overdue
    under the new date is reminded of all the same.
    """
    calendar, policy = calendar_of(session), policy_of(session, conference)
    recipients = Recipients(session, [conference], {task.unit_id for task in tasks if task.unit_id}, today=today)
    rows = []
    for task in tasks:
        if task.due is None or task.due < today:
            continue
        since = task.assigned_on or today
        reached = [stage for day, stage, _who in _entries(_then(task, task.due), policy, calendar, since, today)]
        addresses = recipients.of(task, Audience.UNIT) if reached else ()
        rows += [(task, reached[-1], str(Audience.UNIT), to.email) for to in addresses]
    ledger.record_all(session, rows, reason=ledger.TOLD, now=now)


def _entries(
    task: _Then, policy: Policy, calendar: WorkingCalendar, first: date, until: date
) -> tuple[tuple[date, str, Audience], ...]:
    found = timetable(task, calendar=calendar, policy=policy, from_=first, until=until)
    return tuple(entry for entry in found if entry[2] is Audience.UNIT)


def _then(task: Task, due: date | None) -> _Then:
    return _Then(
        id=task.id, unit_id=task.unit_id, title=task.title, kind=task.kind, role=task.role, blocking=task.blocking,
        counted=task.counted, state=task.state, due=due, latest=task.latest, submitted_on=task.submitted_on,
        acknowledged=task.acknowledged, extensions=task.extensions,
    )  # fmt: skip
