"""What will be sent to whom, if nothing changes: shown before a conference is activated and at any time after.

It follows the policy, the mutes and who is away on which day. What has been missed, or was new to a recipient, comes
on the first day with mail: that is what the next run will write.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import TaskState
from tracker.domain.reminder_policy import Policy
from tracker.domain.reminders import Audience, timetable, wanted
from tracker.models import Conference, OutboxMail, Reminder, Task
from tracker.services import ledger, mutes
from tracker.services.mutes import Mutes
from tracker.services.outbox import Address
from tracker.services.policies import policy_of
from tracker.services.recipients import Recipients
from tracker.services.reminder_scan import digest_key
from tracker.services.working_calendar import calendar_of


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A reminder that will be sent on ``day`` if nothing changes; ``to`` None: nobody can be reached."""

    day: date
    stage: str
    audience: Audience
    to: Address | None
    task: Task


@dataclass(frozen=True, kw_only=True)
class _View:
    """What every task's forecast looks at. ``passed``: task id → stages that are left out whatever the ledger has;
    ``overdue``: working days that a task is followed for after its due date, or after today where that has passed.
    """

    policy: Policy
    calendar: WorkingCalendar
    recipients: Recipients
    mutes: Mutes
    today: date
    until: date
    recorded: Collection[tuple[int, str, str, int]]
    served: Collection[str]
    passed: Mapping[int, Collection[str]]
    overdue: int

    @property
    def first(self) -> date:
        return self.policy.sending_day(self.today, self.calendar)


def coming(
    session: Session,
    conference: Conference,
    *,
    today: date,
    days: int = 120,
    policy: Policy | None = None,
    passed: Mapping[int, Collection[str]] | None = None,
    overdue: int = 0,
) -> list[Coming]:
    """What would be sent to whom from ``today`` on if nothing changes; drafts are shown as if they were released.

    ``policy``: another than the one in force, with the stages (by task id) that it does not make up for. ``overdue``:
    working days that tasks are followed for while they are overdue, more than the usual three after the due date.
    """
    tasks = tasks_of(session, conference)
    policies = {conference.id: policy or policy_of(session, conference)}
    return _forecast(session, [conference], tasks, policies, today=today, days=days, passed=passed, overdue=overdue)


def of_unit(session: Session, conferences: Sequence[Conference], unit_id: int, *, today: date) -> list[Coming]:
    """What would be sent about a unit's tasks in the conferences if nothing changes."""
    tasks = session.scalars(
        select(Task)
        .options(joinedload(Task.unit), joinedload(Task.conference))
        .where(
            Task.conference_id.in_([one.id for one in conferences]),
            Task.unit_id == unit_id,
            Task.state.not_in([TaskState.COMPLETED, TaskState.CANCELLED]),
        )
        .order_by(Task.position, Task.id)
    ).all()
    policies = {one.id: policy_of(session, one) for one in conferences}
    return _forecast(session, conferences, tasks, policies, today=today)


def _forecast(
    session: Session,
    conferences: Sequence[Conference],
    tasks: Sequence[Task],
    policies: Mapping[int, Policy],
    *,
    today: date,
    days: int = 120,
    passed: Mapping[int, Collection[str]] | None = None,
    overdue: int = 0,
) -> list[Coming]:
    """``policies``: by conference."""
    units = {task.unit_id for task in tasks if task.unit_id}
    served = session.scalars(select(OutboxMail.key).where(OutboxMail.key.startswith(f"digest:{today}:"))).all()
    common: dict[str, Any] = {
        "calendar": calendar_of(session),
        "recipients": Recipients(session, conferences, units, today=today),
        "mutes": mutes.in_force(session, [one.id for one in conferences]),
        "today": today,
        "until": today + timedelta(days=days),
        "recorded": ledger.of_tasks(session, tasks),
        "served": set(served),
        "passed": passed or {},
        "overdue": overdue,
    }
    views = {conference_id: _View(policy=policy, **common) for conference_id, policy in policies.items()}
    found = [entry for task in tasks for entry in _coming(task, views[task.conference_id])]
    return sorted(found, key=lambda entry: (entry.day, entry.to.email if entry.to else "", entry.task.position))


def tasks_of(session: Session, conference: Conference) -> Sequence[Task]:
    return session.scalars(
        select(Task)
        .options(joinedload(Task.unit))
        .where(Task.conference_id == conference.id)
        .order_by(Task.position, Task.id)
    ).all()


def _coming(task: Task, view: _View) -> Iterator[Coming]:
    for day, stage, audience in _entries(task, view):
        if view.mutes.hold(task, stage, audience):
            continue
        for to in view.recipients.of(task, audience, on=day) or (None,):
            if not _is_recorded(task, stage, audience, to, view):
                yield Coming(day=_day_for(day, to, view), stage=stage, audience=audience, to=to, task=task)


def _entries(task: Task, view: _View) -> Iterator[tuple[date, str, Audience]]:
    """First what the next run makes up for, then the timetable of the days after it."""
    activating, since = task.state is TaskState.DRAFT, since_of(task)
    if activating:
        since = view.today + timedelta(days=1)
    else:
        passed = view.passed.get(task.id, ())
        found = wanted(task, today=view.first, calendar=view.calendar, policy=view.policy, since=since, recorded=passed)
        yield from ((view.first, want.stage, want.audience) for want in found)
    until = view.until
    if until > (task.due or until):  # the endless overdue stages are not a forecast
        due = task.due or until
        until = max(view.calendar.shift(due, 3), view.policy.sending_day(due, view.calendar))
        if view.overdue:
            until = max(until, view.calendar.shift(max(due, view.today), view.overdue))
    yield from timetable(
        task, calendar=view.calendar, policy=view.policy, from_=view.first + timedelta(days=0 if activating else 1),
        until=until, since=since, activating=activating,
    )  # fmt: skip


def since_of(task: Task) -> date | None:
    """Stages dated before it never fire: the unit has just been given the task."""
    return task.assigned_on + timedelta(days=1) if task.assigned_on else None


def _is_recorded(task: Task, stage: str, audience: Audience, to: Address | None, view: _View) -> bool:
    return (task.id, stage, to.email if to else f"-{audience}", task.due_version) in view.recorded


def _day_for(day: date, to: Address | None, view: _View) -> date:
    """Whoever has had today's mail hears the next day."""
    if to is None or day != view.today or digest_key(to.email, day) not in view.served:
        return day
    return view.policy.sending_day(view.calendar.shift(day, 1), view.calendar)


def next_for(session: Session, task: Task, *, today: date) -> tuple[date, str] | None:
    """The next reminder about ``task`` after what the ledger has, as (day, stage)."""
    recorded = set(
        session.scalars(
            select(Reminder.stage).where(Reminder.task_id == task.id, Reminder.due_version == task.due_version)
        )
    )
    held = mutes.in_force(session, [task.conference_id])
    until = max(today, task.due or today) + timedelta(days=30)
    entries = timetable(
        task, calendar=calendar_of(session), policy=policy_of(session, task.conference), from_=today, until=until,
        since=since_of(task),
    )  # fmt: skip
    wait = ((day, stage) for day, stage, who in entries if stage not in recorded and not held.hold(task, stage, who))
    return next(wait, None)
