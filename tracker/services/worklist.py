"""What a person's units owe, in order of urgency, and what waits for a coordinator's answer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from tracker.clock import vietnam_date
from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import Compliance, ConferenceState, MemberRole, TaskState
from tracker.domain.permissions import Action, Actor
from tracker.domain.task import Step, compliance, days_left, overdue_days, waits_on_time
from tracker.models import Conference, ExtensionRequest, Task, TaskEvent, TaskPartner, Unit
from tracker.services import extensions
from tracker.services.working_calendar import calendar_of

WEEK = timedelta(days=7)  # "within 7 days" are days of the calendar, as people count a week

_ANSWERED = (Step.ACCEPT, Step.RETURN_, Step.DECLINE, Step.SUBMIT)
_WAITING = frozenset({TaskState.SUBMITTED, TaskState.DECLINED})


@dataclass(frozen=True, kw_only=True)
class Row:
    """A task with what is derived from its dates; counts are working days. ``overdue`` is 0 unless late.

    ``events``: its newest event of each of submit, accept, return and decline.
    """

    task: Task
    compliance: Compliance
    left: int | None
    overdue: int
    latest_left: int | None  # until the ceiling for extensions; None without one
    events: Mapping[str, TaskEvent]

    @property
    def on_time(self) -> bool:
        """Of a waiting submission: handed in by the due date, or there is none."""
        return waits_on_time(self.task)


@dataclass(frozen=True, kw_only=True)
class Worklist:
    """The groups of "my unit's tasks"; ``partner`` holds open tasks that another unit leads.

    ``asked``: task id → its request for more time that waits for an answer.

    ``conferences``: all in which the units have work, for the filter, whatever it is set to.
    """

    units: tuple[str, ...]
    conferences: tuple[Conference, ...]
    overdue: tuple[Row, ...]
    week: tuple[Row, ...]
    later: tuple[Row, ...]
    waiting: tuple[Row, ...]
    done: tuple[Row, ...]
    partner: tuple[Row, ...]
    asked: Mapping[int, ExtensionRequest]

    @property
    def open(self) -> tuple[Row, ...]:
        """What the units still have to do themselves."""
        return (*self.overdue, *self.week, *self.later)

    @property
    def coordinators(self) -> tuple[Conference, ...]:
        """One conference for each person who follows any of those shown, to name whom to ask."""
        shown = (row.task.conference for row in (*self.open, *self.waiting, *self.partner))
        return tuple({conference.coordinator_id: conference for conference in shown}.values())


def mine(session: Session, actor: Actor, *, today: date, conference_id: int | None = None) -> Worklist:
    """The work of the actor's units; ``conference_id`` narrows it to one conference. A fixed number of queries."""
    units = actor.member_units
    tasks = _tasks(session, _concerns(units), released=True)
    conferences = {task.conference_id: task.conference for task in tasks}
    rows = _rows(session, [task for task in tasks if conference_id in (None, task.conference_id)], today)
    own = [row for row in rows if row.task.unit_id in units]
    return Worklist(
        units=_unit_names(session, actor),
        conferences=tuple(sorted(conferences.values(), key=lambda one: (one.event_start or date.max, one.id))),
        overdue=_pick(own, lambda row: _is_owed(row) and row.compliance is Compliance.OPEN_OVERDUE),
        week=_pick(own, lambda row: _is_owed(row) and _within(row, today)),
        later=_pick(own, lambda row: _is_owed(row) and not _within(row, today) and not _is_late(row)),
        waiting=_pick(own, lambda row: row.task.state in _WAITING),
        done=tuple(reversed(_pick(own, lambda row: row.task.state is TaskState.COMPLETED))),
        partner=_pick(rows, lambda row: row.task.unit_id not in units and row.task.state is not TaskState.COMPLETED),
        asked=extensions.open_by_task(session, [row.task.id for row in own]),
    )


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Something that waits for a coordinator's answer, and since when; ``days`` are working days."""

    row: Row
    event: TaskEvent | None
    since: date
    days: int


def waiting(session: Session, actor: Actor, *, today: date) -> tuple[Waiting, ...]:
    """Results and refusals to be answered in the conferences the actor may confirm in, oldest first."""
    hosts = actor.hosts(Action.CONFIRM_TASK)
    tasks = _tasks(session, Task.state.in_(_WAITING), Conference.host_id.in_(hosts), files=True)
    found = [_waiting(row, today, calendar_of(session)) for row in _rows(session, tasks, today)]
    return tuple(sorted(found, key=lambda one: (one.since, one.event.id if one.event else 0, one.row.task.id)))


def _waiting(row: Row, today: date, calendar: WorkingCalendar) -> Waiting:
    event = row.events.get(Step.DECLINE if row.task.state is TaskState.DECLINED else Step.SUBMIT)
    handed_in = vietnam_date(event.at) if event else today
    since = row.task.submitted_on or handed_in
    return Waiting(row=row, event=event, since=since, days=max(0, calendar.count_between(since, today)))


def _concerns(units: Iterable[int]) -> ColumnElement[bool]:
    partner = select(TaskPartner.task_id).where(TaskPartner.unit_id.in_(units))
    return or_(Task.unit_id.in_(units), Task.id.in_(partner))


def _tasks(
    session: Session, *where: ColumnElement[bool], released: bool = False, files: bool = False
) -> Sequence[Task]:
    aside = (TaskState.DRAFT, TaskState.CANCELLED)
    query = (
        select(Task)
        .join(Task.conference)
        .where(Conference.state == ConferenceState.ACTIVE, *where)
        .options(
            contains_eager(Task.conference).joinedload(Conference.coordinator),
            joinedload(Task.unit),
            joinedload(Task.lead_task).joinedload(Task.unit),
        )
    )
    if released:
        query = query.where(Task.state.not_in(aside))
    return session.scalars(query.options(selectinload(Task.files)) if files else query).all()


def _rows(session: Session, tasks: Sequence[Task], today: date) -> list[Row]:
    events = _newest_events(session, [task.id for task in tasks])
    calendar = calendar_of(session)
    return sorted((_row(task, events.get(task.id, {}), today, calendar) for task in tasks), key=_urgency)


def _row(task: Task, events: Mapping[str, TaskEvent], today: date, calendar: WorkingCalendar) -> Row:
    return Row(
        task=task,
        compliance=compliance(task, today=today, calendar=calendar),
        left=days_left(task, today=today, calendar=calendar),
        overdue=overdue_days(task, today=today, calendar=calendar),
        latest_left=None if task.latest is None else calendar.count_between(today, task.latest),
        events=events,
    )


def _newest_events(session: Session, task_ids: Sequence[int]) -> dict[int, dict[str, TaskEvent]]:
    query = (
        select(TaskEvent)
        .where(TaskEvent.task_id.in_(task_ids), TaskEvent.step.in_(_ANSWERED))
        .options(joinedload(TaskEvent.actor))
        .order_by(TaskEvent.id)
    )
    found: dict[int, dict[str, TaskEvent]] = {}
    for event in session.scalars(query):
        found.setdefault(event.task_id, {})[event.step] = event
    return found


def _urgency(row: Row) -> tuple[date, bool, int, int]:
    """By due date, blocking tasks first within a day, then in the plan's order; without a due date last."""
    return (row.task.due or date.max, not row.task.blocking, row.task.position, row.task.id)


def _pick(rows: Iterable[Row], belongs: Callable[[Row], bool]) -> tuple[Row, ...]:
    return tuple(row for row in rows if belongs(row))


def _is_owed(row: Row) -> bool:
    return row.task.state not in (*_WAITING, TaskState.COMPLETED)


def _is_late(row: Row) -> bool:
    return row.compliance is Compliance.OPEN_OVERDUE


def _within(row: Row, today: date) -> bool:
    """Due from today to a week from now; what is set aside or not counted belongs to later."""
    open_ = row.compliance in (Compliance.OPEN_IN_TIME, Compliance.OPEN_DUE_SOON)
    return open_ and row.task.due is not None and row.task.due <= today + WEEK


def _unit_names(session: Session, actor: Actor) -> tuple[str, ...]:
    roots = {grant.unit_id for grant in actor.grants if grant.role is MemberRole.MEMBER}
    return tuple(session.scalars(select(Unit.name).where(Unit.id.in_(roots)).order_by(Unit.sort_key)))
