"""A task's two axes: the workflow that people move, and compliance, which is always derived from dates.

All dates are Viet Nam's; counts of days are working days.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.errors import StepRefused
from tracker.domain.glossary import AssignmentRole, Compliance, TaskState

DUE_SOON_DAYS = 3
"""Working days left from which an open task is "sắp đến hạn", the due date itself being 0."""

EXTENSION_NOTICE_DAYS = 2
"""Working days before the due date by which an extension must be asked for (default)."""


class Owed(Protocol):
    """Of a task: who owes it, and for which conference."""

    @property
    def conference_id(self) -> int: ...
    @property
    def unit_id(self) -> int | None: ...


class DatedView(Protocol):
    """What deadlines and reminders read of a task; rows, objects and test doubles alike satisfy it."""

    @property
    def id(self) -> int: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def role(self) -> AssignmentRole: ...
    @property
    def blocking(self) -> bool: ...
    @property
    def counted(self) -> bool: ...
    @property
    def state(self) -> TaskState: ...
    @property
    def due(self) -> date | None: ...
    @property
    def submitted_on(self) -> date | None:
        """Viet Nam's date of the submission in force; None while nothing is submitted or it was returned."""

    @property
    def acknowledged(self) -> bool: ...


class TaskView(DatedView, Protocol):
    """What the core reads of a task."""

    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def latest(self) -> date | None: ...


class ExtendableView(TaskView, Protocol):
    """A task that may have been given more time."""

    @property
    def extensions(self) -> int:
        """Granted so far."""


class Step(StrEnum):
    """What a person does to a task."""

    ASSIGN = "assign"
    ACKNOWLEDGE = "acknowledge"
    START = "start"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"  # take a submission back before it is confirmed
    ACCEPT = "accept"  # confirm a result, or agree to a refusal
    REOPEN = "reopen"  # undo an acceptance
    RETURN_ = "return"  # refuse the result; needs a reason
    DECLINE = "decline"  # "not ours"; needs a reason
    SUSPEND = "suspend"
    RESUME = "resume"
    CANCEL = "cancel"


class ClockOwner(StrEnum):
    """Whose delay it is while a task is open."""

    UNIT = "unit"
    COORDINATOR = "coordinator"


_WITH_UNIT = (TaskState.ASSIGNED, TaskState.ACKNOWLEDGED, TaskState.IN_PROGRESS, TaskState.RETURNED)
_LIVE = (*_WITH_UNIT, TaskState.SUBMITTED, TaskState.DECLINED)

TRANSITIONS: Mapping[tuple[TaskState, Step], TaskState] = MappingProxyType(
    {
        (TaskState.DRAFT, Step.ASSIGN): TaskState.ASSIGNED,
        (TaskState.DECLINED, Step.ASSIGN): TaskState.ASSIGNED,
        (TaskState.ASSIGNED, Step.ACKNOWLEDGE): TaskState.ACKNOWLEDGED,
        (TaskState.ASSIGNED, Step.START): TaskState.IN_PROGRESS,
        (TaskState.ACKNOWLEDGED, Step.START): TaskState.IN_PROGRESS,
        (TaskState.RETURNED, Step.START): TaskState.IN_PROGRESS,
        **{(state, Step.SUBMIT): TaskState.SUBMITTED for state in _WITH_UNIT},
        (TaskState.SUBMITTED, Step.WITHDRAW): TaskState.IN_PROGRESS,
        (TaskState.SUBMITTED, Step.ACCEPT): TaskState.COMPLETED,
        (TaskState.SUBMITTED, Step.RETURN_): TaskState.RETURNED,
        (TaskState.COMPLETED, Step.REOPEN): TaskState.SUBMITTED,
        (TaskState.ASSIGNED, Step.DECLINE): TaskState.DECLINED,
        (TaskState.ACKNOWLEDGED, Step.DECLINE): TaskState.DECLINED,
        (TaskState.IN_PROGRESS, Step.DECLINE): TaskState.DECLINED,
        (TaskState.DECLINED, Step.ACCEPT): TaskState.CANCELLED,
        **{(state, Step.SUSPEND): TaskState.SUSPENDED for state in _LIVE},
        **{(state, Step.CANCEL): TaskState.CANCELLED for state in (TaskState.DRAFT, *_LIVE, TaskState.SUSPENDED)},
        (TaskState.SUSPENDED, Step.RESUME): TaskState.ASSIGNED,
        (TaskState.CANCELLED, Step.RESUME): TaskState.ASSIGNED,
    }
)
"""Where each step leads. Resume and withdraw lead back to the state before, where the caller knows it."""

REASON_NEEDED = frozenset({Step.RETURN_, Step.DECLINE})


def move(state: TaskState, step: Step, *, before: TaskState | None = None) -> TaskState:
    """The state after ``step``; ``before`` is the state that a suspension, cancellation or submission left.

    Raises ``StepRefused("step_refused")`` where the state does not allow the step.
    """
    target = TRANSITIONS.get((state, step))
    if target is None:
        raise StepRefused("step_refused", state=state, step=step)
    if step is Step.RESUME and before in (TaskState.DRAFT, *_LIVE):
        return before
    if step is Step.WITHDRAW and before in _WITH_UNIT:
        return before
    return target


def allowed(state: TaskState) -> tuple[Step, ...]:
    """The steps that the state admits, in the order of ``Step``; who may take them is ``permissions``' matter."""
    return tuple(step for step in Step if (state, step) in TRANSITIONS)


def is_counted(task: DatedView) -> bool:
    """Whether the task enters any figure: not cancelled, not suspended, not an umbrella duty."""
    aside = task.state in (TaskState.CANCELLED, TaskState.SUSPENDED)
    return task.counted and task.role is not AssignmentRole.GENERAL and not aside


def is_open(task: DatedView) -> bool:
    """Counted and not completed. A draft and a refusal that nobody has answered are open: the work is still owed."""
    return is_counted(task) and task.state is not TaskState.COMPLETED


def waits_on_time(task: DatedView) -> bool:
    """Submitted on or before the due date and waiting for confirmation: the delay is no longer the unit's."""
    return task.state is TaskState.SUBMITTED and not _is_late(task.submitted_on, task.due)


def compliance(task: DatedView, *, today: date, calendar: WorkingCalendar) -> Compliance:
    """Derived status; total over all states. ``today`` is Viet Nam's date."""
    if not is_counted(task):
        return Compliance.NOT_COUNTED
    if task.state is TaskState.COMPLETED:
        return _done(task)
    if task.due is None:
        return Compliance.OPEN_NO_DUE
    if waits_on_time(task):
        return Compliance.OPEN_IN_TIME
    if today > task.due:
        return Compliance.OPEN_OVERDUE
    soon = calendar.count_between(today, task.due) <= DUE_SOON_DAYS
    return Compliance.OPEN_DUE_SOON if soon else Compliance.OPEN_IN_TIME


def is_extended(task: ExtendableView, *, today: date, calendar: WorkingCalendar) -> bool:
    """Completed on time, thanks to an extension: reported beside what was completed by its first date."""
    return task.extensions > 0 and compliance(task, today=today, calendar=calendar) is Compliance.DONE_ON_TIME


def days_left(task: DatedView, *, today: date, calendar: WorkingCalendar) -> int | None:
    """Working days from today to the due date: 0 on the day, −1 or less once it has passed; None without one."""
    if task.due is None:
        return None
    return -_days_late(task.due, today, calendar) if today > task.due else calendar.count_between(today, task.due)


def overdue_days(task: DatedView, *, today: date, calendar: WorkingCalendar) -> int:
    """Working days of delay that are the unit's: up to its submission where one is in force, else up to today.

    At least 1 once the due date has passed, even before the next working day; 0 when not late or not counted.
    """
    if task.due is None or not is_counted(task):
        return 0
    until = _clock_stopped(task) or today
    return _days_late(task.due, until, calendar) if until > task.due else 0


def clock_owner(state: TaskState) -> ClockOwner | None:
    """Whose clock runs: the coordinator's while a result or a refusal waits for an answer; None: it stands still."""
    if state in _WITH_UNIT:
        return ClockOwner.UNIT
    if state in (TaskState.DRAFT, TaskState.SUBMITTED, TaskState.DECLINED):
        return ClockOwner.COORDINATOR
    return None


def last_day_to_ask_extension(due: date, calendar: WorkingCalendar) -> date:
    """The last day on which a unit may still ask for more time."""
    return calendar.shift(due, -EXTENSION_NOTICE_DAYS)


def _done(task: DatedView) -> Compliance:
    if task.due is None:
        return Compliance.DONE_NO_DUE
    # Accepted without a recorded submission (entered by a coordinator afterwards): no delay can be shown.
    late = task.submitted_on is not None and task.submitted_on > task.due
    return Compliance.DONE_LATE if late else Compliance.DONE_ON_TIME


def _clock_stopped(task: DatedView) -> date | None:
    """The day the unit's clock stopped; None while it runs."""
    if task.state is TaskState.COMPLETED:
        return task.submitted_on or task.due
    return task.submitted_on if task.state is TaskState.SUBMITTED else None


def _is_late(submitted_on: date | None, due: date | None) -> bool:
    return due is not None and (submitted_on is None or submitted_on > due)


def _days_late(due: date, until: date, calendar: WorkingCalendar) -> int:
    return max(1, calendar.count_between(due, until))
