"""What a later due date would do to the rest: who waits for the task, and how much room is left behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.extension import ceiling
from tracker.domain.kinds import predecessors
from tracker.domain.schedule import Event, first_day, last_day
from tracker.domain.task import ExtendableView, TaskView, is_open

SQUEEZED_DAYS = 2
"""Working days after the new date within which a following task counts as squeezed."""


@dataclass(frozen=True, kw_only=True)
class Crowded:
    """A task that naturally comes later, with its due date.

    ``gap``: working days from the new date to it; negative where it is due before.
    """

    task_id: int
    title: str
    due: date
    gap: int

    @property
    def overtaken(self) -> bool:
        """The order would be turned round: the follower is due before what it waits for."""
        return self.gap < 0


@dataclass(frozen=True, kw_only=True)
class Impact:
    """All counts are working days. ``ceiling_left``: from the new date to the ceiling; None without one.

    ``event_left``: from the new date to the event's first day, or from its last day to the new date where
    ``after_event``; None without an event's date.
    """

    day: date
    more: int
    ceiling: date | None
    ceiling_left: int | None
    event_left: int | None
    after_event: bool
    blocking: bool
    crowded: tuple[Crowded, ...]


def impact(
    task: ExtendableView, day: date, others: Sequence[TaskView], *, event: Event | None, calendar: WorkingCalendar
) -> Impact:
    """What ``day`` as the due date of ``task`` means. ``others``: the tasks of the conference, in any order."""
    last = ceiling(task, event, calendar)
    after = event is not None and day > event.end
    return Impact(
        day=day,
        more=calendar.count_between(task.due, day) if task.due else 0,
        ceiling=last,
        ceiling_left=None if last is None else calendar.count_between(day, last),
        event_left=_to_event(day, event, calendar),
        after_event=after,
        blocking=task.blocking,
        crowded=tuple(sorted(_crowded(task, day, others, calendar), key=lambda one: (one.due, one.task_id))),
    )


def _to_event(day: date, event: Event | None, calendar: WorkingCalendar) -> int | None:
    if event is None:
        return None
    if day > event.end:
        return calendar.count_between(last_day(event, calendar), day)
    return calendar.count_between(day, first_day(event, calendar))


def _crowded(task: TaskView, day: date, others: Sequence[TaskView], calendar: WorkingCalendar) -> Iterator[Crowded]:
    """Open followers that the new date overtakes or leaves little time; who was due before anyway is not its doing."""
    for other in others:
        if other.id == task.id or other.due is None or not is_open(other) or task.kind not in predecessors(other.kind):
            continue
        if task.due is not None and other.due < task.due:
            continue
        gap = calendar.count_between(day, other.due)
        if other.due < day:
            yield Crowded(task_id=other.id, title=other.title, due=other.due, gap=min(gap, -1))
        elif gap <= SQUEEZED_DAYS:
            yield Crowded(task_id=other.id, title=other.title, due=other.due, gap=gap)
