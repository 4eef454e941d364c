"""What a person should know or confirm before the plan is used, each with its line and words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.dates import weekday_named
from tracker.domain.glossary import Anchor, Severity
from tracker.domain.kinds import KINDS, UNRECOGNISED
from tracker.domain.plan.abbreviations import Abbreviations
from tracker.domain.plan.duty import Reading
from tracker.domain.plan.event import EventFacts
from tracker.domain.plan.guests import not_invited, without_work
from tracker.domain.plan.header import Header
from tracker.domain.plan.outings import outing
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.parsed import AgendaItem, Assignment, ConferenceFacts, Finding
from tracker.domain.plan.twice import given_twice
from tracker.domain.plan.weekdays import wrong_weekdays


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything the steps of reading found, for judging it. ``blocks``: the paragraphs below the title."""

    header: Header
    since: date | None  # the plan's date, or the first day of its month
    event: EventFacts
    facts: ConferenceFacts
    readings: Sequence[Reading]
    assignments: Sequence[Assignment]
    agenda: Sequence[AgendaItem]
    blocks: Sequence[Paragraph]
    participants: Sequence[Paragraph]
    short: Abbreviations
    slips: Mapping[int, str]
    title_years: frozenset[str]
    contact: tuple[str, int, str] | None  # unit, line, words
    classified: tuple[str, int] | None  # degree, line


def findings(seen: Evidence) -> tuple[Finding, ...]:
    """In the order in which a person should look at them: contradictions, the event, the duties, the header."""
    steps = (_secrecy, _slips, _event, _weekdays, _duties, _deadlines, _twice, _guests, _outing, _header, _contact)
    return tuple(found for step in steps for found in step(seen))


def _secrecy(seen: Evidence) -> Iterator[Finding]:
    if seen.classified:
        degree, line = seen.classified
        yield Finding(code="classified", severity=Severity.ERROR, line=line, words=degree, params={"degree": degree})


def _slips(seen: Evidence) -> Iterator[Finding]:
    for line, words in seen.slips.items():
        params = {"title_years": ", ".join(sorted(seen.title_years))}
        yield _warning("contradictory_years", line, words, params)


def _event(seen: Evidence) -> Iterator[Finding]:
    window, issued = seen.event.window, seen.since
    if window is None or window.start is None:
        code = "event_date_unclear" if seen.event.time_text else "event_date_missing"
        yield Finding(code=code, severity=Severity.WARNING, line=seen.event.time_line, words=seen.event.time_text or "")
        return
    if window.tentative:
        end = window.end or window.start
        params = {"start": window.start.isoformat(), "end": end.isoformat(), "precision": window.precision}
        yield _warning("event_tentative", window.line, window.words, params)
    if issued and window.precision == "day" and (window.end or window.start) < issued:
        params = {"start": window.start.isoformat(), "day": issued.isoformat()}
        yield _warning("event_before_plan", window.line, window.words, params)


def _warning(code: str, line: int | None, words: str, params: Mapping[str, str]) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, line=line, words=words, params=params)


def _weekdays(seen: Evidence) -> Iterator[Finding]:
    """Of the event also where the year is not printed beside the date, being the plan's."""
    found = {(one.line, one.weekday): (one.day.isoformat(), one.words) for one in wrong_weekdays(seen.blocks)}
    window = seen.event.window
    if window and window.start and window.precision == "day":
        weekday, days = weekday_named(window.words), {window.start.weekday(), (window.end or window.start).weekday()}
        if weekday is not None and weekday not in days:
            found.setdefault((window.line, weekday), (window.start.isoformat(), window.words))
    for (line, weekday), (day, words) in sorted(found.items()):
        yield _warning("weekday_contradicts_date", line, words, {"start": day, "weekday": str(weekday)})


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
    """A deadline after the event is wrong for what prepares it; work that follows the event is due then."""
    issued, window = seen.since, seen.event.window
    for one in seen.assignments:
        due = one.due
        if due is None or due.day is None:
            continue
        params = {"no": str(one.no), "due": due.until or due.day.isoformat()}
        if issued and due.day < issued:
            yield _warning("deadline_before_plan", one.first_line, due.words, params)
        elif window and window.end and window.precision == "day" and due.day > window.end and _prepares(one):
            yield _warning("deadline_after_event", one.first_line, due.words, params)


def _prepares(one: Assignment) -> bool:
    kind = KINDS.get(one.kind)
    return kind is not None and kind.anchor is Anchor.START and kind.code not in UNRECOGNISED and kind.counted


def _twice(seen: Evidence) -> Iterator[Finding]:
    for first, second in given_twice(seen.assignments, seen.short):
        params = {"no": str(first.no), "other_no": str(second.no), "unit": first.unit, "other_unit": second.unit}
        yield _warning("duplicated_lead", second.first_line, second.task, params)


def _guests(seen: Evidence) -> Iterator[Finding]:
    words = "\n".join(paragraph.text for paragraph in seen.participants)
    guests = seen.facts.invited
    for one in not_invited(seen.assignments, guests, words, seen.header.issuer):
        params = {"unit": one.unit, "no": str(one.no)}
        yield _warning("unit_not_invited", one.first_line, one.unit, params)
    for guest in without_work(seen.assignments, guests):
        params = {"unit": guest.name}
        yield Finding(
            code="guest_without_task", severity=Severity.INFO, line=guest.line, words=guest.name, params=params
        )


def _outing(seen: Evidence) -> Iterator[Finding]:
    found = outing(seen.agenda, seen.blocks)
    if found:
        yield Finding(code="outing", severity=Severity.INFO, line=found[1], words=found[0])


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
