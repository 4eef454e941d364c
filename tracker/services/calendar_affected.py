"""Which conferences a change of the working calendar concerns, and how much of each its administrator may see."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import ConferenceState, ReplanKind
from tracker.domain.permissions import Action, Actor
from tracker.domain.replan import SETTLED
from tracker.domain.schedule import Due, Event
from tracker.models import Conference, Task, TaskPartner
from tracker.services import dues, replan
from tracker.services.outbox import in_parts
from tracker.services.planning import planning_of
from tracker.services.replan import Line, Replanning


class Sight(StrEnum):
    """How much of a conference the actor may see."""

    WHOLE = "whole"
    TITLE = "title"  # as on the readiness board: no tasks
    NUMBER = "number"  # another agency's


@dataclass(frozen=True, kw_only=True)
class Affected:
    """One conference. ``stuck``: pinned due dates on what becomes a day off; ``lost``: days of the event that do."""

    found: Replanning
    sight: Sight
    stuck: tuple[Line, ...]
    lost: tuple[date, ...]

    @property
    def noticed(self) -> bool:
        """Whether there is anything to look at; otherwise only a ceiling for extensions moves."""
        return bool(self.found.moves or self.stuck or self.lost)


def affected(
    session: Session, actor: Actor, before: WorkingCalendar, after: WorkingCalendar, *, today: date
) -> tuple[Affected, ...]:
    """The conferences, all agencies', in which anything is counted otherwise under the calendar ``after``.

    What was called off is left alone, and what has been held unless something is owed from it still.
    """
    conferences = _standing(session, today)
    tasks = _tasks(session, [one.id for one in conferences])
    both = _Calendars(before, after)
    found = (_of(session, actor, one, tasks[one.id], both, today=today) for one in conferences)
    return tuple(one for one in found if one is not None)


def _standing(session: Session, today: date) -> Sequence[Conference]:
    owed = select(Task.conference_id).where(Task.state.not_in(SETTLED), Task.due >= today)
    return session.scalars(
        select(Conference)
        .options(joinedload(Conference.host), joinedload(Conference.coordinator))
        .where(
            Conference.state != ConferenceState.CANCELLED,
            or_(Conference.event_end.is_(None), Conference.event_end >= today, Conference.id.in_(owed)),
        )
        .order_by(Conference.event_start, Conference.id)
    ).all()


def _tasks(session: Session, conference_ids: Sequence[int]) -> Mapping[int, list[Task]]:
    """Conference → its tasks as ``replan.tasks_of`` gives them; few queries, however many conferences."""
    found: dict[int, list[Task]] = defaultdict(list)
    for part in in_parts(conference_ids):
        query = (
            select(Task)
            .options(
                joinedload(Task.unit), selectinload(Task.partners).load_only(TaskPartner.unit_id, TaskPartner.task_id)
            )
            .where(Task.conference_id.in_(part))
            .order_by(Task.position, Task.id)
        )
        for task in session.scalars(query):
            found[task.conference_id].append(task)
    return found


@dataclass(frozen=True)
class _Calendars:
    before: WorkingCalendar
    after: WorkingCalendar

    def lose(self, day: date) -> bool:
        """The day is worked before and off after."""
        return self.before.is_working(day) and not self.after.is_working(day)


def _of(
    session: Session, actor: Actor, conference: Conference, tasks: Sequence[Task], both: _Calendars, *, today: date
) -> Affected | None:
    event = dues.event_of(conference)
    planning = replace(planning_of(session, conference.host_id), calendar=both.after)
    counted = replan.recounted(conference, tasks, event, planning)
    lost = _lost(event, both, today)
    if not lost and not _anything(tasks, counted, both, today):
        return None
    found = replan.preview(
        session, conference, ReplanKind.CALENDAR, tasks=tasks, counted=counted, event=event, state=conference.state,
        planning=planning, actor=actor, today=today,
    )  # fmt: skip
    stuck = tuple(line for line in found.stays if _stands(line.task, both, today))
    return Affected(found=found, sight=_sight(actor, conference), stuck=stuck, lost=lost)


def _stands(task: Task, both: _Calendars, today: date) -> bool:
    """It is owed still, and its day is a day off from now on."""
    return task.state not in SETTLED and task.due is not None and task.due >= today and both.lose(task.due)


def _anything(tasks: Sequence[Task], counted: Mapping[int, Due], both: _Calendars, today: date) -> bool:
    return any(_stands(task, both, today) for task in tasks) or any(
        task.id in counted and counted[task.id] != dues.due_of(task) for task in tasks
    )


def _lost(event: Event | None, both: _Calendars, today: date) -> tuple[date, ...]:
    if event is None:
        return ()
    days = (event.start + timedelta(days=n) for n in range((event.end - event.start).days + 1))
    return tuple(day for day in days if day >= today and both.lose(day))


def _sight(actor: Actor, conference: Conference) -> Sight:
    if conference.host_id in actor.hosts(Action.SEE_WHOLE_CONFERENCE):
        return Sight.WHOLE
    return Sight.TITLE if conference.host_id in actor.hosts(Action.SEE_BOARD) else Sight.NUMBER
