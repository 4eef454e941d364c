"""The readiness of every conference a person steers: a fixed number of queries, however many conferences.

Figures are derived from the tasks each time; nothing here is stored.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, load_only

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import ConferenceState, Light, TaskState
from tracker.domain.permissions import Action, Actor
from tracker.domain.readiness import Rollup, SilentUnit, rollup
from tracker.domain.reminder_policy import Policy
from tracker.domain.reminders import is_silent
from tracker.models import Conference, OutboxMail, Task, Unit
from tracker.services import dues, health, ledger, outbox
from tracker.services.health import Alarm
from tracker.services.policies import policy_of
from tracker.services.readiness_figures import Countdown, Figures, Row, Silence, figures, silences
from tracker.services.working_calendar import calendar_of


class Sort(StrEnum):
    RISK = "risk"  # the most serious light first, then the nearest event
    EVENT = "event"


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What the board shows. ``year``: the calendar year of the event; one without a date counts as this year's.

    Without a year: what is not over, and this year's; with ``past`` everything.
    """

    year: int | None = None
    past: bool = False
    light: Light | None = None
    unit_id: int | None = None
    sort: Sort = Sort.RISK


@dataclass(frozen=True, kw_only=True)
class Board:
    """``rows`` are filtered and sorted; everything else covers all conferences the person steers (``every``)."""

    rows: tuple[Row, ...]
    every: Sequence[Row]
    figures: Figures
    lights: Mapping[Light, int]
    units: Mapping[int, str]
    years: tuple[int, ...]
    silent: tuple[Silence, ...]
    failed: Sequence[OutboxMail]
    last_run: datetime | None
    alarm: Alarm | None

    @property
    def late_run(self) -> bool:
        """Whether reminders have not been planned, or mail not been sent, for too long."""
        return self.alarm is not None


_RISK = {Light.RED: 0, Light.AMBER: 1, Light.GREEN: 2, Light.DRAFT: 3, Light.PAST: 4}


def board(
    session: Session,
    actor: Actor,
    *,
    today: date,
    now: datetime,
    wanted: Filter | None = None,
) -> Board:
    """The readiness board of ``actor``; a person who steers nothing gets an empty one."""
    wanted, calendar = wanted or Filter(), calendar_of(session)
    hosts = actor.hosts(Action.SEE_BOARD)
    every = rows(session, _conferences(session, hosts), today=today)
    shown = [row for row in every if _shown(row, wanted, today)]
    return Board(
        rows=tuple(sorted(shown, key=_order(wanted.sort))),
        every=every,
        figures=figures(every, today=today, calendar=calendar),
        lights={light: sum(row.rollup.light is light for row in every) for light in Light},
        units=_unit_names(session, every),
        years=tuple(sorted({_year(row, today) for row in every} | {today.year}, reverse=True)),
        silent=silences(every, today=today, calendar=calendar),
        failed=outbox.failed(session, actor.hosts(Action.SEE_MAIL)),
        last_run=health.last_run(session, health.PLAN_REMINDERS),
        alarm=health.alarm(session, now),
    )


def of_conference(session: Session, conference: Conference, tasks: Sequence[Task], *, today: date) -> Rollup:
    """The roll-up of one conference whose tasks are loaded."""
    sent = ledger.sent_counts(session, [task.id for task in tasks])
    return _row(conference, tasks, sent, today, calendar_of(session), policy_of(session, conference)).rollup


def countdown(conference: Conference, *, today: date, calendar: WorkingCalendar) -> Countdown | None:
    if conference.event_start is None:
        return None
    start = conference.event_start
    return Countdown(days=(start - today).days, working_days=calendar.count_between(today, start))


def waiting(session: Session, actor: Actor) -> int:
    """How many tasks wait for the actor's answer."""
    hosts = actor.hosts(Action.CONFIRM_TASK)
    return (
        session.scalar(
            select(func.count())
            .select_from(Task)
            .join(Task.conference)
            .where(
                Conference.host_id.in_(hosts),
                Conference.state == ConferenceState.ACTIVE,
                Task.state.in_([TaskState.SUBMITTED, TaskState.DECLINED]),
            )
        )
        or 0
    )


def _conferences(session: Session, hosts: Collection[int]) -> Sequence[Conference]:
    return session.scalars(
        select(Conference)
        .options(joinedload(Conference.host), joinedload(Conference.coordinator))
        .where(Conference.host_id.in_(hosts))
        .order_by(Conference.id)
    ).all()


_READ = (
    Task.conference_id, Task.unit_id, Task.title, Task.role, Task.kind, Task.blocking, Task.counted, Task.state,
    Task.due, Task.due_source, Task.latest, Task.submitted_on, Task.acknowledged, Task.assigned_on, Task.version,
    Task.original_due, Task.extensions,
)  # fmt: skip


def rows(
    session: Session,
    conferences: Sequence[Conference],
    *,
    today: date,
    only: ColumnElement[bool] | None = None,
    unless: Collection[int] = (),
) -> list[Row]:
    """The conferences with their roll-ups, in two queries.

    ``only``: count no other tasks than these, except in the conferences ``unless``.
    """
    query = select(Task).options(load_only(*_READ)).where(Task.conference_id.in_([one.id for one in conferences]))
    if only is not None:
        query = query.where(or_(Task.conference_id.in_(unless), only))
    tasks: dict[int, list[Task]] = defaultdict(list)
    for task in session.scalars(query.order_by(Task.position, Task.id)):
        tasks[task.conference_id].append(task)
    unanswered = [task.id for found in tasks.values() for task in found if task.state is TaskState.ASSIGNED]
    sent = ledger.sent_counts(session, unanswered)
    calendar = calendar_of(session)
    return [
        _row(conference, tasks[conference.id], sent, today, calendar, policy_of(session, conference))
        for conference in conferences
    ]


def _row(
    conference: Conference,
    tasks: Sequence[Task],
    sent: Mapping[int, int],
    today: date,
    calendar: WorkingCalendar,
    policy: Policy,
) -> Row:
    rolled = rollup(
        tasks,
        state=conference.state,
        event=dues.event_of(conference),
        today=today,
        calendar=calendar,
        silent_units=silent_units(tasks, sent, policy),
    )
    return Row(
        conference=conference,
        rollup=rolled,
        countdown=countdown(conference, today=today, calendar=calendar),
        tasks=tasks,
    )


def silent_units(tasks: Sequence[Task], sent: Mapping[int, int], policy: Policy) -> tuple[SilentUnit, ...]:
    """Units that were reminded often enough and have not even acknowledged; ``sent``: reminders per task."""
    most: dict[int, int] = {}
    for task in tasks:
        count = sent.get(task.id, 0)
        if task.unit_id is not None and is_silent(task, reminders=count, policy=policy):
            most[task.unit_id] = max(count, most.get(task.unit_id, 0))
    return tuple(SilentUnit(unit_id=unit_id, reminders=count) for unit_id, count in most.items())


def _shown(row: Row, wanted: Filter, today: date) -> bool:
    if not _in_period(row, wanted, today):
        return False
    if wanted.light is not None and row.rollup.light is not wanted.light:
        return False
    return wanted.unit_id is None or any(task.unit_id == wanted.unit_id for task in row.tasks)


def _in_period(row: Row, wanted: Filter, today: date) -> bool:
    if wanted.year is not None:
        return _year(row, today) == wanted.year
    return wanted.past or row.rollup.light is not Light.PAST or _year(row, today) == today.year


def _year(row: Row, today: date) -> int:
    return row.conference.event_start.year if row.conference.event_start else today.year


def _order(sort: Sort) -> Callable[[Row], tuple[int, date, int]]:
    """What is over comes last, either way."""

    def key(row: Row) -> tuple[int, date, int]:
        light = row.rollup.light
        risk = _RISK[light] if sort is Sort.RISK else int(light is Light.PAST)
        return risk, row.conference.event_start or date.max, row.conference.id

    return key


def _unit_names(session: Session, rows: Sequence[Row]) -> Mapping[int, str]:
    ids = {task.unit_id for row in rows for task in row.tasks if task.unit_id}
    return unit_names(session, ids)


def unit_names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Unit id → name, in Vietnamese order of the names."""
    found = session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids)).order_by(Unit.sort_key))
    return {row.id: row.name for row in found}
