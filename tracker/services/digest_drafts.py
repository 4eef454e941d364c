"""From what the pass found to the digests of a portion of addresses, with the tasks as they are now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import ConferenceState
from tracker.domain.reminders import Audience
from tracker.models import Conference, Task
from tracker.services.digest import Digest, fill_own, item
from tracker.services.outbox import in_parts
from tracker.services.reminder_scan import TRACKED, Found, Mark
from tracker.services.working_calendar import calendar_of


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A digest and the reminders that it stands for, with their ``tasks``."""

    digest: Digest
    marks: Sequence[Mark]
    tasks: Mapping[int, Task]


@dataclass(kw_only=True)
class _Ground:
    """The tasks that the digests of a portion speak of: by id; by unit, everything that it owes."""

    found: Found
    calendar: WorkingCalendar
    tasks: Mapping[int, Task]
    owed: Mapping[int, list[Task]] = field(default_factory=dict)


def drafts(session: Session, found: Found, addresses: Collection[str]) -> list[Draft]:
    """One for each of ``addresses`` that still has something to hear; a fixed number of queries."""
    ids = {mark.want.task_id for email in addresses for mark in found.marks.get(email, ())}
    ids |= {entry.task_id for email in addresses for entry in found.watched.get(email, ())}
    ground = _Ground(found=found, calendar=calendar_of(session), tasks=tasks_of(session, ids))
    standing = {email: _standing(ground, email) for email in addresses}
    ground.owed = _owed(session, {unit for marks in standing.values() for unit in _reminded_units(ground, marks)})
    made = [
        Draft(digest=_digest(ground, email, marks), marks=marks, tasks=ground.tasks)
        for email, marks in standing.items()
    ]
    return [draft for draft in made if draft.digest.own or draft.digest.watch or draft.digest.escalated]


def tasks_of(session: Session, ids: Collection[int]) -> dict[int, Task]:
    """Those of ``ids`` that are still tracked."""
    return {
        task.id: task for part in in_parts(sorted(ids)) for task in session.scalars(_tracked().where(Task.id.in_(part)))
    }


def _tracked() -> Select[Task]:
    return (
        select(Task)
        .join(Task.conference)
        .options(joinedload(Task.conference).joinedload(Conference.coordinator), joinedload(Task.unit))
        .where(Conference.state == ConferenceState.ACTIVE, Task.state.in_(TRACKED))
        .order_by(Task.id)
    )


def _owed(session: Session, unit_ids: Collection[int]) -> dict[int, list[Task]]:
    owed: dict[int, list[Task]] = defaultdict(list)
    for part in in_parts(unit_ids):
        for task in session.scalars(_tracked().where(Task.unit_id.in_(part))):
            owed[task.unit_id or 0].append(task)
    return owed


def _standing(ground: _Ground, email: str) -> list[Mark]:
    """What was finished or moved since it was found is left out."""
    marks = ground.found.marks.get(email, ())
    return sorted((mark for mark in marks if _stands(mark, ground.tasks)), key=lambda mark: mark.want.task_id)


def _stands(mark: Mark, tasks: Mapping[int, Task]) -> bool:
    task = tasks.get(mark.want.task_id)
    return task is not None and task.due_version == mark.version and task.due == mark.want.due


def _reminded(marks: Iterable[Mark]) -> set[int]:
    return {mark.want.task_id for mark in marks if mark.want.audience is Audience.UNIT}


def _reminded_units(ground: _Ground, marks: Iterable[Mark]) -> set[int]:
    return {ground.tasks[task_id].unit_id or 0 for task_id in _reminded(marks)}


def _digest(ground: _Ground, email: str, marks: Sequence[Mark]) -> Digest:
    found, tasks, today, calendar = ground.found, ground.tasks, ground.found.today, ground.calendar
    to, host_id = found.people[email]
    digest = Digest(to=to, host_id=host_id)
    digest.watch = [
        item(tasks[entry.task_id], today=today, calendar=calendar, reasons=entry.reasons)
        for entry in found.watched.get(email, ())
        if entry.task_id in tasks
    ]
    if reminded := _reminded(marks):
        owed = [task for unit in sorted(_reminded_units(ground, marks)) for task in ground.owed.get(unit, ())]
        mine = [task for task in owed if not found.mutes.silence(task)]
        digest.unit_name = mine[0].unit.name if mine and mine[0].unit else None
        fill_own(digest, mine, reminded, today=today, calendar=calendar)
    above = {Audience.HEAD, Audience.LEADERSHIP}
    told = dict.fromkeys(mark.want.task_id for mark in marks if mark.want.audience in above)
    digest.escalated = [item(tasks[task_id], today=today, calendar=calendar) for task_id in told]
    return digest
