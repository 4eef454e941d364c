"""Due dates in rows: the core's ``Due`` into a task and out of it, and what a moved event moves."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from tracker.domain.dates import DuePhrase
from tracker.domain.glossary import DueSource
from tracker.domain.kinds import TaskKind
from tracker.domain.rules import Planning
from tracker.domain.schedule import RULED, Due, Event, by_rule_now, due_for, follow, latest_for, reschedule
from tracker.models import Conference, Task
from tracker.services.planning import planning_of

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


def kind_of(code: str, conference: Conference, planning: Planning) -> TaskKind:
    """The agency's rule for a kind of task, at the scale of this conference."""
    return planning.rules.kind(code, conference.scale)


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
        pinned=task.pinned,
        flag=task.due_flag,
    )


def put(task: Task, due: Due) -> bool:
    """Write ``due`` into the task; True when the date itself changed (reminders are then counted anew)."""
    moved = task.due != due.day
    task.due, task.latest, task.due_source, task.due_words = due.day, due.latest, due.source, due.words
    task.anchor, task.offset_days, task.offset_working = due.anchor, due.offset, due.working
    task.pinned, task.due_flag = due.pinned, due.flag
    if moved and task.id is not None:
        task.due_version += 1
    return moved


def worded(code: str, phrase: DuePhrase | None, conference: Conference, planning: Planning) -> Due:
    """The due date that the plan's words give, or the rule where they give none."""
    return due_for(
        kind=kind_of(code, conference, planning),
        after=kind_of("other_after", conference, planning),
        event=event_of(conference),
        calendar=planning.calendar,
        planned=planned_of(conference),
        phrase=phrase,
    )


def by_rule(code: str, conference: Conference, planning: Planning) -> Due:
    """What the kind's rule gives, whatever the plan's words are."""
    return worded(code, None, conference, planning)


def by_person(day: date, reason: str, code: str, conference: Conference, planning: Planning) -> Due:
    """A date that a coordinator has set, with the ceiling that follows from it. It is pinned."""
    return again(Due(day=day, source=DueSource.PERSON, words=reason, pinned=True), code, conference, planning)


def again(due: Due, code: str, conference: Conference, planning: Planning) -> Due:
    """The same due date counted again."""
    return under(event_of(conference), due, code, conference, planning)


def under(event: Event | None, due: Due, code: str, conference: Conference, planning: Planning) -> Due:
    """The same due date counted under another event than the conference's present one."""
    return reschedule(
        due,
        kind=kind_of(code, conference, planning),
        event=event,
        calendar=planning.calendar,
        planned=planned_of(conference),
    )


def catch_up(session: Session, task: Task) -> None:
    """Count the due date again of a task that is owed again: while it was settled, no move of the event moved it."""
    lead = session.get(Task, task.lead_task_id) if task.lead_task_id else None
    if task.due_source is DueSource.LEAD_TASK:
        put(task, follow(due_of(lead)) if lead else due_of(task))
    elif task.anchor is not None and not task.pinned:
        planning = planning_of(session, task.conference.host_id)
        put(task, again(due_of(task), task.kind, task.conference, planning))


def latest_of(code: str, conference: Conference, planning: Planning) -> date | None:
    """The ceiling that the rule of the kind sets, whatever date the task has."""
    return latest_for(kind_of(code, conference, planning), event_of(conference), planning.calendar)


def by_present_rule(due: Due, code: str, conference: Conference, planning: Planning) -> Due:
    """``due`` by the rules as they are now, where a rule gave it; others are counted again as they are."""
    if due.pinned or due.source not in RULED:
        return again(due, code, conference, planning)
    return by_rule_now(
        due,
        kind=kind_of(code, conference, planning),
        after=kind_of("other_after", conference, planning),
        event=event_of(conference),
        calendar=planning.calendar,
        planned=planned_of(conference),
    )


def recount(conference: Conference, tasks: Sequence[Task], planning: Planning) -> list[tuple[Task, date | None]]:
    """Count all due dates again under the conference's present event; the moved tasks with the date they had.

    Pinned dates stay.
    """
    moved = []
    for task in tasks:
        if task.due_source is DueSource.LEAD_TASK:
            continue
        before = task.due
        if put(task, again(due_of(task), task.kind, conference, planning)):
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
