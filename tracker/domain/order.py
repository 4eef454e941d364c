"""The natural order of the work: what comes before what, and due dates that contradict it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.domain.glossary import DueSource
from tracker.domain.kinds import KINDS, predecessors
from tracker.domain.schedule import Event


class Dated(Protocol):
    """What the natural order needs to know of a task."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def due(self) -> date | None: ...
    @property
    def due_source(self) -> DueSource: ...


@dataclass(frozen=True, kw_only=True)
class OrderViolation:
    """``before`` naturally comes before ``after`` but is due later. None stands for the event itself."""

    before_id: int | None
    after_id: int | None


_RULED = frozenset({DueSource.RULE, DueSource.DEFAULT, DueSource.LEAD_TASK, DueSource.NONE})


def order_violations(tasks: Sequence[Dated], event: Event | None = None) -> tuple[OrderViolation, ...]:
    """Pairs of due dates against the natural order, where the plan or a person set at least one of the two.

    Our own rules are not reported against each other (venue S−7, programme S−10 although the venue comes first).
    """
    between = (
        OrderViolation(before_id=before.id, after_id=after.id)
        for after in tasks
        for before in tasks
        if before.kind in predecessors(after.kind) and _later(before, after)
    )
    return (*between, *(_around(tasks, event) if event else ()))


def _later(before: Dated, after: Dated) -> bool:
    if before.due is None or after.due is None or {before.due_source, after.due_source} <= _RULED:
        return False
    return before.due > after.due


def _around(tasks: Sequence[Dated], event: Event) -> Iterator[OrderViolation]:
    for task in tasks:
        kind = KINDS.get(task.kind)
        if kind is None or task.due is None or task.due_source in _RULED:
            continue
        if kind.after_event and task.due < event.start:
            yield OrderViolation(before_id=None, after_id=task.id)
        elif not kind.after_event and task.due > event.end:
            yield OrderViolation(before_id=task.id, after_id=None)
