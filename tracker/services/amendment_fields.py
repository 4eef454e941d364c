"""The fields of a task that an amended text can word otherwise: as they are told, and as they are written."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tracker.domain.glossary import AssignmentRole
from tracker.domain.rules import RuleTable
from tracker.models import Task, TaskPartner


def write_fields(task: Task, draft: Task, fields: Iterable[str], rules: RuleTable) -> dict[str, list[Any]]:
    """Give the task what the draft says; field → old and new, in JSON's types. The due date has rules of its own."""
    told = {}
    for name in fields:
        if name in _WRITERS:
            old = shown(task, name)
            _WRITERS[name](task, draft)
            told[name] = [old, shown(task, name)]
            if name in ("role", "kind"):
                _count_again(task, rules)
    return told


def shown(task: Task, name: str) -> Any:
    """A field as the history and the screen tell it."""
    if name == "partners":
        return [partner.words for partner in task.partners]
    return task.title if name == "words" else str(getattr(task, name))


def _words(task: Task, draft: Task) -> None:
    task.title = draft.title


def _role(task: Task, draft: Task) -> None:
    task.role = draft.role


def _kind(task: Task, draft: Task) -> None:
    task.kind = draft.kind


def _count_again(task: Task, rules: RuleTable) -> None:
    kind = rules.kind(task.kind)
    task.blocking = kind.blocking and task.role is AssignmentRole.LEAD
    task.counted = kind.counted and task.role is not AssignmentRole.GENERAL


def _partners(task: Task, draft: Task) -> None:
    task.partners = [TaskPartner(unit_id=one.unit_id, words=one.words) for one in draft.partners]


_WRITERS: Mapping[str, Callable[[Task, Task], None]] = {
    "words": _words, "role": _role, "kind": _kind, "partners": _partners,
}  # fmt: skip
