"""Lines → ParsedPlan: the one place where the steps of reading meet."""

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.domain.plan.abbreviations import harvest
from tracker.domain.plan.assignments import make_assignments
from tracker.domain.plan.closing import contact_unit
from tracker.domain.plan.coverage import measure
from tracker.domain.plan.deadlines import Calendarium
from tracker.domain.plan.doubts import with_doubts
from tracker.domain.plan.duties import read_section
from tracker.domain.plan.duty import Duty, Reading
from tracker.domain.plan.event import EventFacts, read_event
from tracker.domain.plan.facts import budget, delegates, short_title
from tracker.domain.plan.findings import Evidence, findings
from tracker.domain.plan.grid_duties import grid_agenda, grid_duties
from tracker.domain.plan.grids import Grid, GridKind, grids
from tracker.domain.plan.header import Header, read_header
from tracker.domain.plan.labelled import labelled_duties
from tracker.domain.plan.lines import Line
from tracker.domain.plan.linking import link
from tracker.domain.plan.outline import Section, body_end, headings, organisation_sections, tree
from tracker.domain.plan.paragraphs import Paragraph, paragraphs
from tracker.domain.plan.parsed import Assignment, ConferenceFacts, ParsedPlan
from tracker.domain.plan.suggestions import suggestions
from tracker.domain.plan.years import year_slips, years_of


def read_plan(lines: Sequence[Line]) -> ParsedPlan:
    """Read a plan. Never raises: what cannot be read is missing from the result and named in its findings."""
    blocks = paragraphs(lines)
    end = body_end(blocks)
    header = read_header(blocks, lines)
    sections = organisation_sections(blocks, header.end, end)
    inside = sorted({index for section in sections for index in range(section.heading, section.end)})
    body = [block for index, block in enumerate(blocks[:end]) if index >= header.end and index not in set(inside)]
    since = _since(header)
    event = read_event(body, header.title, since=since, year=since.year if since else None)
    readings = [
        read_section(tree(blocks[section.start : section.end]), section.same_line, blocks[section.heading])
        for section in sections
    ]
    tables = list(grids(blocks, inside))
    known = Calendarium(issued=since, event_start=event.window.start if event.window else None)
    duties = _all_duties(readings, body, tables)
    slips = year_slips(header.title, blocks[header.end :])
    assignments = _judged(
        link(make_assignments(duties, known), harvest(block.text for block in blocks)), header, event, slips
    )
    seen = Evidence(
        header=header,
        event=event,
        readings=readings,
        assignments=assignments,
        slips=slips,
        title_years=years_of(header.title),
        contact=_contact(readings, blocks),
    )
    return ParsedPlan(
        conference=_facts(header, event, body),
        assignments=assignments,
        findings=findings(seen),
        agenda=tuple(item for grid in tables if grid.kind is GridKind.PROGRAMME for item in grid_agenda(grid)),
        suggestions=tuple(suggestions(blocks[:end])),
        contact=seen.contact[0] if seen.contact else None,
        coverage=measure(duties, readings, assignments),
        outline=headings(blocks[header.end : end]),
        organisation=_lines_of(blocks, sections),
    )


def _all_duties(readings: Sequence[Reading], body: Sequence[Paragraph], tables: Sequence[Grid]) -> list[Duty]:
    found = [duty for reading in readings for duty in reading.duties]
    found.extend(labelled_duties(tree(body)))
    found.extend(duty for grid in tables if grid.kind is GridKind.DUTIES for duty in grid_duties(grid))
    return sorted(found, key=lambda duty: duty.paragraph.first)


def _judged(
    assignments: Sequence[Assignment], header: Header, event: EventFacts, slips: Mapping[int, str]
) -> tuple[Assignment, ...]:
    years = years_of(header.title)
    return tuple(
        with_doubts(one, slips=slips, title_years=years, issued=header.issued_on, event=event.window)
        for one in assignments
    )


def _contact(readings: Sequence[Reading], blocks: Sequence[Paragraph]) -> tuple[str, int, str] | None:
    for paragraph in (paragraph for reading in readings for paragraph in reading.closings):
        unit = contact_unit(paragraph.text)
        if unit:
            return unit, paragraph.first, paragraph.raw
    return None


def _facts(header: Header, event: EventFacts, body: Sequence[Paragraph]) -> ConferenceFacts:
    return ConferenceFacts(
        title=header.title,
        short_title=short_title(header.title),
        issuer=header.issuer,
        parent_issuer=header.parent,
        number=header.number,
        issued=header.issued,
        issued_on=header.issued_on,
        event=event.window,
        event_time_text=event.time_text,
        place=event.place,
        duration=event.duration,
        delegates=delegates(body),
        budget=budget(body),
    )


def _since(header: Header) -> date | None:
    """From when dates without a year count: the plan's date, or the first day of its month."""
    if header.issued_on or not header.issued:
        return header.issued_on
    year, _, month = header.issued.partition("-")
    return date(int(year), int(month or 1), 1)


def _lines_of(blocks: Sequence[Paragraph], sections: Sequence[Section]) -> tuple[int, ...]:
    return tuple(
        line
        for section in sections
        for block in blocks[section.heading : section.end]
        for line in range(block.first, block.last + 1)
    )
