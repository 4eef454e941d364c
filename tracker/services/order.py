"""The natural order of a conference's tasks in rows: what contradicts it, and to which days the dates could go."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import ConferenceState
from tracker.domain.order import Kinds, OrderCode, OrderViolation, order_change, order_violations, violations_of
from tracker.domain.schedule import Event, first_day, last_day
from tracker.models import Conference, Task
from tracker.services.dues import event_of
from tracker.services.planning import planning_of
from tracker.services.working_calendar import calendar_of


@dataclass(frozen=True, kw_only=True)
class OrderWarning:
    """A violation with its tasks; None is the event.

    ``earlier``: the day by which ``before`` would be in order; ``later``: that from which ``after`` would be. Either is
    None where it has passed, or where the ceiling of the task does not admit it. Of an overdue predecessor ``later``
    is the last day to which its successor can be put off.
    """

    code: OrderCode
    before: Task | None
    after: Task | None
    before_day: date
    after_day: date
    days: int
    more: int
    earlier: date | None
    later: date | None


def of_conference(
    session: Session, conference: Conference, tasks: Sequence[Task], *, today: date | None
) -> tuple[OrderWarning, ...]:
    """The warnings among all tasks of a conference; none once it is called off.

    ``today`` None: a plan under review, in which nobody can be late. After the event only what follows it matters.
    """
    if conference.state is ConferenceState.CANCELLED:
        return ()
    event, calendar, kinds = event_of(conference), calendar_of(session), _kinds(session, conference)
    found = order_violations(tasks, event=event, calendar=calendar, today=today, kinds=kinds)
    return tuple(one for one in warnings(found, tasks, event, calendar, today) if _matters(one, event, today, kinds))


def of_task(session: Session, task: Task, *, today: date) -> tuple[OrderWarning, ...]:
    """The warnings in which one task is a side."""
    conference = task.conference
    if conference.state is ConferenceState.CANCELLED:
        return ()
    event, calendar, kinds = event_of(conference), calendar_of(session), _kinds(session, conference)
    query = select(Task).options(joinedload(Task.unit)).where(Task.conference_id == conference.id)
    tasks = session.scalars(query.order_by(Task.position, Task.id)).all()
    found = violations_of(task.id, tasks, event=event, calendar=calendar, today=today, kinds=kinds)
    return tuple(one for one in warnings(found, tasks, event, calendar, today) if _matters(one, event, today, kinds))


def after(
    session: Session,
    conference: Conference,
    tasks: Sequence[Task],
    dues: Mapping[int, date | None],
    *,
    new_event: Event | None,
    today: date,
    by_person: Collection[int] = (),
) -> tuple[tuple[OrderWarning, ...], tuple[OrderWarning, ...]]:
    """For a preview: the warnings that would appear and those that would vanish.

    ``dues``: task id → its due date then, for the tasks that move; ``new_event``: the event then, the same one where
    it stays; ``by_person``: tasks whose date a person sets with it, so that our rules no longer stand behind it.
    """
    event, calendar, kinds = event_of(conference), calendar_of(session), _kinds(session, conference)
    change = order_change(
        tasks, dues, event=event, new_event=new_event, calendar=calendar, today=today, by_person=by_person, kinds=kinds
    )

    def told(violations: Sequence[OrderViolation], held: Event | None) -> tuple[OrderWarning, ...]:
        every = warnings(violations, tasks, held, calendar, today)
        return tuple(one for one in every if _matters(one, held, today, kinds))

    return told(change.appear, new_event), told(change.vanish, event)


def _kinds(session: Session, conference: Conference) -> Kinds:
    """The agency's rules: it may have put a kind of work on the other side of the event."""
    return {kind.code: kind for kind in planning_of(session, conference.host_id).rules.rows()}


def warnings(
    found: Sequence[OrderViolation],
    tasks: Sequence[Task],
    event: Event | None,
    calendar: WorkingCalendar,
    today: date | None,
) -> list[OrderWarning]:
    """Violations of the core with their tasks."""
    by_id = {task.id: task for task in tasks}
    return [_warning(one, by_id, event, calendar, today) for one in found]


def _warning(
    one: OrderViolation, by_id: Mapping[int, Task], event: Event | None, calendar: WorkingCalendar, today: date | None
) -> OrderWarning:
    before, after = by_id.get(one.before_id or 0), by_id.get(one.after_id or 0)
    earlier, later = _ways_out(one, after, event, calendar)
    return OrderWarning(
        code=one.code,
        before=before,
        after=after,
        before_day=one.before_day,
        after_day=one.after_day,
        days=one.days,
        more=one.more,
        earlier=_still(earlier, today),
        later=_still(later, today),
    )


def _still(day: date | None, today: date | None) -> date | None:
    return day if day and (today is None or day >= today) else None


def _ways_out(
    one: OrderViolation, after: Task | None, event: Event | None, calendar: WorkingCalendar
) -> tuple[date | None, date | None]:
    """The day to which the predecessor could come forward and that to which the successor could be put off."""
    if one.code is OrderCode.DUE_LATER:
        ceiling = after.latest if after else None
        return one.after_day, one.before_day if ceiling is None or one.before_day <= ceiling else None
    if one.code is OrderCode.LATE:
        return None, after.latest if after and after.latest and after.latest > one.after_day else None
    if event is None:
        return None, None
    if one.code is OrderCode.AFTER_EVENT:
        return calendar.shift(first_day(event, calendar), -1), None
    return None, calendar.shift(last_day(event, calendar), 1)


def _matters(one: OrderWarning, event: Event | None, today: date | None, kinds: Kinds) -> bool:
    """When the event is over nobody prepares it any more; what it was to be followed by is still owed."""
    if event is None or today is None or today <= event.end:
        return True
    return one.after is not None and one.after.kind in kinds and kinds[one.after.kind].after_event
