"""Due dates in rows: the core's ``Due`` into a task and out of it, and what a moved event moves."""

from collections.abc import Sequence
from datetime import date

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import DueSource
from tracker.domain.kinds import KINDS, TaskKind
from tracker.domain.schedule import Due, Event, due_for, follow, reschedule
from tracker.models import Conference, Task

_FULL_DATE = len("YYYY-MM-DD")


def event_of(conference: Conference) -> Event | None:
    """The event's days as the core wants them; None while the plan has no date."""
    if conference.event_start is None or conference.event_end is None:
        return None
    return Event(start=conference.event_start, end=conference.event_end, tentative=conference.event_tentative)


def planned_of(conference: Conference) -> date | None:
    """The plan's day of issue, where it is known to the day."""
    issued = conference.issued or ""
    return date.fromisoformat(issued) if len(issued) == _FULL_DATE else None


def kind_of(task: Task) -> TaskKind:
    return KINDS.get(task.kind, KINDS["other"])


def due_of(task: Task) -> Due:
    """The task's due date with its rule."""
    return Due(
        day=task.due,
        latest=task.latest,
        source=task.due_source,
        words=task.due_words,
        anchor=task.anchor,
        offset=task.offset_days,
        working=task.offset_working,
        flag=task.due_flag,
    )


def put(task: Task, due: Due) -> bool:
    """Write ``due`` into the task; True when the date itself changed (reminders are then counted anew)."""
    moved = task.due != due.day
    task.due, task.latest, task.due_source, task.due_words = due.day, due.latest, due.source, due.words
    task.anchor, task.offset_days, task.offset_working, task.due_flag = due.anchor, due.offset, due.working, due.flag
    if moved and task.id is not None:
        task.due_version += 1
    return moved


def by_rule(kind: TaskKind, conference: Conference, calendar: WorkingCalendar) -> Due:
    """What the kind's rule gives, whatever the plan's words are."""
    return due_for(kind=kind, event=event_of(conference), calendar=calendar, planned=planned_of(conference))


def by_person(day: date, reason: str, kind: TaskKind, conference: Conference, calendar: WorkingCalendar) -> Due:
    """A date that a coordinator has set, with the ceiling that follows from it."""
    typed = Due(day=day, source=DueSource.PERSON, words=reason)
    return reschedule(typed, kind=kind, event=event_of(conference), calendar=calendar)


def recount(conference: Conference, tasks: Sequence[Task], calendar: WorkingCalendar) -> list[tuple[Task, date | None]]:
    """Count all due dates again under the conference's present event; the moved tasks with the date they had.

    Dates that the plan's words or a person have set stay.
    """
    event, planned = event_of(conference), planned_of(conference)
    moved = []
    for task in tasks:
        if task.due_source is DueSource.LEAD_TASK:
            continue
        before = task.due
        if put(task, reschedule(due_of(task), kind=kind_of(task), event=event, calendar=calendar, planned=planned)):
            moved.append((task, before))
    return moved + follow_leads(tasks)


def follow_leads(tasks: Sequence[Task]) -> list[tuple[Task, date | None]]:
    """Give co-operating tasks their lead task's date; the moved ones with the date they had."""
    leads = {task.id: task for task in tasks}
    moved = []
    for task in tasks:
        lead = leads.get(task.lead_task_id or 0)
        before = task.due
        if task.due_source is DueSource.LEAD_TASK and lead and put(task, follow(due_of(lead))):
            moved.append((task, before))
    return moved
