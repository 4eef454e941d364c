"""What was read, as rows: the plan with its lines and coverage, findings, suggestions, the programme."""

import hashlib
from datetime import date, datetime
from typing import Any, Protocol

from tracker.domain.glossary import SentenceClass, Severity
from tracker.domain.kinds import KINDS
from tracker.domain.permissions import Actor
from tracker.domain.plan import ParsedPlan
from tracker.domain.plan.lines import Line
from tracker.domain.scale_hint import scale_hint
from tracker.models import AgendaItem, Conference, Finding, Plan, Suggestion, UnreadSentence


class ReadDocument(Protocol):
    """What ``tracker.documents`` hands over."""

    @property
    def lines(self) -> tuple[Line, ...]: ...
    @property
    def format(self) -> str: ...
    @property
    def pages(self) -> int | None: ...


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def plan_row(
    filename: str, data: bytes, document: ReadDocument, parsed: ParsedPlan, *, actor: Actor, now: datetime
) -> Plan:
    return Plan(
        filename=filename[-255:],
        format=document.format[:16],
        pages=document.pages,
        size=len(data),
        sha256=digest_of(data),
        content=data,
        lines=[line_json(line) for line in document.lines],
        coverage=coverage_json(parsed),
        unread=unread_rows(parsed),
        uploaded_at=now,
        uploaded_by_id=actor.user_id,
    )


def line_json(line: Line) -> dict[str, Any]:
    return {
        "label": line.label,
        "text": line.text,
        "cells": list(line.cells) if line.cells is not None else None,
        "bold": line.bold,
        "table": line.table,
        "page": line.page,
    }


def coverage_json(parsed: ParsedPlan) -> dict[str, Any]:
    """The figures of the reading, with the outline and the lines of the organisation section for showing the text.

    ``made``: for every sentence that became tasks its line and their numbers.
    """
    coverage = parsed.coverage
    return {
        "sentences": coverage.sentences,
        "assigned": coverage.assigned,
        "tasks": coverage.tasks,
        "skipped": coverage.skipped,
        "unread": list(coverage.unread),
        "made": [[one.line, list(one.nos)] for one in coverage.all if one.kind is SentenceClass.TASK],
        "organisation": list(parsed.organisation),
        "outline": [[head.line, head.level, head.label, head.text] for head in parsed.outline],
    }


def unread_rows(parsed: ParsedPlan) -> list[UnreadSentence]:
    unread = (one for one in parsed.coverage.all if one.kind is SentenceClass.UNREAD)
    return [UnreadSentence(line=one.line, words=one.words) for one in unread]


def finding_rows(parsed: ParsedPlan, conference: Conference, today: date) -> list[Finding]:
    rows = [
        Finding(code=one.code, severity=one.severity, line=one.line, words=one.words, params=dict(one.params))
        for one in parsed.findings
    ]
    if conference.event_end is not None and conference.event_end < today:
        day = conference.event_end.isoformat()
        rows.append(Finding(code="event_past", severity=Severity.WARNING, line=None, words="", params={"day": day}))
    if hint := scale_hint(conference.title, conference.delegates or ""):
        scale, words = hint
        rows.append(
            Finding(code=f"scale_{scale}", severity=Severity.INFO, line=None, words=words, params={"words": words})
        )
    return rows


def suggestion_rows(parsed: ParsedPlan) -> list[Suggestion]:
    """What the text implies; what else such a conference needs is ``services.suggestions``' to say."""
    return [
        Suggestion(kind=one.code if one.code in KINDS else "other", words=one.words, line=one.line, taken=False)
        for one in parsed.suggestions
    ]


def agenda_rows(parsed: ParsedPlan) -> list[AgendaItem]:
    return [
        AgendaItem(
            position=position,
            line=item.line,
            session=item.session or None,
            time=item.time or None,
            content=item.content,
            responsible=item.doer or None,
            note=item.note or None,
        )
        for position, item in enumerate(parsed.agenda, start=1)
    ]
