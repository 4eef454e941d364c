"""Taking an amended text over, in one transaction: progress, results, files and history stay as they are."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.amendment import ChangeKind
from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import AssignmentRole, DueSource, Review, TaskState
from tracker.domain.permissions import Actor
from tracker.domain.task import Step, move
from tracker.models import Plan, Task, Unit
from tracker.services import (
    amendment_facts,
    amendment_places,
    directory,
    dues,
    event_move,
    extensions,
    notices,
    outbox,
    task_history,
    tasks,
)
from tracker.services.amendment_changes import Change
from tracker.services.amendment_fields import write_fields
from tracker.services.amendment_sheet import Sheet
from tracker.services.amendment_told import Told, goes_out
from tracker.services.outbox import Composer
from tracker.services.planning import planning_of

# What a unit has begun goes back to the start when another unit gets it; what is handed in or set aside stays so.
_STARTS_ANEW = frozenset(
    {TaskState.ACKNOWLEDGED, TaskState.IN_PROGRESS, TaskState.RETURNED, TaskState.DECLINED, TaskState.ASSIGNED}
)


class Taking:
    """One amendment being taken over: who does it, when, and the words that stand in every task's history."""

    def __init__(self, session: Session, actor: Actor, sheet: Sheet, reason: str, now: datetime) -> None:
        self.session, self.actor, self.sheet, self.reason, self.now = session, actor, sheet, reason, now
        self.made: dict[str, Task] = {}  # id of a change → the task it has made
        self.fields: dict[str, dict[str, list[Any]]] = {}  # id of a change → field → old and new value
        self.stale_mail: list[int] = []  # tasks whose unsent reminders speak of something else now
        self.event_moves = amendment_facts.accepted_event(sheet.facts) is not None
        self.event_before = dues.event_of(sheet.conference)

    def task_of(self, change: Change) -> Task:
        return change.task or self.made[change.id]

    def record(self, task: Task, step: str, **details: Any) -> None:
        task_history.record(self.session, self.actor, task, step, now=self.now, note=self.reason, **details)


def take_over(
    session: Session,
    actor: Actor,
    sheet: Sheet,
    *,
    reason: str,
    compose: Composer,
    now: datetime,
) -> Plan:
    """Everything that is accepted, then the notices; the plan's new version.

    Raises:
        InvalidInput: ``amend_unit_needed``. Refusals of ``event_move`` and ``tasks.cancel``.
    """
    if sheet.without_unit:
        names = "; ".join(change.draft.unit_words for change in sheet.without_unit if change.draft)
        raise InvalidInput("amend_unit_needed", field=f"unit-{sheet.without_unit[0].id}", names=names)
    taking = Taking(session, actor, sheet, reason, now)
    _withdraw(taking)  # first: what is called off does not move with the event any more
    _take_facts(taking)
    for change in sheet.changes:
        _take(taking, change)
    _put_dues(taking)
    session.flush()
    outbox.drop_pending(session, taking.stale_mail)
    extensions.lapse_overtaken(session, taking.stale_mail, now=now)
    plan = amendment_places.new_version(session, actor, sheet, taking.made, now=now)
    notices.amended(
        session, compose, sheet.conference, [_notice(taking, one) for one in sheet.told],
        amendment_id=sheet.amendment.id, now=now, event_moves=taking.event_moves,
        event_before=taking.event_before,
    )  # fmt: skip
    return plan


def _notice(taking: Taking, one: Told) -> notices.Amended:
    return notices.Amended(
        unit=one.unit,
        to=one.to,
        new=tuple(taking.task_of(change) for change in one.new),
        changed=tuple((taking.task_of(change), taking.fields[change.id]) for change in one.changed),
        withdrawn=tuple(taking.task_of(change) for change in one.withdrawn),
        handed_over=tuple((taking.task_of(change), change.unit.name) for change in one.handed_over if change.unit),
        moved=tuple((move.task, move.old) for move in one.moved),
    )


def _take_facts(taking: Taking) -> None:
    sheet, event = taking.sheet, amendment_facts.accepted_event(taking.sheet.facts)
    if event is not None:
        event_move.carry(taking.session, taking.actor, sheet.conference, event, reason=taking.reason, now=taking.now)
    amendment_facts.take_over(sheet.conference, sheet.base, sheet.draft, sheet.facts)


def _withdraw(taking: Taking) -> None:
    for change in taking.sheet.changes:
        if change.accept and change.kind is ChangeKind.WITHDRAWN and (task := change.task):
            tasks.cancel(
                taking.session, taking.actor, task.id, version=task.version, now=taking.now, reason=taking.reason
            )


def _take(taking: Taking, change: Change) -> None:
    task, draft = change.task, change.draft
    if draft is None:
        return
    if change.accept and change.unit is not None and change.unit_typed:
        directory.add_alias(
            taking.session,
            change.unit,
            draft.unit_words,
            host_id=taking.sheet.conference.host_id,
            actor=taking.actor,
            now=taking.now,
        )
    if task is None:
        taking.made[change.id] = _add(taking, change, draft)
    elif change.accept:
        _rewrite(taking, change, task, draft)


def _add(taking: Taking, change: Change, task: Task) -> Task:
    """A new duty: with its unit at once where it can be; one that is dismissed stays a draft, as in the review."""
    due = taking.sheet.dues.of(change)
    task.unit_id = change.unit.id if change.unit else None
    task.review = Review.ACCEPTED if change.accept else Review.SKIPPED
    task.due_version = 1
    dues.put(task, due)
    taking.session.add(task)
    taking.session.flush()
    if change.accept and goes_out(change, due):
        before, task.state = TaskState.DRAFT, move(TaskState.DRAFT, Step.ASSIGN)
        task.assigned_on = vietnam_date(taking.now)
        taking.record(task, Step.ASSIGN, **{"from": before, "to": task.state})
    return task


def _rewrite(taking: Taking, change: Change, task: Task, draft: Task) -> None:
    """Write what is different into the task, and all of it with old and new into its history."""
    rules = planning_of(taking.session, taking.sheet.conference.host_id).rules
    told = write_fields(task, draft, change.fields, rules)
    details: dict[str, Any] = {}
    if change.kind is ChangeKind.REASSIGNED and change.unit is not None:
        details = _hand_over(taking, task, change.unit)
    due = taking.sheet.dues.of(change)
    if due.day != change.was_due:
        told["due"] = [_iso(change.was_due), _iso(due.day)]
    if dues.put(task, due):
        taking.stale_mail.append(task.id)
    taking.fields[change.id] = told
    taking.record(task, task_history.AMENDED, amendment=taking.sheet.amendment.id, fields=told, **details)


def _hand_over(taking: Taking, task: Task, unit: Unit) -> dict[str, Any]:
    """The same task goes to the other unit: what the first one has done stays in its history and files."""
    old, before = task.unit, task.state
    taking.stale_mail.append(task.id)
    extensions.lapse(taking.session, [task.id], now=taking.now)  # the first unit's
    task.unit, task.unit_id = unit, unit.id
    if before in _STARTS_ANEW:
        task.state, task.acknowledged = TaskState.ASSIGNED, False
        task.assigned_on = vietnam_date(taking.now)
    return {"from": before, "to": task.state, "units": [old.name if old else task.unit_words, unit.name]}


def _put_dues(taking: Taking) -> None:
    """What moves beside the accepted changes: with the event (written already), or with the task it follows."""
    sheet = taking.sheet
    by_id: dict[str, Task] = {f"t{task.id}": task for task in sheet.tasks} | taking.made
    for move_ in sheet.moves:
        if dues.put(move_.task, move_.due):
            lead = by_id.get(sheet.dues.leads.get(f"t{move_.task.id}", ""))
            details = {"lead": lead.id} if lead else {}
            dates = {"old": _iso(move_.old), "new": _iso(move_.due.day)}
            taking.record(move_.task, task_history.DUE_CHANGED, **dates, **details)
            taking.stale_mail.append(move_.task.id)
    for one, lead_id in sheet.dues.leads.items():
        follower, lead = by_id.get(one), by_id.get(lead_id)
        if follower is not None and lead is not None and follower.due_source is DueSource.LEAD_TASK:
            follower.lead_task_id = lead.id
    _cut_from_leads(sheet.changes)


def _cut_from_leads(changes: Iterable[Change]) -> None:
    """Who leads a duty now follows nobody."""
    for change in changes:
        task = change.task
        rewritten = change.accept and "role" in change.fields
        if rewritten and task is not None and task.role is not AssignmentRole.COORDINATE:
            task.lead_task_id = None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
