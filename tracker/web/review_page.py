"""The review page as values: items, findings, text, how far the review is and who else is at it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.glossary import AssignmentRole, ConferenceScale, Review, Severity, TaskState
from tracker.domain.permissions import Actor
from tracker.domain.schedule import Event
from tracker.models import Conference, Finding, ReviewStep, Task, Unit, User
from tracker.services import (
    dues,
    order,
    plans,
    review,
    review_coverage,
    review_log,
    review_presence,
    review_undo,
    review_units,
    suggestions,
)
from tracker.services.order import OrderWarning
from tracker.services.review_units import Unknown
from tracker.services.suggestions import Offers
from tracker.web import plan_text, review_items
from tracker.web.review_items import RELEASED, Item, Progress

STEPS_SHOWN = 30


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything on the page."""

    conference: Conference
    event: Event | None
    tasks: Sequence[Task]
    items: Mapping[str, tuple[Item, ...]]
    findings: tuple[Finding, ...]
    unknown: tuple[Unknown, ...]
    offers: Offers
    units: tuple[Unit, ...]
    lines: Sequence[Mapping[str, Any]]
    text: list[plan_text.Paragraph | plan_text.Fold]
    coverage: Mapping[str, Any]
    cover: review_coverage.Standing | None
    marks: Mapping[int, int]  # task id → position of the first task of its sentence
    steps: Sequence[ReviewStep]
    undo: ReviewStep | None
    present: Sequence[User]
    orders: Sequence[OrderWarning]  # dates against the natural order

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

    @cached_property
    def near(self) -> Mapping[str, Unknown]:
        return {one.words: one for one in self.unknown}

    @cached_property
    def by_id(self) -> Mapping[int, Task]:
        return {task.id: task for task in self.tasks}

    @cached_property
    def twins(self) -> Mapping[int, tuple[Task, ...]]:
        return review_items.twins(self.tasks)

    @cached_property
    def progress(self) -> Progress:
        return review_items.progress(self.tasks)

    @property
    def seen(self) -> int:
        """The newest step that the page shows."""
        return self.steps[0].id if self.steps else 0

    def position(self, task_id: int | None) -> int | None:
        found = self.by_id.get(task_id or 0)
        return found.position if found else None

    def leads(self, task: Task | None) -> list[Task]:
        """The tasks that ``task`` could follow."""
        return [one for one in self.tasks if one.lead_task_id is None and (task is None or one.id != task.id)]

    def lead_options(self, task: Task) -> list[Task]:
        """Of those, what is somebody's own work in this review."""
        own = {AssignmentRole.LEAD, AssignmentRole.CONTRIBUTE}
        return [one for one in self.leads(task) if one.role in own and one.review is not Review.SKIPPED]

    def mark_of(self, task: Task) -> int | None:
        """The position under which the task's sentence is marked in the text; None for a task added by hand."""
        return self.marks.get(task.id)

    def anchor(self, position: int | None) -> int | None:
        """The position under which the item stands that holds ``position``; None when there is none."""
        for item in (one for panel in self.items.values() for one in panel):
            if any(task.position == position for task in item.tasks):
                return item.first.position if item.panel != RELEASED else None
        return None

    def shows(self, task_id: str) -> bool:
        """Whether an item of that task stands open for changes: it was not skipped or merged away meanwhile."""
        panels = (self.items[review_items.CHECK], self.items[review_items.CERTAIN])
        return any(str(item.first.id) == task_id for panel in panels for item in panel)

    def item_of_line(self, line: int | None) -> int | None:
        """The position of the item that was read from a line."""
        inside = (task for task in self.tasks if task.quote and task.first_line is not None and line is not None)
        return next((task.position for task in inside if _covers(task, line or 0)), None)

    def place(self, line: int | None) -> str:
        return plan_text.place(line, self.coverage)

    def unit_near(self, line: int | None) -> Unit | None:
        """The unit of the last task above ``line`` under the same heading: probably also that of a task added there."""
        above = [task for task in self.tasks if task.first_line is not None and line is not None and task.unit]
        inside = [one for one in above if (one.first_line or 0) <= (line or 0)]
        same = [one for one in inside if self.place(one.first_line) == self.place(line)]
        return max(same, key=review_items.text_order).unit if same else None

    def doubts_by(self, about: Mapping[str, str]) -> list[tuple[str, int]]:
        """How many tasks to check are uncertain in what; ``about``: code of a doubt → aspect."""
        waiting = [task for task in self.tasks if task.review is Review.CHECK and task.state is TaskState.DRAFT]
        found = [{about.get(doubt["code"], "content") for doubt in task.doubts} for task in waiting]
        return Counter(aspect for one in found for aspect in sorted(one)).most_common()


def _covers(task: Task, line: int) -> bool:
    return (task.first_line or 0) <= line <= (task.last_line or task.first_line or 0)


def sheet(session: Session, actor: Actor, conference: Conference, *, now: datetime) -> Sheet:
    tasks = review.tasks_of(session, conference.id)
    units = plans.units_for(session, conference)
    lines = plans.lines_of(session, conference.id)
    coverage = conference.plan.coverage if conference.plan else NOTHING
    cover = review_coverage.standing(session, conference, tasks)
    coverage = {**coverage, "unread": sorted(cover.open_lines)} if cover else coverage
    findings = tuple(one for one in conference.findings if not _settled(one, conference))
    offers = suggestions.of_conference(session, conference, tasks, today=vietnam_date(now))
    implied = [one.row for one in offers.open if one.row is not None and one.words]
    return Sheet(
        conference=conference,
        event=dues.event_of(conference),
        tasks=tasks,
        items=review_items.panels(tasks),
        findings=findings,
        unknown=review_units.unknown(session, conference, tasks, units),
        offers=offers,
        units=units,
        lines=lines,
        text=plan_text.blocks(lines, coverage, tasks, suggestions=implied, findings=findings, title=conference.title),
        coverage=coverage,
        cover=cover,
        marks={task.id: group[0].position for group in plan_text.sentences(tasks) for task in group},
        steps=review_log.steps(session, conference.id, most=STEPS_SHOWN),
        undo=review_undo.next_step(session, actor, conference.id, now=now),
        present=review_presence.others(session, actor, conference.id, now=now),
        orders=order.of_conference(session, conference, tasks, today=None),
    )


NOTHING: Mapping[str, Any] = {"sentences": 0, "assigned": 0, "tasks": 0, "skipped": 0, "unread": []}


def _settled(finding: Finding, conference: Conference) -> bool:
    """Whether a person has answered what the finding asks."""
    answers = {
        "event_tentative": not conference.event_tentative,
        "event_date_missing": conference.event_start is not None,
        "event_date_unclear": conference.event_start is not None and not conference.event_tentative,
        "number_blank": bool(conference.number) and (conference.number or "")[:1].isdigit(),
        "date_blank": dues.planned_of(conference) is not None,
        "scale_small": conference.scale is not ConferenceScale.ORDINARY,
        "scale_provincial": conference.scale is not ConferenceScale.ORDINARY,
    }
    return answers.get(finding.code, False)


FACT_FINDINGS = frozenset(
    {"event_tentative", "event_date_missing", "event_date_unclear", "weekday_contradicts_date", "event_past"}
)
SCALE_FINDINGS = frozenset({"scale_small", "scale_provincial"})
HEADER_FINDINGS = frozenset({"number_blank", "date_blank", "title_missing", "header_missing"})
ICONS: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: ("t-red", "red"),
    Severity.WARNING: ("t-amber", "amber"),
    Severity.INFO: ("muted", "info"),
}
