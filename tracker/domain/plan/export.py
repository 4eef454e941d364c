"""A parsed plan as JSON-ready data, in the schema that ``flask plan read FILE --json`` prints."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from tracker.domain.calendar import VIETNAM
from tracker.domain.dates import EventWindow
from tracker.domain.glossary import Anchor, AssignmentRole
from tracker.domain.plan.agenda_links import Item, Prepared, linked
from tracker.domain.plan.parsed import Assignment, ConferenceFacts, ParsedPlan


def as_json(parsed: ParsedPlan) -> dict[str, Any]:
    """Dates as the text gives them: YYYY-MM-DD, YYYY-MM or YYYY; counts from the event are computed."""
    facts = parsed.conference
    return {
        "conference": {
            "title": facts.title,
            "issuer": facts.issuer,
            "number": facts.number,
            "issued": facts.issued,
            "event_start": _as_said(facts.event, end=False),
            "event_end": _as_said(facts.event, end=True),
            "event_time_text": facts.event_time_text,
            "place": facts.place,
            **_facts(facts),
        },
        "assignments": [_assignment(assignment, facts.event) for assignment in parsed.assignments],
        "findings": [
            {
                "code": found.code,
                "severity": str(found.severity),
                "line": found.line,
                "words": found.words,
                **found.params,
            }
            for found in parsed.findings
        ],
        "suggestions": [
            {"code": offered.code, "words": offered.words, "line": offered.line} for offered in parsed.suggestions
        ],
        "agenda": _agenda(parsed),
        "contact": parsed.contact,
        "window": _window(facts.event),
        "coverage": asdict(parsed.coverage),
    }


def _facts(facts: ConferenceFacts) -> dict[str, Any]:
    """What the plan says beyond the scored fields."""
    return {
        "short_title": facts.short_title,
        "kind": str(facts.kind),
        "parent_issuer": facts.parent_issuer,
        "signer": asdict(facts.signer) if facts.signer else None,
        "duration": facts.duration,
        "sessions": [asdict(one) for one in facts.sessions],
        "mode": str(facts.mode) if facts.mode else None,
        "points": facts.points,
        "delegates": facts.delegates,
        "delegate_number": facts.delegate_number,
        "invited": [asdict(one) for one in facts.invited],
        "budget": facts.budget,
        "budget_sum": facts.budget_sum,
        "bases": [asdict(one) for one in facts.bases],
        "lines": dict(facts.lines),
    }


def _agenda(parsed: ParsedPlan) -> list[dict[str, Any]]:
    """The programme, each item with the numbers of the assignments that prepare it."""
    items = [Item(content=item.content, by=item.doer) for item in parsed.agenda]
    needed = linked(items, [_prepared(one) for one in parsed.assignments])
    return [
        {
            "time": item.time, "content": item.content, "doer": item.doer, "session": item.session, "line": item.line,
            "assignments": [parsed.assignments[at].no for at in needed.get(index, ())],
        }
        for index, item in enumerate(parsed.agenda)
    ]  # fmt: skip


def _prepared(one: Assignment) -> Prepared:
    return Prepared(what=one.task, unit=one.unit, kind=one.kind)


def _assignment(assignment: Assignment, event: EventWindow | None) -> dict[str, Any]:
    return {
        "no": assignment.no,
        "unit": assignment.unit,
        "role": worded_role(assignment),
        "proposed_role": str(assignment.role),
        "task": assignment.task,
        "partners": list(assignment.partners),
        "due": due_day(assignment, event),
        "due_text": assignment.due.words if assignment.due else None,
        "kind": assignment.kind,
        "lead_no": assignment.lead_no,
        "doubts": [{"code": doubt.code, **doubt.params} for doubt in assignment.doubts],
        "lines": [assignment.first_line, assignment.last_line],
    }


def worded_role(assignment: Assignment) -> str:
    """The role as the words put it: "phối hợp với X" stays co-ordination here even where the reader proposes a lead."""
    proposed = any(doubt.code == "no_lead" for doubt in assignment.doubts)
    return str(AssignmentRole.COORDINATE if proposed else assignment.role)


def due_day(assignment: Assignment, event: EventWindow | None) -> str | None:
    """The last day named; a count from the event as a date, where the event's date is known."""
    due = assignment.due
    if due is None or due.vague:
        return None
    if due.until:
        return due.until
    if due.anchor is None or due.offset == 0 or event is None:
        return None
    base = event.start if due.anchor is Anchor.START else event.end
    return _counted(base, due.offset, working=due.working).isoformat() if base else None


def _counted(base: date, offset: int, *, working: bool) -> date:
    return VIETNAM.shift(base, offset) if working else base + timedelta(days=offset)


def _as_said(event: EventWindow | None, *, end: bool) -> str | None:
    """A week or a month is all the text says, so the month is what is printed."""
    day = (event.end if end else event.start) if event else None
    if event is None or day is None:
        return None
    if event.precision == "year":
        return day.isoformat()[:4]
    return day.isoformat() if event.precision == "day" else day.isoformat()[:7]


def _window(event: EventWindow | None) -> dict[str, Any] | None:
    """The dates a tentative week or month stands for."""
    if event is None or event.start is None:
        return None
    end = event.end or event.start
    return {
        "start": event.start.isoformat(),
        "end": end.isoformat(),
        "tentative": event.tentative,
        "precision": event.precision,
        "line": event.line,
    }
