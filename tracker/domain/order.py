"""The natural order of the work (chains of ``kinds``): due dates that contradict it, and what would mend them.

Only open work is looked at: what is handed in, cancelled, suspended, declined or dismissed in the review is settled,
and what only follows a lead task says nothing that its lead task does not say. Our own rules are not reported against
each other (venue S−7, programme S−10 although the venue comes first): a date is reported where the plan or a person
has set at least one of the two, or where somebody is late.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import Anchor, DueSource, Review, TaskState
from tracker.domain.kinds import KINDS, TaskKind
from tracker.domain.order_pairs import Entry, Pair, few, pairs
from tracker.domain.schedule import RULED, Event
from tracker.domain.task import TaskView, is_open

Kinds = Mapping[str, TaskKind]
"""Code of a kind → its rule; which side of the event it is on."""


class OrderedTask(TaskView, Protocol):
    """What the natural order needs to know of a task beside what every part of the core reads."""

    @property
    def due_source(self) -> DueSource: ...
    @property
    def pinned(self) -> bool: ...
    @property
    def anchor(self) -> Anchor | None: ...
    @property
    def review(self) -> Review: ...


class OrderCode(StrEnum):
    """What contradicts the order."""

    LATE = "late"  # the predecessor is overdue and the successor's due date is reached
    DUE_LATER = "due_later"  # the predecessor is due after its successor
    AFTER_EVENT = "after_event"  # preparation due when the event is over
    BEFORE_EVENT = "before_event"  # due before the event, though it follows it


@dataclass(frozen=True, kw_only=True)
class OrderViolation:
    """``before`` naturally comes before ``after``. None stands for the event itself, with its first or last day.

    ``days``: working days by which the two contradict each other (by which the predecessor is overdue where it is
    LATE), at least 1. ``more``: further violations that share one of the two tasks and are not named.
    """

    code: OrderCode
    before_id: int | None
    after_id: int | None
    before_day: date
    after_day: date
    days: int
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class OrderChange:
    """What other due dates would do to the order."""

    appear: tuple[OrderViolation, ...]
    vanish: tuple[OrderViolation, ...]


def order_violations(
    tasks: Sequence[OrderedTask],
    *,
    event: Event | None,
    calendar: WorkingCalendar,
    today: date | None = None,
    kinds: Kinds = KINDS,
) -> tuple[OrderViolation, ...]:
    """Where open tasks contradict the order: the late ones first, then by date.

    ``today`` None: nobody is late yet (a plan under review). ``kinds``: the agency's rules, where it has its own. At
    most ``order_pairs.MOST`` per task on either side.
    """
    return _Board(_entries(tasks, kinds), event, today).violations(calendar)


def violations_of(
    task_id: int,
    tasks: Sequence[OrderedTask],
    *,
    event: Event | None,
    calendar: WorkingCalendar,
    today: date | None = None,
    kinds: Kinds = KINDS,
) -> tuple[OrderViolation, ...]:
    """The same for one of the tasks alone: nothing of it is left out because another's are worse."""
    return _Board(_entries(tasks, kinds), event, today).violations(calendar, about=task_id)


def order_change(
    tasks: Sequence[OrderedTask],
    dues: Mapping[int, date | None],
    *,
    event: Event | None,
    new_event: Event | None,
    calendar: WorkingCalendar,
    today: date | None = None,
    by_person: Collection[int] = (),
    kinds: Kinds = KINDS,
) -> OrderChange:
    """Which violations would appear and which would vanish with the due dates ``dues`` (task id → date or none).

    Tasks without an entry keep theirs. ``by_person``: those whose date would no longer be the rule's.
    """
    old = _Board(_entries(tasks, kinds), event, today)
    new = _Board(_entries(tasks, kinds, dues, by_person), new_event, today)
    return OrderChange(
        appear=tuple(one for one in new.violations(calendar) if not old.violated(one.before_id, one.after_id)),
        vanish=tuple(one for one in old.violations(calendar) if not new.violated(one.before_id, one.after_id)),
    )


def _entries(
    tasks: Iterable[OrderedTask],
    kinds: Kinds,
    dues: Mapping[int, date | None] | None = None,
    by_person: Collection[int] = (),
) -> list[Entry]:
    found = []
    for task in tasks:
        due = dues[task.id] if dues is not None and task.id in dues else task.due
        if due is not None and _takes_part(task):
            ruled = task.due_source in RULED and not task.pinned and task.id not in by_person
            found.append(_entry(task, due, kinds, ruled=ruled))
    return found


def _takes_part(task: OrderedTask) -> bool:
    settled = task.state in (TaskState.SUBMITTED, TaskState.DECLINED)
    dismissed = task.state is TaskState.DRAFT and task.review is Review.SKIPPED
    return is_open(task) and not settled and not dismissed and task.due_source is not DueSource.LEAD_TASK


def _entry(task: OrderedTask, due: date, kinds: Kinds, *, ruled: bool) -> Entry:
    """What the plan or the agency's rule has put on the other side of the event has left the chains of its kind."""
    chained, kind = KINDS.get(task.kind), kinds.get(task.kind)
    prepares = chained is None or not chained.after_event
    follows = task.anchor is Anchor.END or (kind is not None and kind.after_event)
    code = task.kind if follows is not prepares else "other_after" if follows else "other"
    return Entry(id=task.id, kind=code, due=due, ruled=ruled, follows=follows)


@dataclass(frozen=True)
class _Board:
    """Open tasks around an event on a day."""

    entries: Sequence[Entry]
    event: Event | None
    today: date | None
    by_id: Mapping[int, Entry] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {entry.id: entry for entry in self.entries})

    def violations(self, calendar: WorkingCalendar, about: int | None = None) -> tuple[OrderViolation, ...]:
        own = [entry for entry in self.entries if about is None or entry.id == about]
        found = self._pairs(self.entries, own)
        if about is not None:
            found += self._pairs(own, self.entries)
        told = [self._told(pair, calendar) for pair in few(found)]
        told += [self._around(entry, calendar) for entry in own if self._side(entry)]
        return tuple(sorted(told, key=_reading_order))

    def violated(self, before_id: int | None, after_id: int | None) -> bool:
        """Whether these two contradict each other here."""
        before, after = self.by_id.get(before_id or 0), self.by_id.get(after_id or 0)
        if before_id is None or after_id is None:
            entry = after or before
            return entry is not None and self._side(entry) is not None
        return before is not None and after is not None and bool(self._pairs([before], [after]))

    def _pairs(self, befores: Iterable[Entry], afters: Iterable[Entry]) -> list[Pair]:
        """What lies on the wrong side of the event is told once, as such."""
        return pairs(
            (entry for entry in befores if not self._side(entry)),
            (entry for entry in afters if not self._side(entry)),
            self.today,
        )

    def _told(self, pair: Pair, calendar: WorkingCalendar) -> OrderViolation:
        first, last = pair.after.due, pair.before.due
        if pair.late and self.today:
            first, last = pair.before.due, self.today
        return OrderViolation(
            code=OrderCode.LATE if pair.late else OrderCode.DUE_LATER,
            before_id=pair.before.id,
            after_id=pair.after.id,
            before_day=pair.before.due,
            after_day=pair.after.due,
            days=max(1, calendar.count_between(first, last)),
            more=pair.more,
        )

    def _side(self, entry: Entry) -> OrderCode | None:
        """On which wrong side of the event an entry is due."""
        if self.event is None or entry.ruled or entry.kind not in KINDS:
            return None
        if entry.follows:
            return OrderCode.BEFORE_EVENT if entry.due < self.event.start else None
        return OrderCode.AFTER_EVENT if entry.due > self.event.end else None

    def _around(self, entry: Entry, calendar: WorkingCalendar) -> OrderViolation:
        assert self.event is not None  # noqa: S101 -- only called where there is a side to be wrong on
        follows = entry.follows
        before, after = (self.event.start, entry.due) if follows else (entry.due, self.event.end)
        return OrderViolation(
            code=OrderCode.BEFORE_EVENT if follows else OrderCode.AFTER_EVENT,
            before_id=None if follows else entry.id,
            after_id=entry.id if follows else None,
            before_day=before,
            after_day=after,
            days=max(1, calendar.count_between(after, before)),
        )


def _reading_order(one: OrderViolation) -> tuple[bool, date, int, int]:
    return one.code is not OrderCode.LATE, min(one.before_day, one.after_day), one.after_id or 0, one.before_id or 0
