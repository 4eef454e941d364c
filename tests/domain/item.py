"""A task as the core sees it, without a database."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.glossary import AssignmentRole, TaskState


@dataclass(frozen=True, kw_only=True)
class Item:
    """A counted task of a unit, due on Thursday 13 July 2023."""

    id: int = 1
    unit_id: int | None = 7
    title: str = "Báo cáo"
    kind: str = "thematic_content"
    role: AssignmentRole = AssignmentRole.LEAD
    blocking: bool = False
    counted: bool = True
    state: TaskState = TaskState.IN_PROGRESS
    due: date | None = date(2023, 7, 13)
    latest: date | None = date(2023, 7, 17)
    submitted_on: date | None = None
    acknowledged: bool = True
    extensions: int = 0
