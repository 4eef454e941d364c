"""What an amended text would change about each task, with what is proposed and why."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tracker.domain.amendment import ChangeKind, Difference, compare, same_words
from tracker.domain.glossary import AssignmentRole, DueSource, Review, TaskState
from tracker.domain.normalise import collapse
from tracker.domain.plan import Assignment
from tracker.models import Task, Unit
from tracker.services.amendment_versions import Version, covered, duties_of, duty_of, linked, partners_of, whose

QUIET = frozenset({ChangeKind.UNCHANGED, ChangeKind.MOVED})
_HANDED_IN = frozenset({TaskState.SUBMITTED, TaskState.COMPLETED})
_AT_WORK = frozenset({TaskState.IN_PROGRESS, TaskState.RETURNED, TaskState.SUBMITTED})


class Caution(StrEnum):
    """Why a change is not taken over unless a person says so."""

    AT_WORK = "at_work"  # the unit is working on what is to be withdrawn
    HAS_FILES = "has_files"
    HANDED_IN = "handed_in"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"  # a person has dismissed the sentence
    BEFORE = "before"  # it stood in the plan already, and no task was made of it


@dataclass(frozen=True, kw_only=True)
class Change:
    """A task there is (``task``), a duty as the new text has it (``draft``, in no session), or both.

    ``id`` holds through every new comparison: "t12" for a task, "n7" for a duty that is new. ``unit``: whose the duty
    would be; None while the directory does not know the name. ``asks_due``: a person has set the date, and now the
    plan words one: one of the two is to be chosen. ``subject``: the task, or else the draft.
    """

    id: str
    kind: ChangeKind
    subject: Task
    task: Task | None
    draft: Task | None
    was_due: date | None
    assignment: Assignment | None
    fields: tuple[str, ...]
    accept: bool
    caution: Caution | None
    unit: Unit | None
    unit_typed: str  # what a person has chosen, where it differs from what the directory says
    keeps_due: bool

    @property
    def asks_due(self) -> bool:
        pinned = self.task is not None and self.task.due_source is DueSource.PERSON
        return pinned and "due" in self.fields and self.assignment is not None and self.assignment.due is not None

    @property
    def impossible(self) -> bool:
        """Nothing to choose: what is confirmed cannot be withdrawn any more."""
        return self.kind is ChangeKind.WITHDRAWN and self.caution is Caution.COMPLETED

    @property
    def needs_unit(self) -> bool:
        """Accepted, but nobody knows yet whose it is."""
        general = self.draft is not None and self.draft.role is AssignmentRole.GENERAL
        gets_unit = self.kind in (ChangeKind.ADDED, ChangeKind.REASSIGNED)
        return self.accept and gets_unit and self.unit is None and not general


class Comparing:
    """The tasks there are against two versions of the text.

    ``by_hand``: ids of tasks that no text has asked for; ``decisions`` as stored; ``text`` is the new version's.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        base: Version,
        new: Version,
        *,
        by_hand: Collection[int],
        with_files: Collection[int],
        units: Mapping[int, Unit],
        decisions: Mapping[str, Any],
        text: str,
    ) -> None:
        self._tasks, self._base, self._new = tasks, base, new
        self._by_hand, self._with_files = by_hand, with_files
        self._units, self._decisions, self._text = units, decisions, text
        self._made, self._alone = linked((task for task in tasks if task.id not in by_hand), base)
        self._alone += [task for task in tasks if task.id in by_hand]
        self._in_text = {task.id for made in self._made.values() for task in made}

    def changes(self) -> list[Change]:
        """Every task there is and every duty of the new text, once, in the order of the new text."""
        own = [task for task in self._alone if task.state is not TaskState.CANCELLED]
        old = duties_of(self._base) + [duty_of(task, -task.id) for task in own]
        found = [one for difference in compare(old, duties_of(self._new)) for one in self._each(difference)]
        gone = [task for task in self._alone if task.state is TaskState.CANCELLED]
        return found + [self._change(ChangeKind.UNCHANGED, task, None, ()) for task in gone]

    def _each(self, found: Difference) -> Iterator[Change]:
        tasks = self._of(found.old)
        if found.new is None:
            for task in tasks:
                kind = ChangeKind.WITHDRAWN if self._may_withdraw(task) else ChangeKind.UNCHANGED
                yield self._change(kind, task, None, ())
        elif not tasks:
            if found.old is None or not covered(self._base.tasks[found.old], self._tasks):
                yield self._change(ChangeKind.ADDED, None, found.new, ())
        else:
            for task in tasks:
                yield self._matched(found, found.new, task, alone=len(tasks) == 1)

    def _of(self, key: int | None) -> list[Task]:
        if key is None:
            return []
        return [task for task in self._alone if task.id == -key] if key < 0 else self._made.get(key, [])

    def _may_withdraw(self, task: Task) -> bool:
        """Only what the text in force asks for: not a task by hand, not one whose words still stand somewhere."""
        if task.id in self._by_hand or task.first_line is None or task.state is TaskState.CANCELLED:
            return False
        dismissed = task.state is TaskState.DRAFT and task.review is Review.SKIPPED
        return not dismissed and (task.id in self._in_text or collapse(task.quote) not in self._text)

    def _matched(self, found: Difference, no: int, task: Task, *, alone: bool) -> Change:
        draft = self._new.tasks[no]
        fields = tuple(self._fields(found, task, draft, alone=alone))
        kind = found.kind
        if kind is ChangeKind.REASSIGNED and whose(task) == whose(draft):
            kind = ChangeKind.CHANGED
        if kind is ChangeKind.CHANGED and not fields:
            kind = ChangeKind.UNCHANGED
        return self._change(kind, task, no, fields)

    def _fields(self, found: Difference, task: Task, draft: Task, *, alone: bool) -> Iterator[str]:
        """What is different between the texts and not so already in the task: a person may have corrected it."""
        own = found.old is not None and found.old < 0
        if "words" in found.fields and alone and not same_words(task.title, draft.title):
            yield "words"
        if self._due_differs(found, task, draft) if own else "due" in found.fields:
            yield "due"
        if "role" in found.fields and task.role is not draft.role:
            yield "role"
        if "kind" in found.fields and task.kind != draft.kind:
            yield "kind"
        if "partners" in found.fields and partners_of(task) != partners_of(draft):
            yield "partners"

    def _due_differs(self, found: Difference, task: Task, draft: Task) -> bool:
        """A task of no text has no words to compare: only a date that the new text names tells anything."""
        said = self._new.assignments[found.new or 0].due
        return said is not None and not said.vague and draft.due != task.due

    def _change(self, kind: ChangeKind, task: Task | None, no: int | None, fields: tuple[str, ...]) -> Change:
        decision = self._decisions.get(f"t{task.id}" if task else f"n{no}", {})
        draft = self._new.tasks[no] if no is not None else None
        subject = task or draft
        if subject is None:
            raise ValueError("a change is about a task or a draft")
        caution = None if kind in QUIET else self._caution(kind, task, draft)
        final = kind is ChangeKind.WITHDRAWN and caution is Caution.COMPLETED
        chosen = self._units.get(decision.get("unit") or 0)
        unit = chosen or (self._units.get(draft.unit_id or 0) if draft is not None else task.unit if task else None)
        return Change(
            id=f"t{task.id}" if task else f"n{no}",
            kind=kind,
            subject=subject,
            task=task,
            draft=draft,
            was_due=task.due if task else None,
            assignment=self._new.assignments[no] if no is not None else None,
            fields=fields,
            accept=bool(decision.get("accept", caution is None)) and not final,
            caution=caution,
            unit=unit,
            unit_typed=chosen.name if chosen else "",
            keeps_due=bool(decision.get("keep_due", False)),
        )

    def _caution(self, kind: ChangeKind, task: Task | None, draft: Task | None) -> Caution | None:
        if task is None:
            stood = any(
                old.quote and draft is not None and whose(old) == whose(draft) and same_words(old.title, draft.title)
                for old in self._base.tasks.values()
            )
            return Caution.BEFORE if stood else None
        if task.state is TaskState.DRAFT:
            return Caution.SKIPPED if task.review is Review.SKIPPED else None
        if task.state is TaskState.CANCELLED:
            return Caution.CANCELLED
        if task.state is TaskState.COMPLETED:
            return Caution.COMPLETED
        if kind is ChangeKind.WITHDRAWN:
            if task.state in _AT_WORK:
                return Caution.AT_WORK
            return Caution.HAS_FILES if task.id in self._with_files else None
        return Caution.HANDED_IN if task.state in _HANDED_IN else None
