"""What a person should know or confirm before the plan is used, each with its line and words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.dates import weekday_named
from tracker.domain.glossary import Severity
from tracker.domain.plan.duty import Reading
from tracker.domain.plan.event import EventFacts
from tracker.domain.plan.header import Header
from tracker.domain.plan.parsed import Assignment, Finding


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything the steps of reading found, for judging it."""

    header: Header
    event: EventFacts
    readings: Sequence[Reading]
    assignments: Sequence[Assignment]
    slips: Mapping[int, str]
    title_years: frozenset[str]
    contact: tuple[str, int, str] | None  # unit, line, words


def findings(seen: Evidence) -> tuple[Finding, ...]:
    """In the order in which a person should look at them: contradictions, the event, the duties, the header."""
    return (*_slips(seen), *_event(seen), *_duties(seen), *_deadlines(seen), *_header(seen), *_contact(seen))


def _slips(seen: Evidence) -> Iterator[Finding]:
    for line, words in seen.slips.items():
        params = {"title_years": ", ".join(sorted(seen.title_years))}
        yield Finding(code="contradictory_years", severity=Severity.WARNING, line=line, words=words, params=params)


def _event(seen: Evidence) -> Iterator[Finding]:
    window = seen.event.window
    if window is None or window.start is None:
        code = "event_date_unclear" if seen.event.time_text else "event_date_missing"
        yield Finding(code=code, severity=Severity.WARNING, line=seen.event.time_line, words=seen.event.time_text or "")
        return
    if window.tentative:
        dates = {
            "start": window.start.isoformat(),
            "end": (window.end or window.start).isoformat(),
            "precision": window.precision,
        }
        yield Finding(
            code="event_tentative", severity=Severity.WARNING, line=window.line, words=window.words, params=dates
        )
    weekday = weekday_named(window.words)
    if (
        weekday is not None
        and window.precision == "day"
        and weekday not in {window.start.weekday(), (window.end or window.start).weekday()}
    ):
        params = {"start": window.start.isoformat(), "weekday": str(weekday)}
        yield Finding(
            code="weekday_contradicts_date",
            severity=Severity.WARNING,
            line=window.line,
            words=window.words,
            params=params,
        )


def _duties(seen: Evidence) -> Iterator[Finding]:
    if not seen.readings:
        yield Finding(
            code="organisation_section_missing", severity=Severity.ERROR if not seen.assignments else Severity.WARNING
        )
    if not seen.assignments:
        yield Finding(code="assignments_missing", severity=Severity.ERROR)
    for reading in seen.readings:
        for paragraph in reading.unaddressed:
            yield Finding(
                code="assignment_without_unit", severity=Severity.WARNING, line=paragraph.first, words=paragraph.raw
            )
        for unit, paragraph in reading.idle:
            yield Finding(
                code="unit_without_assignment",
                severity=Severity.INFO,
                line=paragraph.first,
                words=paragraph.raw,
                params={"unit": unit},
            )


def _deadlines(seen: Evidence) -> Iterator[Finding]:
    issued, window = seen.header.issued_on, seen.event.window
    for one in seen.assignments:
        due = one.due
        if due is None or due.day is None:
            continue
        params = {"no": str(one.no), "due": due.until or due.day.isoformat()}
        if issued and due.day < issued:
            yield Finding(
                code="deadline_before_plan",
                severity=Severity.WARNING,
                line=one.first_line,
                words=due.words,
                params=params,
            )
        elif window and window.end and window.precision == "day" and due.day > window.end:
            yield Finding(
                code="deadline_after_event", severity=Severity.INFO, line=one.first_line, words=due.words, params=params
            )


def _header(seen: Evidence) -> Iterator[Finding]:
    header = seen.header
    if header.number is None or not header.number[:1].isdigit():
        yield Finding(code="number_blank", severity=Severity.INFO, line=header.number_line, words=header.number or "")
    if header.issued_on is None:
        yield Finding(code="date_blank", severity=Severity.INFO, line=header.issued_line, words=header.issued or "")
    if header.title is None:
        yield Finding(code="title_missing", severity=Severity.WARNING)
    if not header.printed:
        yield Finding(code="header_missing", severity=Severity.INFO)


def _contact(seen: Evidence) -> Iterator[Finding]:
    if seen.contact:
        unit, line, words = seen.contact
        yield Finding(code="contact_recognised", severity=Severity.INFO, line=line, words=words, params={"unit": unit})
