"""Whom an amendment concerns: one notice for each unit, with everything of it that is theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from tracker.domain.amendment import ChangeKind
from tracker.domain.glossary import AssignmentRole, TaskState, UnitKind
from tracker.domain.schedule import Due
from tracker.models import Conference, Task, Unit
from tracker.services.amendment_changes import Change
from tracker.services.amendment_dues import DueDates
from tracker.services.outbox import Address
from tracker.services.recipients import Recipients

# What a unit reads of a change; which kind of work it is counted as is the coordinator's business.
TOLD_FIELDS = frozenset({"words", "due", "role", "partners"})


@dataclass(frozen=True, kw_only=True)
class Move:
    """A due date that moves although the text says nothing about it: with the event, or with the task it follows."""

    task: Task
    old: date | None
    due: Due


@dataclass(kw_only=True)
class Told:
    """What one unit is told. ``to`` empty: nobody of it can be written to."""

    unit: Unit
    to: tuple[Address, ...] = ()
    added: list[Change] = field(default_factory=list)
    taken_over: list[Change] = field(default_factory=list)  # from another unit
    changed: list[Change] = field(default_factory=list)
    withdrawn: list[Change] = field(default_factory=list)
    handed_over: list[Change] = field(default_factory=list)  # to another unit
    moved: list[Move] = field(default_factory=list)

    @property
    def new(self) -> list[Change]:
        return self.added + self.taken_over

    @property
    def count(self) -> int:
        groups = (self.added, self.taken_over, self.changed, self.withdrawn, self.handed_over, self.moved)
        return sum(len(group) for group in groups)


def goes_out(change: Change, due: Due) -> bool:
    """Whether a new duty can go to its unit at once; otherwise it waits as a draft, as at activation."""
    if change.unit is None or change.draft is None:
        return False
    collective = change.draft.role is AssignmentRole.GENERAL and change.unit.kind is UnitKind.COLLECTIVE
    return not collective and due.day is not None


def moves_of(tasks: Sequence[Task], changes: Sequence[Change], dues: DueDates) -> tuple[Move, ...]:
    """The due dates that move beside the accepted changes, in the order of the plan."""
    named = {change.id for change in changes if change.accept}
    return tuple(
        Move(task=task, old=task.due, due=dues.of_task(task))
        for task in tasks
        if f"t{task.id}" not in named and dues.of_task(task).day != task.due
    )


def told(
    session: Session,
    conference: Conference,
    changes: Sequence[Change],
    moves: Sequence[Move],
    dues: DueDates,
    *,
    today: date,
) -> tuple[Told, ...]:
    """The units that hear of it, in Vietnamese order; what is not accepted or still a draft concerns nobody."""
    found: dict[int, Told] = {}
    for unit, group, entry in (*_of_changes(changes, dues), *_of_moves(moves)):
        notice = found.setdefault(unit.id, Told(unit=unit))
        getattr(notice, group).append(entry)
    recipients = Recipients(session, [conference], found, today=today)
    for notice in found.values():
        standing = recipients.standing(notice.unit.id)
        notice.to = recipients.unit(standing) if standing else ()
    return tuple(sorted(found.values(), key=lambda notice: notice.unit.sort_key))


def _of_changes(changes: Sequence[Change], dues: DueDates) -> Iterator[tuple[Unit, str, Change]]:
    for change in changes:
        if change.accept:
            for unit, group in _groups(change, dues.of(change)):
                if unit is not None:
                    yield unit, group, change


def _groups(change: Change, due: Due) -> Iterator[tuple[Unit | None, str]]:
    task = change.task
    if task is None:
        if goes_out(change, due):
            yield change.unit, "added"
    elif task.state in (TaskState.DRAFT, TaskState.CANCELLED):
        return
    elif change.kind is ChangeKind.WITHDRAWN:
        yield task.unit, "withdrawn"
    elif change.kind is ChangeKind.REASSIGNED:
        yield change.unit, "taken_over"
        yield task.unit, "handed_over"
    elif TOLD_FIELDS & set(change.fields) or due.day != task.due:
        yield task.unit, "changed"


def _of_moves(moves: Sequence[Move]) -> Iterator[tuple[Unit, str, Move]]:
    for move in moves:
        if move.task.unit is not None and move.task.state is not TaskState.DRAFT:
            yield move.task.unit, "moved", move
