"""More time for a task: may it be asked for, until which day, and who decides.

The limits are this service's defaults; no decree names them: asked for two working days before the due date at the
latest, given once by the coordinator and a second time by the leadership only, never past the task's "latest", never
to a day off. Until it is granted the old date counts. A moved event is a re-planning, not an extension.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Protocol

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.errors import InvalidInput, StepRefused
from tracker.domain.glossary import TaskState
from tracker.domain.permissions import Action
from tracker.domain.schedule import Event, first_day
from tracker.domain.task import ClockOwner, clock_owner, last_day_to_ask_extension

DECIDED_BY: Mapping[int, Action] = MappingProxyType({1: Action.DECIDE_EXTENSION, 2: Action.DECIDE_SECOND_EXTENSION})
"""The first and the second extension of a task and who may give them; there is no third."""

FARTHEST = timedelta(days=366)
"""From the old date, where no ceiling is known: more is a slip of the pen."""


class Extendable(Protocol):
    """What the limits depend on."""

    @property
    def state(self) -> TaskState: ...
    @property
    def due(self) -> date | None: ...
    @property
    def latest(self) -> date | None: ...
    @property
    def extensions(self) -> int:
        """Granted so far."""


def why_not_ask(
    task: Extendable, *, asked: bool, event: Event | None, today: date, calendar: WorkingCalendar
) -> StepRefused | None:
    """Why no extension can be asked for today; None when it can. ``asked``: a request waits for an answer already."""
    if clock_owner(task.state) is not ClockOwner.UNIT:
        return StepRefused("extension_closed")
    if task.due is None:
        return StepRefused("extension_no_due")
    if asked:
        return StepRefused("extension_open")
    if task.extensions + 1 not in DECIDED_BY:
        return StepRefused("extension_third", count=task.extensions)
    ask_by = last_day_to_ask_extension(task.due, calendar)
    if today > ask_by:
        return StepRefused("extension_too_late", ask_by=ask_by)
    last = ceiling(task, event, calendar)
    if last is not None and calendar.previous_or_same(last) <= task.due:
        return StepRefused("extension_no_room", latest=last)
    return None


def ceiling(task: Extendable, event: Event | None, calendar: WorkingCalendar) -> date | None:
    """The last day that can be given: the task's "latest"; work before the event that has none ends on its eve."""
    if task.latest is not None or not _before(task.due, event) or event is None:
        return task.latest
    return calendar.shift(first_day(event, calendar), -1)


def check_day(
    task: Extendable, day: date | None, *, event: Event | None, today: date, calendar: WorkingCalendar
) -> date:
    """``day`` as the new due date of ``task``, which has one.

    Raises:
        InvalidInput: "day" is missing, past, not later than the due date, after the ceiling, too far away or a day off
            (``extension_…``; for a day off with the nearest working day that can be had).
    """
    if day is None:
        raise InvalidInput("extension_day_missing", field="day")
    if day < today:
        raise InvalidInput("extension_past", field="day")
    if task.due is not None and day <= task.due:
        raise InvalidInput("extension_not_later", field="day", due=task.due)
    last = ceiling(task, event, calendar)
    if last is not None and day > last:
        raise InvalidInput("extension_after_latest", field="day", latest=last)
    if day > (task.due or today) + FARTHEST:
        raise InvalidInput("extension_too_far", field="day")
    if not calendar.is_working(day):
        nearest = nearest_day(task, day, event=event, today=today, calendar=calendar)
        if nearest is None:
            raise InvalidInput("extension_day_off_no_other", field="day", day=day)
        raise InvalidInput("extension_day_off", field="day", day=day, nearest=nearest)
    return day


def nearest_day(
    task: Extendable, day: date, *, event: Event | None, today: date, calendar: WorkingCalendar
) -> date | None:
    """The working day to offer instead of a day off: the one before, after the event the one after, if it can be had.

    (Due dates move the same way: Bộ luật Dân sự 2015, Đ148, and back-planning before the event.)
    """
    around = (calendar.previous_or_same(day), calendar.next_or_same(day))
    last = ceiling(task, event, calendar)
    return next(
        (
            one
            for one in (around if _before(task.due, event) else reversed(around))
            if one >= today and (task.due is None or one > task.due) and (last is None or one <= last)
        ),
        None,
    )


def _before(due: date | None, event: Event | None) -> bool:
    """Work that is due before the event is over; without an event's date everything is."""
    return event is None or due is None or due <= event.end
