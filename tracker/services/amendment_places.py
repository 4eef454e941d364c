"""The plan's new version, and where each task stands in its text. No task's version changes by it: nobody's open page
becomes stale because a paragraph was put in front.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, inspect, update
from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.amendment import ChangeKind
from tracker.domain.normalise import collapse, search_key
from tracker.domain.permissions import Actor
from tracker.domain.plan import Assignment
from tracker.models import Amendment, Finding, Plan, Suggestion, Task, UnreadSentence
from tracker.services.amendment_changes import Change
from tracker.services.amendment_sheet import Sheet
from tracker.services.plan_rows import agenda_rows, finding_rows, suggestion_rows, unread_rows

_PLACE = ("first_line", "last_line", "quote", "unit_words", "position")


def new_version(session: Session, actor: Actor, sheet: Sheet, made: Mapping[str, Task], *, now: datetime) -> Plan:
    """Put the new text in force; the one before stays byte for byte, superseded."""
    conference, amendment, parsed = sheet.conference, sheet.amendment, sheet.new.parsed
    before = conference.plan
    if before is not None:
        before.superseded_at = now
        session.flush()
    plan = _plan(amendment, version=before.version + 1 if before else 1)
    session.add(plan)
    session.flush()
    session.expire(conference, ["plan", "plans"])
    plan.unread = _answered(unread_rows(parsed), before.unread if before else ())
    conference.findings = _noted(finding_rows(parsed, conference, vietnam_date(now)), conference.findings)
    conference.suggestions = _offered_again(suggestion_rows(parsed), conference.suggestions)
    conference.agenda = agenda_rows(parsed)
    session.flush()
    _place(session, sheet, made)
    return plan


def _answered(rows: list[UnreadSentence], before: Iterable[UnreadSentence]) -> list[UnreadSentence]:
    """What a person has said about a sentence holds for the same sentence of the new text."""
    known = {collapse(one.words): one for one in before}
    for row in rows:
        if old := known.get(collapse(row.words)):
            row.task_id, row.reason, row.history = old.task_id, old.reason, old.history
            row.dismissed_at, row.dismissed_by_id = old.dismissed_at, old.dismissed_by_id
    return rows


def _noted(rows: list[Finding], before: Iterable[Finding]) -> list[Finding]:
    known = {(one.code, collapse(one.words)): one for one in before}
    for row in rows:
        if old := known.get((row.code, collapse(row.words))):
            row.seen_at, row.seen_by_id = old.seen_at, old.seen_by_id
    return rows


def _offered_again(rows: list[Suggestion], before: Sequence[Suggestion]) -> list[Suggestion]:
    """What a person has answered is not asked again."""
    known = {_offered(one): one for one in before}
    for row in rows:
        if old := known.get(_offered(row)):
            row.taken, row.dismissed_at, row.dismissed_by_id = old.taken, old.dismissed_at, old.dismissed_by_id
    return rows + [one for one in before if not one.words]


def _offered(one: Suggestion) -> tuple[str, str]:
    return one.kind, search_key(one.words)


def _plan(amendment: Amendment, *, version: int) -> Plan:
    return Plan(
        conference_id=amendment.conference_id,
        version=version,
        filename=amendment.filename,
        format=amendment.format,
        pages=amendment.pages,
        size=amendment.size,
        sha256=amendment.sha256,
        content=amendment.content,
        lines=amendment.lines,
        coverage=amendment.coverage,
        uploaded_at=amendment.uploaded_at,
        uploaded_by_id=amendment.uploaded_by_id,
    )


def _place(session: Session, sheet: Sheet, made: Mapping[str, Task]) -> None:
    rows = [{"of": task.id} | {f"new_{name}": place[name] for name in _PLACE} for task, place in _places(sheet, made)]
    if not rows:
        return
    table: Any = inspect(Task).local_table
    statement = update(table).where(table.c.id == bindparam("of"))
    session.connection().execute(statement.values({name: bindparam(f"new_{name}") for name in _PLACE}), rows)
    for task in (*sheet.tasks, *made.values()):
        session.expire(task, list(_PLACE))


def _places(sheet: Sheet, made: Mapping[str, Task]) -> Iterator[tuple[Task, dict[str, Any]]]:
    """In the order of the new text; what no text asks for comes after it."""
    placed = sorted(sheet.every, key=_order)
    for position, change in enumerate(placed, start=1):
        task = change.task or made[change.id]
        place = _in_text(change, change.assignment) if change.assignment else _elsewhere(task, sheet.amendment.lines)
        yield task, {"unit_words": task.unit_words, "quote": task.quote, **place, "position": position}


def _order(change: Change) -> tuple[bool, int, int]:
    place = change.assignment.no if change.assignment else 0
    return change.assignment is None, place, change.task.position if change.task else 0


def _in_text(change: Change, one: Assignment) -> dict[str, Any]:
    """Its sentence in the new text, also where the change itself was not accepted."""
    place: dict[str, Any] = {"first_line": one.first_line, "last_line": one.last_line, "quote": one.quote}
    left = change.kind is ChangeKind.REASSIGNED and not change.accept
    return place if left else place | {"unit_words": one.unit}


def _elsewhere(task: Task, lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Where the words of a task without a sentence of its own stand now; nowhere, in most cases."""
    wanted = collapse(task.quote)
    found = None
    if wanted and task.first_line is not None:
        texts = (collapse(f"{line.get('label') or ''} {line['text']}") for line in lines)
        found = next((number for number, text in enumerate(texts) if wanted in text), None)
    return {"first_line": found, "last_line": found}
