"""Can the conference be held? Tasks → counts, percent, a light, the reasons for it and what would turn it green.

Red: a blocking task is overdue, or open from one working day before the event. Amber: a blocking task is due soon
without progress, anything else is overdue (whatever is due before the event precedes it), a unit is silent, or the
event has no date. Green otherwise. Reasons are codes with facts, most serious first; the edges turn them into words.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import Compliance, ConferenceState, Light, TaskState
from tracker.domain.kinds import predecessors
from tracker.domain.schedule import Event, first_day
from tracker.domain.task import ExtendableView, TaskView, compliance, days_left, is_extended, is_open, overdue_days

BAR: Mapping[str, tuple[Compliance, ...]] = MappingProxyType(
    {
        "done": (Compliance.DONE_ON_TIME, Compliance.DONE_NO_DUE),
        "done_late": (Compliance.DONE_LATE,),
        "in_time": (Compliance.OPEN_IN_TIME,),
        "due_soon": (Compliance.OPEN_DUE_SOON,),
        "overdue": (Compliance.OPEN_OVERDUE,),
        "no_due": (Compliance.OPEN_NO_DUE,),
    }
)
"""Segments of the stacked bar in their order; not counted tasks have none."""

_DONE = ("done", "done_late")
_NO_PROGRESS = (TaskState.DRAFT, TaskState.ASSIGNED, TaskState.ACKNOWLEDGED, TaskState.DECLINED)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why the light shows what it shows, or what would change it. ``task_id`` None: about several tasks, or none."""

    code: str
    task_id: int | None = None
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SilentUnit:
    """A unit that has not acknowledged although ``reminders`` mails have asked it to."""

    unit_id: int
    reminders: int


@dataclass(frozen=True, kw_only=True)
class Rollup:
    """``total`` and ``percent`` are of counted tasks; ``percent`` is rounded down, so 100 means all.

    ``extended``: those of the tasks completed on time that were given more time for it.
    """

    counts: Mapping[Compliance, int]
    total: int
    percent: int
    light: Light
    reasons: tuple[Reason, ...]
    needed: tuple[Reason, ...]
    next_due: date | None
    next_due_count: int
    extended: int = 0

    @property
    def bar(self) -> tuple[tuple[str, int], ...]:
        """(segment, tasks) in the order of ``BAR``, empty segments included."""
        return tuple((segment, sum(self.counts[code] for code in codes)) for segment, codes in BAR.items())

    @property
    def done(self) -> int:
        return sum(count for segment, count in self.bar if segment in _DONE)


@dataclass(frozen=True, kw_only=True)
class _Board:
    """What every rule looks at."""

    tasks: Sequence[TaskView]
    event: Event | None
    today: date
    calendar: WorkingCalendar

    def status(self, task: TaskView) -> Compliance:
        return compliance(task, today=self.today, calendar=self.calendar)

    def overdue(self) -> tuple[TaskView, ...]:
        """Overdue tasks, the longest delay first."""
        late = (task for task in self.tasks if self.status(task) is Compliance.OPEN_OVERDUE)
        return tuple(sorted(late, key=lambda task: (task.due or self.today, task.id)))

    def overdue_by(self, task: TaskView) -> int:
        return overdue_days(task, today=self.today, calendar=self.calendar)

    def eve_reached(self) -> bool:
        """It is S−1 or later."""
        return self.event is not None and self.today >= self.calendar.shift(first_day(self.event, self.calendar), -1)

    def owed_afterwards(self, task: TaskView) -> bool:
        """Due after the event, so nobody waits for it on the eve."""
        return self.event is not None and task.due is not None and task.due > self.event.end


def rollup(
    tasks: Sequence[ExtendableView],
    *,
    state: ConferenceState,
    event: Event | None,
    today: date,
    calendar: WorkingCalendar,
    silent_units: Sequence[SilentUnit] = (),
) -> Rollup:
    """Readiness of one conference. ``today`` is Viet Nam's date; only counted tasks enter any figure."""
    board = _Board(tasks=tasks, event=event, today=today, calendar=calendar)
    counts = Counter(board.status(task) for task in tasks)
    done, total = _done_of_total(counts)
    light, reasons = _light(board, state, counts, silent_units)
    next_due, next_due_count = _next_due(board)
    return Rollup(
        counts=MappingProxyType({code: counts[code] for code in Compliance}),
        total=total,
        percent=done * 100 // total if total else 0,
        light=light,
        reasons=reasons,
        needed=_needed(tasks, reasons) if light in (Light.RED, Light.AMBER) else (),
        next_due=next_due,
        next_due_count=next_due_count,
        extended=sum(is_extended(task, today=today, calendar=calendar) for task in tasks),
    )


def _light(
    board: _Board, state: ConferenceState, counts: Mapping[Compliance, int], silent_units: Sequence[SilentUnit]
) -> tuple[Light, tuple[Reason, ...]]:
    if state is ConferenceState.CANCELLED:
        return Light.PAST, (Reason(code="cancelled"),)
    if state is ConferenceState.DRAFT:
        return Light.DRAFT, (Reason(code="draft", params={"tasks": sum(1 for task in board.tasks if is_open(task))}),)
    if board.event and board.event.end < board.today:
        return Light.PAST, (_held(board, counts),)
    red = tuple(_red(board))
    amber = (*_due_soon_without_progress(board), *_overdue(board), *_silent(silent_units), *_undated(board))
    if red or amber:
        return (Light.RED if red else Light.AMBER), (*red, *amber)
    return Light.GREEN, (_on_track(counts),)


def _red(board: _Board) -> Iterator[Reason]:
    overdue = [task for task in board.overdue() if task.blocking]
    for task in overdue:
        yield Reason(code="blocking_overdue", task_id=task.id, params=_facts(task, days=board.overdue_by(task)))
    if board.eve_reached():
        for task in board.tasks:
            if task.blocking and is_open(task) and task not in overdue and not board.owed_afterwards(task):
                yield Reason(code="blocking_open_on_eve", task_id=task.id, params=_facts(task))


def _due_soon_without_progress(board: _Board) -> Iterator[Reason]:
    if board.eve_reached():
        return  # the same tasks are red by now
    for task in board.tasks:
        if task.blocking and task.state in _NO_PROGRESS and board.status(task) is Compliance.OPEN_DUE_SOON:
            left = days_left(task, today=board.today, calendar=board.calendar)
            yield Reason(code="blocking_due_soon", task_id=task.id, params=_facts(task, days=left))


def _overdue(board: _Board) -> Iterator[Reason]:
    """One reason per kind: three late speeches are one sentence."""
    late: dict[str, list[TaskView]] = {}
    for task in board.overdue():
        if not task.blocking:
            late.setdefault(task.kind, []).append(task)
    for kind, tasks in sorted(late.items(), key=lambda item: -len(item[1])):
        yield _overdue_of_kind(board, kind, tasks)


def _overdue_of_kind(board: _Board, kind: str, tasks: Sequence[TaskView]) -> Reason:
    waiting = tuple(task.id for task in board.tasks if is_open(task) and kind in predecessors(task.kind))
    days = max(board.overdue_by(task) for task in tasks)
    if len(tasks) == 1:
        return Reason(code="overdue", task_id=tasks[0].id, params=_facts(tasks[0], days=days, waiting=waiting))
    ids, units = tuple(task.id for task in tasks), tuple(task.unit_id for task in tasks)
    several = {"kind": kind, "count": len(tasks), "days": days, "tasks": ids, "units": units, "waiting": waiting}
    return Reason(code="several_overdue", params=several)


def _silent(silent_units: Sequence[SilentUnit]) -> Iterator[Reason]:
    for silent in silent_units:
        yield Reason(code="unit_silent", params={"unit": silent.unit_id, "reminders": silent.reminders})


def _undated(board: _Board) -> Iterator[Reason]:
    if board.event is None:
        yield Reason(code="no_event_date")


def _on_track(counts: Mapping[Compliance, int]) -> Reason:
    if soon := counts[Compliance.OPEN_DUE_SOON]:
        return Reason(code="nothing_overdue", params={"due_soon": soon})
    return Reason(code="nothing_overdue_or_due_soon")


def _held(board: _Board, counts: Mapping[Compliance, int]) -> Reason:
    late = [board.overdue_by(task) for task in board.tasks if board.status(task) is Compliance.DONE_LATE]
    done, total = _done_of_total(counts)
    return Reason(code="held", params={"done": done, "total": total, "late": len(late), "days": max(late, default=0)})


def _done_of_total(counts: Mapping[Compliance, int]) -> tuple[int, int]:
    done = sum(counts[code] for segment in _DONE for code in BAR[segment])
    return done, sum(counts[code] for codes in BAR.values() for code in codes)


_REMEDY = {
    "blocking_overdue": "complete",
    "blocking_open_on_eve": "complete",
    "blocking_due_soon": "start",
    "overdue": "complete",
    "several_overdue": "complete_several",
    "unit_silent": "reach_unit",
    "no_event_date": "set_event_date",
}


def _needed(tasks: Sequence[TaskView], reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """For every reason what removes it; a submitted result only has to be confirmed."""
    submitted = {task.id for task in tasks if task.state is TaskState.SUBMITTED}
    return tuple(
        Reason(
            code="confirm" if reason.task_id in submitted else _REMEDY[reason.code],
            task_id=reason.task_id,
            params=reason.params,
        )
        for reason in reasons
    )


def _next_due(board: _Board) -> tuple[date | None, int]:
    """The next day on which units owe something, and how many tasks; what waits for confirmation is not owed."""
    owed = [
        task.due
        for task in board.tasks
        if is_open(task) and task.state is not TaskState.SUBMITTED and task.due and task.due >= board.today
    ]
    return (min(owed), owed.count(min(owed))) if owed else (None, 0)


def _facts(task: TaskView, **more: object) -> dict[str, object]:
    return {"title": task.title, "kind": task.kind, "unit": task.unit_id, "due": task.due, "latest": task.latest} | more
