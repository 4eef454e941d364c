"""What will be sent to whom, if nothing changes: shown before a conference is activated and at any time after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import TaskState
from tracker.domain.reminders import Audience, timetable
from tracker.models import Conference, Reminder, Task
from tracker.services.outbox import Address
from tracker.services.recipients import Recipients
from tracker.services.reminders import POLICY
from tracker.services.working_calendar import calendar_of


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A reminder that will be sent on ``day`` if nothing changes; ``to`` None: nobody can be reached."""

    day: date
    stage: str
    audience: Audience
    to: Address | None
    task: Task


def coming(session: Session, conference: Conference, *, today: date, days: int = 120) -> list[Coming]:
    """What would be sent to whom from ``today`` on if nothing changes; drafts are shown as if they were released."""
    tasks = session.scalars(
        select(Task)
        .options(joinedload(Task.unit))
        .where(Task.conference_id == conference.id)
        .order_by(Task.position, Task.id)
    ).all()
    units = {task.unit_id for task in tasks if task.unit_id}
    recipients = Recipients(session, [conference], units, today=today)
    calendar, until = calendar_of(session), today + timedelta(days=days)
    found = [entry for task in tasks for entry in _coming(task, recipients, today, until, calendar)]
    return sorted(found, key=lambda entry: (entry.day, entry.to.email if entry.to else "", entry.task.position))


def _coming(
    task: Task, recipients: Recipients, today: date, until: date, calendar: WorkingCalendar
) -> Iterator[Coming]:
    activating = task.state is TaskState.DRAFT
    since = (
        today + timedelta(days=1)
        if activating
        else (task.assigned_on + timedelta(days=1) if task.assigned_on else None)
    )
    if until > (task.due or until):  # the endless overdue stages are not a forecast
        until = calendar.shift(task.due or until, 3)
    for day, stage, audience in timetable(
        task, calendar=calendar, policy=POLICY, from_=today, until=until, since=since, activating=activating
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
    entries = timetable(task, calendar=calendar_of(session), policy=POLICY, from_=today, until=until, since=since)
    return next(((day, stage) for day, stage, _audience in entries if stage not in recorded), None)
