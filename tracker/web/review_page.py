"""The review page as values: items grouped by sentence and by what is still to be done with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.calendar import VIETNAM
from tracker.domain.glossary import Review, Severity, TaskState
from tracker.domain.kinds import KINDS
from tracker.domain.schedule import Event
from tracker.models import Conference, Finding, Suggestion, Task, Unit
from tracker.services import dues, plans, review, review_units
from tracker.services.review_units import Unknown
from tracker.web import plan_text

CHECK, CERTAIN, SKIPPED, RELEASED = "check", "certain", "skipped", "released"


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
        """Of a group, those that are not about one unit (they stand beside the unit)."""
        seen = {}
        for task in self.tasks:
            for doubt in task.doubts:
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


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A suggestion with the due date its kind's rule gives."""

    row: Suggestion
    due: Any
    blocking: bool


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything on the page."""

    conference: Conference
    event: Event | None
    tasks: Sequence[Task]
    items: Mapping[str, tuple[Item, ...]]
    findings: tuple[Finding, ...]
    unknown: tuple[Unknown, ...]
    offers: tuple[Offer, ...]
    units: tuple[Unit, ...]
    text: list[plan_text.Paragraph | plan_text.Fold]
    coverage: Mapping[str, Any]
    marks: Mapping[int, int]  # task id → position of the first task of its sentence

    def count(self, *reviews: Review) -> int:
        return sum(task.review in reviews and task.state is TaskState.DRAFT for task in self.tasks)

    @property
    def to_check(self) -> int:
        return self.count(Review.CHECK)

    @property
    def certain(self) -> int:
        return self.count(Review.CERTAIN, Review.ACCEPTED)

    @property
    def acceptable(self) -> int:
        """What "accept all certain" would take."""
        drafts = (task for task in self.tasks if task.state is TaskState.DRAFT and task.review is Review.CERTAIN)
        return sum(review.is_ready(task) for task in drafts)

    @property
    def near(self) -> Mapping[str, Unknown]:
        return {one.words: one for one in self.unknown}

    def position(self, task_id: int | None) -> int | None:
        return next((task.position for task in self.tasks if task.id == task_id), None)

    def mark_of(self, task: Task) -> int | None:
        """The position under which the task's sentence is marked in the text; None for a task added by hand."""
        return self.marks.get(task.id)

    def anchor(self, position: int | None) -> int | None:
        """The position under which the item stands that holds ``position``; None when there is none."""
        for item in (one for panel in self.items.values() for one in panel):
            if any(task.position == position for task in item.tasks):
                return item.first.position if item.panel != RELEASED else None
        return None

    def item_of_line(self, line: int | None) -> int | None:
        """The position of the item that was read from a line."""
        inside = (task for task in self.tasks if task.quote and task.first_line is not None and line is not None)
        return next((task.position for task in inside if _covers(task, line or 0)), None)

    def place(self, line: int | None) -> str:
        return plan_text.place(line, self.coverage)


def _covers(task: Task, line: int) -> bool:
    return (task.first_line or 0) <= line <= (task.last_line or task.first_line or 0)


def refs_text(tasks: Iterable[Task]) -> str:
    """Ids with versions for a hidden field: "12:3 13:1"."""
    return " ".join(f"{task.id}:{task.version}" for task in tasks)


def sheet(session: Session, conference: Conference) -> Sheet:
    tasks = review.tasks_of(session, conference.id)
    units = plans.units_for(session, conference)
    coverage = conference.plan.coverage if conference.plan else NOTHING
    findings = tuple(one for one in conference.findings if not _settled(one, conference))
    suggestions = [one for one in conference.suggestions if not one.taken]
    return Sheet(
        conference=conference,
        event=dues.event_of(conference),
        tasks=tasks,
        items=_panels(tasks),
        findings=findings,
        unknown=review_units.unknown(session, conference, tasks, units),
        offers=tuple(_offer(one, conference) for one in suggestions),
        units=units,
        text=plan_text.blocks(
            plans.lines_of(session, conference.id),
            coverage,
            tasks,
            suggestions=suggestions,
            findings=findings,
            title=conference.title,
        ),
        coverage=coverage,
        marks={task.id: group[0].position for group in plan_text.sentences(tasks) for task in group},
    )


NOTHING: Mapping[str, Any] = {"sentences": 0, "assigned": 0, "tasks": 0, "skipped": 0, "unread": []}


def _offer(row: Suggestion, conference: Conference) -> Offer:
    kind = KINDS.get(row.kind, KINDS["other"])
    return Offer(row=row, due=dues.by_rule(kind, conference, VIETNAM).day, blocking=kind.blocking)


def _panels(tasks: Sequence[Task]) -> dict[str, tuple[Item, ...]]:
    groups: dict[tuple[object, ...], list[Task]] = {}
    for task in tasks:
        groups.setdefault(_key(task), []).append(task)
    items = [Item(tasks=tuple(mine), panel=_panel(mine)) for mine in groups.values()]
    return {name: tuple(one for one in items if one.panel == name) for name in (CHECK, CERTAIN, SKIPPED, RELEASED)}


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


def _settled(finding: Finding, conference: Conference) -> bool:
    """Whether a person has answered what the finding asks."""
    answers = {
        "event_tentative": not conference.event_tentative,
        "event_date_missing": conference.event_start is not None,
        "event_date_unclear": conference.event_start is not None and not conference.event_tentative,
        "number_blank": bool(conference.number) and (conference.number or "")[:1].isdigit(),
        "date_blank": dues.planned_of(conference) is not None,
    }
    return answers.get(finding.code, False)


FACT_FINDINGS = frozenset(
    {"event_tentative", "event_date_missing", "event_date_unclear", "weekday_contradicts_date", "event_past"}
)
HEADER_FINDINGS = frozenset({"number_blank", "date_blank", "title_missing", "header_missing"})
ICONS: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: ("t-red", "red"),
    Severity.WARNING: ("t-amber", "amber"),
    Severity.INFO: ("muted", "info"),
}
