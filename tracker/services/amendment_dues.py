"""The due dates that tasks would have under an amended text, each with its rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.amendment import ChangeKind
from tracker.domain.glossary import DueSource
from tracker.domain.replan import SETTLED
from tracker.domain.rules import Planning
from tracker.domain.schedule import Due, Event, follow
from tracker.models import Conference, Task
from tracker.services import dues, replan
from tracker.services.amendment_changes import Change
from tracker.services.amendment_versions import Version

_COUNTED = frozenset({DueSource.RULE, DueSource.DEFAULT, DueSource.NONE})


@dataclass(frozen=True, kw_only=True)
class DueDates:
    """Id of a change ("t12", "n7") → the due date then; every task of the conference has one, changed or not.

    ``leads``: id → id of the change or task whose date it follows.
    """

    by_id: Mapping[str, Due]
    leads: Mapping[str, str]

    def of(self, change: Change) -> Due:
        return self.by_id[change.id]

    def of_task(self, task: Task) -> Due:
        return self.by_id[f"t{task.id}"]


def due_dates(
    conference: Conference,
    tasks: Sequence[Task],
    changes: Sequence[Change],
    new: Version,
    event: Event | None,
    planning: Planning,
) -> DueDates:
    """``event``: the event's new days, None where they stay. A settled task keeps the date it was measured by."""
    found = {task.id: dues.due_of(task) for task in tasks}
    if event is not None:
        found |= replan.recounted(conference, tasks, event, planning)
    by_id = {f"t{task_id}": due for task_id, due in found.items()}
    by_no = {change.draft.position: change.id for change in changes if change.draft is not None}
    leads = {f"t{task.id}": f"t{task.lead_task_id}" for task in tasks if task.lead_task_id}
    for change in changes:
        if worded := _worded(change):
            by_id[change.id] = worded
            if worded.source is DueSource.LEAD_TASK and change.draft is not None:
                leads[change.id] = by_no[new.leads[change.draft.position]]
    settled = {f"t{task.id}" for task in tasks if task.state in SETTLED}
    for one, due in list(by_id.items()):
        if due.source is DueSource.LEAD_TASK and one not in settled and leads.get(one) in by_id:
            by_id[one] = follow(by_id[leads[one]])
    return DueDates(by_id=by_id, leads=leads)


def _worded(change: Change) -> Due | None:
    """The date that the new text gives; None: it stays as it is counted or set."""
    if change.draft is None:
        return None
    if change.task is None:
        return dues.due_of(change.draft)
    if not change.accept or change.task.state in SETTLED or change.kind is ChangeKind.WITHDRAWN:
        return None
    if "due" in change.fields:
        return None if change.asks_due and change.keeps_due else dues.due_of(change.draft)
    recounts = {"kind", "role"} & set(change.fields) and change.task.due_source in _COUNTED
    return dues.due_of(change.draft) if recounts else None
