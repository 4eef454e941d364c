"""The items of the review: one sentence's task, or its tasks, with what is still to be done about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.glossary import AssignmentRole, Review, TaskState
from tracker.domain.normalise import search_key
from tracker.models import Task
from tracker.services import review
from tracker.web import plan_text

CHECK, CERTAIN, SKIPPED, RELEASED = "check", "certain", "skipped", "released"
PANELS = (CHECK, CERTAIN, SKIPPED, RELEASED)
_NOWHERE = 1_000_000  # a task by hand stands after those of the text


@dataclass(frozen=True, kw_only=True)
class Item:
    """One sentence's task, or its tasks when it goes to several units."""

    tasks: tuple[Task, ...]
    panel: str

    @property
    def first(self) -> Task:
        return self.tasks[0]

    @property
    def several(self) -> bool:
        return len(self.tasks) > 1

    @property
    def number(self) -> str:
        return plan_text.numbers(self.tasks)

    @property
    def refs(self) -> str:
        return refs_text(self.tasks)

    @property
    def ready(self) -> tuple[Task, ...]:
        """What "accept" would take: of several, not those whose unit is only a guess, which is confirmed by itself."""
        ready = tuple(task for task in self.tasks if review.is_ready(task))
        return tuple(task for task in ready if not review.unit_doubted(task)) if self.several else ready

    @property
    def ready_refs(self) -> str:
        return refs_text(self.ready)

    @property
    def doubts(self) -> tuple[Mapping[str, Any], ...]:
        """What nobody has looked at yet; of a group, what is not about one unit (that stands beside the unit)."""
        seen = {}
        for task in self.tasks:
            for doubt in task.doubts if task.review is Review.CHECK else ():
                if not (self.several and doubt["code"] in review.UNIT_DOUBTS):
                    seen[doubt["code"], str(doubt.get("params"))] = doubt
        return tuple(seen.values())

    @property
    def to_check(self) -> int:
        return sum(task.review is Review.CHECK for task in self.tasks)

    @property
    def accepted(self) -> bool:
        return all(task.review is Review.ACCEPTED for task in self.tasks)

    @property
    def one_due(self) -> bool:
        return len({task.due for task in self.tasks}) == 1

    @property
    def linkable(self) -> bool:
        """Whether it may follow another unit's task."""
        return not self.several and self.first.role is AssignmentRole.COORDINATE


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far the review is. ``next``: the position where it goes on; None when nothing is left."""

    done: int
    total: int
    next: int | None


def refs_text(tasks: Sequence[Task]) -> str:
    """Ids with versions for a hidden field: "12:3 13:1"."""
    return " ".join(f"{task.id}:{task.version}" for task in tasks)


def text_order(task: Task) -> tuple[int, int]:
    """Where it stands in the plan: a part that was cut off has a later number, and yet belongs beside its sentence."""
    return (_NOWHERE if task.first_line is None else task.first_line, task.position)


def panels(tasks: Sequence[Task]) -> dict[str, tuple[Item, ...]]:
    """The items by what is to be done with them, each panel in the order of the text."""
    groups: dict[tuple[object, ...], list[Task]] = {}
    for task in sorted(tasks, key=text_order):
        groups.setdefault(_key(task), []).append(task)
    items = [Item(tasks=tuple(mine), panel=_panel(mine)) for mine in groups.values()]
    return {name: tuple(one for one in items if one.panel == name) for name in PANELS}


def _key(task: Task) -> tuple[object, ...]:
    if not task.quote:
        return (task.id,)
    aside = task.review is Review.SKIPPED, task.state is TaskState.DRAFT
    return task.first_line, task.quote, task.title, task.role, task.kind, task.due_source, *aside


def _panel(mine: Sequence[Task]) -> str:
    if mine[0].state is not TaskState.DRAFT:
        return RELEASED
    if mine[0].review is Review.SKIPPED:
        return SKIPPED
    return CHECK if any(task.review is Review.CHECK for task in mine) else CERTAIN


def progress(tasks: Sequence[Task]) -> Progress:
    """What a person has settled, and the first task that nobody has looked at, the doubtful ones before the others."""
    drafts = [task for task in tasks if task.state is TaskState.DRAFT]
    settled = [task for task in drafts if task.review in {Review.ACCEPTED, Review.SKIPPED}]
    left = sorted((task for task in drafts if task not in settled), key=_urgency)
    return Progress(done=len(settled), total=len(drafts), next=left[0].position if left else None)


def _urgency(task: Task) -> tuple[bool, tuple[int, int]]:
    return task.review is not Review.CHECK, text_order(task)


def following(tasks: Sequence[Task], task: Task, *, panel: str) -> Task:
    """The item to look at after ``task``: the next of the same panel in the text, else the task itself."""
    wanted = Review.CERTAIN if panel == CERTAIN else Review.CHECK
    waiting = [one for one in tasks if one.review is wanted and one.state is TaskState.DRAFT]
    after = [one for one in waiting if text_order(one) > text_order(task)]
    return min(after, key=text_order, default=task)


def twins(tasks: Sequence[Task]) -> Mapping[int, tuple[Task, ...]]:
    """For each draft the others it could be merged with: one unit, one role."""
    groups: dict[tuple[object, ...], list[Task]] = {}
    for task in tasks:
        if task.state is TaskState.DRAFT and task.review is not Review.SKIPPED:
            unit = task.unit_id or search_key(task.unit_words)
            groups.setdefault((unit, task.role), []).append(task)
    return {task.id: tuple(one for one in mine if one is not task) for mine in groups.values() for task in mine}
